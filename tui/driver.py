"""The wire between the app and the terminal.

Textual's own driver asks ten times a second whether a key was pressed. This one sleeps until a
byte comes, so that quitting and a lone `Esc` wait for no next round; it ends the app when the line
drops; and it keeps off a slow line what is not worth its bytes there.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from codecs import getincrementaldecoder
from contextlib import suppress
from functools import partial
from queue import Empty
from typing import Any, Final

from textual import constants
from textual._xterm_parser import XTermParser
from textual.driver import Driver

if sys.platform == "win32":
    from textual.drivers.windows_driver import WindowsDriver as TerminalDriver
else:
    from textual.drivers.linux_driver import LinuxDriver as TerminalDriver

FOCUS_REPORTS: Final = "\x1b[?1004h"
KITTY_POP: Final = "\x1b[<u"
POINTER_SHAPE: Final = "\x1b]22;"
# A terminal that orders right-to-left words (VTE, mintty) takes what stands beside them along, and
# so shifts columns, unless it is told to leave the order to the program.
KEEP_ORDER: Final = "\x1b[8l"
ORDER_AGAIN: Final = "\x1b[8h"

# Draws a sign, asks where the cursor stands then, and wipes the sign away: the answer tells whether
# the terminal takes it for as wide as Chinese.
ASK_WIDTH: Final = "\x1b[H▷\x1b[6n\r\x1b[K"
CLEAR: Final = "\x1b[H\x1b[J"

READ_SIZE: Final = 4096
LINE_DROPPED: Final = 1
"""The exit status of an app whose terminal went away."""


def desk_driver() -> type[Driver] | None:
    """The driver for `App(driver_class=…)`; None, which is Textual's own choice, on Windows."""
    return None if sys.platform == "win32" else DeskDriver


def _on_console() -> bool:
    return os.environ.get("TERM") == "linux"


class DeskDriver(TerminalDriver):
    """Textual's driver, woken by the terminal or by a bell instead of by the clock.

    The bell is a pipe: a byte in it ends the input thread at once. After a byte from the terminal
    the thread looks once more when `ESCDELAY` (milliseconds, from the environment) has passed: by
    then an `Esc` that nothing followed was a key, not a sequence that the line tore apart.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._bell: tuple[int, int] | None = None
        self._dropped = False

    # Starting and stopping: at both ends of the app's life and around every suspension.

    def start_application_mode(self) -> None:
        """Take the terminal over, and listen to it."""
        self._close_bell()
        self._bell = os.pipe()
        # Where the terminal is still there it is given back; where not, reading it tells.
        for told_to_end in (signal.SIGHUP, signal.SIGTERM):
            if signal.getsignal(told_to_end) is signal.SIG_DFL:
                self._loop.add_signal_handler(told_to_end, self._end_app)
        super().start_application_mode()
        self.write(KEEP_ORDER + ASK_WIDTH)

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was; a Linux console, which has but one screen, blank."""
        self.write(ORDER_AGAIN + CLEAR if _on_console() else ORDER_AGAIN)
        super().stop_application_mode()

    def disable_input(self) -> None:
        """Stop listening, now."""
        if self._bell is not None:
            os.write(self._bell[1], b"\0")
        super().disable_input()
        self._close_bell()

    def _close_bell(self) -> None:
        for handle in self._bell or ():
            os.close(handle)
        self._bell = None

    # Listening, in a thread of its own.

    def run_input_thread(self) -> None:
        """Hand every key on as it comes, until the bell rings or the line drops."""
        assert self._bell is not None
        bell = self._bell[0]
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        patience: float | None = None
        while True:
            ready, _, _ = select.select([self.fileno, bell], [], [], patience)
            if bell in ready:
                return
            if ready:
                data = self._read()
                if not data:
                    self._drop_line()
                    return
                text = decode(data)
                messages = parser.feed(text) if text else ()
                patience = constants.ESCAPE_DELAY + 0.001
            else:
                messages = parser.tick()
                patience = None
            for message in messages:
                self.process_message(message)

    def _read(self) -> bytes:
        """What was typed; nothing when the terminal is gone."""
        try:
            return os.read(self.fileno, READ_SIZE)
        except OSError:  # what Linux answers where other systems give an empty read
            return b""

    def _drop_line(self) -> None:
        """End the app, whose writing may be blocked by a line that takes no more."""
        self._dropped = True
        self._end_app()
        if self._writer_thread is not None:
            with suppress(Empty):
                while True:
                    self._writer_thread._queue.get_nowait()

    def _end_app(self) -> None:
        self._loop.call_soon_threadsafe(partial(self._app.exit, return_code=LINE_DROPPED))

    # Writing.

    def write(self, data: str) -> None:
        """Put `data` on the wire, if there is one still and it is wanted there.

        Focus reports would repaint the screen at every change of window; without a mouse there is
        no pointer to shape. Kitty's keys are never asked for, so that they are not given back.
        """
        unwanted = data in (FOCUS_REPORTS, KITTY_POP) or (
            not self._mouse and data.startswith(POINTER_SHAPE)
        )
        if not unwanted and not self._dropped:
            super().write(data)

    def _request_terminal_sync_mode_support(self) -> None:
        """Not on a Linux console, which would show half of the question."""
        if not _on_console():
            super()._request_terminal_sync_mode_support()

    def _query_in_band_window_resize(self) -> None:
        """Ask only for the mouse's sake: without one, the resize signal says all there is."""
        if self._mouse:
            super()._query_in_band_window_resize()
