"""Saving what can be read of a damaged store into a new one, and telling what could not be."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from peewee import SqliteDatabase

from store import index, migrate, soundness
from store.errors import NotFound, Refused
from store.keeping import invariants, snapshot
from store.keeping.candidate import explained
from store.keeping.salvage import closing_gaps, damaged, filling, references
from store.keeping.salvage.closing_gaps import Gaps
from store.keeping.salvage.filling import LeftOut
from store.keeping.salvage.rows import Span, spans
from store.keeping.salvage.tables import Filler
from store.language import _
from store.text import shown

# Tables of the new store's own, or of SQLite's, and the index, which is made anew from the rows.
_OWN = frozenset({"schema_migration", "current_deed", "sqlite_sequence"}) | index.TABLES
# What the chain over the journal vouches for.
_SEALED = frozenset({"deed", "change", "seal", "erased"})


class Saved(NamedTuple):
    """What became of one table.

    `rebuilt` are rows that were put together from indexes, `lost` the ids that could not be read
    and are known to have been there, `unsure` those of which nobody knows whether they were,
    `doubtful` the ids of rows of which an index says something else, `left_out` rows that were read
    and cannot be there, `loosened` rows that name somebody no more.
    """

    table: str
    rows: int
    rebuilt: int = 0
    lost: tuple[Span, ...] = ()
    unsure: tuple[Span, ...] = ()
    doubtful: tuple[Span, ...] = ()
    left_out: int = 0
    loosened: int = 0
    is_missing: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether every row is there as it was, as far as can be known."""
        uncertain = self.rebuilt or self.lost or self.unsure or self.doubtful
        return not (uncertain or self.left_out or self.is_missing)


class Report(NamedTuple):
    """What was saved; `left_out` is the file of the rows that were left out, if there are any.

    `chain_begins_anew` where the journal is not whole; `broken` is what does not hold.
    """

    tables: tuple[Saved, ...]
    left_out: Path | None
    chain_begins_anew: bool
    broken: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was lost, as far as can be known."""
        return all(table.is_whole and not table.loosened for table in self.tables)


def salvage(file: Path, new: Path, tell: Callable[[str], None] | None = None) -> Report:
    """Save what can be read of the store in `file` into a new store at `new`.

    `tell` hears of each table. Raises NotFound, Refused where something is at `new`, and Unusable.
    """
    if not file.is_file():
        raise NotFound(
            _("No store"),
            _("There is no file at {path}.").format(path=shown(str(file), 200)),
        )
    beside = new.with_name(f"{new.name}.left-out.jsonl")
    for path in (new, beside):
        if os.path.lexists(path):
            raise Refused(
                _("Something else is there"),
                _("{path} is there already. Please name a new file.").format(
                    path=shown(str(path), 200)
                ),
            )
    new = new.resolve()
    with explained(file), snapshot.part_of(new.parent) as part:
        _make(part, damaged.version(file))
        left_out = LeftOut(beside)
        with (
            snapshot.part_of(new.parent) as scratch,
            closing(_connected(part)) as store,
            damaged.opened(file, scratch, store) as source,
        ):
            saved, anew = _fill(source, scratch, store, left_out, tell)
        left_out.close()
        report = _finish(part, saved, anew, left_out)
        snapshot.move_to_place(part, new)
    return report


def _make(part: Path, version: int) -> None:
    database = SqliteDatabase(part)
    try:
        migrate.make(database, version)
    finally:
        database.close()


def _connected(part: Path) -> sqlite3.Connection:
    store = sqlite3.connect(part, isolation_level=None)
    store.execute("PRAGMA synchronous = off")
    return store


def _fill(
    source: sqlite3.Connection,
    scratch: Path,
    store: sqlite3.Connection,
    left_out: LeftOut,
    tell: Callable[[str], None] | None,
) -> tuple[list[Saved], bool]:
    there = damaged.tables(source)
    last_ids = _last_ids(source)
    with filling.unguarded(store):
        saved: dict[str, Saved] = {}
        gaps: dict[str, Gaps] = {}
        for table in sorted(damaged.tables(store).keys() - _OWN):
            if tell is not None:
                tell(table)
            store.execute(f'DELETE FROM "{table}"')
            saved[table] = Saved(table, 0, is_missing=table not in there)
            if table in there:
                filler = Filler(source, store, table, left_out)
                found = filler.save(last_ids.get(table))
                saved[table] = saved[table]._replace(left_out=filler.without)
                if found is not None:
                    gaps[table] = found
        closing_gaps.from_pages(scratch, store, gaps)
        for table, found in gaps.items():
            rebuilt = closing_gaps.from_indexes(store, found)
            saved[table] = saved[table]._replace(
                rebuilt=rebuilt,
                lost=found.lost(),
                unsure=found.unsure(),
                doubtful=spans(found.doubtful),
            )
        loosened, without = references.settle(store, left_out)
        told = [_counted(each, store, loosened, without) for each in saved.values()]
        anew = any(not each.is_whole for each in told if each.table in _SEALED)
        if anew and "seal" in damaged.tables(store):
            store.execute("DELETE FROM seal")
        _set_last_ids(store, last_ids)
    return told, anew


def _counted(
    saved: Saved, store: sqlite3.Connection, loosened: Counter[str], without: Counter[str]
) -> Saved:
    (count,) = store.execute(f'SELECT count(*) FROM "{saved.table}"').fetchone()
    return saved._replace(
        rows=count,
        left_out=saved.left_out + without[saved.table],
        loosened=loosened[saved.table],
    )


def _last_ids(source: sqlite3.Connection) -> dict[str, int]:
    """The last number given in each table, as far as that can be read."""
    with suppress(sqlite3.DatabaseError):
        found = source.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
        return {name: seq for name, seq in found if isinstance(seq, int) and seq >= 0}
    return {}


def _set_last_ids(store: sqlite3.Connection, last_ids: dict[str, int]) -> None:
    """Go on from the last numbers that were given; in the journal, from the last that is there."""
    there = dict(store.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    store.execute("DELETE FROM sqlite_sequence")
    for table in there.keys() | (last_ids.keys() & damaged.tables(store).keys()):
        (newest,) = store.execute(f'SELECT coalesce(max(id), 0) FROM "{table}"').fetchone()
        last = newest if table in _SEALED else max(newest, last_ids.get(table, 0))
        store.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))


def _finish(part: Path, saved: list[Saved], anew: bool, left_out: LeftOut) -> Report:
    """Bring the new store up to date, and look whether it is sound."""
    database = SqliteDatabase(part)
    try:
        migrate.update(database)
    finally:
        database.close()
    with closing(snapshot.connected(part)) as store:
        broken = [each.told for each in invariants.broken(store)]
        damage = soundness.broken(store)
    snapshot.sync(part)
    return Report(
        tuple(saved),
        left_out.path if left_out.count else None,
        anew,
        (*broken, damage) if damage else tuple(broken),
    )
