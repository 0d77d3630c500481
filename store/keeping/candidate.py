"""A backup that may be restored: copied beside the store, looked over, and brought up to date."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from peewee import SqliteDatabase

from store import soundness
from store.database import APPLICATION_ID, newest_version, uri
from store.errors import Refused, StoreError, Unusable, system_reason
from store.keeping import invariants, snapshot
from store.keeping.invariants import Broken
from store.keeping.snapshot import Progress
from store.language import _
from store.text import shown


class Mark(NamedTuple):
    """A deed by which one history is told from another: its number, when, who and what."""

    id: int
    at: str
    who: str
    verb: str


class Candidate(NamedTuple):
    """A backup at `path`, which is a copy that may be changed; `broken` does not hold in it.

    `last` is its newest deed, `was_older` says that it had to be brought up to date.
    """

    path: Path
    last: Mark | None
    was_older: bool
    broken: tuple[Broken, ...]


@contextmanager
def prepared(file: Path, folder: Path, progress: Progress | None = None) -> Iterator[Candidate]:
    """Copy the backup `file` into `folder`, where it is gone afterwards unless it was moved.

    Raises Refused for what is no store, is newer than the program, or is not whole; and Unusable
    for what cannot be read or copied.
    """
    with snapshot.part_of(folder) as part:
        with explained(file):
            with _opened(file) as source:
                snapshot.copy(source, part, progress)
            version = _refuse_unfit(part, file)
            if version < newest_version():
                _bring_up_to_date(part)
            with closing(snapshot.connected(part)) as copy:
                candidate = Candidate(
                    part,
                    newest_deed(copy),
                    version < newest_version(),
                    tuple(invariants.broken(copy)),
                )
        yield candidate


def newest_deed(store: sqlite3.Connection, most: int = 2**62) -> Mark | None:
    """The newest deed of a store, of those whose number is at most `most`."""
    row = store.execute(
        "SELECT id, at, who, verb FROM deed WHERE id <= ? ORDER BY id DESC LIMIT 1", (most,)
    ).fetchone()
    return None if row is None else Mark(*row)


@contextmanager
def explained(file: Path) -> Iterator[None]:
    """Tell what the operating system or SQLite has against `file` as Unusable."""
    try:
        yield
    except OSError as trouble:
        raise _unreadable(file, system_reason(trouble)) from trouble
    except sqlite3.OperationalError as trouble:
        raise _unreadable(file, str(trouble)) from trouble
    except sqlite3.DatabaseError as trouble:
        raise _not_whole(file, str(trouble)) from trouble


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection that reads `file`, also where nothing can be written beside it."""
    os.stat(file)  # the system's own words for what is not there
    try:
        with snapshot.reading(file) as source:
            yield source
    except sqlite3.OperationalError:
        if os.access(file.parent, os.W_OK) or Path(f"{file}-wal").exists():
            raise
        at_rest = f"{uri(str(file.absolute()), 'ro')}&immutable=1"
        with closing(sqlite3.connect(at_rest, uri=True)) as source:
            yield source


def _refuse_unfit(part: Path, file: Path) -> int:
    """The version of the store that was copied from `file`. Raises Refused."""
    with closing(snapshot.connected(part)) as copy:
        if copy.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise Refused(
                _("No backup"),
                _("{path} is no store of Qiaomen. Please name a backup.").format(path=_said(file)),
            )
        version: int = copy.execute("PRAGMA user_version").fetchone()[0]
        if version > newest_version():
            raise Refused(
                _("Newer database"),
                _("{path} was written by a newer Qiaomen. Please update the program.").format(
                    path=_said(file)
                ),
            )
        reason = soundness.broken(copy)
        if reason is None and (loose := soundness.loose(copy)):
            reason = _("rows of {tables} refer to nothing").format(tables=", ".join(loose.tables))
    if reason is not None:
        raise _not_whole(file, reason)
    return version


def _bring_up_to_date(part: Path) -> None:
    from store import migrate

    database = SqliteDatabase(part)
    try:
        migrate.update(database)
    finally:
        database.close()


def _unreadable(file: Path, reason: str) -> StoreError:
    return Unusable(
        _("Not reachable"),
        _("{path} cannot be opened: {reason}.").format(path=_said(file), reason=reason),
    )


def _not_whole(file: Path, reason: str) -> StoreError:
    return Refused(
        _("Damaged"),
        _(
            "{path} is damaged ({reason}). Please restore another backup, "
            "or save what can be read with `qiaomen salvage`."
        ).format(path=_said(file), reason=reason),
    )


def _said(file: Path) -> str:
    return shown(str(file), 200)
