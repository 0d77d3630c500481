"""The base of all line widgets: draws in memory, repaints only the lines that changed.

Text in spans must be fitted by `tui.cells` already.  Styles are terminal attributes (bold, dim,
underline, reverse) rather than colours: one to three bytes each, right in sixteen colours and in
none, on light and on dark.  A colour only repeats what a glyph or a word says; `look` may leave it
out.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

Span = tuple[str, Style]
Line = tuple[Span, ...]

PLAIN = Style.null()
BOLD = Style(bold=True)
DIM = Style(dim=True)
UNDERLINE = Style(underline=True)
REVERSE = Style(reverse=True)
ANSWERED = Style(bold=True, underline=True)  # what answered to what was typed
# Two that can be read on light and on dark.
RED = Style(color="red")
MAGENTA = Style(color="magenta")


class Painted(Widget):
    """A widget of whole lines; subclasses implement `draw`, and call `repaint` on a change."""

    DEFAULT_CSS = "Painted { height: 1; width: 1fr; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: list[Line] = []
        self._strips: list[Strip] = []
        self._drawn = (0, 0)

    def draw(self, width: int, height: int) -> list[Line]:
        """The lines to show, each of spans up to `width` cells; what is missing is blank."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Draw again in memory, and refresh the lines that differ from the screen.

        Of these, `tui.widgets.wire` sends only the cells that differ.
        """
        width, height = self.size
        if not (width and height):
            return
        before = self._lines if self._drawn == (width, height) else None
        self._draw_all(width, height)
        if before is None:
            self.refresh()
            return
        regions = [
            Region(0, y, width, 1)
            for y, (old, new) in enumerate(zip(before, self._lines, strict=True))
            if old != new
        ]
        if regions:
            self.refresh(*regions)

    def _draw_all(self, width: int, height: int) -> None:
        lines = self.draw(width, height)[:height]
        lines += [()] * (height - len(lines))
        self._strips = [strip(line, width) for line in lines]
        self._lines = lines
        self._drawn = (width, height)

    def on_resize(self, event: events.Resize) -> None:
        """Draw everything for the new size."""
        self.repaint()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show that keys come here, or go elsewhere."""
        super().watch_has_focus(has_focus)
        self.repaint()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines within `crop`, as drawn: no style sheet, padding or filter is in between."""
        if self._drawn != self.size:
            self._draw_all(*self.size)
        self._dirty_regions.clear()
        strips = self._strips[crop.y : crop.bottom]
        if crop.column_span == (0, self._drawn[0]):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def render_line(self, y: int) -> Strip:
        """One line, as drawn."""
        return self.render_lines(Region(0, y, self.size.width, 1))[0]


def marked(line: Line, marks: Iterable[tuple[int, int]]) -> Line:
    """`line` with some of its characters (from, to before, one after the other) in ANSWERED."""
    spans: list[Span] = []
    at = 0
    edges = list(marks)
    for text, style in line:
        begun = at
        for first, last in edges:
            start, end = max(first, at), min(last, begun + len(text))
            if start < end:
                spans += [(text[at - begun : start - begun], style)]
                spans += [(text[start - begun : end - begun], style + ANSWERED)]
                at = end
        spans.append((text[at - begun :], style))
        at = begun + len(text)
    return tuple(span for span in spans if span[0])


def strip(line: Line, width: int) -> Strip:
    """`line` as Textual wants it: exactly `width` cells."""
    segments = [Segment(text, style) for text, style in line if text]
    taken = sum(cell_len(segment.text) for segment in segments)
    if taken < width:
        segments.append(Segment(" " * (width - taken), PLAIN))
    whole = Strip(segments, max(taken, width))
    return whole if taken <= width else whole.crop(0, width)
