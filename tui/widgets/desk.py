"""The base of every screen: opaque, flat, few bytes, honest about a window that is too small."""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.screen import Screen
from textual.widget import Widget

from store.language import _
from tui import cells
from tui.widgets.painted import PLAIN, Line, Painted
from tui.widgets.wire import LeanCompositor

T = TypeVar("T")

LEAST_WIDTH = 40
LEAST_HEIGHT = 10


class TooSmall(Painted):
    """What stands there instead of the screen when the window is too small for it."""

    DEFAULT_CSS = "TooSmall { height: 1fr; display: none; }"

    def draw(self, width: int, height: int) -> list[Line]:
        """The sentence, over as many lines as it takes."""
        sentence = _("The window is too small: {width}x{height} at least.").format(
            width=LEAST_WIDTH, height=LEAST_HEIGHT
        )
        return [((line, PLAIN),) for line in cells.wrap(sentence, width)]


class Desk(Screen[T]):
    """A full screen, composed like any other; in a window below 40x10 it says so instead."""

    DEFAULT_CSS = """
    Desk { background: ansi_default; color: ansi_default; overflow: hidden; }
    Desk.-too-small > * { display: none; }
    Desk.-too-small > TooSmall { display: block; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._compositor = LeanCompositor()

    def _extend_compose(self, widgets: list[Widget]) -> None:
        """Add the sentence to whatever the screen composes."""
        super()._extend_compose(widgets)
        widgets.append(TooSmall())

    async def _on_idle(self, event: events.Idle) -> None:
        """Paint what changed at once; Textual's timer would let it wait for up to 33 ms.

        Only while further keys are waiting (or a layout is due) the timer may gather them.
        """
        event.prevent_default()
        if self._dirty_widgets and self.is_current and not self.app.message_queue_size:
            self._on_timer_update()
        await super()._on_idle(event)

    def on_resize(self, event: events.Resize) -> None:
        """Show the sentence, or the screen, as the window allows."""
        size = event.size
        self.set_class(size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT, "-too-small")
