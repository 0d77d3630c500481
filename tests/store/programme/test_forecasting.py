"""Moving milestones in the store."""

from __future__ import annotations

from datetime import date

import pytest

from store import changes, history
from store.errors import Invalid, NotFound, Refused
from store.neighbours.models import Community
from store.programme import forecasting
from store.programme.models import Dependency, Milestone, ProgrammeYear, Project

pytestmark = pytest.mark.usefixtures("store")

MAY, JUNE = date(2026, 5, 10), date(2026, 6, 10)


@pytest.fixture
def plan() -> dict[str, int]:
    """A garden's milestones: survey, design, planting, each needing the one before."""
    year = ProgrammeYear.insert(id=2026).execute()
    community = Community.create(name="五星村")
    project = Project.insert(
        year=year,
        name="共享菜园",
        community=community,
        dimensions="land",
        rural=True,
        status="running",
        starts_on="2026-01-01",
        ends_on="2026-12-31",
        granted=0,
    ).execute()
    days = {"踏勘": "2026-05-10", "设计": "2026-06-10", "开种": "2026-12-20"}
    ids: dict[str, int] = {}
    for name, day in days.items():
        ids[name] = Milestone.insert(
            project=project, name=name, baseline=day, forecast=day
        ).execute()
    Dependency.insert(milestone=ids["设计"], needs=ids["踏勘"], gap_days=31).execute()
    Dependency.insert(milestone=ids["开种"], needs=ids["设计"], gap_days=193).execute()
    return ids


def forecasts() -> list[str]:
    return [str(row.forecast) for row in Milestone.select().order_by(Milestone.id)]


def test_a_move_is_seen_first_then_done_then_undone(plan: dict[str, int]) -> None:
    before = forecasts()
    seen = forecasting.preview(plan["踏勘"], date(2026, 5, 24))
    assert [(m.milestone, str(m.after), m.slip) for m in seen.moves] == [
        ("踏勘", "2026-05-24", 14),
        ("设计", "2026-06-24", 14),
        ("开种", "2027-01-03", 14),
    ]
    assert seen.beyond == ("共享菜园",)
    assert forecasts() == before
    forecasting.carry_out(seen, "下雨")
    assert forecasts() == ["2026-05-24", "2026-06-24", "2027-01-03"]
    reasons = [row.reason for row in Milestone.select().order_by(Milestone.id)]
    assert reasons[0] == "下雨"
    assert reasons[1] == "follows “踏勘”: 下雨"
    history.undo()
    assert forecasts() == before
    assert [change.event for change in changes.of_row("milestone", plan["设计"])][-1] == "update"


def test_a_slip_wants_a_reason_and_an_earlier_day_does_not(plan: dict[str, int]) -> None:
    with pytest.raises(Invalid, match="why"):
        forecasting.carry_out(forecasting.preview(plan["踏勘"], date(2026, 5, 11)), "  ")
    earlier = forecasting.preview(plan["设计"], date(2026, 6, 1))
    assert earlier.sooner == ("踏勘",)
    forecasting.carry_out(earlier)
    assert forecasts() == ["2026-05-10", "2026-06-01", "2026-12-20"]


def test_who_is_back_in_time_has_no_reason_any_more(plan: dict[str, int]) -> None:
    forecasting.carry_out(forecasting.preview(plan["踏勘"], date(2026, 5, 24)), "下雨")
    forecasting.carry_out(forecasting.preview(plan["踏勘"], MAY))
    assert [row.reason for row in Milestone.select()] == ["", "", ""]
    assert forecasts() == ["2026-05-10", "2026-06-10", "2026-12-20"]


def test_what_changed_meanwhile_is_looked_at_again(plan: dict[str, int]) -> None:
    seen = forecasting.preview(plan["踏勘"], date(2026, 5, 24))
    forecasting.carry_out(forecasting.preview(plan["设计"], date(2026, 7, 1)), "图纸")
    with pytest.raises(Refused, match="look again"):
        forecasting.carry_out(seen, "下雨")


def test_what_cannot_move_is_refused(plan: dict[str, int]) -> None:
    with pytest.raises(Refused, match="already"):
        forecasting.preview(plan["踏勘"], MAY)
    with pytest.raises(Refused, match="too far"):
        forecasting.preview(plan["踏勘"], date(2099, 1, 1))
    with pytest.raises(NotFound):
        forecasting.preview(99, MAY)
    Milestone.update(actual=MAY).where(Milestone.id == plan["踏勘"]).execute()
    with pytest.raises(Refused, match="was reached"):
        forecasting.preview(plan["踏勘"], JUNE)
    Project.update(status="removed").execute()
    with pytest.raises(Refused, match="removed"):
        forecasting.preview(plan["设计"], MAY)
