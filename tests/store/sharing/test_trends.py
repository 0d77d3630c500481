"""Loans a week and who took part, a month each."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from store.neighbours import compounds, plan
from store.sharing import lending
from store.sharing.trends import Count, loans_by_week, participation_by_month
from tests.conftest import TODAY
from tests.store.sharing.conftest import Yard

DAY = timedelta(days=1)


def test_weeks_begin_on_monday_and_end_with_this_one(yard: Yard) -> None:
    monday = TODAY - TODAY.weekday() * DAY
    loan = lending.check_out(yard.oven, yard.borrower, TODAY, lent_on=monday - DAY)
    lending.check_in([loan.id], TODAY, returned_on=monday - DAY)
    lending.check_out(yard.oven, yard.borrower, TODAY, lent_on=monday)
    assert loans_by_week(TODAY, 3) == (
        Count(monday - 14 * DAY, 0), Count(monday - 7 * DAY, 1), Count(monday, 1),
    )  # fmt: skip


def test_who_lends_and_who_borrows_takes_part_once_a_month(yard: Yard) -> None:
    first = TODAY.replace(day=1)
    loan = lending.check_out(yard.oven, yard.borrower, TODAY, lent_on=first)
    lending.check_in([loan.id], TODAY, returned_on=first)
    lending.check_out(yard.oven, yard.borrower, TODAY, lent_on=first)
    before = (first - DAY).replace(day=1)
    assert participation_by_month(TODAY, 2) == (Count(before, 0), Count(first, 2))


def test_a_compound_counts_its_own(yard: Yard) -> None:
    other = compounds.create("Other Yard", plan.parse("1: 2 x 2"))
    lending.check_out(yard.oven, yard.borrower, TODAY)
    assert loans_by_week(TODAY, 1, other)[0].number == 0
    assert loans_by_week(TODAY, 1, yard.compound)[0].number == 1
    assert participation_by_month(TODAY, 1, other)[0].number == 0
    assert participation_by_month(TODAY, 1, yard.compound)[0].number == 2


def test_months_follow_each_other(store: Path) -> None:
    for days in range(0, 800, 13):
        today = TODAY + days * DAY
        months = [each.first for each in participation_by_month(today, 25)]
        assert months[-1] == today.replace(day=1)
        assert all((m + 31 * DAY).replace(day=1) == after for m, after in pairwise(months))
