"""Whether the store's file is whole: what SQLite itself finds wrong with it."""

from __future__ import annotations

from store.database import db
from store.language import _, listed, ngettext


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
