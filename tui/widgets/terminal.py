"""The app as the terminal meets it: sixteen colours, nothing that moves, few bytes."""

from __future__ import annotations

from typing import Any, TypeVar

from rich.console import RenderableType
from textual import events
from textual.app import App
from textual.screen import Screen

from tui.widgets.desk import Desk
from tui.widgets.entry import Entry
from tui.widgets.keeper import Keeper
from tui.widgets.look import OWN, Look
from tui.widgets.typing import Typing
from tui.widgets.wire import Frame, LeanUpdate

T = TypeVar("T")

WIDE_SIGN = 2  # the column, counted from 0, of a cursor behind a sign as wide as Chinese
LARGE = 1000  # characters; what is smaller arrives in one packet and cannot be seen half done


class LeanApp(App[T]):
    """An app of Desks: it remembers what the terminal shows, and sends only what differs.

    It is drawn in `look`.  Run it with `run(mouse=False)`; `options` are those of Textual's App.
    """

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, look: Look = OWN, **options: Any) -> None:
        super().__init__(ansi_color=True, **options)
        self.animation_level = "none"
        self.look = look
        self._frame = Frame()
        self._sized = self._measured = False
        self.typing = Typing(self, super().on_event, self.typed)

    def get_default_screen(self) -> Screen[Any]:
        """What is there before the first screen: nothing, in few bytes."""
        return Desk(id="_default")

    async def on_event(self, event: events.Event) -> None:
        """Hand keys on one at a time; everything else goes its usual way."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.typing.add(event)
        else:
            await super().on_event(event)

    def keeper_of(self, form: Screen[Any]) -> Keeper:
        """Who keeps what is typed into `form` until it is saved."""
        return Keeper()

    def typed(self) -> None:
        """A key has had its effect."""

    def picked(self, key: str) -> None:
        """A picker is answered with `key`."""

    def filled_in(self, values: dict[str, str], changed: dict[str, str], *, stays: bool) -> None:
        """A form is saved, with `values`, some of them `changed`; it may stay open."""

    def on_mount(self) -> None:
        """Whoever comes back from the shell finds a terminal that shows something else."""
        self.app_resume_signal.subscribe(self, lambda _app: self._frame.forget())

    def on_cursor_position(self, event: events.CursorPosition) -> None:
        """The terminal answers how wide it takes signs to be, once; later it is a key (F3)."""
        if not self._measured and event.x == WIDE_SIGN:
            self.look = self.look._replace(few_glyphs=True)
            self._frame.forget()
            self.screen.refresh()
        self._measured = True

    def on_resize(self) -> None:
        """The terminal may have folded its lines; not yet when its first size is told."""
        if self._sized:
            self._frame.forget()
        self._sized = True

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if not isinstance(renderable, LeanUpdate):
            if renderable is not None:
                self._frame.forget()
            super()._display(screen, renderable)
            return
        if self._batch_count or not self._running or self._closed:
            return
        if self._driver is not None and not self.is_headless:
            if self._frame.is_unknown and not renderable.whole:
                renderable = screen._compositor.render_full_update()
                assert isinstance(renderable, LeanUpdate)
            self._send(renderable.render_segments(self.console, self._frame, self.look))
        self.post_display_hook()

    def _send(self, sequences: str) -> None:
        """Write `sequences`, and leave the (hidden) cursor where an input method looks for it."""
        driver, place = self._driver, self.cursor_position
        if driver is None:
            return
        if isinstance(self.screen.focused, Entry):
            if sequences or place != self._previous_cursor_position:
                sequences += f"\x1b[{place.y + 1};{place.x + 1}H"
            self._previous_cursor_position = place
        if not sequences:
            return
        if len(sequences) > LARGE:
            self._begin_update()
        driver.write(sequences)
        if len(sequences) > LARGE:
            self._end_update()
        driver.flush()
