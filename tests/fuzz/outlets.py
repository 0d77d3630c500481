"""How a text leaves the house: drawn on a screen, printed, written as JSON or into a cell."""

from __future__ import annotations

from store.exchange.guard import harmless
from store.text import shown
from tests.fuzz import bounds
from tui import cells
from tui.plain.output import json_text


def leaves_quietly(text: str) -> None:
    """See to it that no way out lets `text` command anything, and that its width is counted."""
    printed = cells.safe(text)
    bounds.quiet(printed, but="")
    bounds.quiet(shown(text), but="")
    bounds.quiet(json_text(text), but="")
    assert cells.width(text) == sum(size for _piece, size in cells.clusters(printed))
    for room in (0, 1, 7, 40):
        fitted = cells.fit(text, room)
        bounds.quiet(fitted, but="")
        assert cells.width(fitted) == room
    for line in cells.wrap(text, 20):
        bounds.quiet(line, but="")
        assert cells.width(line) <= 20
    bounds.harmless_sheet(f'"{harmless(text).replace(chr(34), chr(34) * 2)}"\n')
