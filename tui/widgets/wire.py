"""What goes over the wire when the screen changes: as few bytes as a slow link deserves.

Textual's own updates begin every changed span at the left edge of its widget, reset and repeat the
style around every segment, and send each blank.  These send a style only where it changes and erase
blanks by number.  A Frame knows what the terminal shows, so that a line, or a whole screen, that is
drawn again sends only the cells that differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

from tui.cells import by_agreement, clusters, fit, is_agreed
from tui.widgets.look import OWN, Look, in_font

Piece = tuple[int, int, Strip]  # x, y, and what stands there
Spans = list[tuple[str, str]]  # text and its SGR codes
Cell = tuple[str, str, int]  # a cluster, its SGR codes, and which of its cells this is
UNKNOWN: Cell = ("", "", 0)
BLANK: Cell = (" ", "", 0)

NEAR = 6  # changes nearer to each other than a cursor movement is long are sent as one
FEW_BLANKS = 12  # up to here blanks are cheaper sent than erased and skipped
_BLANKS = re.compile(f" {{{FEW_BLANKS},}}")


class LeanUpdate(CompositorUpdate):
    """Pieces of lines, to be written to a screen of `size`; `whole` if they are all of it."""

    def __init__(self, pieces: Iterable[Piece], size: Size, whole: bool = False) -> None:
        self.pieces = tuple(pieces)
        self.size = size
        self.whole = whole

    def render_segments(
        self, console: Console, frame: Frame | None = None, look: Look = OWN
    ) -> str:
        """The terminal sequences; only for what `frame` does not show yet, if one is given.

        The style is plain before and after.
        """
        pen = Pen(self.size.width)
        if frame is not None and frame.begin(self.size, self.whole):
            pen.clear()
        for x, y, strip in self.pieces:
            # Whatever a widget wrote, no text may take more or fewer cells than Textual counts.
            spans = [
                (in_font(fit(text, cell_len(text)), look), sgr(style, look))
                for text, style, _ in strip
                if text
            ]
            runs = [(x, spans)] if frame is None else frame.news(x, y, spans)
            for start, run in runs:
                pen.write(start, y, run)
        return pen.finish()


class Frame:
    """What the terminal shows, cell by cell."""

    def __init__(self) -> None:
        self._size = Size(0, 0)
        self._rows: list[list[Cell]] = []
        self._whole: dict[int, Spans] = {}  # rows as they were last sent in one piece

    def forget(self) -> None:
        """The terminal may show anything now."""
        self._size = Size(0, 0)

    @property
    def is_unknown(self) -> bool:
        """Whether the next update had better be the whole screen."""
        return not self._size

    def begin(self, size: Size, whole: bool) -> bool:
        """Make ready for an update; answers whether the terminal must be cleared first.

        That is when nothing is known of it (or it has another size by now), and all of it follows.
        """
        if size == self._size:
            return False
        self._size = size
        self._rows = [[BLANK if whole else UNKNOWN] * size.width for _y in range(size.height)]
        self._whole.clear()
        return whole

    def news(self, x: int, y: int, spans: Spans) -> Iterator[tuple[int, Spans]]:
        """The runs of `spans` that the terminal does not show yet; from now on it does."""
        if self._whole.pop(y, None) == spans:
            self._whole[y] = spans
            return
        cells = [
            (piece, codes, part)
            for text, codes in spans
            for piece, size in clusters(text)
            for part in range(size)
        ][: self._size.width - x]
        row = self._rows[y]
        shown = row[x : x + len(cells)]
        row[x : x + len(cells)] = cells
        if x == 0 and len(cells) == self._size.width:
            self._whole[y] = spans
        for start, end in differing(shown, cells):
            end = _past_doubt(cells, start, end)
            yield x + start, [(piece, codes) for piece, codes, part in cells[start:end] if not part]


def differing(old: Sequence[Cell], new: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """The runs from start to end in which two rows differ; runs that are near are one.

    Half a wide character never differs alone: each of its cells says which character it is of.
    """
    start = end = -1
    for x, (was, now) in enumerate(zip(old, new, strict=True)):
        if was == now:
            continue
        if start < 0:
            start = x
        elif x - end > NEAR:
            yield start, end
            start = x
        end = x + 1
    if start >= 0:
        yield start, end


def _past_doubt(cells: Sequence[Cell], start: int, end: int) -> int:
    """Where a run must end to write again what its doubtful clusters may have covered.

    A terminal may give each character of a cluster a cell more than we do.
    """
    if all(map(is_agreed, {piece for piece, _codes, _part in cells[start:end]})):
        return end
    x = start
    while x < end:
        piece = cells[x][0]
        if not is_agreed(piece):
            end = min(max(end, x + 1 + len(piece)), len(cells))
        x += 1
    while end < len(cells) and cells[end][2]:
        end += 1
    return end


class Pen:
    """Writes spans at places, remembering where it stands and in what style."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._out: list[str] = []
        self._x = self._y = -1  # where the terminal's cursor stands; -1: not known
        self._style = ""
        self._at = (0, 0)  # where the next text belongs

    def write(self, x: int, y: int, spans: Spans) -> None:
        """Write `spans` from `x`, `y` on; long runs of plain blanks are erased instead."""
        self._at = (x, y)
        for codes, alike in groupby(spans, itemgetter(1)):
            text = "".join(text for text, _codes in alike)
            if codes:
                self._put(text, codes)
                continue
            done = 0
            for blanks in _BLANKS.finditer(text):
                self._put(text[done : blanks.start()], codes)
                self._erase(blanks.end() - blanks.start())
                done = blanks.end()
            self._put(text[done:], codes)

    def clear(self) -> None:
        """Blank the whole screen."""
        self._wear("")
        self._out.append("\x1b[2J")

    def finish(self) -> str:
        """All that was written, with the style plain again."""
        self._wear("")
        return "".join(self._out)

    def _put(self, text: str, codes: str) -> None:
        for piece, size, agreed in by_agreement(text):
            self._arrive()
            self._wear(codes)
            x, y = self._at
            self._at = (x + size, y)
            if agreed:
                self._out.append(piece)
                self._x += size
                continue
            if size > 1:  # whoever finds it narrower would leave what stood in its other half
                self._out.append(f"{' ' * size}\x1b[{x + 1}G")
            self._out.append(piece)
            self._x = -1

    def _erase(self, count: int) -> None:
        x, y = self._at
        self._arrive()
        self._wear("")
        self._out.append("\x1b[K" if x + count >= self._width else f"\x1b[{count}X")
        self._at = (x + count, y)

    def _arrive(self) -> None:
        """Move the terminal's cursor to where the next text belongs.

        Always by absolute columns, so that a terminal with other ideas of a character's width
        cannot shift what follows.
        """
        x, y = self._at
        if y != self._y or self._x >= self._width:
            self._out.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")
        elif x != self._x:
            self._out.append(f"\x1b[{x + 1}G")
        self._x, self._y = x, y

    def _wear(self, codes: str) -> None:
        if codes != self._style:
            # An empty first parameter is 0: everything off, then on what is wanted.
            off = ";" if self._style and codes else ""
            self._out.append(f"\x1b[{off}{codes}m")
            self._style = codes


