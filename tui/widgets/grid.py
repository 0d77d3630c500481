"""A matrix of cells, as a building stands: rows top to bottom, a label at the left of each.

When there is more than fits, whole pages of rows or columns are flipped: scrolling by one would
send every line again, at each step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tui import cells
from tui.widgets.matrix import Matrix, Place
from tui.widgets.painted import BOLD, DIM, PLAIN, REVERSE, UNDERLINE, Line, Span

# Cells across one cell, its frame of one at each side included.
NARROWEST, WIDEST = 10, 16
PAGED = 10  # when not all columns fit in any case
LIT, DIMMED = "*", "·"


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


class Grid(Matrix):
    """A matrix of cells with a cursor; flips pages when there is more than fits."""

    _rows: Sequence[GridRow]

    def rows_of_page(self) -> int:
        """How many rows are on the screen at once."""
        return self._frame(*self.size).rows

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
