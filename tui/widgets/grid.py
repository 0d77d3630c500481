"""A matrix of cells, as a building stands: rows top to bottom, a label at the left of each.

When there is more than fits, whole pages of rows or columns are flipped: scrolling by one would
send every line again, at each step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.message import Message

from tui import cells
from tui.widgets.painted import BOLD, DIM, PLAIN, REVERSE, UNDERLINE, Line, Painted, Span

# Cells across one cell, its frame of one at each side included.
NARROWEST, WIDEST = 10, 16
PAGED = 10  # when not all columns fit in any case
LIT, DIMMED = "*", "·"

Place = tuple[int, int]  # row, column


class GridCell(NamedTuple):
    """One cell, found by `key`: `marks` stands right of `text`, or beneath where there is room."""

    key: str
    text: str
    marks: str = ""
    dimmed: bool = False
    lit: bool = False


class GridRow(NamedTuple):
    """One row: its label (a floor), and cells by column; None is a gap."""

    label: str
    cells: tuple[GridCell | None, ...]


class Grid(Painted, can_focus=True):
    """A matrix of cells with a cursor; flips pages when there is more than fits."""

    DEFAULT_CSS = "Grid { height: 1fr; }"

    class Moved(Message):
        """The cursor stands on another cell (or on none: an empty grid)."""

        def __init__(self, grid: Grid, key: str | None) -> None:
            super().__init__()
            self.grid = grid
            self.key = key

        @property
        def control(self) -> Grid:
            """The grid that sent this."""
            return self.grid

    def __init__(
        self, *, empty: str = "", id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._empty = empty
        self._rows: Sequence[GridRow] = ()
        self._places: dict[str, Place] = {}
        self._at: Place | None = None
        self._wanted_column = 0  # where up and down aim for

    # What it holds

    def set_cells(self, rows: Sequence[GridRow], keep_cursor: str | None = None) -> None:
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
        """The key of the cell under the cursor; None in an empty grid."""
        cell = self.cursor_cell
        return cell.key if cell else None

    @cursor_key.setter
    def cursor_key(self, key: str | None) -> None:
        if key is not None and key in self._places:
            self._go(self._places[key])

    @property
    def cursor_cell(self) -> GridCell | None:
        """The cell under the cursor; None in an empty grid."""
        return self._cell(self._at) if self._at else None

    # Moving

    def move(self, dx: int, dy: int) -> None:
        """Go `dx` cells to the right (over gaps) or `dy` rows down, never out of the grid."""
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
            self._climb(self._at[0], n * self._frame(*self.size).rows)

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

    def _cell(self, place: Place) -> GridCell | None:
        row = self._rows[place[0]].cells
        return row[place[1]] if place[1] < len(row) else None

    # Drawing

    def draw(self, width: int, height: int) -> list[Line]:
        """The page around the cursor, under a line that says what lies beyond it."""
        if self._at is None:
            return [((line, PLAIN),) for line in cells.wrap(self._empty, width)]
        frame = self._frame(width, height)
        lines: list[Line] = [self._beyond(frame, width)] if frame.header else []
        for y in range(frame.top, min(frame.top + frame.rows, len(self._rows))):
            lines.extend(self._row_lines(y, frame))
        return lines

    def _frame(self, width: int, height: int) -> _Frame:
        """What of the grid fits into the window, and where the page with the cursor begins."""
        label = max((cells.width(row.label) for row in self._rows), default=0) + 1
        columns = max((len(row.cells) for row in self._rows), default=0)
        room = max(width - label, 1)
        even = room // max(columns, 1)
        breadth = min(room, WIDEST, even if even >= NARROWEST else PAGED)
        across = max(1, min(columns, room // breadth))
        two_lines = len(self._rows) * 2 <= height
        paged = across < columns or len(self._rows) > height
        tall = 2 if two_lines and not (paged and len(self._rows) * 2 > height - 1) else 1
        rows = max(1, (height - paged) // tall)
        y, x = self._at or (0, 0)
        return _Frame(
            label=label,
            breadth=breadth,
            left=x - x % across,
            across=across,
            columns=columns,
            top=y - y % rows,
            rows=rows,
            tall=tall,
            header=paged,
        )

    def _beyond(self, frame: _Frame, width: int) -> Line:
        """The line above a page: which of how many columns and rows, and where there are more."""
        parts = []
        if frame.across < frame.columns:
            last = min(frame.left + frame.across, frame.columns)
            less, more = frame.left > 0, last < frame.columns
            span = f"{frame.left + 1}-{last}/{frame.columns}"
            parts.append(f"{'‹' if less else ' '} {span} {'›' if more else ' '}")
        if frame.rows < len(self._rows):
            last = min(frame.top + frame.rows, len(self._rows))
            less, more = frame.top > 0, last < len(self._rows)
            span = f"{self._rows[frame.top].label}-{self._rows[last - 1].label}"
            parts.append(f"{'▲' if less else ' '} {span} {'▼' if more else ' '}")
        return ((cells.fit("   ".join(parts), width, "right"), DIM),)

    def _row_lines(self, y: int, frame: _Frame) -> Iterator[Line]:
        row = self._rows[y]
        for part in range(frame.tall):
            label = cells.fit(row.label if part == 0 else "", frame.label - 1, "right") + " "
            spans: list[Span] = [(label, DIM)]
            for x in range(frame.left, min(frame.left + frame.across, len(row.cells))):
                spans.extend(self._cell_spans(row.cells[x], (y, x), part, frame))
            yield tuple(spans)

    def _cell_spans(
        self, cell: GridCell | None, place: Place, part: int, frame: _Frame
    ) -> Iterator[Span]:
        """One line of one cell, a frame of one cell at each side."""
        if cell is None:
            yield " " * frame.breadth, PLAIN
            return
        inner = frame.breadth - 2
        text = _one_line(cell, inner) if frame.tall == 1 else _two_lines(cell, inner)[part]
        style = PLAIN
        if cell.lit:
            style = BOLD + UNDERLINE
        elif cell.dimmed:
            style = DIM
        if place == self._at:
            yield "[", BOLD
            yield text, style + REVERSE if self.has_focus else style
            yield "]", BOLD
        else:
            yield (LIT if cell.lit and part == 0 else " "), BOLD if cell.lit else PLAIN
            yield text, style
            yield " ", PLAIN


class _Frame(NamedTuple):
    """The part of the grid that is on the screen."""

    label: int  # cells for the row labels
    breadth: int  # cells for one cell
    left: int  # first column shown
    across: int  # columns shown
    columns: int
    top: int  # first row shown
    rows: int  # rows shown
    tall: int  # lines for one row
    header: bool


def _two_lines(cell: GridCell, inner: int) -> tuple[str, str]:
    return cells.fit(_dimmed(cell), inner), _with_marks("", cell.marks, inner)


def _one_line(cell: GridCell, inner: int) -> str:
    return _with_marks(f"{_dimmed(cell)} ", cell.marks, inner)


def _dimmed(cell: GridCell) -> str:
    return f"{DIMMED}{cell.text}" if cell.dimmed else cell.text


def _with_marks(text: str, marks: str, inner: int) -> str:
    """`text` at the left, `marks` at the right: they say a state, so they are not cut first."""
    if not marks:
        return cells.fit(text, inner)
    room = max(inner - cells.width(marks), 0)
    return cells.fit(cells.fit(text, room) + cells.safe(marks), inner)
