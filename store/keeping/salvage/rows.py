"""The rows of a damaged table, read around what is broken."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import Any

Values = tuple[Any, ...]
Span = tuple[int, int]

# Numbers that are tried beyond the last row that was read, where nothing says how many there were.
_BEYOND = 10_000
_BIGGEST = 2**62


class Numbered:
    """The rows of a table with an id, whose first column that is, as they are read.

    From both ends to what is broken; what lies between is halved until all that can be reached has
    been. `gaps` are then the ids, from one to another, that could not be read, if they were there.
    `last` is the last id that was given, if that is known.
    """

    def __init__(
        self, connection: sqlite3.Connection, table: str, columns: Sequence[str], last: int | None
    ) -> None:
        self.gaps: list[Span] = []
        self._connection = connection
        self._last = last
        self._sql = (
            f'SELECT {_listed(columns)} FROM "{table}" NOT INDEXED'
            " WHERE id > ? AND id < ? ORDER BY id "
        )

    def __iter__(self) -> Iterator[Values]:
        waiting = [(0, _BIGGEST if self._last is None else self._last + 1)]
        single: list[int] = []
        while waiting:
            low, high = waiting.pop()
            low = yield from self._up(low, high)
            if low == high:
                continue
            high = yield from self._down(low, high)
            if low == high:
                continue
            if high == _BIGGEST:
                high = low + _BEYOND
            if high - low == 2:
                single.append(low + 1)
            elif high - low > 2:
                middle = (low + high) // 2
                waiting += [(low, middle + 1), (middle, high)]
        self.gaps = list(spans(single))

    def _up(self, low: int, high: int) -> Generator[Values, None, int]:
        """Yield the rows above `low`; answers with the last one read, or `high` where all were."""
        try:
            for row in self._connection.execute(f"{self._sql} ASC", (low, high)):
                if not low < row[0] < high:
                    return low
                low = row[0]
                yield row
        except sqlite3.DatabaseError:
            return low
        return high

    def _down(self, low: int, high: int) -> Generator[Values, None, int]:
        """Yield the rows below `high`; answers with the last one read, or `low` where all were."""
        try:
            for row in self._connection.execute(f"{self._sql} DESC", (low, high)):
                if not low < row[0] < high:
                    return high
                high = row[0]
                yield row
        except sqlite3.DatabaseError:
            return high
        return low


class Unnumbered:
    """The rows of a table by its own key, from both ends, each once or twice.

    `is_cut` is then whether some between them may not have been read.
    """

    def __init__(self, connection: sqlite3.Connection, table: str, columns: Sequence[str]) -> None:
        self.is_cut = False
        self._connection = connection
        self._table, self._columns = table, columns

    def __iter__(self) -> Iterator[Values]:
        for direction in ("ASC", "DESC"):
            order = ", ".join(f'"{column}" {direction}' for column in self._columns)
            asked = f'SELECT {_listed(self._columns)} FROM "{self._table}" ORDER BY {order}'
            try:
                yield from self._connection.execute(asked)
            except sqlite3.DatabaseError:
                continue
            return
        self.is_cut = True


def spans(numbers: Iterable[int]) -> tuple[Span, ...]:
    """Numbers as spans of those that follow one another."""
    joined: list[Span] = []
    for number in sorted(numbers):
        if joined and joined[-1][1] == number - 1:
            joined[-1] = (joined[-1][0], number)
        else:
            joined.append((number, number))
    return tuple(joined)


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
