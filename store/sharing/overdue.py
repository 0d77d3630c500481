"""What is late, by how much, and what is due soon: one rule that every screen and report asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from peewee import ModelSelect, Tuple, fn

from store.neighbours.models import Household, Unit
from store.sharing import loans
from store.sharing.loans import BorrowerHousehold, BorrowerUnit, LoanRow, select_loans
from store.sharing.models import Item, Loan


def late_before(today: date) -> date:
    """A loan that was due before this day, and is still out, is overdue `today`.

    Every query compares with this day, and `days_overdue` counts from it.
    """
    return today


def days_overdue(due_on: date, returned_on: date | None, today: date) -> int:
    """How many days late a loan is `today`, or was when it came back; 0 where it is not."""
    return max(0, (late_before(returned_on or today) - due_on).days)


def due_soon_until(today: date, days: int) -> date:
    """The last due date that counts as due soon; the calendar's last day where it ends before."""
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return date.max


@dataclass(frozen=True)
class LateLoans:
    """The overdue list of a compound, a page at a time; `by_route` orders it as one would walk.

    Keys are the loans' ids; pages are found by the sort key of that loan, never by counting.
    """

    compound_id: int
    today: date
    by_route: bool = False
    due_soon_days: int | None = None

    def after(self, key: int | None, limit: int) -> list[LoanRow]:
        """The `limit` loans that follow the loan `key`, or the first ones."""
        return self._page(key, limit, forward=True)

    def before(self, key: int | None, limit: int) -> list[LoanRow]:
        """The `limit` loans that stand before the loan `key`, or the last ones, in list order."""
        return self._page(key, limit, forward=False)[::-1]

    def count(self) -> int:
        """How many loans the whole list holds."""
        return self._query().count()

    def _page(self, key: int | None, limit: int, forward: bool) -> list[LoanRow]:
        order = self._order()
        query = self._query()
        if key is not None:
            at = select_loans().select(*order).where(Loan.id == key).tuples().first()
            if at is not None:
                here = Tuple(*order)
                query = query.where(here > Tuple(*at) if forward else here < Tuple(*at))
        directed = order if forward else [column.desc() for column in order]
        return list(loans.rows(query.order_by(*directed).limit(limit)))

    def _query(self) -> ModelSelect:
        if self.due_soon_days is None:
            return _late(self.today, self.compound_id)
        return _soon(self.today, self.due_soon_days, self.compound_id)

    def _order(self) -> list:
        if not self.by_route:
            return [Loan.due_on, Loan.id]
        # A walk goes unit by unit, up the stairs, door by door.
        return [
            BorrowerUnit.position,
            BorrowerUnit.id,
            BorrowerHousehold.floor,
            BorrowerHousehold.position,
            Loan.due_on,
            Loan.id,
        ]


def open_of_compound(compound_id: int | None, today: date) -> tuple[int, int]:
    """How many loans (of a compound, if given) are open, and how many of them overdue."""
    query = _in_compound(
        Loan.select(fn.COUNT(Loan.id), fn.SUM(Loan.due_on < late_before(today))), compound_id
    ).where(Loan.returned_on.is_null())
    open_loans, late = query.tuples().first()
    return open_loans, late or 0


def late_rows(
    today: date, compound_id: int | None = None, household_id: int | None = None
) -> Iterator[LoanRow]:
    """Every overdue loan, longest first, one at a time; those of one household on either side."""
    return loans.rows(_late(today, compound_id, household_id).order_by(Loan.due_on, Loan.id))


def soon_rows(today: date, days: int, compound_id: int | None = None) -> Iterator[LoanRow]:
    """Every loan that falls due in the next `days` days, soonest first, one at a time."""
    return loans.rows(_soon(today, days, compound_id).order_by(Loan.due_on, Loan.id))


def count_soon(today: date, days: int, compound_id: int | None = None) -> int:
    """How many loans fall due in the next `days` days."""
    return _soon(today, days, compound_id).count()


def _late(today: date, compound_id: int | None, household_id: int | None = None) -> ModelSelect:
    query = loans.of(select_loans(), compound_id, household_id)
    return query.where(Loan.returned_on.is_null(), Loan.due_on < late_before(today))


def _soon(today: date, days: int, compound_id: int | None) -> ModelSelect:
    return loans.of(select_loans(), compound_id, None).where(
        Loan.returned_on.is_null(),
        Loan.due_on >= late_before(today),
        Loan.due_on <= due_soon_until(today, days),
    )


def _in_compound(query: ModelSelect, compound_id: int | None) -> ModelSelect:
    if compound_id is None:
        return query
    return query.join(Item).join(Household).join(Unit).where(Unit.compound == compound_id)
