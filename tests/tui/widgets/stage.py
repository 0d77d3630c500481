"""A stage for one widget or screen: the smallest app there is around it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from tui.widgets.desk import Desk
from tui.widgets.terminal import LeanApp


class Stage(LeanApp[None]):
    """Shows `what` (widgets on a desk of their own, or a screen) and notes its messages."""

    def __init__(self, *what: Widget | Screen) -> None:
        super().__init__()
        self.what = what
        self.answer: object = "none yet"
        self.said: list[Message] = []

    def on_mount(self) -> None:
        """Open the screen."""
        first = self.what[0]
        screen = first if isinstance(first, Screen) else Boards(self.what)
        self.push_screen(screen, self._answered)

    def _answered(self, answer: object) -> None:
        self.answer = answer


class Boards(Desk[None]):
    """A desk with nothing but the given widgets."""

    def __init__(self, widgets: tuple[Widget, ...]) -> None:
        super().__init__()
        self._widgets = widgets

    def compose(self) -> ComposeResult:
        """The widgets, top to bottom."""
        yield from self._widgets
