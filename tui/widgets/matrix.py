"""What widgets of rows and columns have in common: cells found by key, and a cursor among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from textual.message import Message

from tui.widgets.painted import Painted

Place = tuple[int, int]  # row, column


class Keyed(Protocol):
    """A cell, found by its key."""

    @property
    def key(self) -> str:
        """What tells this cell from all others."""
        ...


class CellRow(Protocol):
    """A row of cells by column; None is a gap."""

    @property
    def cells(self) -> Sequence[Keyed | None]:
        """The cells, left to right."""
        ...


class Matrix(Painted, can_focus=True):
    """Cells in rows and columns with a cursor; says `empty` where there is none."""

    DEFAULT_CSS = "Matrix { height: 1fr; }"

    class Moved(Message):
        """The cursor stands on another cell (or on none where there is none)."""

        def __init__(self, matrix: Matrix, key: str | None) -> None:
            super().__init__()
            self.matrix = matrix
            self.key = key

        @property
        def control(self) -> Matrix:
            """The widget that sent this."""
            return self.matrix

    def __init__(
        self, *, empty: str = "", id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._empty = empty
        self._rows: Sequence[CellRow] = ()
        self._places: dict[str, Place] = {}
        self._at: Place | None = None
        self._wanted_column = 0  # where up and down aim for

    def rows_of_page(self) -> int:
        """How many rows a page holds, for moving by pages."""
        raise NotImplementedError

    # What it holds

    def set_cells(self, rows: Sequence[CellRow], keep_cursor: str | None = None) -> None:
        """Show `rows`; the cursor goes to `keep_cursor`, else stays by key, else by place."""
        before, key = self._at, keep_cursor or self.cursor_key
        self._rows = rows
        self._places = {
            cell.key: (y, x)
            for y, row in enumerate(rows)
            for x, cell in enumerate(row.cells)
            if cell is not None
        }
        if key is not None and key in self._places:
            self._at = self._places[key]
        else:
            self._at = self._nearest(before or (0, 0))
        if self._at is not None and self._at != before:
            self._wanted_column = self._at[1]
        self.repaint()
        if self.cursor_key != key:
            self.post_message(self.Moved(self, self.cursor_key))

    @property
    def cursor_key(self) -> str | None:
        """The key of the cell under the cursor; None where there is none."""
        cell = self.cursor_cell
        return cell.key if cell else None

    @cursor_key.setter
    def cursor_key(self, key: str | None) -> None:
        if key is not None and key in self._places:
            self._go(self._places[key])

    @property
    def cursor_cell(self) -> Keyed | None:
        """The cell under the cursor; None where there is none."""
        return self._cell(self._at) if self._at else None

    # Moving

    def move(self, dx: int, dy: int) -> None:
        """Go `dx` cells to the right (over gaps) or `dy` rows down, never out of it."""
        if self._at is None:
            return
        y, x = self._at
        if dx:
            filled = self._filled(y)
            place = filled.index(x) + dx
            self._go((y, filled[max(0, min(place, len(filled) - 1))]))
        if dy:
            self._climb(y, dy)

    def page(self, n: int) -> None:
        """Go `n` pages of rows down (up, if negative)."""
        if self._at is not None:
            self._climb(self._at[0], n * self.rows_of_page())

    def home(self) -> None:
        """Go to the first cell of the row."""
        if self._at is not None:
            self._go((self._at[0], self._filled(self._at[0])[0]))

    def end(self) -> None:
        """Go to the last cell of the row."""
        if self._at is not None:
            self._go((self._at[0], self._filled(self._at[0])[-1]))

    def _go(self, place: Place, *, keep_wanted: bool = False) -> None:
        if not keep_wanted:
            self._wanted_column = place[1]
        if place == self._at:
            return
        self._at = place
        self.repaint()
        self.post_message(self.Moved(self, self.cursor_key))

    def _climb(self, y: int, dy: int) -> None:
        """Go to the row `dy` down that has cells, at the one nearest to the wanted column."""
        inhabited = [i for i in range(len(self._rows)) if self._filled(i)]
        target = max(inhabited[0], min(y + dy, inhabited[-1]))
        towards = [i for i in inhabited if (i >= target if dy > 0 else i <= target)]
        row = towards[0] if dy > 0 else towards[-1]
        column = min(self._filled(row), key=lambda x: abs(x - self._wanted_column))
        self._go((row, column), keep_wanted=True)

    def _nearest(self, place: Place) -> Place | None:
        y, x = place
        return min(
            self._places.values(), key=lambda p: (abs(p[0] - y), abs(p[1] - x)), default=None
        )

    def _filled(self, y: int) -> list[int]:
        return [x for x, cell in enumerate(self._rows[y].cells) if cell is not None]

    def _cell(self, place: Place) -> Keyed | None:
        row = self._rows[place[0]].cells
        return row[place[1]] if place[1] < len(row) else None
