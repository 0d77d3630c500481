"""A volunteer's round by keyboard: lend, overdue, renew, return, undo."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

from fixtures.loader import load_sample
from store.neighbours import households
from store.sharing import inventory, lending
from tests.conftest import TODAY
from tests.tui.screendump import dump
from tui.main import QiaomenApp
from tui.sharing.inventory import GridRoom


def free_item(address: str) -> inventory.ItemRow:
    """The first thing of a household that can be had."""
    owner = households.find(address)
    return next(
        item for item in inventory.items(owner.id, TODAY) if item.availability == "available"
    )


async def test_lend_by_two_keys_and_an_address(desk: QiaomenApp) -> None:
    item = free_item("1-502")
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "right", "l", *"3-301", "enter")
        await pilot.pause()
        assert f"Lent “{item.name}” to 3-301" in dump(desk)
        assert inventory.item(item.id, TODAY).borrower == "3-301"
        await pilot.press("u")
        await pilot.pause()
        assert inventory.item(item.id, TODAY).availability == "available"
        assert f"undid: lent {item.name} to 3-301" in dump(desk)
        await pilot.press("U")
        await pilot.pause()
        assert inventory.item(item.id, TODAY).borrower == "3-301"


async def test_the_whole_round(sample: Path) -> None:
    item = free_item("1-502")
    lent_on = TODAY - timedelta(days=40)
    app = QiaomenApp(TODAY, None, load_sample)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "right", "L", *"3-301", "enter")
        await pilot.press("tab", *["backspace"] * 10, *lent_on.isoformat(), "ctrl+s")
        await pilot.pause()
        loan = lending.open_loan_of(inventory.item(item.id, TODAY))
        assert lending.get(loan).lent_on == lent_on
        await pilot.press("2")
        await pilot.pause()
        assert item.name in dump(app)
        await _to_row(pilot, app, item.name)
        await pilot.press("n")
        await pilot.pause()
        assert lending.get(loan).renewals == 1
        assert item.name not in dump(app).partition("Renewed")[0]
        await pilot.press("u")
        await pilot.pause()
        await _to_row(pilot, app, item.name)
        await pilot.press("r")
        await pilot.pause()
        assert lending.get(loan).returned_on == TODAY
        await pilot.press("u")
        await pilot.pause()
        assert lending.get(loan).returned_on is None


async def _to_row(pilot, app: QiaomenApp, name: str) -> None:
    await pilot.press("home")
    await pilot.pause()
    for _step in range(12):
        cursor = next(line for line in dump(app).splitlines() if line.startswith("▸"))
        if name in cursor:
            return
        await pilot.press("down")
        await pilot.pause()
    raise AssertionError(f"{name} is not in the list")


async def test_marked_loans_come_back_together(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "space", "space", "space", "r")
        await pilot.pause()
        assert "3 items are back." in dump(desk)
        assert "Overdue 6" in dump(desk)
        await pilot.press("u")
        await pilot.pause()
        assert "Overdue 9" in dump(desk)


async def test_what_cannot_act_says_why(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("l")
        await pilot.pause()
        assert "! This household has nothing to lend" in dump(desk)


async def test_a_search_lights_up_cells_and_goes_there(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"kaoxiang")
        await pilot.pause()
        assert "3 matches" in dump(desk)
        await pilot.press("down", "enter")
        await pilot.pause()
        room = desk.screen
        assert isinstance(room, GridRoom)
        row = room.items.cursor_row
        assert row is not None
        assert row.fields[0] == "烤箱"
        assert "3 matches lit" in dump(desk)
        await pilot.press("escape")
        await pilot.pause()
        assert "lit" not in dump(desk)


async def test_items_are_added_one_after_another(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", *"[/]x", "enter", *"hammer", "enter", "enter")
        await pilot.pause()
        assert "Please give the item a name." in dump(desk)
        await pilot.press("escape")
        await pilot.pause()
        names = [item.name for item in inventory.items(households.find("1-701").id, TODAY)]
        assert names == ["[/]x", "hammer"]
        assert "[/]x" in dump(desk)


async def test_other_peoples_deeds_appear_by_themselves(desk: QiaomenApp, sample: Path) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        with sqlite3.connect(sample) as other:
            other.execute("UPDATE household SET name = '别人家' WHERE door = '701'")
        other.close()
        desk._look_for_others()
        await pilot.pause()
        assert "别人家" in dump(desk)
