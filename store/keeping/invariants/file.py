"""What always holds of the file: ids are never used twice, and no deed is left half done."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from store.keeping.invariants import Invariant
from store.language import N_


def invariants(connection: sqlite3.Connection) -> Iterator[Invariant]:
    """The invariants of the file that `connection` reads."""
    numbered = connection.execute(
        "SELECT name FROM sqlite_master"
        " WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%' ORDER BY name"
    )
    for (table,) in numbered.fetchall():
        yield Invariant(
            "ids_used_once",
            N_("The newest rows of {table} have numbers that will be given once more."),
            f"SELECT '{table}' AS \"table\" WHERE (SELECT max(id) FROM {table})"
            f" > coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{table}'), 0)",
        )
    yield Invariant(
        "no_deed_half_done",
        N_("A deed is marked as going on, and none is."),
        "SELECT 1 AS found WHERE (SELECT count(*) FROM current_deed) <> 1"
        " OR (SELECT deed_id FROM current_deed) IS NOT NULL",
    )
