"""Supervision: visits and trainings, and putting a project under it."""

from __future__ import annotations

from datetime import date

import pytest

from store import history
from store.errors import Invalid, NotFound, Refused
from store.programme import projects, supervision
from tests.conftest import TODAY
from tests.store.programme.making import everything, project, wrong_fields

pytestmark = pytest.mark.usefixtures("store")


def running() -> int:
    garden = project(granted=100)
    projects.set_status(projects.get(garden), "running", "", TODAY)
    return garden


def test_visits_and_trainings_stand_by_day_and_are_undone() -> None:
    garden = running()
    supervision.log(garden, "training", TODAY, "徐老师", "财务培训", TODAY)
    number = supervision.log(garden, "visit", date(2026, 11, 1), "", " 看了 菜地 ", TODAY)
    told = [row[1:] for row in supervision.of_project(garden)]
    assert told == [
        ("visit", date(2026, 11, 1), "", "看了 菜地"),
        ("training", TODAY, "徐老师", "财务培训"),
    ]
    before = everything()
    supervision.remove(number)
    assert [row.kind for row in supervision.of_project(garden)] == ["training"]
    history.undo()
    assert everything() == before


def test_what_is_wrong_is_named_and_nothing_is_kept() -> None:
    garden = running()
    before = everything()
    tomorrow = date(2026, 11, 24)
    wrong = wrong_fields(lambda: supervision.log(garden, "phone", tomorrow, "", "", TODAY))
    assert wrong == ["kind", "day"]
    with pytest.raises(NotFound):
        supervision.log(99, "visit", TODAY, "", "", TODAY)
    with pytest.raises(NotFound):
        supervision.remove(99)
    assert everything() == before


def test_supervision_has_a_reason_and_ends() -> None:
    garden = running()
    with pytest.raises(Invalid, match="why it needs supervision"):
        supervision.supervise(garden, " ", TODAY)
    supervision.supervise(garden, "进度慢", TODAY)
    row = projects.get(garden)
    assert (row.status, row.reason) == ("supervised", "进度慢")
    supervision.release(garden, TODAY)
    row = projects.get(garden)
    assert (row.status, row.reason) == ("running", "")


@pytest.mark.parametrize("status", ["funded", "under_review", "completed"])
def test_only_what_is_supervised_is_released(status: str) -> None:
    garden = project(granted=100)
    for step in {"funded": (), "under_review": ("running", status)}.get(
        status, ("running", status)
    ):
        projects.set_status(projects.get(garden), step, "", TODAY)
    with pytest.raises(Refused, match="it is not under supervision"):
        supervision.release(garden, TODAY)
    assert projects.get(garden).status == status


def test_a_proposed_project_is_not_supervised() -> None:
    garden = project()
    with pytest.raises(Refused, match="a grant makes a project funded"):
        supervision.supervise(garden, "进度慢", TODAY)
