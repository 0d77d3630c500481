"""What refers to rows that could not be saved: kept without that where it may be, else left out."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from store.keeping.salvage.filling import LeftOut

# What would mean something else without: a vote of nobody, a change by another program, a line of a
# ledger that reverses none.
_NEVER_WITHOUT = frozenset(
    {
        ("ballot", "entry_id"),
        ("change", "deed_id"),
        ("hours_entry", "reverses_id"),
        ("payment", "reverses_id"),
    }
)


class Reference(NamedTuple):
    """Columns of one table that name a row of another."""

    table: str
    columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]
    may_be_empty: bool

    @property
    def leads_nowhere(self) -> str:
        """The condition for a row whose reference leads nowhere."""
        there = " AND ".join(
            f'parent."{theirs}" = child."{mine}"'
            for mine, theirs in zip(self.columns, self.parent_columns, strict=True)
        )
        named = " AND ".join(f'child."{mine}" IS NOT NULL' for mine in self.columns)
        return f'{named} AND NOT EXISTS (SELECT 1 FROM "{self.parent}" AS parent WHERE {there})'


def settle(store: sqlite3.Connection, left_out: LeftOut) -> tuple[Counter[str], Counter[str]]:
    """Let every reference lead somewhere; answers how many rows of each table lost theirs, and how
    many were left out.

    What is left out may be what others refer to, so this goes on until nothing is found.
    """
    loosened: Counter[str] = Counter()
    without: Counter[str] = Counter()
    found = True
    while found:
        found = False
        for reference in references(store):
            if reference.may_be_empty:
                count = _loosen(store, reference)
                loosened[reference.table] += count
            else:
                count = 0
            gone = _leave_out(store, reference, left_out)
            without[reference.table] += gone
            found = found or bool(count or gone)
    return +loosened, +without


def references(store: sqlite3.Connection) -> Iterator[Reference]:
    """Every reference of every table."""
    tables = store.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    for (table,) in tables.fetchall():
        required = {
            name
            for _place, name, _kind, must, _default, _key in store.execute(
                f'PRAGMA table_info("{table}")'
            )
            if must
        }
        keys: dict[int, list[tuple[str, str, str]]] = {}
        for number, _rank, parent, mine, theirs, *_rest in store.execute(
            f'PRAGMA foreign_key_list("{table}")'
        ):
            keys.setdefault(number, []).append((parent, mine, theirs or "id"))
        for columns in keys.values():
            mine = tuple(column for _parent, column, _theirs in columns)
            theirs = tuple(column for _parent, _mine, column in columns)
            is_needed = required.intersection(mine) or (table, mine[0]) in _NEVER_WITHOUT
            yield Reference(table, mine, columns[0][0], theirs, not is_needed)


def _loosen(store: sqlite3.Connection, reference: Reference) -> int:
    """Empty the references that lead nowhere, where a row may be without."""
    emptied = ", ".join(f'"{column}" = NULL' for column in reference.columns)
    return store.execute(
        f'UPDATE OR IGNORE "{reference.table}" AS child SET {emptied}'
        f" WHERE {reference.leads_nowhere}"
    ).rowcount


def _leave_out(store: sqlite3.Connection, reference: Reference, left_out: LeftOut) -> int:
    where = f'FROM "{reference.table}" AS child WHERE {reference.leads_nowhere}'
    cursor = store.execute(f"SELECT child.* {where}")
    names = [column[0] for column in cursor.description]
    rows = cursor.fetchall()
    for row in rows:
        left_out.add(reference.table, dict(zip(names, row, strict=True)), reference.parent)
    if rows:
        store.execute(f"DELETE {where}")
    return len(rows)
