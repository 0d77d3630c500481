"""Milestones: promised, changed, reached, late."""

from __future__ import annotations

from datetime import date

import pytest

from store import history
from store.errors import Ambiguous, Invalid, NotFound, Refused
from store.programme import dependencies, milestones, tranches
from store.programme.models import Milestone, Project
from tests.conftest import TODAY
from tests.store.programme.making import everything, project, wrong_fields

pytestmark = pytest.mark.usefixtures("store")

MAY, JUNE, LAST = date(2026, 5, 1), date(2026, 6, 1), date(2026, 12, 31)


@pytest.fixture
def garden() -> int:
    return project("共享菜园", 100_00)


def test_a_milestone_is_expected_when_it_was_promised(garden: int) -> None:
    survey = milestones.add(garden, "踏勘", MAY)
    design = milestones.add(garden, " 设计 ", JUNE, forecast=LAST, needs=[survey, survey])
    rows = milestones.of_project(garden)
    assert [(row.name, row.baseline, row.forecast, row.slip) for row in rows] == [
        ("踏勘", MAY, MAY, 0),
        ("设计", JUNE, LAST, 213),
    ]
    (need,) = dependencies.of_project(garden)
    assert (need.milestone_id, need.needs_id, need.gap_days) == (design, survey, 31)


@pytest.mark.parametrize(
    ("name", "day", "field"),
    [("踏勘", JUNE, "name"), (" ", JUNE, "name"), ("设计", date(2027, 1, 1), "baseline")],
)
def test_what_cannot_be_promised_is_refused(garden: int, name: str, day: date, field: str) -> None:
    milestones.add(garden, "踏勘", MAY)
    before = everything()
    assert wrong_fields(lambda: milestones.add(garden, name, day)) == [field]
    with pytest.raises(NotFound):
        milestones.add(99, "设计", JUNE)
    with pytest.raises(NotFound):
        milestones.add(garden, "设计", JUNE, needs=[99])
    assert everything() == before


def test_the_last_day_of_the_project_is_not_too_late(garden: int) -> None:
    assert milestones.get(milestones.add(garden, "验收", LAST)).baseline == LAST


@pytest.mark.parametrize(("forecast", "after"), [(MAY, JUNE), (LAST, LAST)])
def test_a_forecast_that_was_the_baseline_stays_it(
    garden: int, forecast: date, after: date
) -> None:
    seen = milestones.get(milestones.add(garden, "踏勘", MAY, forecast=forecast))
    milestones.edit(seen, name="踏勘", baseline=JUNE, evidence="照片")
    now = milestones.get(seen.id)
    assert (now.baseline, now.forecast, now.evidence) == (JUNE, after, "照片")


def test_an_edit_is_not_made_over_somebody_elses_nor_into_anothers_name(garden: int) -> None:
    seen = milestones.get(milestones.add(garden, "踏勘", MAY))
    milestones.add(garden, "设计", MAY)
    with pytest.raises(Invalid, match="already"):
        milestones.edit(seen, name="设计", baseline=MAY, evidence="")
    with pytest.raises(Invalid, match="ends on"):
        milestones.edit(seen, name="踏勘", baseline=date(2027, 1, 1), evidence="")
    with pytest.raises(Invalid) as refused:
        milestones.edit(seen, name=" ", baseline=date(2027, 1, 1), evidence="")
    assert [error.field for error in refused.value.errors] == ["name", "baseline"]
    milestones.edit(seen, name="踏勘一", baseline=MAY, evidence="")
    with pytest.raises(Refused, match="the name to “踏勘一” meanwhile"):
        milestones.edit(seen, name="踏勘二", baseline=MAY, evidence="")


def test_some_are_reached_as_one_deed(garden: int) -> None:
    ids = [milestones.add(garden, name, MAY) for name in ("踏勘", "设计")]
    milestones.reach(ids, JUNE, TODAY, "照片")
    rows = milestones.of_project(garden)
    assert [(row.actual, row.evidence, row.slip) for row in rows] == [(JUNE, "照片", 31)] * 2
    with pytest.raises(Refused, match="was reached on"):
        milestones.reach(ids[:1], JUNE, TODAY)
    milestones.unreach(ids[0])
    with pytest.raises(Refused, match="not reached yet"):
        milestones.unreach(ids[0])
    history.undo()
    history.undo()
    assert [row.actual for row in milestones.of_project(garden)] == [None, None]


