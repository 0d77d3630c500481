"""Whether a store's file is whole: what SQLite itself finds wrong with it."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from store.database import damaged
from store.language import _, listed, ngettext

# What no deed and no change ever is. What was erased on request is empty.
_UNREADABLE = {
    "deed": "at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', at)"
    " OR (words <> '' AND NOT json_valid(words))",
    "change": "before <> '' AND NOT json_valid(before)",
}


# The kinds of values that a column of a type holds, where that is not text.
_KINDS = {"INTEGER": "integer", "BLOB": "blob"}


def trouble(connection: sqlite3.Connection) -> str | None:
    """The first thing that is wrong with what the file holds, of all that is asked here."""
    looks = (damage, loose_ends, foreign_values, unreadable_journal)
    return next((told for look in looks if (told := look(connection)) is not None), None)


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


def foreign_values(connection: sqlite3.Connection) -> str | None:
    """Where a column holds what Qiaomen never writes there, and what to do; None where none does.

    SQLite keeps text also in columns of numbers. What the tables' own constraints forbid is told by
    `damage`.
    """
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"
    )
    for (table,) in tables.fetchall():
        columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
        for column, kind in ((column[1], column[2]) for column in columns):
            if _holds_others(connection, table, column, _KINDS.get(kind, "text")):
                return _(
                    "Another program has written into {table}.{column} what cannot be read there. "
                    "Please restore the last backup."
                ).format(table=table, column=column)
    return None


def unreadable_journal(connection: sqlite3.Connection) -> str | None:
    """Which deed or change of the journal cannot be read, and what to do; None where all can be."""
    for table, unreadable in _UNREADABLE.items():
        odd = connection.execute(f"SELECT id FROM {table} WHERE {unreadable} LIMIT 1").fetchone()
        if odd is not None:
            return _(
                "Another program has changed the journal: number {number} in {table} cannot be "
                "read. Please restore the last backup."
            ).format(number=odd[0], table=table)
    return None


def _holds_others(connection: sqlite3.Connection, table: str, column: str, kind: str) -> bool:
    """Whether a column of a table holds anything but values of this kind, or nothing."""
    odd = f'SELECT 1 FROM "{table}" WHERE typeof("{column}") NOT IN (?, \'null\') LIMIT 1'
    return connection.execute(odd, (kind,)).fetchone() is not None
