"""The list of milestones: by forecast, in windows, late ones alone."""

from __future__ import annotations

from datetime import date

import pytest

from store.programme import late_milestones, milestone_list, milestones
from store.programme.milestone_list import MilestoneList
from store.programme.models import Project
from store.programme.project_list import Filters
from tests.conftest import TODAY
from tests.store.programme.making import project, walks

pytestmark = pytest.mark.usefixtures("store")

# Forecasts by id, 1 to 6, of two projects in turn; 1 and 4 share their day, 3 is reached.
DAYS = [(11, 20), (12, 24), (11, 10), (11, 20), (11, 1), (11, 23)]


@pytest.fixture
def six(store: object) -> None:
    ids = project("共享菜园", 100), project("口袋公园", 100, rural=True, year=2027)
    for place, (month, day) in enumerate(DAYS):
        milestones.add(ids[place % 2], f"里程碑{place}", date(2026, month, day))
    milestones.reach([3], TODAY, TODAY)


@pytest.mark.usefixtures("six")
@pytest.mark.parametrize(
    ("filters", "late_only", "ids"),
    [
        (Filters(), False, [5, 3, 1, 4, 6, 2]),
        (Filters(year=2027), False, [4, 6, 2]),
        (Filters(rural=False), False, [5, 3, 1]),
        (Filters(text="koudai"), True, [4]),
        (Filters(), True, [5, 1, 4]),
        (Filters(late=True), False, [5, 1, 4]),
        (Filters(status="running"), False, []),
    ],
)
@pytest.mark.parametrize("few", [300, 0])
def test_windows_by_forecast(
    filters: Filters, late_only: bool, ids: list[int], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same whether the milestones are gathered by project or gone through day by day."""
    monkeypatch.setattr(milestone_list, "FEW_PROJECTS", few)
    walks(MilestoneList(filters, TODAY, late_only=late_only), ids)


@pytest.mark.usefixtures("six")
def test_the_next_to_reach_is_the_first_that_is_not_of_what_goes_on() -> None:
    def upcoming(filters: Filters) -> int | None:
        row = MilestoneList(filters, TODAY).next_to_reach()
        return None if row is None else row.id

    assert upcoming(Filters()) == 5
    milestones.reach([5, 1], TODAY, TODAY)
    assert upcoming(Filters()) == 4
    assert upcoming(Filters(rural=False)) is None
    Project.update(status="removed").where(Project.rural).execute()
    assert upcoming(Filters()) is None


@pytest.mark.usefixtures("six")
def test_what_is_over_is_not_late() -> None:
    Project.update(status="completed").where(Project.rural).execute()
    walks(MilestoneList(Filters(), TODAY, late_only=True), [5, 1])
    assert [row.id for row in late_milestones.late(TODAY)] == [5, 1]
