"""Processes at work on a store, which say what they do on a pipe."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from time import monotonic
from typing import Any

from store import database

# A fork starts in 10 ms; no store is open while it is made.
FORK = multiprocessing.get_context("fork")

Say = Callable[[str], object]


class Child:
    """A process that does `task`, which is given a way to say something, and `arguments`."""

    def __init__(self, task: Callable[..., object], *arguments: Any) -> None:
        self._hear, said = FORK.Pipe(duplex=False)
        self.process = FORK.Process(target=_work, args=(self._hear, said, task, arguments))
        self.process.start()
        said.close()

    def words(self) -> list[str]:
        """All that it says, until it ends."""
        words = []
        while (word := self.word()) is not None:
            words.append(word)
        self.process.join()
        return words

    def word(self, until: float | None = None) -> str | None:
        """What it says next; None when it has ended, or at that moment of the monotonic clock."""
        try:
            if until is not None and not self._hear.poll(max(until - monotonic(), 0)):
                return None
            return self._hear.recv()
        except EOFError:
            return None

    def kill(self) -> list[str]:
        """End it at once; what it had said and was not heard yet."""
        assert self.process.pid is not None
        os.kill(self.process.pid, signal.SIGKILL)
        return self.words()


def _work(hear: Any, said: Any, task: Callable[..., object], arguments: tuple[Any, ...]) -> None:
    hear.close()
    try:
        task(said.send, *arguments)
    finally:
        database.close_store()
        said.close()