@lru_cache(maxsize=1024)
def sgr(style: Style | None, look: Look) -> str:
    """The SGR codes of `style` in a look, on top of the terminal's plain style.

    A colour that is none of the look's two is left out.
    """
    codes = [look.ground]
    if style is not None:
        if style.dim:
            codes.append(look.dim)
        bare = style.without_color + Style(dim=False)
        codes.append(Strip.render_ansi(bare, ColorSystem.STANDARD))
        accents = {"red": look.red, "magenta": look.magenta}
        codes.append(accents.get(style.color.name, "") if style.color is not None else "")
    return ";".join(filter(None, codes))


class LeanCompositor(Compositor):
    """Textual's compositor, with updates that say less."""

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate | LeanUpdate:  # type: ignore[override]
        """The whole screen."""
        full = super().render_full_update(simplify)
        pieces = [(0, y, Strip.join(line)) for y, line in enumerate(full.strips, full.region.y)]
        return LeanUpdate(pieces, self.size, whole=True)

    def render_partial_update(self) -> ChopsUpdate | LeanUpdate | None:  # type: ignore[override]
        """The cells that changed, and no others."""
        partial = super().render_partial_update()
        if partial is None:
            return None
        return LeanUpdate(_cropped(partial), self.size)


def _cropped(update: ChopsUpdate) -> Iterable[Piece]:
    """The pieces of an update, cropped at both ends."""
    for y, start, end in update.spans:
        for chop_end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=True):
            left, right = max(x, start), min(chop_end, end)
            if strip is not None and left < right:
                yield left, y, strip.crop(left - x, right - x)