def test_nothing_is_reached_tomorrow_or_without_a_grant(garden: int) -> None:
    first = milestones.add(garden, "踏勘", MAY)
    with pytest.raises(Invalid, match="has not come yet"):
        milestones.reach([first], date(2026, 11, 24), TODAY)
    milestones.reach([first], TODAY, TODAY)
    second = milestones.add(project("口袋公园"), "踏勘", MAY)
    with pytest.raises(Refused, match="only proposed"):
        milestones.reach([second], MAY, TODAY)
    Project.update(status="removed").where(Project.name == "口袋公园").execute()
    with pytest.raises(Refused, match="removed from the funding"):
        milestones.reach([second], MAY, TODAY)


def test_what_is_needed_first_is_told(garden: int) -> None:
    ids = [milestones.add(garden, name, MAY) for name in ("踏勘", "许可")]
    design = milestones.add(garden, "设计", JUNE, needs=ids)
    assert milestones.not_reached_before(design) == ("踏勘", "许可")
    milestones.reach(ids[:1], MAY, TODAY)
    assert milestones.not_reached_before(design) == ("许可",)


def test_a_promise_is_taken_away_with_its_ties_and_comes_back(garden: int) -> None:
    survey = milestones.add(garden, "踏勘", MAY)
    milestones.add(garden, "设计", JUNE, needs=[survey])
    before = everything()
    milestones.remove(survey)
    assert dependencies.of_project(garden) == ()
    assert [row.name for row in milestones.of_project(garden)] == ["设计"]
    history.undo()
    assert everything() == before


def test_what_was_reached_or_pays_is_not_taken_away(garden: int) -> None:
    survey = milestones.add(garden, "踏勘", MAY)
    tranches.add(garden, "首款", 100, milestone_id=survey)
    with pytest.raises(Refused, match="“首款” is paid by “踏勘”"):
        milestones.remove(survey)
    milestones.reach([survey], MAY, TODAY)
    with pytest.raises(Refused, match="was reached"):
        milestones.remove(survey)
    assert Milestone.select().count() == 1


def test_late_is_what_was_expected_by_now(garden: int) -> None:
    milestones.add(garden, "今天", TODAY)
    milestones.add(garden, "昨天", date(2026, 11, 22))
    early = milestones.add(garden, "五月", MAY, forecast=JUNE)
    milestones.reach([milestones.add(garden, "完成", MAY)], MAY, TODAY)
    over = project("口袋公园", 100)
    milestones.add(over, "开园", MAY)
    Project.update(status="completed").where(Project.id == over).execute()
    assert milestones.get(early).is_late(date(2026, 6, 2))
    assert not milestones.get(early).is_late(JUNE)
    following = milestones.next_of(garden)
    assert following is not None
    assert following.name == "五月"


def test_milestones_stand_by_the_day_they_came_or_will(garden: int) -> None:
    second = milestones.add(garden, "二", JUNE)
    milestones.add(garden, "三", MAY, forecast=LAST)
    milestones.add(garden, "一", MAY)
    milestones.reach([second], date(2026, 4, 1), TODAY)
    other = project("口袋公园")
    milestones.add(other, "四", MAY)
    found = milestones.of_projects([garden, other, 99])
    assert [row.name for row in found[garden]] == ["二", "一", "三"]
    assert [row.name for row in found[other]] == ["四"]
    assert found.keys() == {garden, other}


def test_a_milestone_is_found_in_its_project(garden: int) -> None:
    milestones.add(garden, "设计定稿", MAY)
    milestones.add(project("口袋公园"), "设计定稿", MAY)
    assert milestones.find("sjdg", garden).id == 1
    assert milestones.find("#2").project == "口袋公园"
    with pytest.raises(Ambiguous, match="口袋公园"):
        milestones.find("设计")
    for typed in ("", "#3", "验收"):
        with pytest.raises(NotFound):
            milestones.find(typed, garden)
