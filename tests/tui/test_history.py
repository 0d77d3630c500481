"""The history screen: of everybody, me, a household and a row; one deed; taking back from there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fixtures.loader import load_sample
from store import history, language, settings
from store.language import LANGUAGES
from store.neighbours import households
from store.sharing import inventory, lending
from tests.conftest import TODAY
from tests.store.test_journal import by_another_program
from tests.tui.screendump import EverySize, dump
from tui.deed import DeedScreen, Fields
from tui.history import HistoryScreen
from tui.main import QiaomenApp

Clock = Callable[[str], None]


@pytest.fixture
def busy(clock: Clock, compound: int, store: Path) -> QiaomenApp:
    """The desk of `tester`, after deeds of two people and of another program."""
    lender, borrower = households.find("1-401"), households.find("1-202")
    history.act_as("陈秀英")
    oven = inventory.add_item(lender.id, name="烤箱", category="厨房", note="[/b] 220 V")
    clock("2026-11-22T23:05:00Z")
    lending.check_out(oven, borrower.id, TODAY)
    by_another_program(store, "UPDATE item SET note = '三孔'")
    history.act_as("tester")
    settings.change("loan_days", 20)
    history.undo()
    seen = inventory.item(oven, TODAY)
    inventory.edit_item(seen, name="大烤箱", category="厨房", condition="worn", note=seen.note)
    return QiaomenApp(TODAY, None, load_sample)


@pytest.mark.parametrize("spoken", LANGUAGES)
async def test_the_screens(busy: QiaomenApp, in_every_size: EverySize, spoken: str) -> None:
    language.speak(spoken)
    async with busy.run_test(size=(80, 24)) as pilot:
        await pilot.press("H", "left_square_bracket")
        await pilot.pause()
        await in_every_size(pilot, "history")
        await pilot.press("left_square_bracket", "enter")
        await pilot.pause()
        await in_every_size(pilot, "deed")


async def test_it_opens_where_the_cursor_stands(busy: QiaomenApp) -> None:
    async with busy.run_test(size=(80, 24)) as pilot:
        await pilot.press("H")
        assert "[1-401]" in dump(busy)
        assert "20 days" not in dump(busy)
        await pilot.press("escape", "enter", "H")
        await pilot.pause()
        assert "1-401 [item 大烤箱]" in dump(busy)
        await pilot.press("H")
        assert isinstance(busy.screen, HistoryScreen)


async def test_u_takes_back_what_the_cursor_is_on(busy: QiaomenApp) -> None:
    """The first `u` names the deed, or what stands on it; the second does it."""
    async with busy.run_test(size=(80, 24)) as pilot:
        await pilot.press("H", "left_square_bracket", "left_square_bracket", "end", "up", "u")
        assert "cannot be taken back: something later stands on it" in dump(busy)
        await pilot.press("home", "u")
        assert "u once more takes back: edited 大烤箱 of 1-401" in dump(busy)
        assert history.latest(1)[0].label == "edited 大烤箱 of 1-401"
        await pilot.press("u")
        await pilot.pause()
        assert history.latest(1)[0].label == "undid: edited 大烤箱 of 1-401"
        assert "edited 大烤箱 of 1-401 (undone)" in dump(busy)
        await pilot.press("home", "u", "u")
        await pilot.pause()
        assert history.latest(1)[0].label == "redid: edited 大烤箱 of 1-401"


async def test_another_programs_change_is_shown_but_not_taken_back(busy: QiaomenApp) -> None:
    async with busy.run_test(size=(80, 24)) as pilot:
        await pilot.press("H", "down")
        assert "another program changed 1 row" in dump(busy)
        await pilot.press("u")
        assert "Only deeds of the desk can be taken back" in dump(busy)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(busy.screen, DeedScreen)
        assert "[/b] 220 V" in dump(busy)


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_a_long_deed_is_paged_without_a_gap(compound: int, limit: int) -> None:
    """Also where a page ends within a row of the store."""
    fields = Fields(2)
    whole = [row.key for row in fields.after(None, 9999)]
    assert len(whole) > 50
    for place in (0, 1, 2, 30, len(whole) - 1):
        after = [row.key for row in fields.after(whole[place], limit)]
        assert after == whole[place + 1 : place + 1 + limit]
        before = [row.key for row in fields.before(whole[place], limit)]
        assert before == whole[max(0, place - limit) : place]
    assert [row.key for row in fields.before(None, limit)] == whole[-limit:]
