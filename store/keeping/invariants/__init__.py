"""What always holds, asked of the store: the design's fourth section as questions in SQL.

The constraints and triggers of the schema keep these as rows are written. Asked here, they are
found broken also where somebody wrote past them, or took them away first.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from store.language import N_, _, in_turn

# What is to be done where the program itself cannot have done it.
LOOK_BACK = N_(
    "Another program has changed the file: please put it right, or restore the last backup."
)


class Invariant(NamedTuple):
    """One thing that always holds: its `name` for programs, and `sql`, which finds what breaks it.

    `sentence` (a msgid) says that of the first row found, by its columns; `remedy` (a msgid) is
    what to do about it.
    """

    name: str
    sentence: str
    sql: str
    remedy: str = LOOK_BACK


class Broken(NamedTuple):
    """An invariant that does not hold, and what is said of it."""

    name: str
    told: str


def broken(connection: sqlite3.Connection) -> list[Broken]:
    """Which invariants do not hold in the store that `connection` reads."""
    found = []
    for invariant in all_of(connection):
        cursor = connection.execute(invariant.sql)
        row = cursor.fetchone()
        if row is not None:
            words = dict(zip((column[0] for column in cursor.description), row, strict=True))
            told = in_turn((_(invariant.sentence).format(**words), _(invariant.remedy)))
            found.append(Broken(invariant.name, told))
    return found


def all_of(connection: sqlite3.Connection) -> tuple[Invariant, ...]:
    """Every invariant, for the tables that this store has."""
    from store.keeping.invariants import farm, file, programme, sharing, texts, votes

    return (
        *sharing.INVARIANTS,
        *farm.INVARIANTS,
        *programme.INVARIANTS,
        *votes.INVARIANTS,
        *texts.invariants(connection),
        *file.invariants(connection),
    )
