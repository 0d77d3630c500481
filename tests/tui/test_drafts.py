"""A half-typed form outlives the desk: offered again at the next start, and in the same form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from fixtures.loader import load_sample
from store import database, drafts, history
from store.drafts import Draft
from store.messages import addresses
from store.neighbours.models import Household
from store.sharing import inventory
from store.sharing.models import Item
from tests.conftest import TODAY
from tests.tui.screendump import dump
from tui.main import QiaomenApp
from tui.widgets.form import Form

LARGE = (100, 30)
EDIT_AN_ITEM = ("]", "down", "down", "j", "e")

# From the grid, the keys that lead to a form, each by another kind of way.
WAYS = (
    ("]", "p", "a"),
    ("2", "space", "space", "f"),
    ("3", "e", "down", "enter"),
)
MORE_WAYS = tuple(
    tuple(keys.split())
    for keys in (
        "a", "] down E", "] down down j L", "p down e", "C", "I",
        "2 N", "2 R", "2 down i f",
        "3 a", "3 A", "3 e enter", "3 x", "3 O", "3 g", "3 v v down e enter", "3 p a",
        "3 p down e", "3 p f E", "3 p T", "3 p down enter o", "3 p down enter d",
        "3 p down enter s", "3 p down enter w", "3 p down enter h", "3 enter x",
        "3 enter w enter",
        "4 a", "4 m", "4 down e", "4 Y", "4 W e", "4 down enter a", "4 down enter E",
        "4 down enter n", "4 down enter T", "4 down enter g", "4 down enter ] a",
        "4 down enter ] b",
        "4 down enter ] down E", "4 down enter ] ] a", "4 down enter S", "4 down enter s",
        "4 down enter D", "4 down enter P",
        "5 a", "5 e", "5 t",
        "8 a", "8 ] a", "8 o", "8 W", "8 L e",
        "9 e", "9 down down down e",
    )
)  # fmt: skip


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Let the desk work until something holds."""
    for _round in range(1000):
        if holds():
            return
        await pilot.pause()
    raise AssertionError(dump(pilot.app))


def form_of(desk: QiaomenApp) -> Form[Any]:
    assert isinstance(desk.screen, Form), dump(desk)
    return desk.screen


async def brought_back(pilot: Pilot[None]) -> Form[Any]:
    """The form that Ctrl+O opens."""
    await pilot.press("ctrl+o")
    await until(pilot, lambda: isinstance(pilot.app.screen, Form))
    form = pilot.app.screen
    assert isinstance(form, Form)
    await until(pilot, lambda: bool(form.half_typed().typed))
    return form


@pytest.fixture
def next_desk(sample: Path) -> QiaomenApp:
    """The desk as it is started again."""
    return QiaomenApp(TODAY, None, load_sample)


async def test_a_form_that_was_taken_away_is_opened_again_with_all_that_was_typed(
    desk: QiaomenApp, next_desk: QiaomenApp
) -> None:
    async with desk.run_test(size=LARGE) as pilot:
        await pilot.press(*EDIT_AN_ITEM, "X", "tab", "tab", "right")
        form = form_of(desk)
        typed, heading = form.values(), form.heading
    assert [draft.title for draft in drafts.found()] == [heading]
    async with next_desk.run_test(size=LARGE) as pilot:
        await until(pilot, lambda: f"“{heading}” was half typed" in dump(next_desk))
        form = await brought_back(pilot)
        assert (form.heading, form.values()) == (heading, typed)
        await pilot.press("ctrl+s")
        assert "Saved" in dump(next_desk)
    assert drafts.found() == ()


async def opens_again(pilot: Pilot[None], desk: QiaomenApp, keys: tuple[str, ...]) -> None:
    """Go to a form, leave it half typed, and let Ctrl+O open it from elsewhere."""
    await pilot.press("1", *keys)
    left = form_of(desk)
    await pilot.press("Z", "tab", "Y", "right")
    half = left.half_typed()
    assert half.typed
    await pilot.press("escape")
    desk.enter("overdue" if keys[0] == "8" else "calendar")
    form = await brought_back(pilot)
    assert (keys, form.heading, form.half_typed()) == (keys, left.heading, half)
    await pilot.press("ctrl+o", "escape")
    assert drafts.found() == ()
    desk.enter("grid")


async def test_every_kind_of_way_leads_to_its_form_again(desk: QiaomenApp) -> None:
    async with desk.run_test(size=LARGE) as pilot:
        for keys in WAYS:
            await opens_again(pilot, desk, keys)


@pytest.mark.long
async def test_every_form_is_opened_again(desk: QiaomenApp) -> None:
    async with desk.run_test(size=LARGE) as pilot:
        for keys in MORE_WAYS:
            await opens_again(pilot, desk, keys)


async def test_a_form_offers_what_was_left_in_it_and_its_second_key_forgets_it(
    desk: QiaomenApp,
) -> None:
    async with desk.run_test(size=LARGE) as pilot:
        await pilot.press(*EDIT_AN_ITEM)
        before = form_of(desk).values()
        await pilot.press("X", "escape", "e")
        assert form_of(desk).values() == before
        assert "Ctrl+O brings it back" in dump(desk)
        await pilot.press("ctrl+o")
        assert form_of(desk).values()["name"] == before["name"] + "X"
        await pilot.press("ctrl+o")
        assert form_of(desk).values() == before
        await pilot.press("escape", "e")
        assert "Ctrl+O" not in dump(desk)


