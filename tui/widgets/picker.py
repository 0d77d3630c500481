"""A full-screen question with one answer from a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from store.language import _
from tui.widgets.bar import Bar, KeyBar, KeyHint
from tui.widgets.desk import Desk
from tui.widgets.entry import Entry
from tui.widgets.listing import Column, Listing, ListingRow, SequenceSource
from tui.widgets.painted import BOLD
from tui.widgets.terminal import LeanApp


class Picker(Desk[str]):
    """Type to find, choose with the arrows; dismisses with the row's key, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("f1", "help", show=False),
        # Before the line's own, which takes a letter away.
        Binding("ctrl+d", "remove", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        columns: Sequence[Column],
        find: Callable[[str], Sequence[ListingRow]],
        *,
        text: str = "",
        prompt: str = "",
        empty: str = "",
        header: bool = False,
        remove: tuple[str, Callable[[str], None]] | None = None,
        id: str | None = None,
    ) -> None:
        """With `remove`, a name and what it does, Ctrl+D takes the row under the cursor away."""
        super().__init__(id=id)
        self._remove = remove
        self._find = find
        self._title = Bar(title, prompt, style=BOLD)
        self._text = text
        self._entry = Entry()
        self._listing = Listing(
            columns,
            SequenceSource(find(text)),
            empty=empty or _("Nothing found. Delete some of what is typed."),
            header=header,
        )
        self._listing.can_focus = False

    def compose(self) -> ComposeResult:
        """Title, what is typed, answers, keys."""
        yield self._title
        yield self._entry
        yield self._listing
        yield KeyBar(self.hints())

    def hints(self) -> list[KeyHint]:
        """The keys to tell of."""
        return [
            KeyHint("↑↓", _("choose")),
            KeyHint("Enter", _("take"), always=True),
            *([KeyHint("Ctrl+D", self._remove[0])] if self._remove else []),
            KeyHint("Esc", _("leave"), always=True),
            KeyHint("F1", _("help"), always=True),
        ]

    def on_mount(self) -> None:
        """Begin at the end of what is typed."""
        self._entry.put(self._text)
        self._entry.focus()

    @on(Entry.Changed)
    def _typed(self, event: Entry.Changed) -> None:
        self._listing.set_source(SequenceSource(self._find(event.value)))

    @on(Entry.Submitted)
    def _submitted(self, event: Entry.Submitted) -> None:
        key = self._listing.cursor_key
        if key is not None:
            self.answer(key)

    @property
    def typed(self) -> str:
        """What is typed."""
        return self._entry.value

    @property
    def under_cursor(self) -> ListingRow | None:
        """The row that Enter takes; None where nothing answers."""
        return self._listing.cursor_row

    def answer(self, key: str) -> None:
        """Choose the row of `key`."""
        if isinstance(self.app, LeanApp):
            self.app.picked(key)
        self.dismiss(key)

    def action_move(self, step: int) -> None:
        """Go to the answer above or below."""
        self._listing.move(0, step)

    def action_page(self, step: int) -> None:
        """Go a page of answers up or down."""
        self._listing.page(step)

    def action_remove(self) -> None:
        """Take the row under the cursor away, where rows may be."""
        key = self._listing.cursor_key
        if self._remove is not None and key is not None:
            self._remove[1](key)
            self._listing.set_source(SequenceSource(self._find(self._entry.value)))

    def action_help(self) -> None:
        """Show the keys of such a question."""
        from tui.widgets.keyhelp import OF_QUESTIONS, KeyHelp

        self.app.push_screen(KeyHelp(OF_QUESTIONS))

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
