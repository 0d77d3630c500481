"""A look at the whole file: SQLite's own checks, and beside them what always holds.

Both read all of it, each on a connection of its own in a thread of its own, so that they take
little more time together than one alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from os import PathLike
from typing import TypeVar

from store import soundness
from store.database import damaged
from store.keeping import invariants, schema, snapshot
from store.keeping.invariants import Broken

T = TypeVar("T")


class Examination:
    """What is being found; each answer is waited for when it is asked, and may raise Unusable."""

    def __init__(
        self,
        damage: Future[str | None],
        schema: Future[str | None],
        loose_ends: Future[str | None],
        broken: Future[list[Broken]],
    ) -> None:
        self._damage, self._schema = damage, schema
        self._loose_ends, self._broken = loose_ends, broken

    def damage(self) -> str | None:
        """What SQLite finds broken in the file, and what to do about it."""
        return _answer(self._damage)

    def schema(self) -> str | None:
        """What the schema lacks, and what to do about it."""
        return _answer(self._schema)

    def loose_ends(self) -> str | None:
        """Which rows refer to what is not there, and what to do about it."""
        return _answer(self._loose_ends)

    def broken(self) -> list[Broken]:
        """Which invariants do not hold."""
        return _answer(self._broken)


@contextmanager
def examining(path: str | PathLike[str]) -> Iterator[Examination]:
    """Begin to look over the file at `path`; who leaves early stops it."""
    with ExitStack() as stack:
        first, second = (_worker(stack, path) for _number in range(2))
        yield Examination(
            first[0].submit(soundness.damage, first[1]),
            second[0].submit(schema.trouble, second[1]),
            second[0].submit(soundness.loose_ends, second[1]),
            second[0].submit(invariants.broken, second[1]),
        )


def _worker(
    stack: ExitStack, path: str | PathLike[str]
) -> tuple[ThreadPoolExecutor, sqlite3.Connection]:
    """A thread that does one thing after the other, and the connection it reads by."""
    connection = stack.enter_context(closing(snapshot.connected(path)))
    thread = ThreadPoolExecutor(1)
    stack.callback(thread.shutdown, cancel_futures=True)
    stack.callback(connection.interrupt)
    return thread, connection


def _answer(future: Future[T]) -> T:
    try:
        return future.result()
    except sqlite3.DatabaseError as trouble:
        raise damaged(trouble) from trouble
