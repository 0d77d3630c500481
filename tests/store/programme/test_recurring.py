"""Milestones that recur by a rule: all laid out at once, and ended."""

from __future__ import annotations

from datetime import date

import pytest

from store import history
from store.errors import NotFound, Refused
from store.programme import milestones, recurring, tranches
from tests.conftest import TODAY
from tests.store.programme.making import everything, project, wrong_fields

MONTHLY = "FREQ=MONTHLY;BYMONTHDAY=-1"


@pytest.fixture
def garden(store: object) -> int:
    return project("共享菜园", 100_00, starts_on=date(2026, 3, 1))


def names(project_id: int) -> list[str]:
    return [row.name for row in milestones.of_project(project_id)]


def test_a_monthly_report_is_due_every_month_of_the_project(garden: int) -> None:
    days = recurring.add(garden, "月报", MONTHLY, None, None)
    assert (days[0], days[-1], len(days)) == (date(2026, 3, 31), date(2026, 12, 31), 10)
    assert names(garden) == [f"月报 2026-{month:02}" for month in range(3, 13)]
    assert {row.slip for row in milestones.of_project(garden)} == {0}
    (series,) = recurring.of_project(garden)
    assert (series.name, series.starts_on, series.ends_on) == (
        "月报",
        date(2026, 3, 1),
        date(2026, 12, 31),
    )
    history.undo()
    assert (names(garden), recurring.of_project(garden)) == ([], ())


def test_where_a_month_has_two_they_are_called_by_their_days(garden: int) -> None:
    recurring.add(garden, "周会", "FREQ=WEEKLY;BYDAY=MO", date(2026, 5, 1), date(2026, 5, 14))
    assert names(garden) == ["周会 2026-05-04", "周会 2026-05-11"]


@pytest.mark.parametrize(
    ("name", "rule", "first", "last", "field"),
    [
        (" ", MONTHLY, None, None, "name"),
        ("月报", "whenever", None, None, "rule"),
        ("月报", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=1", None, None, "rule"),  # before the start
        ("月报", MONTHLY, None, date(2027, 1, 1), "ends_on"),
        ("在", MONTHLY, None, None, "name"),  # the rule is there
        ("有", MONTHLY, None, None, "name"),  # one milestone is there
        ("", "whenever", None, date(2027, 1, 1), "name ends_on rule"),
    ],
)
def test_what_cannot_recur_is_refused(
    garden: int, name: str, rule: str, first: date | None, last: date | None, field: str
) -> None:
    recurring.add(garden, "在", MONTHLY, None, None)
    milestones.add(garden, "有 2026-07", TODAY)
    before = everything()
    assert wrong_fields(lambda: recurring.add(garden, name, rule, first, last)) == field.split()
    assert everything() == before


def test_too_many_are_refused(store: object) -> None:
    long = project(starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31))
    assert wrong_fields(lambda: recurring.add(long, "日报", "FREQ=DAILY", None, None)) == ["rule"]
    with pytest.raises(NotFound):
        recurring.add(99, "月报", MONTHLY, None, None)


def test_ending_takes_away_what_was_not_reached(garden: int) -> None:
    recurring.add(garden, "月报", MONTHLY, None, None)
    october = milestones.find("月报 2026-10", garden)
    milestones.reach([october.id], TODAY, TODAY)
    (series,) = recurring.of_project(garden)
    before = everything()
    assert recurring.end(series.id, date(2026, 9, 30)) == 3
    assert names(garden)[-2:] == ["月报 2026-08", "月报 2026-10"]
    with pytest.raises(Refused, match="nothing to come"):
        recurring.end(series.id, date(2026, 9, 30))
    history.undo()
    assert everything() == before


def test_what_pays_is_not_ended(garden: int) -> None:
    recurring.add(garden, "月报", MONTHLY, None, None)
    tranches.add(garden, "尾款", 100, milestone_id=milestones.find("月报 2026-12", garden).id)
    before = everything()
    with pytest.raises(Refused, match="“尾款” is paid by “月报 2026-12”"):
        recurring.end(1, date(2026, 6, 1))
    assert everything() == before
    with pytest.raises(NotFound):
        recurring.end(9, TODAY)
