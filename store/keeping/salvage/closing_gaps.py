"""Rows that no tree leads to any more: found on their pages, or put together from indexes."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from store.keeping.salvage import damaged, filling, pages
from store.keeping.salvage.rows import Span, spans

# What others hang on, and of which an index tells the most. Of nothing else: no money, vote or day
# is made up.
_REBUILT = frozenset(
    {"community", "compound", "unit", "household", "category"}
    | {"team", "skill", "member", "organisation"}
)


class Gaps(NamedTuple):
    """The rows of one table that its tree does not lead to, and what becomes of them.

    `known` is what indexes say of them, by their ids; `all_known` where one index could be read to
    its end, so that there were no others. `found` are the ids of those that were put in after all.
    `doubtful` are rows of which an index says something else than the table.
    """

    table: str
    gaps: list[Span]
    known: dict[int, dict[str, Any]]
    all_known: bool
    doubtful: set[int]
    found: set[int]

    def lost(self) -> tuple[Span, ...]:
        """The ids that were there and are not in the new store."""
        return spans(number for number in self.known if number not in self.found)

    def unsure(self) -> tuple[Span, ...]:
        """The ids of which nobody knows whether they were there."""
        if self.all_known:
            return ()
        numbers = chain.from_iterable(range(first, last + 1) for first, last in self.gaps)
        return spans(n for n in numbers if n not in self.known and n not in self.found)


def look_up(
    source: sqlite3.Connection,
    store: sqlite3.Connection,
    table: str,
    gaps: list[Span],
    left_out: set[int],
) -> Gaps:
    """Compare what was saved of `table`, but for the ids `left_out`, with what its indexes say."""
    found = Gaps(table, gaps, {}, False, set(), set())
    for index, columns in _indexes(store, table):
        names = [f'"{column}"' for column in columns]
        store.execute(f"CREATE TEMP TABLE told (id INTEGER PRIMARY KEY, {', '.join(names)})")
        is_whole = _read_index(source, store, table, index, names)
        missing = store.execute(
            f'SELECT * FROM told WHERE NOT EXISTS (SELECT 1 FROM "{table}" WHERE id = told.id)'
        )
        for number, *values in missing:
            if number not in left_out:
                row = found.known.setdefault(number, {})
                row.update(zip(columns, values, strict=True))
        differs = " OR ".join(f"saved.{name} IS NOT told.{name}" for name in names)
        join = "LEFT JOIN" if is_whole else "JOIN"
        found.doubtful.update(
            number
            for (number,) in store.execute(
                f'SELECT saved.id FROM "{table}" AS saved {join} told ON told.id = saved.id'
                f" WHERE told.id IS NULL OR {differs}"
            )
        )
        store.execute("DROP TABLE told")
        found = found._replace(all_known=found.all_known or is_whole)
    return found


def _read_index(
    source: sqlite3.Connection,
    store: sqlite3.Connection,
    table: str,
    index: str,
    names: list[str],
) -> bool:
    """Note in `told` what an index says, from both ends if need be; tells whether that is all."""
    marks = ", ".join("?" * (len(names) + 1))
    for direction in ("ASC", "DESC"):
        order = ", ".join(f"{name} {direction}" for name in names)
        asked = (
            f'SELECT id, {", ".join(names)} FROM "{table}" INDEXED BY "{index}" ORDER BY {order}'
        )
        try:
            for entry in source.execute(asked):
                store.execute(f"INSERT OR IGNORE INTO told VALUES ({marks})", entry)
        except sqlite3.DatabaseError:
            continue
        return True
    return False


def from_pages(scratch: Path, store: sqlite3.Connection, all_gaps: dict[str, Gaps]) -> None:
    """Put in the rows that lie on pages to which nothing leads, where an index vouches for them."""
    wanted = set(chain.from_iterable(gaps.known for gaps in all_gaps.values()))
    if not wanted:
        return
    columns = {
        table: [row[1] for row in store.execute(f'PRAGMA table_info("{table}")')]
        for table in all_gaps
    }
    for number, values in pages.rows(scratch, damaged.page_size(scratch), wanted):
        for table, gaps in all_gaps.items():
            names = columns[table]
            if number in gaps.found or number not in gaps.known or len(values) > len(names):
                continue
            row = dict(zip(names, values, strict=False)) | {"id": number}
            vouched = all(row.get(name) == value for name, value in gaps.known[number].items())
            if vouched and filling.put_row(store, table, row) is None:
                gaps.found.add(number)
                break


def from_indexes(store: sqlite3.Connection, gaps: Gaps) -> int:
    """Put rows together of what indexes say of them; answers how many that were.

    Only of what others hang on, and with the least that may stand for the rest.
    """
    if gaps.table not in _REBUILT:
        return 0
    rest = _stand_ins(store, gaps.table)
    before = len(gaps.found)
    for number, values in gaps.known.items():
        row = {"id": number} | rest | values
        if number not in gaps.found and filling.put_row(store, gaps.table, row) is None:
            gaps.found.add(number)
    return len(gaps.found) - before


def _stand_ins(store: sqlite3.Connection, table: str) -> dict[str, Any]:
    """What stands for each column of `table` that must not be empty and that nobody knows.

    The least that its constraint lets through; nothing for a day, which would look like a real one.
    """
    (sql,) = store.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    values: dict[str, Any] = {}
    for _place, name, kind, required, default, _key in store.execute(
        f'PRAGMA table_info("{table}")'
    ):
        if not required or default is not None or name == "id" or name.endswith("_id"):
            continue
        if kind == "INTEGER":
            values[name] = _least(sql, name)
        elif kind == "TEXT":
            values[name] = _text(sql, name)
    return values


def _indexes(store: sqlite3.Connection, table: str) -> Iterator[tuple[str, list[str]]]:
    """The indexes of all rows of a table, and their columns."""
    listed = store.execute(f'PRAGMA index_list("{table}")').fetchall()
    for _place, name, _unique, origin, partial in listed:
        if origin == "c" and not partial:
            columns = store.execute(f'PRAGMA index_info("{name}")').fetchall()
            yield name, [column for _rank, _number, column in columns]


def _least(sql: str, column: str) -> int:
    found = re.search(rf"\b{column} (?:BETWEEN|>=) (-?\d+)", sql)
    return int(found[1]) if found else 0


def _text(sql: str, column: str) -> str:
    one_of = re.search(rf"\b{column} IN \('([^']*)'", sql)
    if one_of:
        return one_of[1]
    return "?" if re.search(rf"length\({column}\) BETWEEN [1-9]", sql) else ""
