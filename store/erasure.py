"""Erasing what the journal keeps of somebody, while its chain still holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from store import chain
from store.database import db, transaction


@contextmanager
def erasing() -> Iterator[None]:
    """Let what is otherwise only added to be emptied, inside the caller's deed.

    What is emptied is written over in the file as well.
    """
    with transaction():
        db.execute_sql("PRAGMA secure_delete = on")
        around = db.execute_sql("SELECT erasing FROM current_deed").fetchone()[0]
        db.execute_sql("UPDATE current_deed SET erasing = 1")
        yield
        db.execute_sql("UPDATE current_deed SET erasing = ?", (around,))


def erase_from_journal(changes: Iterable[int], deeds: Iterable[int]) -> None:
    """Empty what the changes kept of their rows, and the words of the deeds, for good.

    `changes` and `deeds` are their numbers. The journal goes on telling who did something when, and
    to which rows; a deed whose changes were erased can no longer be taken back. To be called in a
    deed, whose own changes may be among them. What is erased already stays so.
    """
    with erasing():
        for number in changes:
            _erase("change", "before", "NULL", number)
        for number in deeds:
            _erase("deed", "words", f"'{chain.EMPTY_WORDS.decode()}'", number)


def _erase(table: str, column: str, nothing: str, number: int) -> None:
    """Keep the digest of one text and empty it, unless there is nothing (more) to erase."""
    found = db.execute_sql(
        f"SELECT salt, CAST({column} AS BLOB) FROM {table}"
        f" WHERE id = ? AND salt IS NOT NULL AND {column} IS NOT NULL",
        (number,),
    ).fetchone()
    if found is None:
        return
    db.execute_sql(
        "INSERT INTO erased (table_name, row_id, digest) VALUES (?, ?, ?)",
        (table, number, chain.digest(*found)),
    )
    db.execute_sql(f"UPDATE {table} SET {column} = {nothing}, salt = NULL WHERE id = ?", (number,))
