"""The new store into which rows are saved, and what has to be left out of it."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from store.keeping.salvage.rows import Values


class LeftOut:
    """A file of the rows that were read and have no place in the new store, a line of JSON each."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._file: TextIO | None = None

    def add(self, table: str, row: dict[str, Any], why: str) -> None:
        """Write one row down."""
        if self._file is None:
            self._file = open(self.path, "x", encoding="utf-8", opener=_private)  # noqa: SIM115
        line = {"table": table, "why": why, "row": row}
        self._file.write(json.dumps(line, ensure_ascii=False, default=repr) + "\n")
        self.count += 1

    def close(self) -> None:
        """Let the file be whole."""
        if self._file is not None:
            self._file.close()


@contextmanager
def unguarded(store: sqlite3.Connection) -> Iterator[None]:
    """Without triggers, which would refuse what is history; columns' own constraints stay."""
    store.execute("PRAGMA foreign_keys = off")
    store.execute("BEGIN")
    triggers = store.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall()
    for name, _sql in triggers:
        store.execute(f'DROP TRIGGER "{name}"')
    yield
    for _name, sql in triggers:
        store.execute(sql)
    store.execute("COMMIT")


def put(store: sqlite3.Connection, table: str, columns: Sequence[str], row: Values) -> str | None:
    """Add a row; answers why it cannot be there, in SQLite's words, if it cannot."""
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    try:
        store.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', row)
    except (sqlite3.IntegrityError, sqlite3.DataError, OverflowError) as wrong:
        return str(wrong)
    return None


def put_row(store: sqlite3.Connection, table: str, row: dict[str, Any]) -> str | None:
    """As `put`, of a row by its columns."""
    return put(store, table, list(row), tuple(row.values()))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
