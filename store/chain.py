"""The chain over the journal: each seal is a hash over the one before and all that came since.

A seal covers lines, first those of the changes and then those of the deeds, in the order of their
numbers. A line is a JSON array of texts, of what is never erased, and then the digest of what may
be, if there is any: the SHA-256 of a salt and the text (a change's `before`, a deed's `words`).
Who erases a text keeps its digest, by which the chain still holds, and from which nobody can guess
the text without the salt. The hash is the SHA-256 of the hash before (64 zeros at first), the
lines, and the numbers of the last deed and the last change with a space between; a newline ends
each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from peewee import Database

from store import journal, unrecorded
from store.database import db, told
from store.language import _

START = "0" * 64

# What is left of a deed's words when they are erased; of a change nothing is left.
EMPTY_WORDS = b"{}"

# Lines that are hashed at once: a hash of one line takes as long as reading it.
_BATCH = 200

# What was written down since a seal: whose it is, its line's array, salt and text, and the digest
# kept of an erased text. All of it cast, so that nothing that another program may have put
# there, be it broken characters, stops the deeds of everybody.
_CHANGES = """
    SELECT id, CAST(deed_id AS INTEGER),
        CAST(json_array(CAST(id AS TEXT), CAST(deed_id AS TEXT), CAST(table_name AS TEXT),
            CAST(row_id AS TEXT), CAST(event AS TEXT), CAST(at AS TEXT), CAST(after_deed AS TEXT)
        ) AS BLOB),
        salt, CAST(before AS BLOB),
        CASE WHEN before IS NULL AND event <> 'insert' THEN
            (SELECT digest FROM erased WHERE table_name = 'change' AND row_id = change.id) END
    FROM change WHERE id > ? ORDER BY id"""
_DEEDS = """
    SELECT id, id,
        CAST(json_array(CAST(id AS TEXT), CAST(at AS TEXT), CAST(who AS TEXT), CAST(verb AS TEXT),
            CAST(undoes_id AS TEXT)) AS BLOB),
        salt, CAST(words AS BLOB),
        CASE WHEN salt IS NULL THEN
            (SELECT digest FROM erased WHERE table_name = 'deed' AND row_id = deed.id) END
    FROM deed WHERE id > ? ORDER BY id"""


# A row of the journal: its number, the deed that it belongs to (None: another program's), its line.
Written = tuple[int, int | None, bytes]


class Broken(NamedTuple):
    """What does not fit in the journal: the first deed and change that it may be, and a sentence.

    Either is None where it is about none.
    """

    deed: int | None
    change: int | None
    sentence: str


def last() -> tuple[int, str]:
    """The number and the hash of the newest seal; 0 and 64 zeros where there is none."""
    found = db.execute_sql("SELECT id, hash FROM seal ORDER BY id DESC LIMIT 1").fetchone()
    return found or (0, START)


def seal(database: Database = db) -> None:
    """Seal what was written down since the last seal, inside the caller's transaction."""
    from hashlib import sha256  # 2 ms that a desk without deeds has no use for

    newest = database.execute_sql(
        "SELECT last_deed, last_change, hash FROM seal ORDER BY id DESC LIMIT 1"
    ).fetchone() or (0, 0, START)
    last_deed, last_change, previous = newest
    running = sha256(f"{previous}\n".encode())
    last_change = _take(changes(last_change, database), running.update) or last_change
    last_deed = _take(deeds(last_deed, database), running.update) or last_deed
    if (last_deed, last_change, previous) != newest:
        running.update(f"{last_deed} {last_change}\n".encode())
        database.execute_sql(
            "INSERT INTO seal (last_deed, last_change, hash) VALUES (?, ?, ?)",
            (last_deed, last_change, running.hexdigest()),
        )


def _take(lines: Iterator[Written], update: Callable[[bytes], None]) -> int:
    """Hash all the lines, many at once; answers with the number of the last, 0 of none."""
    last = 0
    while batch := list(islice(lines, _BATCH)):
        update(b"".join([line for _number, _deed, line in batch]))
        last = batch[-1][0]
    return last


def digest(salt: bytes | None, text: bytes) -> str:
    """What stands in a line for a text that can be erased."""
    from hashlib import sha256

    return sha256((salt or b"") + text).hexdigest()


def changes(after: int, database: Database = db) -> Iterator[Written]:
    """The changes with a number above `after`."""
    return _written(database, _CHANGES, after)


def deeds(after: int, database: Database = db) -> Iterator[Written]:
    """The deeds with a number above `after`."""
    return _written(database, _DEEDS, after)


