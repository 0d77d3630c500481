"""One of a few words: the arrows go from one to the next, typing goes to the one that is meant."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.binding import Binding

from tui.widgets.tabs import Tab, TabStrip


class Choice(TabStrip, can_focus=True):
    """A line of words to choose one from."""

    BINDINGS = [
        Binding("left", "previous", show=False),
        Binding("right", "next", show=False),
        Binding("backspace", "forget", show=False),
    ]

    def __init__(self, tabs: Sequence[Tab], selected: str = "", *, id: str | None = None) -> None:
        super().__init__(tabs, id=id)
        self._typed = ""
        self.set_tabs(tabs, selected or None)

    def action_previous(self) -> None:
        """Choose the word to the left."""
        self._typed = ""
        self.previous()

    def action_next(self) -> None:
        """Choose the word to the right."""
        self._typed = ""
        self.next()

    def action_forget(self) -> None:
        """Forget what was typed."""
        self._typed = ""

    def on_key(self, event: events.Key) -> None:
        """Choose the first word that holds what was typed, or else the first with this letter."""
        if not (event.is_printable and event.character):
            return
        event.stop()
        for typed in (self._typed + event.character, event.character):
            for tab in self.tabs:
                if typed.casefold() in tab.label.casefold():
                    self._typed = typed
                    self.select(tab.key)
                    return

    @property
    def is_active(self) -> bool:
        """Reverse only while keys come here."""
        return self.has_focus
