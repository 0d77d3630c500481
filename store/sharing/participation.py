"""Who takes part in sharing, as of a day."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from peewee import ModelSelect, fn

from store.neighbours.models import Household, Unit
from store.sharing.models import OFF_THE_BOARD, Item, Loan
from store.sharing.overdue import lateness


class Stats(NamedTuple):
    """The neighbourhood in numbers on one day; `loans` counts all lent until then."""

    as_of: date
    households: int
    vacant: int
    participating: int
    items: int
    loans: int
    open: int
    overdue: int


def stats(today: date, compound_id: int | None = None) -> Stats:
    """How many households, items and loans there are, and who takes part.

    A household takes part when it has something on the board or has ever borrowed. Items and
    households are counted as they are now, loans as they stood on `today`.
    """
    on_board = Item.condition.not_in(OFF_THE_BOARD)
    lent_by_then = Loan.lent_on <= today
    open_then = lent_by_then & (Loan.returned_on.is_null() | (Loan.returned_on > today))
    late_then = open_then & lateness(today).is_late()
    in_scope = _household_ids(compound_id)
    items = Item.select(fn.COUNT(Item.id)).where(on_board)
    lent = Loan.select(
        fn.COUNT(Loan.id),
        fn.COALESCE(fn.SUM(open_then), 0),
        fn.COALESCE(fn.SUM(late_then), 0),
    ).where(lent_by_then)
    lenders = Item.select(Item.household.alias("id")).where(on_board)
    borrowers = Loan.select(Loan.household.alias("id")).where(lent_by_then)
    if in_scope is not None:
        items = items.where(Item.household.in_(in_scope))
        lent = lent.where(Loan.household.in_(in_scope))
        lenders = lenders.where(Item.household.in_(in_scope))
        borrowers = borrowers.where(Loan.household.in_(in_scope))
    homes = Household.select(
        fn.COUNT(Household.id), fn.COALESCE(fn.SUM(Household.kind == "vacant"), 0)
    )
    if in_scope is not None:
        homes = homes.where(Household.id.in_(in_scope))
    households, vacant = homes.tuples().first()
    loans, open_loans, late = lent.tuples().first()
    participating = (lenders | borrowers).count()
    return Stats(today, households, vacant, participating, items.scalar(), loans, open_loans, late)


def _household_ids(compound_id: int | None) -> ModelSelect | None:
    if compound_id is None:
        return None
    return Household.select(Household.id).join(Unit).where(Unit.compound == compound_id)
