"""Another program's hand in the store: hostile text where the tables' own constraints forbid it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.fuzz.nasty import Texts

# What the schema is known by, and what is empty between deeds.
NOT_TOUCHED = ("schema_migration", "sqlite_sequence", "current_deed")


def scribble(path: Path, texts: Texts, only: tuple[str, str] | None = None) -> None:
    """Write hostile texts over a few columns of the store at `path`, or over that one alone."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA ignore_check_constraints = 1")
        columns = (
            [only]
            if only
            else texts.random.sample(_columns(connection), texts.random.choice((1, 1, 3)))
        )
        for table, column in columns:
            for place in range(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]):
                _write(connection, table, column, place, texts)
        connection.commit()
    finally:
        connection.close()


def _write(
    connection: sqlite3.Connection, table: str, column: str, place: int, texts: Texts
) -> None:
    text = texts.one("1").encode("utf-8", "replace").decode()
    row = f'SELECT * FROM "{table}" LIMIT 1 OFFSET {place}'
    kept = connection.execute(row)
    names = [column[0] for column in kept.description]
    same = " AND ".join(f'"{name}" IS ?' for name in names)
    try:
        connection.execute(
            f'UPDATE "{table}" SET "{column}" = ? WHERE {same}', (text, *kept.fetchone())
        )
    except sqlite3.DatabaseError:  # what triggers and unique indexes still refuse
        return


def _columns(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Every column of every table, but for the numbers of rows."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return [
        (table, column[1])
        for (table,) in tables
        if table not in NOT_TOUCHED
        for column in connection.execute(f'PRAGMA table_info("{table}")')
        if column[1] != "id" and not column[1].endswith("_id")
    ]
