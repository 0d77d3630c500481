"""The store as it is at one moment, read and copied while others go on writing."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from store.database import STORE_FILES, uri

# Pages that are copied between two looks at the clock, 4 MB.
PAGES = 1024
PART = ".qiaomen-part-"

# Kilobytes of pages that a connection keeps, for each row is looked for in every index.
CACHE = 65_536

# Told how many pages are still to be copied, and how many there are.
Progress = Callable[[int, int], None]


@contextmanager
def reading(path: str | os.PathLike[str]) -> Iterator[sqlite3.Connection]:
    """A connection of its own to the store at `path`, which sees it as it is now.

    In WAL mode nobody waits for it, and it does not see what is written meanwhile.
    """
    with closing(connected(path)) as connection:
        connection.execute("BEGIN")
        connection.execute("PRAGMA schema_version").fetchone()  # from here on
        yield connection


def connected(path: str | os.PathLike[str]) -> sqlite3.Connection:
    """A connection that only asks, and that any thread may use; the file must be there.

    It might write, else it would leave behind what SQLite keeps beside a store that is open.
    """
    connection = sqlite3.connect(
        uri(os.path.abspath(path), "rw"), uri=True, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA query_only = 1")
    connection.execute(f"PRAGMA cache_size = -{CACHE}")
    return connection


def copy(source: sqlite3.Connection, path: Path, progress: Progress | None = None) -> None:
    """Write what `source` sees into the empty or new file at `path`, and make it safe on disk.

    Only its owner may read it, and it needs no file beside it.
    """
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600))
    with closing(sqlite3.connect(path, isolation_level=None)) as target:
        target.execute("PRAGMA journal_mode = off")
        target.execute("PRAGMA synchronous = off")  # all of it is synced at the end
        source.backup(target, pages=PAGES, progress=_counted(progress))
        target.execute("PRAGMA journal_mode = delete")
    sync(path)


@contextmanager
def part_of(folder: Path) -> Iterator[Path]:
    """A file to be made in `folder`, which is gone afterwards unless it was moved to its place.

    What a killed process left of one is taken away first.
    """
    for left in folder.glob(f"{PART}*"):
        _remove_if_left(left)
    handle, name = tempfile.mkstemp(prefix=PART, dir=folder)
    try:
        with suppress(OSError):  # where nothing can be locked, what is left half made stays
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield Path(name)
    finally:
        os.close(handle)
        _remove(Path(name))


def move_to_place(part: Path, place: Path) -> None:
    """Let the finished `part` stand at `place`, also after a loss of power."""
    os.replace(part, place)
    with _opened(place.parent) as folder:
        os.fsync(folder)


def sync(path: Path) -> None:
    """Wait until the file is safe on disk, and let the next look at it go there."""
    with _opened(path) as handle:
        os.fsync(handle)
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        yield handle
    finally:
        os.close(handle)


def _counted(progress: Progress | None) -> Callable[[int, int, int], None]:
    # Without anything to call, Python would not hear of Ctrl+C before the end.
    if progress is None:
        return lambda _status, _remaining, _total: None
    return lambda _status, remaining, total: progress(remaining, total)


def _remove_if_left(part: Path) -> None:
    """Remove a part unless a living process is making it."""
    with suppress(OSError), _opened(part) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _remove(part)


def _remove(part: Path) -> None:
    for suffix in STORE_FILES:
        part.with_name(part.name + suffix).unlink(missing_ok=True)
