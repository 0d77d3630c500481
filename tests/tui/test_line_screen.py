"""The line of `:`, typed: what it shows, what Enter does, and what it leaves alone."""

from __future__ import annotations

from datetime import date

from store import history
from store.neighbours import households
from store.sharing import inventory, lending
from tests.conftest import TODAY
from tests.tui.screendump import dump
from tui.line_screen import LineScreen
from tui.main import QiaomenApp
from tui.widgets.entry import Entry


def put(desk: QiaomenApp, line: str) -> None:
    """Put a line where it is typed, in one go."""
    desk.screen.query_one(Entry).put(line)


async def test_a_line_is_typed_completed_shown_and_done(desk: QiaomenApp) -> None:
    borrower = households.find("3-502").id
    had = len(inventory.borrowed(borrower))
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("colon")
        put(desk, "l kx 3-502")
        await pilot.press("tab", *" 2w")
        await pilot.pause()
        assert "l 烤箱@" in dump(desk)
        assert "宋家 to 3-502 小杨家, due Mon 7 Dec." in dump(desk)
        assert len(inventory.borrowed(borrower)) == had
        await pilot.press("enter")
        await pilot.pause()
        assert "Lent “烤箱” to 3-502, due Mon 2026-12-07." in dump(desk)
        assert [loan.due_on for loan in inventory.borrowed(borrower)].count(date(2026, 12, 7)) == 1
        await pilot.press("u")
        assert len(inventory.borrowed(borrower)) == had

        await pilot.press("colon")
        put(desk, "rota next")
        await pilot.press("enter")
        await pilot.pause()
        assert "2026-11-30" in dump(desk).splitlines()[0]


async def test_what_was_refused_meanwhile_is_said_and_the_line_stays(desk: QiaomenApp) -> None:
    item = inventory.find("烤箱@3-501", TODAY)
    async with desk.run_test(size=(60, 20)) as pilot:
        await pilot.press("colon")
        put(desk, f"l #{item.id} 3-502")
        await pilot.pause()
        lending.check_out(item.id, households.find("6-401").id, TODAY)
        done = history.latest(1)[0].id
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(desk.screen, LineScreen)
        assert "! “烤箱” is lent to 6-401" in dump(desk)
        assert history.latest(1)[0].id == done

        # What is no verb, or goes on as none does, finds the actions of the room, and does them.
        put(desk, "lend with dates")
        await pilot.pause()
        assert "L      lend with dates" in dump(desk)
        put(desk, "calendar")
        await pilot.press("enter")
        await pilot.pause()
        assert desk.current_mode == "calendar"
