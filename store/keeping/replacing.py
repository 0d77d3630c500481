"""Writing one store into the file of another that other desks may have open, all of it at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import monotonic

from store.errors import StoreError, Unusable
from store.keeping import carrying, snapshot
from store.keeping.snapshot import Progress
from store.language import _

# Seconds that this waits for others to end their deeds.
PATIENCE = 60.0


class _ChangedMeanwhile(Exception):
    """Somebody wrote between the reading of the store and its locking."""


def write_into(
    part: Path, store: Path, kept: Path, *, carries: bool, progress: Progress | None
) -> None:
    """Write `part` into the file of the `store` in one transaction, and keep what was there.

    What is kept is just what is replaced; with `carries`, what cannot be undone of it is taken
    over. Raises Unusable where others go on writing, with nothing written.
    """
    _fit_pages(part, store)
    until = monotonic() + PATIENCE
    with closing(snapshot.connected(store)) as watch:
        while True:
            version = _version(watch)
            if carries:
                carrying.carry_over(store, part)
            try:
                _write_pages(part, store, _Keeping(watch, version, store, kept), until, progress)
                return
            except _ChangedMeanwhile:
                if monotonic() > until:
                    raise _others_write() from None


class _Keeping:
    """Keeps the store once nobody writes any more, if nobody has since its `version`."""

    def __init__(self, watch: sqlite3.Connection, version: int, store: Path, kept: Path) -> None:
        self._watch, self._version = watch, version
        self._store, self._kept = store, kept

    def __call__(self) -> None:
        if _version(self._watch) != self._version:
            raise _ChangedMeanwhile
        with snapshot.part_of(self._store.parent) as copy:
            with snapshot.reading(self._store) as former:
                snapshot.copy(former, copy)
            snapshot.move_to_place(copy, self._kept)


def _write_pages(
    part: Path,
    store: Path,
    locked: Callable[[], None],
    until: float,
    progress: Progress | None,
) -> None:
    """Write `part` into the store's file; behind the first pages, `locked` is called.

    What that raises takes all of it back, and so does the end of the patience with a busy store.
    """
    was_locked = False

    def step(status: int, left: int, total: int) -> None:
        nonlocal was_locked
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            if monotonic() > until:
                raise _others_write()
            return
        if not was_locked:
            was_locked = True
            locked()
        if progress is not None:
            progress(left, total)

    with (
        closing(snapshot.connected(part)) as source,
        closing(sqlite3.connect(store, isolation_level=None, timeout=1)) as target,
    ):
        target.execute("PRAGMA journal_mode").fetchone()
        target.execute("PRAGMA synchronous = full")
        (pages,) = source.execute("PRAGMA page_count").fetchone()
        # In several steps, for the last one ends the transaction.
        source.backup(target, pages=min(snapshot.PAGES, pages // 2), progress=step, sleep=0.05)


def _fit_pages(part: Path, store: Path) -> None:
    """Give the copy pages of the store's size: no file changes the size of its own."""
    sizes = []
    for path in (store, part):
        with closing(snapshot.connected(path)) as connection:
            sizes.append(connection.execute("PRAGMA page_size").fetchone()[0])
    if sizes[0] != sizes[1]:
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            copy.execute("PRAGMA journal_mode = delete")
            copy.execute(f"PRAGMA page_size = {sizes[0]}")
            copy.execute("VACUUM")


def _version(watch: sqlite3.Connection) -> int:
    """A number that changes when somebody else writes."""
    version: int = watch.execute("PRAGMA data_version").fetchone()[0]
    return version


def _others_write() -> StoreError:
    return Unusable(
        _("Somebody else is writing"),
        _(
            "Others go on writing, so nothing was restored. "
            "Please ask them to leave, and try again."
        ),
    )
