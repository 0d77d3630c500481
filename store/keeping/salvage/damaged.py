"""A damaged store, opened as far as it can be; the file itself is not written to."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from store.database import newest_version
from store.keeping.salvage import pages

# Type, name, table, root page, and SQL.
SchemaRow = tuple[str, str, str, int, str]

_MAGIC = b"SQLite format 3\0"
_PAGE_SIZES = {1: 65536} | {2**power: 2**power for power in range(9, 16)}
_USUAL_PAGE_SIZE = 4096


def version(file: Path) -> int:
    """Which version of our schema the file says that it has; the newest where it cannot say."""
    with file.open("rb") as raw:
        header = raw.read(100)
    if not header.startswith(_MAGIC):
        return newest_version()
    said = int.from_bytes(header[60:64], "big")
    return said if 1 <= said <= newest_version() else newest_version()


@contextmanager
def opened(file: Path, scratch: Path, sound: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A connection that reads a copy of `file` at `scratch`, with every table that can be found.

    `sound` is a new store of the same version.
    """
    _copy(file, scratch)
    if not _has_its_tables(scratch, sound) or _has_turned_letters(scratch, sound):
        _copy(file, scratch)
        _write_schema_anew(scratch, sound)
    with closing(_connected(scratch)) as connection:
        yield connection


def tables(connection: sqlite3.Connection) -> dict[str, str]:
    """What made each table that can be found, by its name."""
    with suppress(sqlite3.DatabaseError):
        found = "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
        return {name: sql for name, sql in connection.execute(found) if isinstance(name, str)}
    return {}


def _copy(file: Path, scratch: Path) -> None:
    """Copy the bytes, with those of the log beside it, which SQLite then writes into the copy."""
    for suffix in ("-wal", "-journal", "-shm"):
        scratch.with_name(scratch.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(file, scratch)
    log = file.with_name(f"{file.name}-wal")
    if log.exists():
        shutil.copyfile(log, scratch.with_name(f"{scratch.name}-wal"))


def _connected(scratch: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(scratch, isolation_level=None)
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    # A schema that cannot be read whole is read as far as it can be.
    connection.execute("PRAGMA writable_schema = on")
    connection.execute("PRAGMA cell_size_check = on")
    return connection


def _has_its_tables(scratch: Path, sound: sqlite3.Connection) -> bool:
    try:
        with closing(_connected(scratch)) as connection:
            return tables(connection).keys() >= tables(sound).keys()
    except sqlite3.DatabaseError:
        return False


def _has_turned_letters(scratch: Path, sound: sqlite3.Connection) -> bool:
    """Whether the SQL of some table was written over in place: it may name what never was."""
    should = tables(sound)
    with closing(_connected(scratch)) as connection:
        said = tables(connection)
    return any(_is_turned(said[name], sql) for name, sql in should.items())


def _is_turned(said: object, sql: str) -> bool:
    """Whether the SQL that a file says is the right one with some letters turned into others.

    Another version's may well differ, and is as long only by chance.
    """
    return not isinstance(said, str) or (said != sql and len(said) == len(sql))


def _write_schema_anew(scratch: Path, sound: sqlite3.Connection) -> None:
    """Give the copy a first page of its own, and a schema of all that is found on any page."""
    log = scratch.with_name(f"{scratch.name}-wal")
    if log.exists():  # what can be taken over of it, SQLite takes over
        with suppress(sqlite3.DatabaseError), closing(_connected(scratch)) as connection:
            connection.execute("PRAGMA wal_checkpoint(truncate)")
        log.unlink(missing_ok=True)
    size = page_size(scratch)
    found = _best(pages.schema_rows(scratch, size), sound)
    found += _as_in_a_new_one(found, sound)
    count = scratch.stat().st_size // size
    header = _header_of(sound)
    with scratch.open("r+b") as raw:
        raw.truncate(count * size)
        raw.write(pages.empty_first_page(header, size, count))
    with suppress(sqlite3.DatabaseError), closing(_connected(scratch)) as connection:
        connection.executemany("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", found)


def page_size(scratch: Path) -> int:
    """How many bytes a page has; as many as usual where the file cannot say."""
    with scratch.open("rb") as raw:
        header = raw.read(100)
    said = int.from_bytes(header[16:18], "big") if header.startswith(_MAGIC) else 0
    return _PAGE_SIZES.get(said, _USUAL_PAGE_SIZE)


def _header_of(sound: sqlite3.Connection) -> bytes:
    return sound.serialize()[:100]


def _best(rows: Iterator[SchemaRow], sound: sqlite3.Connection) -> list[SchemaRow]:
    """One row a name: of several, the one that is as it should be, else the last.

    Where letters of its SQL have turned into others, the right ones stand again.
    """
    should = dict(sound.execute("SELECT name, sql FROM sqlite_master").fetchall())
    best: dict[str, SchemaRow] = {}
    for row in rows:
        name, sql = row[1], row[4]
        if name in should and (name not in best or sql == should[name]):
            best[name] = row
    for name, row in best.items():
        if _is_turned(row[4], should[name]):
            best[name] = (*row[:4], should[name])
    # A table before its indexes, as SQLite wants to meet them.
    return sorted(best.values(), key=lambda row: row[0] != "table")


def _as_in_a_new_one(found: list[SchemaRow], sound: sqlite3.Connection) -> list[SchemaRow]:
    """Tables that were not found, where a new store has them.

    Stores are made in one order, so that they begin alike. That one did is believed where the
    nearest tables that were found, before and behind, are where a new store has them.
    """
    where = {row[1]: row[3] for row in found}
    rows = sound.execute(
        "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master WHERE rootpage > 0"
        " AND type = 'table' ORDER BY rootpage"
    ).fetchall()
    alike = [where[row[1]] == row[3] if row[1] in where else None for row in rows]
    taken = set(where.values())
    guessed = []
    for place, row in enumerate(rows):
        before = next((each for each in reversed(alike[:place]) if each is not None), True)
        behind = next((each for each in alike[place:] if each is not None), True)
        if alike[place] is None and before and behind and row[3] not in taken:
            guessed.append(row)
    return guessed
