"""What a household consents to: to stand on the public board, and to be telephoned."""

from __future__ import annotations

from collections.abc import Iterable

from peewee import Case

from store.neighbours.models import Household, Resident


def offered_phone() -> Case:
    """In a query the telephone of Resident, where their household wants to be called; else none."""
    home = Household.alias("phone_home")
    wanted = home.select(home.by_phone).where(home.id == Resident.household)
    return Case(None, ((wanted, Resident.phone),), "")


def not_to_call(household_ids: Iterable[int]) -> frozenset[int]:
    """Those of these households that do not want to be telephoned."""
    asked = Household.id.in_(list(household_ids))
    query = Household.select(Household.id).where(asked, ~Household.by_phone).tuples()
    return frozenset(row[0] for row in query)


def off_board() -> frozenset[int]:
    """The households whose name and things the public board does not show."""
    query = Household.select(Household.id).where(~Household.on_board).tuples()
    return frozenset(row[0] for row in query)
