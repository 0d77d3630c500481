"""Textual's input, flat: one line, no border, no blinking, terminal attributes for colours."""

from __future__ import annotations

from textual.widgets import Input


class Entry(Input):
    """One line to type into; input methods, paste and selection are Textual's."""

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
        self, value: str = "", *, limit: int = 200, select: bool = False, id: str | None = None
    ) -> None:
        """With `select` what stands there is selected on entering: typing replaces it."""
        super().__init__(value, max_length=limit, select_on_focus=select, compact=True, id=id)
        self.cursor_blink = False

    def put(self, text: str) -> None:
        """Replace what is typed, with the cursor at its end."""
        self.value = text
        self.cursor_position = len(text)
