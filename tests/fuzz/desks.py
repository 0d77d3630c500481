"""The desk's screens: every form that a key opens, and rooms on a store of hostile text."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot, WaitForScreenTimeout

from store import database, drafts
from store.database import db
from store.errors import StoreError
from tests.conftest import TODAY, open_unsynced
from tests.fuzz import bounds
from tests.fuzz.house import DEPTH
from tests.fuzz.nasty import ALL, Texts
from tui.main import QiaomenApp
from tui.room import Room
from tui.widgets.form import Field, Form

ROOMS = ("1", "2", "3", "4", "5", "8", "9")
# What leaves the room, or asks for another store.
NOT_TRIED = (
    "quit", "undo", "redo", "help", "palette", "compound", "search", "language", "first_steps",
)  # fmt: skip
DEEP = 3
# Where else the cursor may stand in a room, for those that search longer.
MOVES = ((), ("down",), ("bracketright",), ("bracketright", "bracketright"), ("v",), ("v", "v"))


def app_on(path: Path) -> QiaomenApp:
    """The app on the store at `path`, which stays open.

    What people type there may name files: the house must be entered before.
    """
    assert os.getcwd().endswith(DEPTH), os.getcwd()
    database.close_store()
    open_unsynced(path)
    return QiaomenApp(TODAY, None, _no_sample)


def _no_sample(today: date) -> None:
    raise AssertionError("a store that is full needs no sample")


async def forms_of(
    app: QiaomenApp,
    pilot: Pilot[Any],
    rooms: Sequence[str] = ROOMS,
    moves: Sequence[Sequence[str]] = ((),),
) -> list[Form[Any]]:
    """Every form that some key of some room opens, after each of some `moves`; none is shown."""
    found: dict[tuple[str, ...], Form[Any]] = {}
    plainly = app.push_screen

    def push(screen: Any, *more: Any, **named: Any) -> Any:
        if not isinstance(screen, Form):
            return plainly(screen, *more, **named)
        found.setdefault((screen._title.left, *(field.name for field in screen._fields)), screen)
        return None

    app.push_screen = push  # type: ignore[method-assign]
    try:
        for key, move in product(rooms, moves):
            await pilot.press(key, *move)
            await pilot.pause()
            await _try_keys(app, pilot, DEEP)
    finally:
        app.push_screen = plainly  # type: ignore[method-assign]
    return list(found.values())


async def _try_keys(app: QiaomenApp, pilot: Pilot[Any], deep: int) -> None:
    """Do all that the room offers, and in the rooms that this opens, and take it back."""
    room = app.screen
    if not isinstance(room, Room) or not deep:
        return
    for action in room.OFFERED:
        if action.id in NOT_TRIED or action.id.startswith("show_"):
            continue
        with _taken_back():
            room.action_do(action.id)
            await pilot.pause()
            if app.screen is not room and room in app.screen_stack:
                await _try_keys(app, pilot, deep - 1)
        while app.screen is not room and room in app.screen_stack:
            app.pop_screen()
            await pilot.pause()


@contextmanager
def _taken_back() -> Iterator[None]:
    with db.atomic() as all_of_it:
        try:
            yield
        finally:
            all_of_it.rollback()


def fill_in(form: Form[Any], texts: Texts) -> None:
    """Fill a form in with a hostile text or more, and save it; nothing of it stays."""
    names = [field.name for field in form._fields]
    typed = texts.line([field.value for field in form._fields])
    save(form, dict(zip(names, typed, strict=True)), texts)


def fill_in_each(form: Form[Any], texts: Texts) -> None:
    """Save a form with every hostile piece in each field in turn, the others as they stood."""
    usual = {field.name: field.value for field in form._fields}
    for field, piece in product(form._fields, ALL):
        if field.kind != "choice":
            texts.given += 1
            save(form, {**usual, field.name: piece}, texts)


def save(form: Form[Any], values: dict[str, str], texts: Texts) -> None:
    """Save a form so filled in, with all that it says meanwhile, and take it back."""
    for field in form._fields:
        values[field.name] = _typed(field, values[field.name], texts)
        if field.kind != "choice":
            for answers in (field.suggest, field.hint):
                if answers is not None:
                    answers(values[field.name])
    with _taken_back():
        try:
            if form._below is not None:
                form._below(values)
            checked = form._check(values)
            if form._on_save is not None:
                form._on_save(checked)
        except StoreError:
            return


def _typed(field: Field, text: str, texts: Texts) -> str:
    """What of `text` a field takes, as the terminal hands it over: as much as there is room for."""
    if field.kind == "choice":
        return texts.random.choice([choice.key for choice in field.choices])
    return text.encode("utf-8", "replace").decode()[: field.limit]


async def look_round(app: QiaomenApp, pilot: Pilot[Any], rooms: Sequence[str] = ROOMS) -> None:
    """Go through the rooms, and see to it that each screen is quiet."""
    for key in rooms:
        await _press(app, pilot, key, "down", "j", "enter")
        if app.trouble is not None:
            bounds.quiet(app.trouble.sentence)
            return
        bounds.quiet_screen(app)
        await _press(app, pilot, "escape", "v", "question_mark")
        if app.trouble is not None:
            return
        bounds.quiet_screen(app)
        await pilot.press("escape", "escape")


async def _press(app: QiaomenApp, pilot: Pilot[Any], *keys: str) -> None:
    """Press keys. Where that ends the app in a sentence, a screen may never come to be shown."""
    try:
        await pilot.press(*keys)
        await pilot.pause()
    except WaitForScreenTimeout:
        if app.trouble is None:
            raise


async def type_in(app: QiaomenApp, pilot: Pilot[Any], keys: str, text: str) -> None:
    """Paste a text into the first field of what `keys` open, save, and leave."""
    await pilot.press(*keys)
    await pilot.pause()
    app.post_message(events.Paste(text))
    await pilot.pause()
    bounds.quiet_screen(app)
    await pilot.press("ctrl+s")
    await pilot.pause()
    bounds.quiet_screen(app)
    await pilot.press("escape", "escape")
    await pilot.pause()


async def take_up(app: QiaomenApp, pilot: Pilot[Any], text: str) -> None:
    """Open again the form that was left half typed, with `text` in the file that was kept of it."""
    (draft,) = drafts.found()
    typed = dict.fromkeys(draft.typed, text)
    Path(draft.file).write_text(
        json.dumps(draft._replace(typed=typed, title=text)._asdict() | {"who": "tester"}), "utf-8"
    )
    await pilot.press("ctrl+o")
    await pilot.pause()
    assert isinstance(app.screen, Form)
    bounds.quiet_screen(app)
    await pilot.press("escape", "escape")
    await pilot.pause()
