"""Where a listing gets its rows: windows by key, so that no page costs more than another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol, runtime_checkable


class ListingRow(NamedTuple):
    """One row, found by `key`; `fields` as the columns; `glyph` (one cell) says a state.

    A new `group` begins under a heading of its own. `marks` says of a field, by its place, which
    characters of it (from, to before) answered to what was typed.
    """

    key: str
    fields: tuple[str, ...]
    group: str = ""
    dimmed: bool = False
    glyph: str = ""
    marks: Mapping[int, Sequence[tuple[int, int]]] = {}


class Source(Protocol):
    """Rows in an order of their own.

    Asked about a key that is gone, a source may answer for where it was, or with nothing.
    """

    def after(self, key: str | None, limit: int) -> Sequence[ListingRow]:
        """Up to `limit` rows that follow `key` (None: from the start), in order."""
        ...

    def before(self, key: str | None, limit: int) -> Sequence[ListingRow]:
        """Up to `limit` rows next before `key` (None: the last ones), in order."""
        ...


@runtime_checkable
class Counted(Protocol):
    """A source that can also number its rows; asked once a page."""

    def count(self) -> int:
        """How many rows there are."""
        ...

    def position(self, key: str) -> int:
        """How many rows precede the row of `key`."""
        ...


class SequenceSource:
    """A short list held in memory, as a source."""

    def __init__(self, rows: Sequence[ListingRow] = ()) -> None:
        self._rows = tuple(rows)
        self._index = {row.key: i for i, row in enumerate(self._rows)}

    def after(self, key: str | None, limit: int) -> Sequence[ListingRow]:
        """Up to `limit` rows that follow `key`."""
        start = 0 if key is None else self._index.get(key, len(self._rows)) + 1
        return self._rows[start : start + limit]

    def before(self, key: str | None, limit: int) -> Sequence[ListingRow]:
        """Up to `limit` rows next before `key`."""
        end = len(self._rows) if key is None else self._index.get(key, 0)
        return self._rows[max(0, end - limit) : end]

    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def position(self, key: str) -> int:
        """How many rows precede the row of `key`."""
        return self._index[key]


EMPTY = SequenceSource()


class Page(NamedTuple):
    """The rows on the screen, and what lies around them."""

    rows: tuple[ListingRow, ...] = ()
    anchor: str | None = None  # key of the row before the first; None: it is the very first
    more: bool = False  # whether rows follow

    def place_of(self, key: str | None) -> int | None:
        """Where the row of `key` stands on the page."""
        return next((i for i, row in enumerate(self.rows) if row.key == key), None)


def page_after(source: Source, anchor: str | None, height: int) -> Page:
    """The page of up to `height` lines (group headings included) that follows `anchor`."""
    found = source.after(anchor, height + 1)
    rows: list[ListingRow] = []
    lines = 0
    for row in found:
        lines += _lines(row, rows[-1] if rows else None)
        if rows and lines > height:
            break
        rows.append(row)
    return Page(tuple(rows), anchor, len(rows) < len(found))


def page_before(source: Source, key: str | None, height: int) -> Page:
    """The page of up to `height` lines that ends right before `key` (None: the last page).

    Where too few rows precede, it is the first page instead, filled.
    """
    found = source.before(key, height + 1)
    start = len(found)
    while start > 0 and _height(found[start - 1 :]) <= height:
        start -= 1
    start = min(start, max(len(found) - 1, 0))
    if start == 0:
        return page_after(source, None, height)
    return Page(tuple(found[start:]), found[start - 1].key, key is not None)


def page_from(source: Source, key: str, height: int) -> Page | None:
    """The page that begins with `key`; None if that is gone."""
    preceding = source.before(key, 1)
    page = page_after(source, preceding[-1].key if preceding else None, height)
    return page if page.place_of(key) == 0 else None


def _lines(row: ListingRow, above: ListingRow | None) -> int:
    return 2 if row.group and (above is None or above.group != row.group) else 1


def _height(rows: Sequence[ListingRow]) -> int:
    above = (None, *rows)
    return sum(_lines(row, above[i]) for i, row in enumerate(rows))
