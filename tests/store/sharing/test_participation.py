"""The neighbourhood in numbers."""

from __future__ import annotations

from datetime import timedelta

from store.neighbours import compounds, plan
from store.sharing import inventory, lending
from store.sharing.participation import stats
from tests.conftest import TODAY
from tests.store.sharing.conftest import Yard

DAY = timedelta(days=1)


def test_lenders_and_borrowers_take_part(yard: Yard) -> None:
    lending.check_out(yard.oven, yard.borrower, TODAY, lent_on=TODAY - 30 * DAY)
    found = stats(TODAY)
    assert (found.households, found.vacant, found.participating) == (24, 1, 2)
    assert (found.items, found.loans, found.open, found.overdue) == (2, 1, 1, 1)


def test_loans_are_counted_as_they_stood(yard: Yard) -> None:
    loan = lending.check_out(yard.oven, yard.borrower, TODAY, lent_on=TODAY - 30 * DAY)
    lending.check_in([loan.id], TODAY, returned_on=TODAY - 2 * DAY)
    assert (stats(TODAY).open, stats(TODAY).overdue) == (0, 0)
    assert (stats(TODAY - 3 * DAY).open, stats(TODAY - 3 * DAY).overdue) == (1, 1)
    assert stats(TODAY - 31 * DAY).loans == 0


def test_each_compound_is_counted_for_itself(yard: Yard) -> None:
    other = compounds.create("Other Yard", plan.parse("1: 2 x 2"))
    assert stats(TODAY, other).households == 4
    assert stats(TODAY, other).participating == 0
    assert stats(TODAY, yard.compound) == stats(TODAY, yard.compound)
    assert stats(TODAY).households == 28
    oven = inventory.item(yard.oven, TODAY)
    inventory.edit_item(oven, name="烤箱", category="厨房", condition="withdrawn", note="")
    assert stats(TODAY, yard.compound).items == 1