def _written(database: Database, sql: str, after: int) -> Iterator[Written]:
    from hashlib import sha256

    for number, deed, array, salt, text, kept in database.execute_sql(sql, (after,)):
        if text is None and kept is None:
            yield number, deed, array + b"\n"
        elif kept is not None and text in (None, EMPTY_WORDS):
            yield number, deed, b"%b%b\n" % (array, kept.encode())
        else:
            hashed = sha256((salt or b"") + (text or b"")).hexdigest()
            yield number, deed, b"%b%b\n" % (array, hashed.encode())


def verify() -> Broken | None:
    """The first thing in the journal that is not as it was written down; None if all is.

    Reads all of the journal, in an instant of its own and with little memory: about five seconds
    for a million changes. Raises Unusable where the file cannot be read.
    """
    with told(), db.atomic("DEFERRED"):
        looks = (_broken_link, _cut_off, _wrongly_undone, _unrecorded, _unguarded)
        return next((found for look in looks if (found := look()) is not None), None)


def _unrecorded() -> Broken | None:
    found = unrecorded.first()
    if found is None:
        return None
    sentence = _(
        "Row {row} of the table “{table}” came or went without the journal: another program has "
        "replaced or removed it. Please compare it with the last backup."
    )
    return Broken(None, None, sentence.format(row=found.row, table=found.table))


def _unguarded() -> Broken | None:
    if journal.is_guarded(db.obj):
        return None
    sentence = _(
        "Another program has changed the triggers that write the journal: "
        "what was done meanwhile may be missing there."
    )
    return Broken(None, None, sentence)


class _Reader:
    """Lines of the journal, taken as far as one seal after the other reaches."""

    def __init__(self, lines: Iterator[Written]) -> None:
        self._lines = lines
        self.next = next(lines, None)

    def upto(self, number: int) -> Iterator[Written]:
        while (line := self.next) is not None and line[0] <= number:
            yield line
            self.next = next(self._lines, None)


def _broken_link() -> Broken | None:
    """The first seal that does not fit what it covers; what no seal covers though it should be."""
    from hashlib import sha256

    done, written = _Reader(deeds(0)), _Reader(changes(0))
    previous, newest = START, 0
    seals = db.execute_sql(
        "SELECT CAST(last_deed AS INTEGER), CAST(last_change AS INTEGER), hash"
        " FROM seal ORDER BY id"
    )
    for last_deed, last_change, kept in seals:
        first_deed, first_change = done.next, written.next
        running = sha256(f"{previous}\n".encode())
        for change in written.upto(last_change):
            _number, whose, line = change
            running.update(line)
            if whose is not None and not newest < whose <= last_deed:
                return _altered(first_deed, change)
        for _number, _whose, line in done.upto(last_deed):
            running.update(line)
        running.update(f"{last_deed} {last_change}\n".encode())
        if running.hexdigest() != kept:
            return _altered(first_deed, first_change)
        previous, newest = kept, last_deed
    if done.next is not None or (written.next is not None and written.next[1] is not None):
        return _altered(done.next, written.next)
    return None


def _altered(deed: Written | None, change: Written | None) -> Broken:
    """Broken from this deed and this change on."""
    sentence = _(
        "The journal is not what was sealed, from deed {deed} and change {change} on: another "
        "program has altered it. Please compare it with the last backup."
    )
    deed_id, change_id = deed and deed[0], change and change[0]
    return Broken(deed_id, change_id, sentence.format(deed=deed_id or "—", change=change_id or "—"))


def _cut_off() -> Broken | None:
    """Numbers that were given out at the end of a table which are there no more."""
    given_out = dict(db.execute_sql("SELECT name, seq FROM sqlite_sequence").fetchall())
    for table in ("deed", "change", "seal", "erased"):
        newest = db.execute_sql(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]
        if newest != given_out.get(table, 0):
            sentence = _(
                "The end of the journal is missing, after deed {deed}. Please compare it with the "
                "last backup."
            )
            deed = db.execute_sql("SELECT max(id) FROM deed").fetchone()[0]
            return Broken(deed, None, sentence.format(deed=deed or "—"))
    return None


def _wrongly_undone() -> Broken | None:
    """A deed that is not marked as taken back by the deed in force that took it back."""
    undoing = db.execute_sql(
        "SELECT id, undoes_id FROM deed WHERE undoes_id IS NOT NULL ORDER BY id DESC"
    )
    undone: dict[int, int] = {}
    for by, deed in undoing:
        if by not in undone:
            undone.setdefault(deed, by)
    marked = dict(
        db.execute_sql(
            "SELECT id, undone_by_id FROM deed WHERE undone_by_id IS NOT NULL"
        ).fetchall()
    )
    wrong = sorted(number for number, _by in undone.items() ^ marked.items())
    if not wrong:
        return None
    sentence = _(
        "Deed {deed} is marked as taken back though it is not, or the other way round: another "
        "program has altered the journal. Please compare it with the last backup."
    )
    return Broken(wrong[0], None, sentence.format(deed=wrong[0]))
