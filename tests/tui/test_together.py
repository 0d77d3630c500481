"""Two desks on one store: nobody's words are lost, and each sees what the other did."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store import database, drafts, history, settings
from store.neighbours import households
from store.neighbours.models import Household
from tests.tui.screendump import dump
from tests.tui.test_drafts import LARGE, form_of, until
from tui.main import QiaomenApp
from tui.widgets.form import Form


@pytest.fixture
def another(sample: Path) -> Callable[[Callable[[], object]], None]:
    """Does a deed as 王芳, on a connection of her own."""

    def work(deed: Callable[[], object]) -> None:
        history.act_as("王芳")
        try:
            deed()
        finally:
            database.close_store()

    def do(deed: Callable[[], object]) -> None:
        thread = threading.Thread(target=work, args=(deed,))
        thread.start()
        thread.join()
        history.act_as("tester")

    return do


def edit(household_id: int, **values: str) -> None:
    seen = households.get(household_id)
    known = {"name": seen.name, "kind": seen.kind, "note": seen.note}
    households.edit(seen, **{**known, **values}, refuse_vacating=lambda _id: None)


@pytest.fixture
def first(sample: Path) -> int:
    """The household under the cursor of a desk that is just opened."""
    return Household.get(Household.door == "701", Household.unit == 1).id


async def test_a_form_over_a_row_that_changed_shows_both_and_saving_again_keeps_mine(
    desk: QiaomenApp, first: int, another: Callable[..., None]
) -> None:
    async with desk.run_test(size=LARGE) as pilot:
        await pilot.press("E", "A", "tab", "tab", "N")
        mine = form_of(desk).values()
        another(lambda: edit(first, name="王家", kind="shop"))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "王芳 changed this to “王家”." in dump(desk))
        assert form_of(desk).values() == {**mine, "kind": "shop"}
        assert households.get(first).name == "王家"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Saved" in dump(desk))
    saved = households.get(first)
    assert (saved.name, saved.kind, saved.note) == (mine["name"], "shop", "N")
    assert drafts.found() == ()


async def test_one_key_takes_theirs(
    desk: QiaomenApp, first: int, another: Callable[..., None]
) -> None:
    async with desk.run_test(size=LARGE) as pilot:
        await pilot.press("E", "A", "tab", "tab", "N")
        another(lambda: edit(first, name="王家"))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "王芳 changed this" in dump(desk))
        await pilot.press("ctrl+t", "ctrl+s")
        await until(pilot, lambda: "Saved" in dump(desk))
    saved = households.get(first)
    assert (saved.name, saved.note) == ("王家", "N")


async def test_what_changes_once_more_is_shown_once_more(
    desk: QiaomenApp, first: int, another: Callable[..., None]
) -> None:
    async with desk.run_test(size=LARGE) as pilot:
        await pilot.press("E", "A")
        for name in ("王家", "陈家"):
            another(lambda name=name: edit(first, name=name))
            await pilot.press("ctrl+s")
            await until(pilot, lambda name=name: f"王芳 changed this to “{name}”." in dump(desk))
            assert households.get(first).name == name


async def test_what_does_not_clash_is_saved_at_once(
    desk: QiaomenApp, first: int, another: Callable[..., None]
) -> None:
    async with desk.run_test(size=LARGE) as pilot:
        await pilot.press("E", "tab", "tab", "N")
        another(lambda: edit(first, name="王家"))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Saved" in dump(desk))
    saved = households.get(first)
    assert (saved.name, saved.note) == ("王家", "N")


async def test_forms_whose_deed_compares_nothing_ask_as_well(
    desk: QiaomenApp, another: Callable[..., None]
) -> None:
    async with desk.run_test(size=LARGE) as pilot:
        await pilot.press("9", "e", "backspace", "5")
        another(lambda: settings.change("loan_days", 21))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "This is “21” by now." in dump(desk))
        assert settings.number("loan_days") == 21
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(desk.screen, Form))
    assert settings.number("loan_days") == 15


async def test_a_row_that_is_gone_is_told_and_the_words_stay(
    desk: QiaomenApp, another: Callable[..., None]
) -> None:
    async with desk.run_test(size=LARGE) as pilot:
        await pilot.press("a", "新", "ctrl+s", "escape", "j", "e", "X")
        added = history.latest(1)[0].id
        another(lambda: history.undo(added))
        await pilot.press("ctrl+s")
        assert form_of(desk).values()["name"] == "新X"
        assert "! There is no item" in dump(desk)


@pytest.fixture
def long_deed(sample: Path) -> Iterator[sqlite3.Connection]:
    """Another program in the middle of a deed that takes its time."""
    with closing(sqlite3.connect(sample, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


async def test_a_key_follows_the_long_deed_that_was_in_its_way(
    desk: QiaomenApp, long_deed: sqlite3.Connection
) -> None:
    database.wait_at_most(0)
    async with desk.run_test(size=LARGE) as pilot:
        await pilot.press("2", "r")
        assert "Somebody is writing much" in dump(desk)
        long_deed.execute("ROLLBACK")
        await until(pilot, lambda: "is back from" in dump(desk))
    assert history.latest(1)[0].who == "tester"


async def test_another_key_lets_it_be(desk: QiaomenApp, long_deed: sqlite3.Connection) -> None:
    database.wait_at_most(0)
    before = history.latest(1)
    async with desk.run_test(size=LARGE) as pilot:
        await pilot.press("2", "r", "down")
        long_deed.execute("ROLLBACK")
        assert desk.screen._following is None  # type: ignore[attr-defined]
        assert "Somebody is writing much" not in dump(desk)
    assert history.latest(1) == before


async def test_a_form_is_saved_after_the_long_deed(
    desk: QiaomenApp, first: int, long_deed: sqlite3.Connection
) -> None:
    database.wait_at_most(0)
    async with desk.run_test(size=LARGE) as pilot:
        await pilot.press("E", "A", "ctrl+s")
        assert "this is saved when it ends" in dump(desk)
        long_deed.execute("ROLLBACK")
        await until(pilot, lambda: "Saved" in dump(desk))
    assert households.get(first).name.endswith("A")
