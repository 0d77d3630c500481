"""A list that only ever holds one page of its rows, however many there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, KeysView, Sequence
from typing import NamedTuple

from rich.style import Style
from textual import events
from textual.message import Message

from tui import cells
from tui.cells import Align
from tui.widgets.painted import BOLD, DIM, PLAIN, REVERSE, Line, Painted, marked
from tui.widgets.source import (
    EMPTY,
    Counted,
    ListingRow,
    Page,
    SequenceSource,
    Source,
    page_after,
    page_before,
    page_from,
)

__all__ = ["Column", "Listing", "ListingRow", "SequenceSource", "Source"]

CURSOR, MARK = "▸", "●"
LEAD = 3  # cells before the first column: cursor, mark, the row's own glyph


class Column(NamedTuple):
    """One column: at least `width` cells, growing by `flex`; low `priority` vanishes first."""

    title: str
    width: int
    flex: int = 0
    align: Align = "left"
    priority: int = 0


class Listing(Painted, can_focus=True):
    """Rows in columns with a cursor; flips a page at its edge."""

    DEFAULT_CSS = "Listing { height: 1fr; }"

    class Moved(Message):
        """The cursor stands on another row (None: the list is empty), or on another page."""

        def __init__(self, listing: Listing, key: str | None) -> None:
            super().__init__()
            self.listing = listing
            self.key = key

        @property
        def control(self) -> Listing:
            """The listing that sent this."""
            return self.listing

    class Chosen(Message):
        """The row under the cursor is chosen."""

        def __init__(self, listing: Listing, key: str) -> None:
            super().__init__()
            self.listing = listing
            self.key = key

        @property
        def control(self) -> Listing:
            """The listing that sent this."""
            return self.listing

    def __init__(
        self,
        columns: Sequence[Column],
        source: Source = EMPTY,
        *,
        empty: str = "",
        header: bool = True,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._columns = tuple(columns)
        self._source = source
        self._empty = empty
        self._header = header
        self._page = Page()
        self._cursor = 0
        self._preceding = self._total = 0
        self._wished: str | None = None  # a key to put the cursor on once there is a page
        self._loaded = False
        self._marked: dict[str, None] = {}  # a set that remembers the order

    # What it holds

    def set_source(
        self, source: Source, cursor: str | None = None, columns: Sequence[Column] | None = None
    ) -> None:
        """Show another source, from its start or with the cursor on the row of `cursor`.

        Its rows may stand in other `columns` than those before.
        """
        was = self.cursor_key
        self._source = source
        self._columns = self._columns if columns is None else tuple(columns)
        self._marked.clear()
        self._load(page_after(source, None, self._body), 0, was, cursor)

    def replace(self, source: Source) -> None:
        """Show what the list has become: page, cursor (by key, else by place) and marks stay."""
        self._source = source
        self.reload()

    def set_empty(self, sentence: str) -> None:
        """What to say when there is no row."""
        self._empty = sentence
        self.repaint()

    def reload(self) -> None:
        """Ask the source again; page, cursor (by key, else by place) and marks stay."""
        was, old, place = self.cursor_key, self._page, self._cursor
        page = page_after(self._source, old.anchor, self._body)
        if not page.rows and old.anchor is not None:
            page, place = self._resume(old)
        self._load(page, place, was, was if self._loaded else self._wished)

    @property
    def cursor_key(self) -> str | None:
        """The key of the row under the cursor; None in an empty list."""
        row = self.cursor_row
        return row.key if row else None

    @cursor_key.setter
    def cursor_key(self, key: str | None) -> None:
        if key is not None:
            self._load(self._page, self._cursor, self.cursor_key, key)

    @property
    def cursor_row(self) -> ListingRow | None:
        """The row under the cursor; None in an empty list."""
        rows = self._page.rows
        return rows[self._cursor] if rows else None

    @property
    def marked(self) -> KeysView[str]:
        """The keys marked, on any page, in the order of marking."""
        return self._marked.keys()

    @property
    def targets(self) -> tuple[str, ...]:
        """What a deed applies to: the marked keys, else the cursor's."""
        key = self.cursor_key
        return tuple(self._marked) or ((key,) if key is not None else ())

    def toggle_mark(self) -> None:
        """Mark or unmark the row under the cursor, and go down one."""
        key = self.cursor_key
        if key is None:
            return
        if key in self._marked:
            del self._marked[key]
        else:
            self._marked[key] = None
        self.move(0, 1)
        self.repaint()

    def mark(self, keys: Iterable[str]) -> None:
        """Mark the rows of `keys` as well."""
        self._marked |= dict.fromkeys(keys)
        self.repaint()

    def clear_marks(self) -> None:
        """Unmark every row."""
        self.keep_marks(())

    def keep_marks(self, keys: Collection[str]) -> None:
        """Unmark every row but those of `keys`."""
        self._marked = {key: None for key in self._marked if key in keys}
        self.repaint()

    # Moving

    def move(self, dx: int, dy: int) -> None:
        """Go `dy` rows down (up, if negative); past the page's edge, flip."""
        place = self._cursor + dy
        if 0 <= place < len(self._page.rows):
            self._show(self._page, place)
        elif dy > 0:
            self._flip_down(0)
        elif dy < 0:
            self._flip_up(None)

    def page(self, n: int) -> None:
        """Flip `n` pages down (up, if negative); at the last, go to the end of it."""
        for _step in range(abs(n)):
            if n > 0:
                self._flip_down(self._cursor)
            else:
                self._flip_up(self._cursor)

    def home(self) -> None:
        """Go to the first row of all."""
        self._show(page_after(self._source, None, self._body), 0)

    def end(self) -> None:
        """Go to the last row of all."""
        page = page_before(self._source, None, self._body)
        self._show(page, len(page.rows) - 1)

    def choose(self) -> None:
        """Say that the row under the cursor is chosen."""
        key = self.cursor_key
        if key is not None:
            self.post_message(self.Chosen(self, key))

    def position_text(self) -> str:
        """Where the cursor stands, as `▲ 12/800 ▼`; nothing where the page is the whole list.

        A source that cannot count gives the arrows alone.
        """
        page = self._page
        if page.anchor is None and not page.more:
            return ""
        place = f"{self._preceding + self._cursor + 1}/{self._total}" if self._total else ""
        around = ("▲" if page.anchor is not None else "", place, "▼" if page.more else "")
        return " ".join(part for part in around if part)

    def _flip_down(self, place: int) -> None:
        page = self._page
        if not page.more:
            self._show(page, len(page.rows) - 1)
            return
        self._show(page_after(self._source, page.rows[-1].key, self._body), place)

    def _flip_up(self, place: int | None) -> None:
        page = self._page
        if page.anchor is None:
            self._show(page, 0)
            return
        above = page_before(self._source, page.rows[0].key, self._body)
        if place is None:  # the row right above the one that was the first
            index = above.place_of(page.anchor)
            place = len(above.rows) - 1 if index is None else index
        self._show(above, place)

    def _show(self, page: Page, place: int) -> None:
        self._load(page, place, self.cursor_key, None)

    def _resume(self, old: Page) -> tuple[Page, int]:
        """A page as near as can be to an old one whose anchor is gone, and the cursor's place."""
        for row in old.rows:
            page = page_from(self._source, row.key, self._body)
            if page:
                return page, self._cursor
        page = page_before(self._source, None, self._body)
        return page, len(page.rows) - 1

    def _load(self, page: Page, place: int, was: str | None, wished: str | None) -> None:
        """Show `page` with the cursor on `wished`, on whatever page that is, or else at `place`."""
        if not self.size.height:  # no room yet: asked for again at the first resize
            self._wished = wished
            return
        self._loaded = True
        if wished is not None:
            index = page.place_of(wished)
            if index is None:
                page, place = self._page_of(wished) or (page, place)
            else:
                place = index
        if page is not self._page:
            self._page = page
            self._number()
        self._cursor = max(0, min(place, len(page.rows) - 1))
        self.repaint()
        if self.cursor_key != was:
            self.post_message(self.Moved(self, self.cursor_key))

    def _page_of(self, key: str) -> tuple[Page, int] | None:
        """The page that begins with `key`, or the last one, full, that holds it; and its place."""
        page = page_from(self._source, key, self._body)
        if page is None:
            return None
        if page.more:
            return page, 0
        last = page_before(self._source, None, self._body)
        place = last.place_of(key)
        return (page, 0) if place is None else (last, place)

    def _number(self) -> None:
        """Ask the source, if it can tell, where the page stands among all rows."""
        self._preceding = self._total = 0
        if self._page.rows and isinstance(self._source, Counted):
            self._preceding = self._source.position(self._page.rows[0].key)
            self._total = self._source.count()

    def on_resize(self, event: events.Resize) -> None:
        """Fill the new height; the cursor stays on its row."""
        if not self._loaded:
            self._load(page_after(self._source, None, self._body), 0, None, self._wished)
            return
        self.reload()
        if self._page.anchor is not None and not self._page.more:  # there may be room above
            key = self.cursor_key
            self._load(page_before(self._source, None, self._body), 0, key, key)
        self.post_message(self.Moved(self, self.cursor_key))

    # Drawing

    @property
    def _body(self) -> int:
        return max(1, self.size.height - self._header)

    def draw(self, width: int, height: int) -> list[Line]:
        """The header, then the page, with a heading wherever the group changes."""
        widths = cells.share(
            [column.width for column in self._columns],
            [column.flex for column in self._columns],
            [column.priority for column in self._columns],
            max(1, width - LEAD),
        )
        lines: list[Line] = []
        if self._header:
            titles = [column.title for column in self._columns]
            lines.append(((" " * LEAD + self._fields(titles, widths), DIM),))
        if not self._page.rows:
            lines += [((line, PLAIN),) for line in cells.wrap(self._empty, width)]
        group = ""
        for place, row in enumerate(self._page.rows):
            if row.group and (row.group != group or place == 0):
                lines.append(((cells.fit(row.group, width), BOLD),))
            group = row.group
            lines.append(self._row_line(row, place == self._cursor, widths))
        return lines

    def _row_line(self, row: ListingRow, under_cursor: bool, widths: Sequence[int]) -> Line:
        """One row; only the text of its first column is reversed under the cursor.

        A whole row in reverse would be sent twice with every step.
        """
        style = DIM if row.dimmed else PLAIN
        fields = self._fields(row.fields, widths)
        name = cells.fit(row.fields[0], widths[0], self._columns[0].align).strip()
        start = fields.index(name)
        lead = (
            (CURSOR if under_cursor else " ")
            + (MARK if row.key in self._marked else " ")
            + cells.fit(row.glyph, 1)
        )
        name_style = style + self._cursor_style if under_cursor else style
        line = (
            (lead, BOLD),
            (fields[:start], PLAIN),
            (name, name_style),
            (fields[start + len(name) :], style),
        )
        return marked(line, self._marks(row, widths)) if row.marks else line

    def _marks(self, row: ListingRow, widths: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Which characters of the line of a row are marked, as far as its fields are shown."""
        at = LEAD
        for place, (field, room) in enumerate(zip(row.fields, widths, strict=False)):
            if not room:
                continue
            shown = cells.fit(field, room, self._columns[place].align)
            begun = at + len(shown) - len(shown.lstrip())
            end = begun + _same(shown.lstrip(), field)
            for first, last in row.marks.get(place, ()):
                if begun + first < end:
                    yield begun + first, min(begun + last, end)
            at += len(shown) + 1

    @property
    def _cursor_style(self) -> Style:
        return REVERSE if self.has_focus else PLAIN

    def _fields(self, fields: Sequence[str], widths: Sequence[int]) -> str:
        return cells.columns(fields, widths, [column.align for column in self._columns])


def _same(text: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(text, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(text), len(other)))
