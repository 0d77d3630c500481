"""A volunteer's round by keyboard: lend, overdue, renew, return, undo."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

from textual import events

from fixtures.loader import load_sample
from store.farm import team
from store.neighbours import compounds, households, plan
from store.sharing import inventory, lending
from store.sharing.late_loans import LateLoans
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
        for resident in households.residents(households.find("3-301", 1).id):
            assert resident.name in dump(app)
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
    team.add_member("尉迟晓萍", [team.teams(TODAY)[0].id])
    elsewhere = compounds.create("西院", plan.parse("9: 2 x 2"), compounds.compounds()[0].community)
    inventory.add_item(households.find("9-101", elsewhere).id, name="天文望远镜", category="其他")
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"kaoxiang")
        await pilot.pause()
        assert "3 matches" in dump(desk)
        await pilot.press("down", "enter")
        await pilot.pause()
        room = desk.screen
        assert isinstance(room, GridRoom)
        row = room.household.items.cursor_row
        assert row is not None
        assert row.fields[0] == "烤箱"
        assert "3 matches lit" in dump(desk)
        await pilot.press("escape")
        await pilot.pause()
        assert "lit" not in dump(desk)
        await pilot.press("slash", *"ycxp", "enter")
        await pilot.pause()
        assert dump(desk).startswith("Qiaomen  尉迟晓萍  快乐农夫队")
        await pilot.press("escape", "slash", *["backspace"] * 4, *"twwyj")
        await pilot.pause()
        assert "天文望远镜                   item         西院" in dump(desk)
        await pilot.press("enter")
        await pilot.pause()
        assert dump(desk).startswith("Qiaomen  西院")


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


async def type_at_once(app: QiaomenApp, pilot, keys: str) -> None:
    """All keys in one piece, as a slow line or a scanner delivers them; then wait for all."""
    for key in keys:
        name = {"\r": "enter", "/": "slash", ">": "right", "]": "right_square_bracket"}
        app.post_message(events.Key(name.get(key, key), None if key == "\r" else key))
    await pilot.pause()
    while not app.typing.is_idle:
        await pilot.pause(0.01)
    await pilot.pause()


async def test_keys_in_one_piece_go_where_they_are_meant(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "right")
        await type_at_once(desk, pilot, "l3-301\r")
        assert "to 3-301" in dump(desk)
        await type_at_once(desk, pilot, "ahammer\rsaw\r")
        await pilot.press("escape")
        names = [item.name for item in inventory.items(households.find("1-502").id, TODAY)]
        assert names[-2:] == ["hammer", "saw"]
        await type_at_once(desk, pilot, "/un")
        assert "undid" not in dump(desk)
        assert dump(desk).splitlines()[-2] == "un"


async def test_a_deed_right_behind_a_move_is_done_at_the_new_place(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "right_square_bracket")
        await pilot.pause()
        soon = [
            loan.id for loan in LateLoans(desk.compound.id, TODAY, due_soon_days=7).after(None, 9)
        ]
        await pilot.press("left_square_bracket")
        await type_at_once(desk, pilot, "]r")
        assert lending.get(soon[0]).returned_on == TODAY


async def test_marks_end_with_the_deed_they_were_made_for(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "space", "space", "n")
        await pilot.pause()
        assert "Renewed 2 loans" in dump(desk)
        await pilot.press("r")
        await pilot.pause()
        assert "is back from" in dump(desk)
        assert "Overdue 6" in dump(desk)


async def test_a_large_deed_is_not_undone_by_a_slip(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("u")
        await pilot.pause()
        assert "You have done nothing" in dump(desk)
        await pilot.press("C", *"Yard", "enter", "enter", *"1: 2 x 2", "ctrl+s")
        await pilot.pause()
        await pilot.press("u")
        await pilot.pause()
        assert "u once more takes back: created Yard" in dump(desk)
        await pilot.press("right", "u")
        await pilot.pause()
        assert "u once more" in dump(desk)
        await pilot.press("u")
        await pilot.pause()
        assert "晋平街26号院" in dump(desk)
