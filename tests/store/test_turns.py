"""Who waits to write gets a turn, and is told when that would take too long."""

from __future__ import annotations

import gc
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store import database, history, settings
from store.database import db, transaction
from store.errors import Busy, Refused
from store.neighbours import compounds
from store.sharing import inventory
from tests.conftest import TODAY

STORE = Path(database.__file__).parent


@pytest.fixture
def other(store: Path) -> Iterator[sqlite3.Connection]:
    """Another program on the same store."""
    with closing(sqlite3.connect(store, isolation_level=None, check_same_thread=False)) as program:
        yield program


def test_a_deed_begins_as_soon_as_the_one_before_has_ended(other: sqlite3.Connection) -> None:
    other.execute("BEGIN IMMEDIATE")
    asked = threading.Event()

    def write() -> None:
        asked.set()
        settings.change("loan_days", 20)
        database.close_store()

    waiting = threading.Thread(target=write)
    waiting.start()
    assert asked.wait(20)
    other.execute("UPDATE sqlite_sequence SET seq = seq")
    other.execute("COMMIT")
    waiting.join()
    assert settings.number("loan_days") == 20


def test_each_thread_has_its_own_patience_and_keeps_it(other: sqlite3.Connection) -> None:
    database.wait_at_most(0.05)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy, match="Another coordinator is writing"), transaction():
        pass
    assert db.execute_sql("PRAGMA busy_timeout").fetchone()[0] == 50
    found: list[int] = []

    def look() -> None:
        found.append(db.execute_sql("PRAGMA busy_timeout").fetchone()[0])
        database.close_store()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found == [database.PATIENCE * 1000]


def test_a_refused_undo_leaves_no_read_behind_that_would_stop_the_next_deed(
    compound: int, other: sqlite3.Connection
) -> None:
    """A statement that is not at its end keeps its snapshot, on which nothing can be written."""
    created = history.latest(1)[0].id
    last = max(cell.household_id for cell in inventory.grid(unit_of(compound), TODAY).cells)
    inventory.add_item(last, name="烤箱", category="厨房")
    gc.disable()  # it would end the statement some time later
    try:
        with pytest.raises(Refused, match="later"):
            history.undo(created)
        other.execute("UPDATE household SET note = 'x'")
        assert settings.change("loan_days", 20).id
    finally:
        gc.enable()


def unit_of(compound: int) -> int:
    return compounds.units(compound)[-1].id


def test_rows_that_hold_their_statement_are_not_asked_for() -> None:
    """Peewee's named tuples refer to themselves: their statement is not ended with them."""
    asking = re.compile(r"\.namedtuples\(")
    assert [path.name for path in STORE.rglob("*.py") if asking.search(path.read_text())] == []
