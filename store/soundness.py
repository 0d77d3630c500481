"""Whether a store's file is whole: what SQLite itself finds wrong with it."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from store.database import damaged
from store.language import listed, ngettext


class Loose(NamedTuple):
    """How many rows refer to what is not there, and in which tables."""

    rows: int
    tables: tuple[str, ...]


def broken(connection: sqlite3.Connection) -> str | None:
    """What SQLite finds broken first, in its own words; None where the file is whole.

    Pages, indexes, and what a column may hold: all is read, which takes a minute where there are
    20 million loans.
    """
    try:
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as trouble:  # so broken that it cannot even be looked at
        found = str(trouble)
    return None if found == "ok" else " ".join(found.split())


def loose(connection: sqlite3.Connection) -> Loose | None:
    """Which rows refer to what is not there; None where all is there."""
    rows = connection.execute("PRAGMA foreign_key_check").fetchall()
    return Loose(len(rows), tuple(sorted({row[0] for row in rows}))) if rows else None


def row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for (name,) in tables.fetchall()
    }


def damage(connection: sqlite3.Connection) -> str | None:
    """What is broken in the file, and what to do about it; None where nothing is."""
    reason = broken(connection)
    return None if reason is None else damaged(reason).sentence


def loose_ends(connection: sqlite3.Connection) -> str | None:
    """Which rows refer to what is not there, and what to do about it; None where all is there."""
    found = loose(connection)
    if found is None:
        return None
    return ngettext(
        "{count} row refers to something that is not there ({tables}): another program has changed "
        "the file. Please restore the last backup.",
        "{count} rows refer to something that is not there ({tables}): another program has changed "
        "the file. Please restore the last backup.",
        found.rows,
    ).format(count=found.rows, tables=listed(found.tables))
