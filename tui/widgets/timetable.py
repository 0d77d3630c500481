"""A timetable: columns under heads, rows with a label at the left, in groups or not.

As in a grid, whole pages are flipped when there is more than fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.style import Style

from tui import cells
from tui.widgets.matrix import Matrix
from tui.widgets.painted import BOLD, DIM, PLAIN, REVERSE, UNDERLINE, Line, Span

# Cells across one cell, its frame of one at each side included.
NARROWEST, EASY, WIDEST = 6, 9, 20
LABEL = 12  # cells that labels get at least, where they need them


class Head(NamedTuple):
    """What stands above a column: the fullest of `forms` that fits, and a note beneath."""

    forms: tuple[str, ...]
    note: str = ""
    marked: bool = False


class Slot(NamedTuple):
    """One cell, found by `key`: the fullest of `forms` that fits, and `below` where there is room.

    Where there is none, `alone` (if it is given) stands instead of `forms`.
    """

    key: str
    forms: tuple[str, ...]
    below: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    style: Style = PLAIN
    below_style: Style = PLAIN


class SlotRow(NamedTuple):
    """One row: its label, and slots by column; None is a gap.

    A new `group` has a heading, unless the rows fit into the window only without.
    """

    label: str
    cells: tuple[Slot | None, ...]
    group: str = ""


class _Frame(NamedTuple):
    """The part of the timetable that is on the screen."""

    label: int
    breadth: int
    left: int
    across: int
    top: int
    end: int  # the row after the last one shown
    tall: int  # lines for one row
    headed: bool  # whether groups have headings


class Timetable(Matrix):
    """Slots under heads, with a cursor that goes from column to column, near its row."""

    _rows: Sequence[SlotRow]

    def __init__(
        self, *, empty: str = "", id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(empty=empty, id=id, classes=classes)
        self._heads: Sequence[Head] = ()
        self._wanted_row = 0  # where left and right aim for

    def set_table(
        self, heads: Sequence[Head], rows: Sequence[SlotRow], keep_cursor: str | None = None
    ) -> None:
        """Show `rows` under `heads`; the cursor as in `set_cells`."""
        self._heads = heads
        self.set_cells(rows, keep_cursor)
        if self._at is not None:
            self._wanted_row = self._at[0]

    def set_empty(self, sentence: str) -> None:
        """What to say when there is no slot."""
        self._empty = sentence
        self.repaint()

    # Moving

    def move(self, dx: int, dy: int) -> None:
        """Go to the next column that has slots, at the row nearest to the wanted; or to a row."""
        if dx:
            self._go_across(dx)
        if dy and self._at is not None:
            super().move(0, dy)
            self._wanted_row = self._at[0]

    def _go_across(self, step: int) -> None:
        if self._at is None:
            return
        here = self._at[1]
        beyond = [x for _y, x in self._places.values() if (x - here) * step > 0]
        if not beyond:
            return
        column = min(beyond, key=lambda x: abs(x - here))
        rows = (y for y, x in self._places.values() if x == column)
        row = min(rows, key=lambda y: abs(y - self._wanted_row))
        self._go((row, column))

    def rows_of_page(self) -> int:
        """How many rows are on the screen at once."""
        frame = self._frame(*self.size)
        return frame.end - frame.top

    # Drawing

    def draw(self, width: int, height: int) -> list[Line]:
        """The heads, then the page with the cursor, with a heading wherever the group changes."""
        frame = self._frame(width, height)
        lines = self._head_lines(frame) if self._heads else []
        if self._at is None:
            return lines + [((line, PLAIN),) for line in cells.wrap(self._empty, width)]
        group = ""
        for y in range(frame.top, frame.end):
            row = self._rows[y]
            if frame.headed and row.group and (row.group != group or y == frame.top):
                lines.append(((cells.fit(row.group, width), BOLD),))
            group = row.group
            lines.extend(self._row_lines(y, frame))
        return lines

    def _head_height(self) -> int:
        return 1 + any(head.note for head in self._heads) if self._heads else 0

    def _head_lines(self, frame: _Frame) -> list[Line]:
        """The heads; where there is more than fits, arrows at their left."""
        shown = self._heads[frame.left : frame.left + frame.across]
        inner = frame.breadth - 1
        first: list[Span] = [(cells.fit(self._beyond(frame), frame.label), DIM)]
        second: list[Span] = [(" " * frame.label, PLAIN)]
        for head in shown:
            style = BOLD + UNDERLINE if head.marked else BOLD
            text = cells.fit(fullest(head.forms, inner), inner)
            kept = text.rstrip()
            first += [(" ", PLAIN), (kept, style), (" " * (len(text) - len(kept)), PLAIN)]
            second += [(" ", PLAIN), (cells.fit(head.note, inner), PLAIN)]
        return [tuple(first), tuple(second)][: self._head_height()]

    def _beyond(self, frame: _Frame) -> str:
        around = (
            "‹" if frame.left else "",
            "›" if frame.left + frame.across < len(self._heads) else "",
            "▲" if frame.top else "",
            "▼" if frame.end < len(self._rows) else "",
        )
        return " ".join(arrow for arrow in around if arrow)

    def _frame(self, width: int, height: int) -> _Frame:
        """What of the timetable fits into the window, and where the page with the cursor begins."""
        columns = max(len(self._heads), 1)
        natural = max((cells.width(row.label) for row in self._rows), default=0) + 1
        label = min(natural, max(LABEL, width - columns * EASY))
        room = max(width - label, 1)
        breadth = min(room, WIDEST, max(NARROWEST, room // columns))
        across = max(1, min(columns, room // breadth))
        label = min(natural, max(label, width - across * breadth))
        y, x = self._at or (0, 0)
        body = max(1, height - self._head_height())
        headed = len(self._rows) > body or self._height(1) <= body
        tall = 2 if headed and self._has_more() and self._height(2) <= body else 1
        top, end = self._page(y, body, tall, headed)
        return _Frame(label, breadth, x - x % across, across, top, end, tall, headed)

    def _has_more(self) -> bool:
        """Whether any slot has something to say in a second line."""
        return any(slot is not None and slot.below for row in self._rows for slot in row.cells)

    def _height(self, tall: int) -> int:
        """How many lines all rows take, headings included."""
        return sum(tall + self._has_heading(y, 0) for y in range(len(self._rows)))

    def _has_heading(self, y: int, top: int) -> bool:
        group = self._rows[y].group
        return bool(group) and (y == top or group != self._rows[y - 1].group)

    def _page(self, at: int, room: int, tall: int, headed: bool) -> tuple[int, int]:
        """The rows of the page on which row `at` stands, when all are cut into pages of `room`."""
        top = taken = 0
        for y in range(len(self._rows)):
            taken += tall + (headed and self._has_heading(y, top))
            if taken > room and y > top:
                if y > at:
                    return top, y
                top, taken = y, tall + (headed and self._has_heading(y, y))
        return top, len(self._rows)

    def _row_lines(self, y: int, frame: _Frame) -> Iterator[Line]:
        row = self._rows[y]
        for part in range(frame.tall):
            label = cells.fit(row.label if part == 0 else "", frame.label - 1) + " "
            spans: list[Span] = [(label, PLAIN)]
            for x in range(frame.left, min(frame.left + frame.across, len(row.cells))):
                spans.extend(self._slot_spans(row.cells[x], (y, x) == self._at, part, frame))
            yield tuple(spans)

    def _slot_spans(
        self, slot: Slot | None, at_cursor: bool, part: int, frame: _Frame
    ) -> Iterator[Span]:
        """One line of one slot, a frame of one cell at each side."""
        if slot is None:
            yield " " * frame.breadth, PLAIN
            return
        inner = frame.breadth - 2
        forms = slot.below if part else slot.forms
        if frame.tall == 1 and slot.alone:
            forms = slot.alone
        style = slot.below_style if part else slot.style
        text = cells.fit(fullest(forms, inner), inner)
        if at_cursor:
            yield "[", BOLD
            yield text, style + REVERSE if self.has_focus else style
            yield "]", BOLD
        else:
            yield " ", PLAIN
            yield text, style
            yield " ", PLAIN


def fullest(forms: Sequence[str], room: int) -> str:
    """The first of `forms` that fits into `room`, else the last; nothing where there is none."""
    return next((form for form in forms if cells.width(form) <= room), forms[-1] if forms else "")
