"""Textual's input, flat: one line, no border, no blinking, terminal attributes for colours."""

from __future__ import annotations

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.widgets import Input

from store.language import ngettext
from tui import cells


class Entry(Input):
    """One line to type into; input methods and selection are Textual's."""

    class Tidied(Message):
        """What was typed or pasted did not go in as it was; `sentence` says what became of it."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    DEFAULT_CSS = """
    Entry, Entry:focus, Entry:ansi {
        height: 1; padding: 0; border: none;
        background: ansi_default; color: ansi_default; background-tint: transparent;
    }
    Entry > .input--cursor, Entry:ansi > .input--cursor {
        background: ansi_default; color: ansi_default; text-style: reverse;
    }
    Entry > .input--selection, Entry:ansi > .input--selection {
        background: ansi_default; color: ansi_default; text-style: reverse;
    }
    Entry > .input--placeholder, Entry:ansi > .input--placeholder {
        color: ansi_default; text-style: dim;
    }
    """

    def __init__(
        self,
        value: str = "",
        *,
        limit: int = 200,
        select: bool = False,
        joint: str = " ",
        id: str | None = None,
    ) -> None:
        """With `select` what stands there is selected on entering: typing replaces it.

        Between lines that are pasted `joint` stands.
        """
        super().__init__(value, max_length=limit, select_on_focus=select, compact=True, id=id)
        self.cursor_blink = False
        self._limit = limit
        self._joint = joint

    def put(self, text: str) -> None:
        """Replace what is typed, with the cursor at its end."""
        self.value = text
        self.cursor_position = len(text)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where an input method shows what is being composed: at the cursor, also at the end."""
        before = cells.width(self.value[: self.cursor_position])
        x, y = self.content_region.offset
        return Offset(x + before - self.scroll_offset.x, y)

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        """Textual asks where the cursor is before it has scrolled to it: tell it again."""
        super().watch_scroll_x(old_value, new_value)
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset

    def on_paste(self, event: events.Paste) -> None:
        """Take lines that are pasted for one, and as much of it as there is room for."""
        event.stop()
        event.prevent_default()
        lines = [" ".join(words) for line in event.text.splitlines() if (words := line.split())]
        text = self._joint.join(lines)
        start, end = sorted(self.selection)
        room = self._limit - len(self.value) + end - start
        self.replace(text[:room], start, end)
        if len(text) > room:
            self.restricted()
        elif len(lines) > 1:
            told = ngettext("{count} line was pasted.", "{count} lines became one.", len(lines))
            self.post_message(self.Tidied(told.format(count=len(lines))))

    def restricted(self) -> None:
        """Say that no more fits."""
        told = ngettext(
            "Only {count} character fits here.", "Only {count} characters fit here.", self._limit
        )
        self.post_message(self.Tidied(told.format(count=self._limit)))
