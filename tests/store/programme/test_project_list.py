"""The list of projects: filters, windows, and what each has reached."""

from __future__ import annotations

from datetime import date

import pytest

from store.programme import milestones
from store.programme.models import Project
from store.programme.project_list import Filters, ProjectList
from tests.conftest import TODAY
from tests.store.programme.making import project, questions, walks

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def four(store: object) -> None:
    """A late garden, a museum in time, a bamboo workshop of 2027, and a removed late park."""
    garden = project("共享菜园", 100, dimensions=("people", "land"), rural=True)
    museum = project("村史馆", 100, dimensions=("culture",), community="晋阳社区")
    project("竹编坊", dimensions=("industry",), year=2027, rural=True)
    park = project("口袋公园", 100, dimensions=("landscape", "people"))
    for project_id, day in ((garden, 22), (garden, 21), (museum, 23), (park, 1)):
        milestones.add(project_id, f"里程碑{day}", date(2026, 11, day))
    Project.update(status="removed").where(Project.id == park).execute()


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(), [1, 2, 3, 4]),
        (Filters(dimension="people"), [1, 4]),
        (Filters(dimension="land"), [1]),  # not "landscape"
        (Filters(rural=True), [1, 3]),
        (Filters(rural=False), [2, 4]),
        (Filters(status="funded"), [1, 2]),
        (Filters(year=2027), [3]),
        (Filters(late=True), [1]),
        (Filters(text="GONG"), [1, 4]),
        (Filters(text="jinyang"), [2]),
        (Filters(text="100%"), []),
        (Filters(rural=True, year=2026, text="菜"), [1]),
    ],
)
def test_filters_and_windows_agree(filters: Filters, ids: list[int]) -> None:
    walks(ProjectList(filters, TODAY), ids)


@pytest.mark.usefixtures("four")
def test_a_row_says_what_was_reached_and_how_late_it_is() -> None:
    milestones.reach([2], date(2026, 11, 22), TODAY)
    garden, museum, bamboo, park = ProjectList(Filters(), TODAY).after(None, 9)
    assert (garden.milestones, garden.reached, garden.late) == (2, 1, 1)
    assert (garden.slip, garden.next_on) == (0, date(2026, 11, 22))
    assert (museum.late, museum.dimensions, museum.rural) == (0, ("culture",), False)
    assert (bamboo.milestones, bamboo.slip, bamboo.next_on) == (0, None, None)
    assert (park.status, park.late) == ("removed", 0)


def test_more_rows_are_no_more_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    projects = ProjectList(Filters(), TODAY)
    project()
    one = questions(monkeypatch, lambda: projects.after(None, 99))
    for number in range(5):
        project(f"项目{number}")
    assert questions(monkeypatch, lambda: projects.after(None, 99)) == one <= 2
