"""The chain over the journal: each seal is a hash over the one before and all that came since.

A seal covers lines, first those of the changes and then those of the deeds, in the order of their
numbers. A line is a JSON array of what is never erased, then the digest of what may be, if there is
any: the SHA-256 of a salt and the text (a change's `before`, a deed's `words`). Who erases a text
keeps its digest, by which the chain still holds, and from which nobody can guess the text without
the salt. The hash is the SHA-256 of the hash before (64 zeros at first) and of the lines, each
ended by a newline.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from store.database import db

START = "0" * 64

# What is left of a deed's words when they are erased; of a change nothing is left.
EMPTY_WORDS = b"{}"

# What was written down since a seal: whose it is, its line's array, salt and text, and the digest
# kept of an erased text. As bytes, so that nobody's broken characters stand in the way.
_CHANGES = """
    SELECT id, deed_id,
        CAST(json_array(id, deed_id, table_name, row_id, event, at, after_deed) AS BLOB),
        salt, CAST(before AS BLOB),
        CASE WHEN before IS NULL AND event <> 'insert' THEN
            (SELECT digest FROM erased WHERE table_name = 'change' AND row_id = change.id) END
    FROM change WHERE id > ? ORDER BY id"""
_DEEDS = """
    SELECT id, id, CAST(json_array(id, at, who, verb, undoes_id) AS BLOB),
        salt, CAST(words AS BLOB),
        CASE WHEN salt IS NULL THEN
            (SELECT digest FROM erased WHERE table_name = 'deed' AND row_id = deed.id) END
    FROM deed WHERE id > ? ORDER BY id"""


class Written(NamedTuple):
    """A line of the journal; `deed_id` is whose it is, None where another program did it."""

    id: int
    deed_id: int | None
    line: bytes


def last() -> tuple[int, str]:
    """The number and the hash of the newest seal; 0 and 64 zeros where there is none."""
    found = db.execute_sql("SELECT id, hash FROM seal ORDER BY id DESC LIMIT 1").fetchone()
    return found or (0, START)


def seal() -> None:
    """Seal what was written down since the last seal, inside the caller's transaction."""
    from hashlib import sha256  # 2 ms that a desk without deeds has no use for

    newest = db.execute_sql(
        "SELECT last_deed, last_change, hash FROM seal ORDER BY id DESC LIMIT 1"
    ).fetchone() or (0, 0, START)
    last_deed, last_change, previous = newest
    running = sha256(f"{previous}\n".encode())
    for change in changes(last_change):
        running.update(change.line)
        last_change = change.id
    for deed in deeds(last_deed):
        running.update(deed.line)
        last_deed = deed.id
    if (last_deed, last_change, previous) != newest:
        db.execute_sql(
            "INSERT INTO seal (last_deed, last_change, hash) VALUES (?, ?, ?)",
            (last_deed, last_change, running.hexdigest()),
        )


def digest(salt: bytes | None, text: bytes) -> str:
    """What stands in a line for a text that can be erased."""
    from hashlib import sha256

    return sha256((salt or b"") + text).hexdigest()


def changes(after: int) -> Iterator[Written]:
    """The changes with a number above `after`."""
    return _written(_CHANGES, after)


def deeds(after: int) -> Iterator[Written]:
    """The deeds with a number above `after`."""
    return _written(_DEEDS, after)


def _written(sql: str, after: int) -> Iterator[Written]:
    for number, deed, array, salt, text, kept in db.execute_sql(sql, (after,)):
        if kept is not None and text in (None, EMPTY_WORDS):
            array += kept.encode()
        elif text is not None:
            array += digest(salt, text).encode()
        yield Written(number, deed, array + b"\n")
