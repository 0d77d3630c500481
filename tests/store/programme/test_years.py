"""The years of the programme: what holds in each, and from when."""

from __future__ import annotations

from typing import Any

import pytest

from store import history
from store.errors import Invalid, Refused
from store.programme import caps, grants, reviews, years
from store.programme.caps import Override
from store.programme.models import COMMUNITY_CAP, PROJECT_CAP
from store.programme.years import CriterionRow, YearRow
from tests.conftest import TODAY
from tests.store.programme.making import everything, project, wrong_fields

pytestmark = pytest.mark.usefixtures("store")

CRITERIA = (CriterionRow("参与", 3), CriterionRow("成效", 2, 10))


def change(year: int, **more: Any) -> None:
    """Change some of what holds in a year, as a form that shows all of it does."""
    seen = years.get(year)
    said = {field: getattr(seen, field) for field in YearRow._fields[1:-1]}
    years.change(seen, **{**said, **more})


def test_a_year_takes_over_what_held_before_but_not_its_budget_and_draw() -> None:
    assert years.get(2026) == YearRow(2026, None, PROJECT_CAP, COMMUNITY_CAP, 0, 60, "")
    change(2026, budget=8_000_000_00, project_cap=5, rural_floor=30, pass_mark=70, seed="4月20日")
    years.set_criteria(2026, CRITERIA)
    assert years.get(2025).project_cap == PROJECT_CAP
    assert years.get(2028) == YearRow(2028, None, 5, COMMUNITY_CAP, 30, 70, "")
    assert years.known() == (2026,)
    project(year=2028)
    assert years.get(2028) == YearRow(2028, None, 5, COMMUNITY_CAP, 30, 70, "")


@pytest.mark.parametrize(
    ("year", "field", "value"),
    [
        (1989, "year", None),
        (2200, "year", None),
        (2026, "rural_floor", 101),
        (2026, "rural_floor", -1),
        (2026, "pass_mark", 101),
    ],
)
def test_what_cannot_hold_is_refused(year: int, field: str, value: int | None) -> None:
    more = {} if value is None else {field: value}
    assert wrong_fields(lambda: change(year, **more)) == [field]


@pytest.mark.parametrize("field", ["budget", "project_cap", "community_cap"])
@pytest.mark.parametrize("amount", [-1, 10**13 + 1])
def test_a_cap_is_an_amount_of_money(field: str, amount: int) -> None:
    before = everything()
    with pytest.raises((Invalid, Refused)):
        change(2026, **{field: amount})
    assert everything() == before


def test_a_change_is_not_made_over_somebody_elses() -> None:
    change(2026, pass_mark=65)
    seen = years.get(2026)
    change(2026, pass_mark=70)
    with pytest.raises(Refused, match="the pass mark to “70” meanwhile"):
        years.change(
            seen,
            budget=None,
            project_cap=seen.project_cap,
            community_cap=seen.community_cap,
            rural_floor=0,
            pass_mark=75,
            seed="",
        )


def test_caps_are_not_set_below_what_is_committed() -> None:
    for name in ("甲", "乙"):
        project(name, 90_000_00)
    with pytest.raises(Refused, match="甲 has ¥90,000 committed already: the cap cannot be ¥80,0"):
        change(2026, project_cap=80_000_00)
    with pytest.raises(Refused, match="五星村 has ¥180,000 committed"):
        change(2026, community_cap=179_999_99)
    change(2026, project_cap=90_000_00, community_cap=180_000_00)


def test_what_an_override_let_pass_does_not_hold_up_a_lower_cap() -> None:
    over = project()
    grants.award(over, 120_000_00, TODAY, Override("刘站长", "市里同意"))
    change(2026, project_cap=50_000_00)
    assert years.get(2026).project_cap == 50_000_00


def test_a_raised_cap_is_not_taken_back_from_under_the_money() -> None:
    change(2026, project_cap=150_000_00)
    raised = history.latest(1)[0].id
    project(granted=140_000_00)
    before = everything()
    with pytest.raises(Refused, match="cannot be taken back"):
        history.undo(raised)
    assert everything() == before


def test_criteria_keep_their_order_and_are_changed_until_there_are_scores() -> None:
    years.set_criteria(2026, CRITERIA[::-1])
    years.set_criteria(2026, CRITERIA)
    assert tuple(row._replace(id=0) for row in years.get(2026).criteria) == CRITERIA
    garden = project(granted=100)
    reviews.record(garden, "王老师", TODAY, {"参与": 80, "成效": 7}, "", TODAY)
    years.set_criteria(2026, CRITERIA)
    with pytest.raises(Refused, match="scores of 2026 already"):
        years.set_criteria(2026, CRITERIA[:1])


@pytest.mark.parametrize(
    "rows",
    [
        [CriterionRow(" ", 1)],
        [CriterionRow("参与", 0)],
        [CriterionRow("参与", 1, 1001)],
        [CriterionRow("参与", 1), CriterionRow("参与 ", 2)],
    ],
)
def test_criteria_that_make_no_sense_are_refused(rows: list[CriterionRow]) -> None:
    with pytest.raises(Invalid):
        years.set_criteria(2026, rows)
    assert years.known() == ()


def test_the_caps_of_a_year_are_its_own() -> None:
    change(2026, project_cap=100)
    project("甲", 10_000_00, year=2025)
    with pytest.raises(caps.OverCap):
        project("乙", 101)
