"""History: the deeds of everybody, of one, or on some rows, newest first, a page at a time.

What another program did between two deeds stands there as one entry. The questions are SQL: they
merge two orders, and Peewee has no words for that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from store.database import db
from store.errors import NotFound
from store.journal_models import Deed
from store.language import _, ngettext
from store.telling import tell

# Which rows belong to a row: each table with its column that names the row.
PARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "household": (
        ("resident", "household_id"),
        ("item", "household_id"),
        ("loan", "household_id"),
        ("roll_entry", "household_id"),
    ),
    "resident": (("member", "resident_id"),),
    "item": (("loan", "item_id"),),
    "loan": (("contact", "loan_id"),),
    "roll_entry": (("ballot", "entry_id"),),
    "member": (
        ("membership", "member_id"),
        ("member_skill", "member_id"),
        ("availability", "member_id"),
        ("absence", "member_id"),
        ("exemption", "member_id"),
        ("assignment", "member_id"),
        ("hours_entry", "member_id"),
    ),
    "shift": (("assignment", "shift_id"), ("shift_skill", "shift_id")),
    "series": (
        ("series_day", "series_id"),
        ("series_season", "series_id"),
        ("series_skill", "series_id"),
    ),
    "project": (
        ("milestone", "project_id"),
        ("tranche", "project_id"),
        ("payment", "project_id"),
        ("budget_line", "project_id"),
        ("cap_override", "project_id"),
        ("project_person", "project_id"),
        ("review", "project_id"),
        ("supervision", "project_id"),
    ),
    "review": (("score", "review_id"),),
    "proposal": (("decision", "proposal_id"),),
}


class Entry(NamedTuple):
    """A deed, or what another program did between two; its `key` is larger the newer it is.

    `id`, `who` and `at` (UTC) are the deed's; of another program there is no id and nobody, and the
    time only where the journal has it.
    """

    key: int
    id: int | None
    at: str
    who: str
    label: str
    undone: bool


class Scope(NamedTuple):
    """Of what the history is: of everybody where nothing is given, of one, or on some rows."""

    who: str | None = None
    rows: Mapping[str, Sequence[int]] | None = None


EVERYBODY = Scope()


def on(table: str, row_id: int) -> Scope:
    """The history of a row and of all that belongs to it, also of what is no longer there."""
    found: dict[str, set[int]] = {}
    fresh = {table: {row_id}}
    while fresh:
        for name, ids in fresh.items():
            found.setdefault(name, set()).update(ids)
        parts: dict[str, set[int]] = {}
        for name, ids in fresh.items():
            for part, column in PARTS.get(name, ()):
                parts.setdefault(part, set()).update(_belonging(part, column, ids))
        fresh = {
            name: left for name, ids in parts.items() if (left := ids - found.get(name, set()))
        }
    return Scope(rows={name: sorted(ids) for name, ids in found.items()})


# How a row names its household.
_HOUSEHOLD_OF = {
    "household": "id",
    "resident": "household_id",
    "item": "household_id",
    "loan": "household_id",
    "contact": "(SELECT household_id FROM loan WHERE id = loan_id)",
    "member": "(SELECT household_id FROM resident WHERE id = resident_id)",
}


def household_of(table: str, row_id: int) -> int | None:
    """The household of a row, if it has one."""
    if table not in _HOUSEHOLD_OF:
        return None
    sql = f'SELECT {_HOUSEHOLD_OF[table]} FROM "{table}" WHERE id = ?'
    found = db.execute_sql(sql, (row_id,)).fetchone()
    return found[0] if found else None


def older(scope: Scope, key: int | None, limit: int) -> list[Entry]:
    """Up to `limit` entries older than the one of `key`, newest first; None: the newest."""
    return _entries(_keys(scope, "<", "DESC", 2**62 if key is None else key, limit))


def newer(scope: Scope, key: int | None, limit: int) -> list[Entry]:
    """Up to `limit` entries next newer than that of `key`, newest first; None: the oldest."""
    return _entries(_keys(scope, ">", "ASC", -1 if key is None else key, limit)[::-1])


def entry(key: int) -> Entry:
    """One entry. Raises NotFound where there is none."""
    found = _entries([key])
    if not found:
        raise _missing(key // 2)
    return found[0]


def of_deed(deed_id: int) -> Entry:
    """The entry of a deed. Raises NotFound where there is none."""
    if not db.execute_sql("SELECT 1 FROM deed WHERE id = ?", (deed_id,)).fetchone():
        raise _missing(deed_id)
    return entry(2 * deed_id)


def _missing(deed_id: int) -> NotFound:
    return NotFound(_("No such deed"), _("There is no deed {number}.").format(number=deed_id))


def _belonging(table: str, column: str, ids: Iterable[int]) -> set[int]:
    """The rows of a table that name one of `ids` in a column, or did when they were deleted."""
    named = json.dumps(list(ids))
    rows = db.execute_sql(
        f'SELECT id FROM "{table}" WHERE "{column}" IN (SELECT value FROM json_each(?))'
        " UNION SELECT row_id FROM change INDEXED BY change_deleted"
        " WHERE event = 'delete' AND table_name = ?"
        f" AND json_extract(before, '$.{column}') IN (SELECT value FROM json_each(?))",
        (named, table, named),
    )
    return {row[0] for row in rows.fetchall()}


# The key of an entry is twice the deed's number, and one more for what another program did after.
_OF_DEEDS = """SELECT * FROM (SELECT 2 * id AS key FROM deed
    WHERE id {than} ? {whose} ORDER BY id {order} LIMIT ?)"""
_BY_OTHERS = """SELECT * FROM (SELECT DISTINCT 2 * after_deed + 1 AS key FROM change
    WHERE deed_id IS NULL AND after_deed {than} ? ORDER BY after_deed {order} LIMIT ?)"""
# Of many changes on few rows the index alone is asked; those by others are few.
_ON_ROWS = """SELECT 2 * deed_id AS key FROM change
    WHERE table_name = ? AND row_id IN (SELECT value FROM json_each(?)) AND deed_id {than} ?
    UNION SELECT 2 * after_deed + 1 FROM change WHERE table_name = ?
    AND row_id IN (SELECT value FROM json_each(?)) AND deed_id IS NULL AND after_deed {than} ?"""


def _keys(scope: Scope, than: str, order: str, key: int, limit: int) -> list[int]:
    """The keys that are smaller or larger than `key`, next to it first."""
    deed, other = ((key + 1) // 2, key // 2) if than == "<" else (key // 2, (key - 1) // 2)
    values: list[Any] = []
    if scope.rows is not None:
        parts = [_ON_ROWS.format(than=than)] * len(scope.rows)
        for table, ids in scope.rows.items():
            values += (table, json.dumps(ids), deed, table, json.dumps(ids), other)
    elif scope.who is not None:
        parts = [_OF_DEEDS.format(than=than, order=order, whose="AND who = ?")]
        values += (deed, scope.who, limit)
    else:
        parts = [_OF_DEEDS.format(than=than, order=order, whose="")]
        parts += [_BY_OTHERS.format(than=than, order=order)]
        values += (deed, limit, other, limit)
    sql = f"{' UNION '.join(parts)} ORDER BY key {order} LIMIT ?"
    return [row[0] for row in db.execute_sql(sql, (*values, limit)).fetchall()]


def _entries(keys: Sequence[int]) -> list[Entry]:
    wanted = [key // 2 for key in keys if not key % 2]
    deeds = {row.id: row for row in Deed.select().where(Deed.id.in_(wanted))} if wanted else {}
    others = _others([key // 2 for key in keys if key % 2])
    found = []
    for key in keys:
        number = key // 2
        if key % 2 and number in others:
            at, label = others[number]
            found.append(Entry(key, None, at, "", label, undone=False))
        elif number in deeds:
            deed = deeds[number]
            undone = deed.undone_by_id is not None
            found.append(Entry(key, deed.id, deed.at, deed.who, tell(deed), undone))
    return found


def _others(after: Sequence[int]) -> dict[int, tuple[str, str]]:
    """What other programs did after these deeds: when first, and told."""
    if not after:
        return {}
    rows = db.execute_sql(
        "SELECT after_deed, min(at), count(*) FROM change"
        " WHERE deed_id IS NULL AND after_deed IN (SELECT value FROM json_each(?))"
        " GROUP BY after_deed",
        (json.dumps(after),),
    ).fetchall()
    return {deed: (at or "", _say_others(count)) for deed, at, count in rows}


def _say_others(count: int) -> str:
    return ngettext(
        "another program changed {count} row", "another program changed {count} rows", count
    ).format(count=count)
