"""What a deed changed, row by row: what each field was before, and what it became."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from store import rowvalues, rowwords
from store.database import db
from store.language import _

# What a field became that has been erased since.
UNKNOWN = "…"


class Difference(NamedTuple):
    """One changed row: `what` it is, and each field that differs, in words.

    `event` is insert, update or delete. Where what was there has been erased there is no field.
    """

    change_id: int
    event: str
    what: str
    fields: tuple[Field, ...]
    erased: bool


class Field(NamedTuple):
    """A field before and after; nothing is said of the side where there was no row."""

    name: str
    before: str
    after: str


class _Change(NamedTuple):
    """A change as the journal has it, and the row's values after it as far as anybody knows."""

    id: int
    table: str
    row: int
    event: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


_OF = "SELECT id, table_name, row_id, event, before FROM change WHERE {whose} AND id {than} ?"
_WHOSE = {0: "deed_id = ?", 1: "deed_id IS NULL AND after_deed = ?"}


def after(key: int, change_id: int | None, limit: int) -> list[Difference]:
    """Up to `limit` differences of the entry `key`, behind the change given; None: the first."""
    sql = _OF.format(whose=_WHOSE[key % 2], than=">") + " ORDER BY id LIMIT ?"
    return _told(_asked(sql, key // 2, change_id or 0, limit))


def before(key: int, change_id: int | None, limit: int) -> list[Difference]:
    """Up to `limit` differences of the entry `key` next before the change given; None: the last."""
    sql = _OF.format(whose=_WHOSE[key % 2], than="<") + " ORDER BY id DESC LIMIT ?"
    return _told(_asked(sql, key // 2, 2**62 if change_id is None else change_id, limit)[::-1])


def count(key: int) -> int:
    """How many rows the entry `key` changed."""
    sql = f"SELECT count(*) FROM change WHERE {_WHOSE[key % 2]}"
    return db.execute_sql(sql, (key // 2,)).fetchone()[0]


def _asked(sql: str, deed: int, change_id: int, limit: int) -> list[_Change]:
    rows = db.execute_sql(sql, (deed, change_id, limit)).fetchall()
    changes = [
        _Change(number, table, row, event, _read(text), {})
        for number, table, row, event, text in rows
    ]
    afterwards = _values_after(changes)
    return [change._replace(after=afterwards.get(change.id, {})) for change in changes]


def _read(text: str | None) -> Mapping[str, Any] | None:
    return None if text is None else json.loads(text)


def _values_after(changes: Sequence[_Change]) -> dict[int, dict[str, Any]]:
    """Each row's values right after each change: from the next changes, else from the row itself.

    Goes back from the row as it is now: what a later change has of a column was there before it.
    """
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for table in sorted({change.table for change in changes}):
        ids = {change.row for change in changes if change.table == table}
        rows |= {(table, row["id"]): row for row in _rows(table, ids)}
    wanted = {change.id for change in changes}
    found: dict[int, dict[str, Any]] = {}
    for number, table, row, event, text in _backwards(changes):
        values = rows.setdefault((table, row), {})
        if number in wanted:
            found[number] = {} if event == "delete" else dict(values)
        if event == "insert" or text is None:  # nothing, or nobody knows any more
            values.clear()
        else:
            values.update(json.loads(text))
    return found


def _rows(table: str, ids: Iterable[int]) -> Iterable[dict[str, Any]]:
    cursor = db.execute_sql(
        f'SELECT * FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))',
        (json.dumps(sorted(ids)),),
    )
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _backwards(changes: Sequence[_Change]) -> Iterable[tuple[int, str, int, str, str | None]]:
    """All changes of these rows from the first of `changes` on, the newest first."""
    if not changes:
        return ()
    first = min(change.id for change in changes)
    rows = json.dumps(sorted({(change.table, change.row) for change in changes}))
    return db.execute_sql(
        "SELECT change.id, table_name, row_id, event, before"
        " FROM json_each(?) AS mine CROSS JOIN change"
        " ON table_name = mine.value ->> 0 AND row_id = mine.value ->> 1"
        " WHERE change.id >= ? ORDER BY change.id DESC",
        (rows, first),
    )


def _told(changes: Sequence[_Change]) -> list[Difference]:
    named = _names(changes)
    return [_say(change, named) for change in changes]


def _say(change: _Change, named: Mapping[tuple[str, int], str]) -> Difference:
    called = named.get((change.table, change.row)) or f"#{change.row}"
    what = _("{kind} “{name}”").format(kind=rowwords.say_table(change.table), name=called)
    old = change.before or {}
    erased = change.before is None and change.event != "insert"
    columns = change.after if change.event == "insert" else old
    fields = tuple(
        Field(
            rowwords.say_column(column),
            "" if change.event == "insert" else _value(change.table, column, old, named),
            "" if change.event == "delete" else _value(change.table, column, change.after, named),
        )
        for column in columns
        if column not in rowvalues.UNTOLD
        and not (change.event != "update" and columns[column] in (None, "", 0))
    )
    return Difference(change.id, change.event, what, fields, erased)


def _value(
    table: str, column: str, values: Mapping[str, Any], named: Mapping[tuple[str, int], str]
) -> str:
    if column not in values:
        return UNKNOWN
    return rowvalues.say(table, column, values[column], named)


def _names(changes: Sequence[_Change]) -> dict[tuple[str, int], str]:
    """What the changed rows are called, and the rows that their values name."""
    wanted: dict[str, set[int]] = {}
    for change in changes:
        wanted.setdefault(change.table, set()).add(change.row)
        for values in (change.before or {}, change.after):
            for column, value in values.items():
                there = rowvalues.points_at(change.table, column)
                if there is not None and isinstance(value, int):
                    wanted.setdefault(there, set()).add(value)
    return {
        (table, number): name
        for table, ids in wanted.items()
        for number, name in rowvalues.names(table, ids).items()
    }
