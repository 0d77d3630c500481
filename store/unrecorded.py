"""Rows that came or went without the journal: how SQLite's REPLACE goes round the triggers.

`INSERT OR REPLACE` by another program deletes the row in its way, and no trigger hears of it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from store.database import db
from store.journal import UNJOURNALLED

# By the index that suits, which SQLite would not guess.
_GONE = """SELECT DISTINCT row_id FROM change
    WHERE table_name = ? AND row_id NOT IN (SELECT id FROM "{table}")"""
_BACK = """SELECT DISTINCT row_id FROM change INDEXED BY change_deleted
    WHERE event = 'delete' AND table_name = ? AND row_id IN (SELECT id FROM "{table}")"""
_TWICE = """SELECT table_name, row_id FROM change NOT INDEXED WHERE event = 'insert'
    GROUP BY table_name, row_id HAVING count(*) > 1"""


class Unrecorded(NamedTuple):
    """A row of a table of which the journal does not know what became of it."""

    table: str
    row: int


def first() -> Unrecorded | None:
    """The first row that is not there though the journal never saw it go, or the other way round.

    Only of rows that the journal has at all.
    """
    for table in sorted(set(db.get_tables()) - UNJOURNALLED):
        for sql, seen_going in ((_GONE, True), (_BACK, False)):
            rows = db.execute_sql(sql.format(table=table), (table,)).fetchall()
            for (row,) in rows:
                if (_events(table, row)[-1] == "delete") != seen_going:
                    return Unrecorded(table, row)
    for table, row in db.execute_sql(_TWICE).fetchall():
        events = _events(table, row)
        if any(now == "insert" and was != "delete" for was, now in pairwise(events)):
            return Unrecorded(table, row)
    return None


def _events(table: str, row: int) -> list[str]:
    """What happened to a row, in order."""
    sql = "SELECT event FROM change WHERE table_name = ? AND row_id = ? ORDER BY id"
    return [event for (event,) in db.execute_sql(sql, (table, row)).fetchall()]
