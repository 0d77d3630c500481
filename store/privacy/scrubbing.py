"""What lies outside of the rows: the file's free pages, drafts, and copies of the store."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from store.database import db, file_path, told
from store.errors import Unusable
from store.privacy.texts import Names

# Days that each kind of backup is kept at most, by the letter of the rotation.
_SPANS = {"d": 1, "w": 7, "m": 31, "y": 366}


class Holding(NamedTuple):
    """A copy that holds what was erased since: made `at` (UTC; empty where nobody noted it).

    `days` is how long rotation keeps it at most, from then; None where nothing removes it.
    """

    path: str
    at: str
    days: int | None


def scrub() -> bool:
    """Write the file anew without what was deleted; answers whether that could be done now.

    Another reader or writer may be in the way, or the disk full. The rows are erased all the same.
    """
    try:
        with told():
            db.execute_sql("VACUUM")
            busy = db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except Unusable:
        return False
    return not busy


def copies() -> tuple[Holding, ...]:
    """The copies of the store that are known: backups, and those made before an update."""
    return (*_backups(), *(Holding(path, "", None) for path in _beside()))


def remove_drafts(names: Names) -> int:
    """Throw away half-typed forms in which one of `names` stands; answers how many."""
    removed = 0
    for path in _drafts():
        with open(path, encoding="utf-8", errors="replace") as file:
            holds = names.are_in(file.read())
        if holds:
            os.unlink(path)
            removed += 1
    return removed


def _backups() -> Iterator[Holding]:
    if "backup" not in db.get_tables():
        return
    days = _longest_span()
    rows = db.execute_sql(
        "SELECT path, at FROM backup WHERE failure = '' AND removed_at IS NULL ORDER BY id"
    )
    for path, at in rows.fetchall():
        if os.path.exists(path):
            yield Holding(path, at, days)


def _longest_span() -> int | None:
    """How many days rotation keeps a backup at most; None where it keeps all."""
    row = db.execute_sql("SELECT value FROM setting WHERE key = 'backup_keep'").fetchone()
    spans = [part.strip() for part in (row[0] if row else "7d,4w,12m").split(",")]
    days = [
        int(part[:-1]) * _SPANS[part[-1]]
        for part in spans
        if part[-1:] in _SPANS and part[:-1].isdecimal()
    ]
    return max(days, default=None)


def _beside() -> Iterator[str]:
    """The copies that an update or a restore has left beside the store."""
    folder, name = os.path.split(file_path())
    for other in sorted(os.listdir(folder)):
        if other.startswith((f"{name}.before-", f"{name}.replaced-")):
            yield os.path.join(folder, other)


def _drafts() -> Iterator[str]:
    folder = f"{file_path()}-drafts"
    if os.path.isdir(folder):
        for name in sorted(os.listdir(folder)):
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                yield path
