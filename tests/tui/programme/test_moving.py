"""Moving a milestone's forecast by keyboard: seen first, with a reason, then done and undone."""

from __future__ import annotations

from datetime import date

import pytest

from store.errors import Refused
from store.programme import milestones
from tests.tui.programme.garden import Garden
from tests.tui.screendump import dump
from tui.main import QiaomenApp
from tui.programme.moving import MoveScreen
from tui.programme.project import ProjectScreen


def forecasts(garden: Garden) -> list[str]:
    return [row.forecast.isoformat() for row in milestones.of_project(garden.project)]


async def test_a_move_shows_what_moves_and_wants_a_reason(desk: QiaomenApp, garden: Garden) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ProjectScreen(garden.project))
        await pilot.press("e", *"12-1")
        await pilot.pause()
        shown = dump(desk)
        assert "2 milestones move:" in shown
        assert "2026-11-10 → 2026-12-01  +21 d" in shown
        assert "2026-12-05 → 2026-12-26  +21 d" in shown
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "! It slips: please say why" in dump(desk)
        assert forecasts(garden)[1:] == ["2026-11-10", "2026-12-05"]
        await pilot.press(*"雨季", "enter")
        await pilot.pause()
        assert "“设计” is forecast for Tue 2026-12-01, and 1 other moved" in dump(desk)
        assert forecasts(garden)[1:] == ["2026-12-01", "2026-12-26"]
        assert milestones.get(garden.design).reason == "雨季"
        await pilot.press("u")
        await pilot.pause()
    assert forecasts(garden)[1:] == ["2026-11-10", "2026-12-05"]


async def test_what_was_changed_meanwhile_is_shown_anew_before_it_moves(
    desk: QiaomenApp, garden: Garden
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ProjectScreen(garden.project))
        await pilot.press("e", *"12-1", "tab", *"雨季")
        await pilot.pause()
        row = milestones.get(garden.planting)
        milestones.edit(row, name="播种", baseline=row.baseline, evidence="")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "Somebody has changed these milestones meanwhile." in dump(desk)
        assert "播种" in dump(desk)
        await pilot.press("ctrl+s")
        await pilot.pause()
    assert milestones.get(garden.design).forecast == date(2026, 12, 1)


def test_what_was_reached_is_refused_before_a_day_is_asked_for(garden: Garden) -> None:
    with pytest.raises(Refused, match="does not move any more"):
        MoveScreen(garden.survey)