async def test_what_is_left_untyped_or_saved_leaves_no_draft(desk: QiaomenApp) -> None:
    async with desk.run_test(size=LARGE) as pilot:
        await pilot.press(*EDIT_AN_ITEM, "escape", "e", "X", "backspace", "escape")
        assert not drafts.any_kept()
        await pilot.press("a", "X", "ctrl+s", "escape")
        assert not drafts.any_kept()
        await pilot.press("ctrl+o")
        assert "No form is half typed" in dump(desk)


async def test_what_others_made_of_it_meanwhile_stands_beside_what_was_typed(
    desk: QiaomenApp,
) -> None:
    async with desk.run_test(size=LARGE) as pilot:
        await pilot.press(*EDIT_AN_ITEM, "X", "tab", "tab", "tab", "Y", "escape")
        (draft,) = drafts.found()
        item = Item.get_by_id(int(draft.way[2][0][1]["row"].removeprefix("i")))
        inventory.edit_item(
            inventory.item(item.id, TODAY), name="山", category="厨具", condition="worn", note=""
        )
        form = await brought_back(pilot)
        assert form.values() == {
            "name": draft.typed["name"],
            "category": "厨具",
            "condition": "worn",
            "note": "Y",
        }
        assert "! This is “山” by now." in dump(desk)
        await pilot.press("ctrl+t", "ctrl+s")
    saved = Item.get_by_id(item.id)
    assert (saved.name, saved.condition, saved.note) == ("山", "worn", "Y")


async def test_where_the_row_is_gone_the_words_are_told_and_stay_kept(desk: QiaomenApp) -> None:
    async with desk.run_test(size=LARGE) as pilot:
        await pilot.press("1", "a", "烤", "ctrl+s", "escape", "j", "e", "新", "escape")
        await pilot.press("u", "ctrl+o")
        await until(pilot, lambda: "you had typed: 烤新" in dump(desk))
    assert len(drafts.found()) == 1


async def test_opening_again_changes_nothing_even_where_the_key_now_would(
    desk: QiaomenApp,
) -> None:
    """The key that asked for a reason cancels at once by now, since nobody is in the shift."""
    kept = ({"view": "week", "team": None, "day": "2026-11-23", "row": None}, [])
    way = [None, "rota", [["all_present", *kept]]]
    file = drafts.DraftFile()
    file.write(Draft("x", "Cancel", way, {"reason": "雨"}, {"reason": ""}))
    file.release()
    async with desk.run_test(size=LARGE) as pilot:
        before = history.latest(1)[0].id
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "you had typed: 雨" in dump(desk))
    assert history.latest(1)[0].id == before


@pytest.mark.parametrize(
    "way",
    [
        None,
        [1, "grid"],
        [1, "nowhere", []],
        [99, "grid", [["fly", {}, []]]],
        [1, "grid", [["edit", {}, []]]],
        [1, "grid", [["edit"]]],
    ],
)
async def test_the_way_of_another_version_is_told_not_gone(desk: QiaomenApp, way: object) -> None:
    file = drafts.DraftFile()
    file.write(Draft("x", "Edit", way, {"name": "烤"}, {"name": ""}))
    file.release()
    async with desk.run_test(size=LARGE) as pilot:
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "you had typed: 烤" in dump(desk))
    assert len(drafts.found()) == 1


async def test_one_of_several_is_chosen(desk: QiaomenApp) -> None:
    async with desk.run_test(size=LARGE) as pilot:
        await pilot.press("a", "烤", "escape", "E", "X", "escape", "ctrl+o")
        assert "Half-typed forms" in dump(desk)
        await pilot.press("E", "d", "i", "t", "enter")
        await until(pilot, lambda: isinstance(desk.screen, Form))
        await until(pilot, lambda: bool(form_of(desk).half_typed().typed))
        assert form_of(desk).heading.startswith("Edit household")


async def test_what_was_begun_in_one_language_goes_on_in_the_other(desk: QiaomenApp) -> None:
    async with desk.run_test(size=LARGE) as pilot:
        await pilot.press("a", "烤", "escape", "f2")
        await desk.workers.wait_for_complete()
        form = await brought_back(pilot)
        assert (form.heading[:2], form.values()["name"]) == ("给 ", "烤")


async def test_what_is_left_is_said_to_be_kept_and_can_be_thrown_away(desk: QiaomenApp) -> None:
    async with desk.run_test(size=LARGE) as pilot:
        await pilot.press("a", "烤", "escape")
        assert "What you typed is kept: Ctrl+O takes it up again." in dump(desk)
        await pilot.press("E", "X", "escape", "ctrl+o", "ctrl+d")
        assert [draft.title[:3] for draft in drafts.found()] == ["Add"]
        await pilot.press("ctrl+d", "ctrl+d")
        assert "No form is half typed." in dump(desk)
        assert not drafts.any_kept()


async def test_a_secret_is_not_kept(desk: QiaomenApp) -> None:
    addresses.add("mail", "mailtos://u:geheim@example.org")
    async with desk.run_test(size=LARGE) as pilot:
        await pilot.press("9")
        desk.screen.list.cursor_key = "address mail"  # type: ignore[attr-defined]
        await pilot.press("a", "群", "tab", "j", "s", "o", "n", "escape")
    (draft,) = drafts.found()
    assert (draft.typed, draft.was) == ({"name": "群"}, {"name": ""})


async def test_a_disk_that_keeps_nothing_is_told_once_and_the_form_goes_on(
    desk: QiaomenApp, sample: Path
) -> None:
    Path(drafts.folder()).write_text("in the way")
    async with desk.run_test(size=LARGE) as pilot:
        await pilot.press("E", "X")
        await until(pilot, lambda: "cannot be kept in case the line drops" in dump(desk))
        await pilot.press("ctrl+s")
        assert "Saved" in dump(desk)
    database.open_store(sample)
    assert Household.select().where(Household.name.endswith("X")).count() == 1
