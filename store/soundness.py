"""Whether the store's file is whole: what SQLite itself finds wrong with it."""

from __future__ import annotations

from store.database import db
from store.language import _, listed, ngettext

# What no deed and no change ever is. What was erased on request is empty.
_UNREADABLE = {
    "deed": "at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', at)"
    " OR (words <> '' AND NOT json_valid(words))",
    "change": "before <> '' AND NOT json_valid(before)",
}


def trouble() -> str | None:
    """The first thing that is wrong with what the file holds, of all that is asked here."""
    return damage() or loose_ends() or foreign_values() or unreadable_journal()


def damage() -> str | None:
    """What is broken in the file, and what to do about it; None where nothing is.

    Reads all of it, which takes minutes where there are millions of loans.
    """
    found = db.execute_sql("PRAGMA quick_check(1)").fetchone()[0]
    if found == "ok":
        return None
    return _("The store is damaged ({reason}). Please restore the last backup.").format(
        reason=" ".join(found.split())
    )


def loose_ends() -> str | None:
    """Which rows refer to what is not there, and what to do about it; None where all is there."""
    rows = db.execute_sql("PRAGMA foreign_key_check").fetchall()
    if not rows:
        return None
    tables = sorted({row[0] for row in rows})
    return ngettext(
        "{count} row refers to something that is not there ({tables}): another program has changed "
        "the file. Please restore the last backup.",
        "{count} rows refer to something that is not there ({tables}): another program has changed "
        "the file. Please restore the last backup.",
        len(rows),
    ).format(count=len(rows), tables=listed(tables))


def foreign_values() -> str | None:
    """Where a column holds what Qiaomen never writes there, and what to do; None where none does.

    SQLite keeps text also in columns of numbers. What the tables' own constraints forbid is told by
    `damage`.
    """
    tables = db.execute_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"
    )
    for (table,) in tables.fetchall():
        columns = db.execute_sql(f'PRAGMA table_info("{table}")').fetchall()
        for column, kind in ((column[1], column[2]) for column in columns):
            if _holds_others(table, column, "integer" if kind == "INTEGER" else "text"):
                return _(
                    "Another program has written into {table}.{column} what cannot be read there. "
                    "Please restore the last backup."
                ).format(table=table, column=column)
    return None


def unreadable_journal() -> str | None:
    """Which deed or change of the journal cannot be read, and what to do; None where all can be."""
    for table, unreadable in _UNREADABLE.items():
        odd = db.execute_sql(f"SELECT id FROM {table} WHERE {unreadable} LIMIT 1").fetchone()
        if odd is not None:
            return _(
                "Another program has changed the journal: number {number} in {table} cannot be "
                "read. Please restore the last backup."
            ).format(number=odd[0], table=table)
    return None


def _holds_others(table: str, column: str, kind: str) -> bool:
    """Whether a column of a table holds anything but values of this kind, or nothing."""
    odd = f'SELECT 1 FROM "{table}" WHERE typeof("{column}") NOT IN (?, \'null\') LIMIT 1'
    return db.execute_sql(odd, (kind,)).fetchone() is not None
