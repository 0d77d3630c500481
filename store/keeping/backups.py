"""Backups: made while people work, looked over before they count, thinned out afterwards."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from store import calendar, soundness
from store.database import APPLICATION_ID, file_path, transaction
from store.errors import Refused, StoreError, Unusable, system_reason
from store.keeping import backup_rules, rotation, snapshot
from store.keeping.models import Backup
from store.keeping.rotation import Keep
from store.keeping.snapshot import Progress
from store.keeping.standing import is_as_made
from store.language import _
from store.text import shown

# Of a database's header: where it says how it is written, and what a file says that no desk keeps
# open (2 is said by one in WAL mode).
_WRITTEN_AS, _AT_REST = 18, 1


class Made(NamedTuple):
    """A backup that was made; `removed` are older ones that went for it."""

    path: str
    bytes: int
    last_deed: int | None
    removed: tuple[str, ...]


def make(destination: Path, keep: Keep | None = None, progress: Progress | None = None) -> Made:
    """Back the store up to a file, or into a folder under a name of its own; note it in the store.

    The file is whole and safe on disk before it stands there. With `keep`, older ones that were
    made into the same folder are thinned out. Raises Refused for a place where none can be made,
    and StoreError for what goes wrong, which is noted as well.
    """
    try:
        with _explained(destination):
            made = _made(destination, progress)
    except Refused:
        raise
    except StoreError as trouble:
        _note_failure(destination, trouble)
        raise
    with transaction():
        number = Backup.insert(at=calendar.now(), **made._asdict()).execute()
    removed = () if keep is None else tuple(_thin_out(number, keep))
    return Made(made.path, made.bytes, made.last_deed, removed)


def make_nightly(folder: str) -> None:
    """Make the backup that the community's settings ask for every night into `folder`.

    What goes wrong is noted, and stops nobody.
    """
    try:
        if not os.path.isdir(folder):
            raise backup_rules.no_folder(folder)
        make(Path(folder), backup_rules.keep())
    except Refused as trouble:
        _note_failure(Path(folder), trouble)
    except StoreError:
        return


def _note_failure(destination: Path, trouble: StoreError) -> None:
    with suppress(StoreError), transaction():
        where = _storable(destination)
        Backup.insert(at=calendar.now(), path=where, failure=trouble.sentence).execute()


class _New(NamedTuple):
    """A backup as it is noted."""

    path: str
    bytes: int
    last_deed: int | None
    seal_id: int | None
    seal: str | None


def _made(destination: Path, progress: Progress | None) -> _New:
    place = _place(destination)
    with snapshot.part_of(place.parent) as part:
        with snapshot.reading(file_path()) as store:
            snapshot.copy(store, part, progress)
            counts = soundness.row_counts(store)
            last_deed = store.execute("SELECT max(id) FROM deed").fetchone()[0]
            seal = last_seal(store)
        _refuse_unsound(part, counts)
        snapshot.move_to_place(part, place)
    return _New(_storable(place), place.stat().st_size, last_deed, *seal)


def last_seal(store: sqlite3.Connection) -> tuple[int | None, str | None]:
    """The newest seal over the journal, its number and hash, if there is one."""
    if not store.execute("SELECT 1 FROM sqlite_master WHERE name = 'seal'").fetchone():
        return None, None
    found = store.execute("SELECT id, hash FROM seal ORDER BY id DESC LIMIT 1").fetchone()
    return found or (None, None)


def _refuse_unsound(part: Path, counts: dict[str, int]) -> None:
    """Raise Unusable unless the copy, as it stands on the disk, is whole and holds every row."""
    with closing(snapshot.connected(part)) as copy:
        reason = soundness.broken(copy)
        if reason is None and (loose := soundness.loose(copy)):
            reason = _("rows of {tables} refer to nothing").format(tables=", ".join(loose.tables))
        if reason is None and soundness.row_counts(copy) != counts:
            reason = _("rows are missing")
    if reason is not None:
        raise Unusable(
            _("Backup not usable"),
            _(
                "The backup is not whole ({reason}), so it was thrown away. "
                "Please look with `qiaomen check` whether the store is."
            ).format(reason=reason),
        )


def _place(destination: Path) -> Path:
    """Where the backup will stand. Raises Refused for what must not be replaced."""
    whole = destination.resolve()
    if whole.is_dir():
        stem, at = Path(file_path()).stem, calendar.moment().astimezone()
        name = f"{stem}-{at:%Y-%m-%dT%H%M%S}"
        endings = chain([""], (f"-{number}" for number in count(2)))
        names = (whole / f"{name}{ending}.db" for ending in endings)
        return next(path for path in names if not os.path.lexists(path))
    if not whole.parent.is_dir():
        raise backup_rules.no_folder(str(whole.parent))
    if os.path.lexists(whole) and not _is_at_rest(whole):
        raise Refused(
            _("Something else is there"),
            _("{path} is there and is no backup. Please name another file.").format(
                path=shown(str(destination), 200)
            ),
        )
    return whole


def _is_at_rest(path: Path) -> bool:
    """Whether `path` is a store that nobody has opened since it was made as a backup."""
    if not stat.S_ISREG(path.stat().st_mode) or path.samefile(file_path()):
        return False
    with path.open("rb") as file:
        header = file.read(100)
    ours = header[68:72] == APPLICATION_ID.to_bytes(4, "big")
    return ours and header[_WRITTEN_AS] == _AT_REST


def _thin_out(newest: int, keep: Keep) -> Iterator[str]:
    """Remove what `keep` no longer asks for of the backups in the folder of the `newest` one.

    Only files that were made here and still are as they were.
    """
    made = Backup.select(Backup.id, Backup.at, Backup.path, Backup.bytes).where(
        Backup.failure == "", Backup.removed_at.is_null()
    )
    rows = list(made.order_by(Backup.id).tuples())
    folder = os.path.dirname(rows[-1][2])
    there = [row for row in rows if os.path.dirname(row[2]) == folder and is_as_made(*row[2:])]
    moments = {row[0]: datetime.fromisoformat(row[1]).astimezone() for row in there}
    stay = rotation.kept(list(moments.values()), keep)
    last_at = {at: number for number, at in moments.items()}
    for number, _at, path, _bytes in there:
        at = moments[number]
        if number == newest or (at in stay and last_at[at] == number):
            continue
        with suppress(OSError):
            os.unlink(path)
            with transaction():
                Backup.update(removed_at=calendar.now()).where(Backup.id == number).execute()
            yield path


def _storable(path: Path) -> str:
    """`path` as text, absolute, also where its bytes spell none."""
    return os.fsencode(os.path.realpath(path)).decode("utf-8", "backslashreplace")


@contextmanager
def _explained(destination: Path) -> Iterator[None]:
    """Tell what the operating system or SQLite has against a backup there as Unusable."""
    try:
        yield
    except (OSError, ValueError, sqlite3.DatabaseError) as trouble:
        system = isinstance(trouble, OSError | ValueError)
        raise Unusable(
            _("No backup"),
            _("The backup could not be written to {path}: {reason}.").format(
                path=shown(str(destination), 200),
                reason=system_reason(trouble) if system else trouble,  # type: ignore[arg-type]
            ),
        ) from trouble
