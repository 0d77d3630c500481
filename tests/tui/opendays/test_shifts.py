"""Closing days with shifts on them, by keyboard: shown first, then done, then taken back."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from store import public_holidays
from tests.conftest import TODAY
from tests.store.farm.series_sample import TUESDAY, add, days, place, shift_on, state_of
from tests.tui.screendump import dump
from tui.main import QiaomenApp
from tui.opendays.shifts import ShiftsPreview


@pytest.fixture
def rests(desk: QiaomenApp) -> int:
    """A series that does not work on closed days, with somebody in its first shift."""
    public_holidays.ensure(2026, 2027, TODAY)
    series_id = add(closed_days="closed")
    place(shift_on(series_id, TUESDAY), "王芳")
    return series_id


async def close_tuesday(pilot: Pilot[None]) -> None:
    await pilot.press("8", "a", *"11-24", "ctrl+s")
    await pilot.pause()


async def test_closing_a_day_shows_its_shifts_before(desk: QiaomenApp, rests: int) -> None:
    mine = shift_on(rests, TUESDAY)
    async with desk.run_test(size=(80, 24)) as pilot:
        await close_tuesday(pilot)
        assert isinstance(desk.screen, ShiftsPreview)
        shown = dump(desk)
        assert "Shifts: 1 cancelled. It concerns 1 person." in shown
        assert "王芳" in shown
        assert TUESDAY in days(rests)
        await pilot.press("escape")
        await pilot.pause()
        assert "Nothing was changed." in dump(desk)
        await close_tuesday(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "Closed Tue 2026-11-24. Shifts: 1 cancelled." in dump(desk)
        assert TUESDAY not in days(rests)
        await pilot.press("x")
        await pilot.pause()
        assert "Take place after all" in dump(desk)
        await pilot.press("enter", "u", "u")
        await pilot.pause()
    assert shift_on(rests, TUESDAY).id == mine.id


async def test_what_changed_meanwhile_is_shown_again(desk: QiaomenApp, rests: int) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await close_tuesday(pilot)
        second = place(shift_on(rests, TUESDAY), "李军")
        await pilot.press("enter")
        await pilot.pause()
        assert "changed meanwhile" in dump(desk)
        assert "李军" in dump(desk)
        await pilot.press("enter")
        await pilot.pause()
        assert state_of(second) == "excused"


async def test_weekly_closures_and_a_closure_show_shifts_too(desk: QiaomenApp, rests: int) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("8", "o", *"tue", "ctrl+s")
        await pilot.pause()
        assert "8 cancelled" in dump(desk)
        await pilot.press("escape")
        await pilot.press("W", *"11-24", "tab", *"11-25", "ctrl+s")
        await pilot.pause()
        shown = dump(desk)
        assert "07:00 浇水" in shown
        assert "王芳" in shown
        await pilot.press("enter")
        await pilot.pause()
        assert "1 cancelled" in dump(desk)
    assert TUESDAY not in days(rests)
