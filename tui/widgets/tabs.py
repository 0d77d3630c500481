"""One line of tabs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.message import Message

from tui import cells
from tui.widgets.painted import BOLD, PLAIN, REVERSE, Line, Painted, Span


class Tab(NamedTuple):
    """One tab: its label and a short badge (a count) after it."""

    key: str
    label: str
    badge: str = ""


class TabStrip(Painted):
    """Labels in a line, the selected one in brackets; flips pages when they do not all fit."""

    class Changed(Message):
        """Another tab is selected."""

        def __init__(self, strip: TabStrip, key: str) -> None:
            super().__init__()
            self.strip = strip
            self.key = key

        @property
        def control(self) -> TabStrip:
            """The strip that sent this."""
            return self.strip

    def __init__(
        self, tabs: Sequence[Tab] = (), *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._tabs = tuple(tabs)
        self._at = 0

    def set_tabs(self, tabs: Sequence[Tab], selected: str | None = None) -> None:
        """Show `tabs`; `selected`, else the key selected so far, else the first. No message."""
        wanted = selected or self.selected
        self._tabs = tuple(tabs)
        self._at = next((i for i, tab in enumerate(tabs) if tab.key == wanted), 0)
        self.repaint()

    @property
    def selected(self) -> str | None:
        """The key of the selected tab; None if there are no tabs."""
        return self._tabs[self._at].key if self._tabs else None

    @property
    def tabs(self) -> Sequence[Tab]:
        """The tabs, left to right."""
        return self._tabs

    @property
    def is_active(self) -> bool:
        """Whether the selected tab is in reverse."""
        return True

    def next(self) -> None:
        """Select the tab to the right; from the last, the first."""
        self._go(self._at + 1)

    def previous(self) -> None:
        """Select the tab to the left; from the first, the last."""
        self._go(self._at - 1)

    def select(self, key: str) -> None:
        """Select the tab of `key`."""
        place = next((i for i, tab in enumerate(self._tabs) if tab.key == key), None)
        if place is not None:
            self._go(place)

    def _go(self, place: int) -> None:
        if not self._tabs or place % len(self._tabs) == self._at:
            return
        self._at = place % len(self._tabs)
        self.repaint()
        self.post_message(self.Changed(self, self._tabs[self._at].key))

    def draw(self, width: int, height: int) -> list[Line]:
        """The page of tabs with the selected one."""
        first, last = self._page(width - 4)  # `‹ ` and ` ›`
        spans: list[Span] = [("‹ " if first else "  ", BOLD)]
        for place in range(first, last):
            label = cells.fit(_text(self._tabs[place]), min(self._width(place), width - 4) - 2)
            if place == self._at:
                spans += [("[", BOLD), (label, REVERSE if self.is_active else PLAIN), ("]", BOLD)]
            else:
                spans += [(" ", PLAIN), (label, PLAIN), (" ", PLAIN)]
        spans.append((" ›" if last < len(self._tabs) else "", BOLD))
        return [tuple(spans)]

    def _page(self, room: int) -> tuple[int, int]:
        """From which tab to which the pages of `room` cells are cut, on the selected one's page."""
        first = taken = 0
        for place in range(len(self._tabs)):
            taken += self._width(place)
            if taken > room and place > first:
                if place > self._at:
                    return first, place
                first, taken = place, self._width(place)
        return first, len(self._tabs)

    def _width(self, place: int) -> int:
        return cells.width(_text(self._tabs[place])) + 2


def _text(tab: Tab) -> str:
    return f"{tab.label} {tab.badge}" if tab.badge else tab.label
