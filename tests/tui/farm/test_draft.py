"""A draft is made beside the desk's own work, cancelled, looked at, accepted or dropped."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot

from store.errors import Refused
from store.farm import draft, shifts
from store.farm.draft import Draft
from tests.conftest import TODAY
from tests.store.farm.conftest import Village
from tests.tui.screendump import dump
from tui.farm.draft import DraftRoom
from tui.farm.rota import RotaRoom
from tui.main import QiaomenApp

SIZE = (80, 24)


async def draft_weeks(pilot: Pilot[Any], *typed: str) -> None:
    """Ask for a draft and wait until it is made."""
    await pilot.press("3", "g", *typed, "ctrl+s")
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def places(village: Village) -> list[int]:
    return [shift.filled for shift in shifts.between(TODAY, date(2026, 12, 31))]


async def test_a_draft_is_compared_and_accepted(desk: QiaomenApp, village: Village) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await draft_weeks(pilot)
        assert isinstance(desk.screen, DraftRoom)
        shown = dump(desk)
        assert "Draft  2026-11-23 – 12-20" in shown
        assert "Places filled:" in shown
        assert all(name in shown for name in village.members)
        assert not any(places(village))
        await pilot.press("left_square_bracket")
        await pilot.pause()
        shown = dump(desk)
        assert "[Who works when " in shown
        assert "Wed 11-25  09:00–11:00 开门" in shown
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(desk.screen, RotaRoom)
        assert "Accepted:" in dump(desk)
        assert all(places(village))
        await pilot.press("u", "u")
        await pilot.pause()
        assert not any(places(village))


async def test_what_cannot_be_filled_is_told_with_why(desk: QiaomenApp, village: Village) -> None:
    village.add_shift("修渠", "2026-11-27T09:00", places=(5, 8, 8))
    async with desk.run_test(size=SIZE) as pilot:
        await draft_weeks(pilot)
        await pilot.press("right_square_bracket")
        await pilot.pause()
        shown = dump(desk)
        assert "[Not filled 3]" in shown
        assert "Fri 2026-11-27 09:00 修渠: 3 are missing." in shown
        await pilot.press("escape")
        await pilot.pause()
        assert "The draft was dropped; nothing was changed." in dump(desk)
    assert not any(places(village))


async def test_esc_cancels_a_draft_that_is_being_made(
    desk: QiaomenApp, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(
        first: date, last: date, today: date, team_id: int | None, going_on: Callable[[float], bool]
    ) -> Draft | None:
        while going_on(0.41):
            time.sleep(0.005)
        return None

    monkeypatch.setattr(draft, "propose", endless)
    async with desk.run_test(size=SIZE) as pilot:
        await pilot.press("3", "g", "ctrl+s")
        while "41 %" not in dump(desk):
            await pilot.pause(0.01)
        await pilot.press("enter")
        await pilot.pause()
        assert "! The draft is being made; Esc cancels it." in dump(desk)
        await pilot.press("escape")
        await desk.workers.wait_for_complete()
        await pilot.pause()
        assert "Cancelled; nothing was changed." in dump(desk)


async def test_what_the_store_refuses_is_told_in_the_rota(
    desk: QiaomenApp, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_period: object) -> Draft | None:
        raise Refused("Draft", "Nobody is in a team.")

    monkeypatch.setattr(draft, "propose", refuse)
    async with desk.run_test(size=SIZE) as pilot:
        await draft_weeks(pilot)
        assert isinstance(desk.screen, RotaRoom)
        assert "! Nobody is in a team." in dump(desk)


async def test_the_form_says_what_it_does_not_understand(
    desk: QiaomenApp, village: Village
) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await pilot.press("3", "g", "tab", "0", "ctrl+s")
        await pilot.pause()
        assert "Please type a whole number from 1 to 104." in dump(desk)
        await pilot.press("backspace", "2")
        await pilot.pause()
        assert "From Mon 2026-11-23 to Sun 2026-12-06." in dump(desk)
