"""Restoring a backup into the store, while other desks may have it open.

The backup is written into the very file, in one transaction, so that who has it open sees it at
once, and nobody goes on writing into a file that nobody looks at any more.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from store import calendar, chronicle, database, history
from store.chronicle import Entry
from store.database import STORE_FILES, held
from store.errors import Refused, StoreError
from store.journal_models import Deed
from store.keeping import carrying, replacing, snapshot
from store.keeping.candidate import Candidate, Mark, explained, newest_deed, prepared
from store.keeping.snapshot import Progress
from store.language import _
from store.text import shown

# Deeds that are named before they are lost; of the others it is said how many there are.
MOST_TOLD = 10


class Lost(NamedTuple):
    """The deeds that the backup lacks: how many, by whom, and the newest of them, newest first."""

    total: int
    by: tuple[tuple[str, int], ...]
    newest: tuple[Entry, ...]


class Preview(NamedTuple):
    """What restoring would do.

    `last` is the newest deed that the backup holds, `broken` what does not hold in it. Where a
    store is there and can be read, `lost` is what would be; `unreadable` says why it cannot.
    `same_history` says that the two began as one store.
    """

    last: Mark | None
    was_older: bool
    broken: tuple[str, ...]
    lost: Lost | None = None
    same_history: bool = False
    unreadable: str = ""


class Restoring(NamedTuple):
    """A backup that is ready to be restored, and what that would do."""

    preview: Preview
    candidate: Candidate
    file: Path
    store: Path

    def carry_out(self, progress: Progress | None = None) -> Path | None:
        """Let the backup take the store's place; answers where the one is kept that it replaced.

        Raises Unusable, with the store as it was.
        """
        with explained(self.store):
            _note(self.candidate, self.file)
            return _carry_out(self.candidate.path, self.store, self.preview, progress)


@contextmanager
def ready(file: Path, store: Path, progress: Progress | None = None) -> Iterator[Restoring]:
    """Look over the backup `file`, and what restoring it into `store` would do; writes nothing.

    Raises Refused for what cannot be restored, and Unusable for what cannot be read.
    """
    store = Path(os.path.abspath(store))
    if store.exists() and file.exists() and store.samefile(file):
        raise Refused(
            _("Still needed"),
            _("{path} is the store itself. Please name a backup.").format(path=_said(file)),
        )
    store.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with prepared(file, store.parent, progress) as found:
        yield Restoring(_preview(found, store), found, file, store)


def _preview(found: Candidate, store: Path) -> Preview:
    preview = Preview(found.last, found.was_older, tuple(each.told for each in found.broken))
    if not store.exists() or not store.stat().st_size:
        return preview
    try:
        database.open_store(store)
        try:
            with database.told():
                common = _common_deed(found)
                lost = _lost(common)
        finally:
            database.close_store()
    except StoreError as trouble:
        return preview._replace(unreadable=trouble.sentence)
    return preview._replace(lost=lost, same_history=common > 0)


def _common_deed(found: Candidate) -> int:
    """The number of the newest deed that the backup and the open store have in common, 0 for none.

    Up to there they have all of them in common, so it is looked for by halves.
    """
    if found.last is None:
        return 0
    with closing(snapshot.connected(found.path)) as backup:
        store = database.db.connection()
        least, most = 0, found.last.id
        while least < most:
            middle = (least + most + 1) // 2
            if newest_deed(backup, middle) == newest_deed(store, middle):
                least = middle
            else:
                most = middle - 1
        common = newest_deed(backup, least)
    return common.id if common else 0


def _lost(common: int) -> Lost:
    """The deeds of the open store that came after the one in common."""
    since = Deed.id > common
    by = Counter(who for (who,) in Deed.select(Deed.who).where(since).tuples())
    latest = chronicle.older(chronicle.EVERYBODY, None, MOST_TOLD)
    newest = tuple(entry for entry in latest if entry.key > 2 * common)
    return Lost(by.total(), tuple(by.most_common()), newest)


def _note(found: Candidate, file: Path) -> None:
    """Let the restored history say that it was restored, from what, and by whom."""
    database.open_store(found.path)
    try:
        with history.deed("restore", file=shown(file.name, 100)):
            pass
    finally:
        database.close_store()


def _carry_out(part: Path, store: Path, preview: Preview, progress: Progress | None) -> Path | None:
    if not store.exists() or not store.stat().st_size:
        snapshot.move_to_place(part, store)
        return None
    kept = _free_name(store)
    if not preview.same_history:
        carrying.send_nothing(part)
    carries = preview.same_history
    with held(store, exclusively=True):
        try:
            replacing.write_into(part, store, kept, carries=carries, progress=progress)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            _put_in_place(part, store, kept)
    return kept


def _put_in_place(part: Path, store: Path, kept: Path) -> None:
    """Let `part` stand where a file is that is no database any more; nobody can have it open."""
    for suffix in reversed(STORE_FILES):
        beside = Path(f"{store}{suffix}")
        if beside.exists():
            os.chmod(beside, 0o600)
            os.replace(beside, f"{kept}{suffix}")
    snapshot.move_to_place(part, store)


def _free_name(store: Path) -> Path:
    """A name for the store that is replaced, which nothing has."""
    plain = f"{store.name}.replaced-{calendar.moment().astimezone():%Y-%m-%dT%H%M%S}"
    names = chain([plain], (f"{plain}-{number}" for number in count(2)))
    return next(path for name in names if not os.path.lexists(path := store.with_name(name)))


def _said(file: Path) -> str:
    return shown(str(file), 200)
