"""A deed beside the bare change of its row; the history of a long journal beside the unit grid."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from random import Random
from time import perf_counter
from typing import NamedTuple

from fixtures.filling import fill as fill_households
from store import chain, database, history, journal
from store.sharing import inventory
from store.sharing.models import Item
from tests.bench.sessions import DOWN_THE_LIST, PAGES, ROUND_THE_GRID, Room, Station, in_turns
from tests.bench.terminal import Window

HOUSEHOLDS = 148
PEOPLE = ("陈秀英", "李梅", "王强", "赵敏", "bench")
ROUNDS, WARM_UP = 300, 20
MOST_CHANGES = 6  # of a deed; half of them change one row

STATIONS = (
    Station("grid", b"1", ROUND_THE_GRID, (b"]", b"[")),
    Station("household", b"H", DOWN_THE_LIST, PAGES),
    Station("everybody", b"]", DOWN_THE_LIST, PAGES),
)


class Deeds(NamedTuple):
    """Seconds for the change of one row: bare, as a deed, and as a deed with its rules."""

    bare: list[float]
    deed: list[float]
    edit: list[float]


@dataclass(frozen=True)
class Figures:
    """Deeds beside bare changes; the rooms by window; seconds to verify the chain."""

    changes: int
    deeds: Deeds
    rooms: Mapping[Window, Mapping[str, Room]]
    verified: float


def fill(path: Path, changes: int, seed: int, today: date) -> None:
    """Make a store of one compound whose journal holds so many changes of its items and loans."""
    fill_households(path, HOUSEHOLDS, seed, today)
    database.open_store(path)
    try:
        database.db.execute_sql("PRAGMA synchronous = off")
        with database.db.atomic():
            _write_down(changes, Random(seed))
            chain.seal()
    finally:
        database.close_store()


def _write_down(changes: int, dice: Random) -> None:
    connection = database.db.connection()
    rows = [
        (table, number)
        for table in ("item", "loan")
        for (number,) in connection.execute(f"SELECT id FROM {table}")
    ]
    left = changes
    for deed in count(1):
        size = min(left, 1 if dice.random() < 0.5 else dice.randint(2, MOST_CHANGES))
        if not size:
            return
        connection.execute(
            "INSERT INTO deed (at, who, verb, words, salt)"
            " VALUES ('2026-11-01T01:02:03Z', ?, 'edit_item', ?, randomblob(16))",
            (dice.choice(PEOPLE), f'{{"item": "物品{deed}", "household": "1-101"}}'),
        )
        connection.executemany(
            "INSERT INTO change (deed_id, table_name, row_id, event, before, salt)"
            " VALUES (?, ?, ?, 'update', ?, randomblob(16))",
            [(deed, *row, f'{{"note":"{deed}"}}') for row in dice.choices(rows, k=size)],
        )
        left -= size


def measure(
    program: Sequence[str],
    path: Path,
    scratch: Path,
    changes: int,
    asked: tuple[Sequence[Window], int],
    today: date,
    tell: Callable[[str], None],
) -> Figures:
    """Measure deeds, the rooms of the history, and a look at the whole chain."""
    tell("deeds beside bare changes")
    deeds = _deeds(scratch, today)
    windows, rounds = asked
    rooms = {}
    for window in windows:
        tell(f"{window}: history of {changes:,} changes")
        command = [*program, "--db", str(path), "--today", today.isoformat(), "--lang", "en"]
        rooms[window] = in_turns(command, window, rounds, STATIONS)
    database.open_store(path)
    try:
        started = perf_counter()
        if chain.verify() is not None:
            raise RuntimeError("the chain of the filled journal does not hold")
        verified = perf_counter() - started
    finally:
        database.close_store()
    return Figures(changes, deeds, rooms, verified)


def _deeds(scratch: Path, today: date) -> Deeds:
    """Another note for an item: by `sqlite3` in a copy without a journal, and as a deed."""
    ours, plain = scratch / "deeds.db", scratch / "bare.db"
    fill_households(ours, HOUSEHOLDS, 1, today)
    shutil.copy(ours, plain)
    database.open_store(plain)
    journal.remove_triggers(database.db.obj)
    database.close_store()
    other = sqlite3.connect(plain, isolation_level=None)
    other.execute("PRAGMA foreign_keys = 1")
    other.execute("PRAGMA synchronous = full")
    database.open_store(ours)
    history.act_as("bench")
    taken = Deeds([], [], [])
    try:
        for number in range(-WARM_UP, ROUNDS):
            seen = inventory.item(1, today)
            note = f"note {number}"
            seconds = (
                _seconds(_bare, other, note),
                _seconds(_as_deed, note),
                _seconds(_edited, seen, note),
            )
            if number >= 0:
                for kept, one in zip(taken, seconds, strict=True):
                    kept.append(one)
    finally:
        database.close_store()
        other.close()
    return taken


def _bare(store: sqlite3.Connection, note: str) -> None:
    store.execute("BEGIN IMMEDIATE")
    store.execute("UPDATE item SET note = ? WHERE id = 1", (note,))
    store.execute("COMMIT")


def _as_deed(note: str) -> None:
    with history.deed("edit_item", item="", household=""):
        Item.update(note=f"the {note}").where(Item.id == 1).execute()


def _edited(seen: inventory.ItemRow, note: str) -> None:
    inventory.edit_item(
        seen._replace(note=f"the {note}"),
        name=seen.name,
        category=seen.category,
        condition=seen.condition,
        note=note,
    )


def _seconds(work: Callable[..., None], *given: object) -> float:
    started = perf_counter()
    work(*given)
    return perf_counter() - started
