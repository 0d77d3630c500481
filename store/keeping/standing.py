"""What is wrong with the backups, told until somebody puts it right."""

from __future__ import annotations

import os
import stat
from datetime import datetime, timedelta
from typing import NamedTuple

from store import calendar, settings
from store.database import db
from store.keeping.models import Backup
from store.language import _

# A backup older than this wants another one: where the nightly run makes them, and where hands do.
NIGHTLY_PATIENCE = timedelta(hours=36)
PATIENCE = timedelta(days=8)


class Last(NamedTuple):
    """The newest backup that was made; `at` is in UTC."""

    at: datetime
    path: str
    bytes: int
    seal_id: int | None
    seal: str | None


def last() -> Last | None:
    """The newest backup that was made, if there was one."""
    query = Backup.select(Backup.at, Backup.path, Backup.bytes, Backup.seal_id, Backup.seal)
    row = query.where(Backup.failure == "").order_by(Backup.id.desc()).tuples().first()
    return None if row is None else Last(datetime.fromisoformat(row[0]), *row[1:])


def failure() -> str | None:
    """That the newest attempt at a backup came to nothing, and why; None if it did not."""
    row = Backup.select(Backup.failure).order_by(Backup.id.desc()).tuples().first()
    reason = row[0] if row else ""
    return _("The backup failed. {reason}").format(reason=reason) if reason else None


def troubles(now: datetime) -> tuple[str, ...]:
    """What is wrong with the backups, a sentence each; nothing where all is well."""
    newest, failed = last(), failure()
    wrong = [failed] if failed else []
    if newest is None:
        if not failed:
            wrong.append(
                _(
                    "There is no backup. `qiaomen backup FOLDER` makes one; after "
                    "`qiaomen settings backup_folder FOLDER` the nightly run does."
                )
            )
        return tuple(wrong)
    when = calendar.say_moment(newest.at)
    if abs(now - newest.at) > (NIGHTLY_PATIENCE if settings.text("backup_folder") else PATIENCE):
        wrong.append(
            _("There has been no backup since {moment}. `qiaomen backup FOLDER` makes one.").format(
                moment=when
            )
        )
    if not is_as_made(newest.path, newest.bytes) and os.path.lexists(newest.path):
        wrong.append(
            _(
                "The last backup, {path}, is not as it was made. "
                "Please make another with `qiaomen backup FOLDER`."
            ).format(path=newest.path)
        )
    if newest.seal is not None and not _holds(newest.seal_id, newest.seal):
        wrong.append(
            _(
                "The journal is not the one that was backed up at {moment}: it was written anew. "
                "Please compare it with {path}."
            ).format(moment=when, path=newest.path)
        )
    return tuple(wrong)


def said() -> str:
    """The last backup in a few words, where nothing is wrong with it."""
    newest = last()
    if newest is None:
        return ""
    words = _("the last one was {moment}: {path}").format(
        moment=calendar.say_moment(newest.at), path=newest.path
    )
    gone = not os.path.lexists(newest.path)
    return _("{backup} (no longer there)").format(backup=words) if gone else words


def is_as_made(path: str, size: int) -> bool:
    """Whether a plain file of this size, in bytes, is still there."""
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size == size


def _holds(seal_id: int | None, seal: str) -> bool:
    """Whether the chain over the journal still has the link that a backup noted."""
    return (
        db.execute_sql("SELECT 1 FROM seal WHERE id = ? AND hash = ?", (seal_id, seal)).fetchone()
        is not None
    )
