"""A program in a real pseudo-terminal, timed by the bytes that it writes."""

from __future__ import annotations

import os
import pty
import select
import signal
import termios
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import pyte

PROJECT = Path(__file__).parents[2]
QUESTION, ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"


class Window(NamedTuple):
    """The size of a terminal in cells."""

    columns: int
    lines: int

    def __str__(self) -> str:
        return f"{self.columns}×{self.lines}"


@dataclass(frozen=True)
class Chunk:
    """Bytes that arrived together, and when."""

    at: float
    data: bytes


@dataclass
class Terminal:
    """Start `command` in a terminal, and play the person before it.

    Like most terminals of today it answers that it knows synchronized output.
    """

    command: Sequence[str]
    window: Window

    def __post_init__(self) -> None:
        self.chunks: list[Chunk] = []
        self.ended: float | None = None
        self._answered = False
        environ = dict(os.environ, TERM="xterm-256color", COLORTERM="truecolor")
        self.started = perf_counter()
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            try:
                termios.tcsetwinsize(0, (self.window.lines, self.window.columns))
                os.chdir(PROJECT)
                os.execvpe(self.command[0], list(self.command), environ)
            finally:
                os._exit(127)

    def send(self, keys: bytes) -> float:
        """Press `keys`; the moment before they are written."""
        at = perf_counter()
        os.write(self.handle, keys)
        return at

    def read(self, timeout: float) -> Chunk | None:
        """The next bytes, or None when `timeout` seconds pass in silence or the program ended."""
        if self.ended is not None or not select.select([self.handle], [], [], timeout)[0]:
            return None
        try:
            data = os.read(self.handle, 65536)
        except OSError:  # Linux answers so once the other side is closed
            data = b""
        chunk = Chunk(perf_counter(), data)
        if not data:
            self.ended = chunk.at
            return None
        self.chunks.append(chunk)
        if QUESTION in data and not self._answered:
            self._answered = True
            os.write(self.handle, ANSWER)
        return chunk

    def settle(
        self, quiet: float, timeout: float = 30.0, first: float | None = None
    ) -> list[Chunk]:
        """What arrives until nothing has come for `quiet` seconds.

        The first bytes may take `first` seconds (as long as `timeout` where it is not given).
        """
        begin = len(self.chunks)
        until = perf_counter() + timeout
        patience = timeout if first is None else first
        while perf_counter() < until and self.read(patience) is not None:
            patience = quiet
        return self.chunks[begin:]

    def status(self, key: str) -> int:
        """A figure of /proc/PID/status in kB, for instance `VmHWM`, the peak memory."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith(key + ":"):
                return int(line.split()[1])
        raise KeyError(key)

    def wait(self, timeout: float = 10.0) -> float:
        """Read until the program is gone; the moment it went. Raises TimeoutError if it stays."""
        until = perf_counter() + timeout
        while self.ended is None and perf_counter() < until:
            self.read(0.1)
        if self.ended is None:
            self.stop()
            raise TimeoutError(f"{' '.join(self.command)} did not end")
        os.waitpid(self.pid, 0)
        gone = perf_counter()
        os.close(self.handle)
        return gone

    def stop(self) -> None:
        """End the program where it stands."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.handle)


class Emulator:
    """The screen as a person sees it."""

    def __init__(self, window: Window) -> None:
        self._screen = pyte.Screen(window.columns, window.lines)
        self._stream = pyte.ByteStream(self._screen)

    def feed(self, data: bytes) -> None:
        self._stream.feed(data)

    def shown(self) -> tuple[str, ...]:
        """The lines as they stand now."""
        return tuple(self._screen.display)


def drawn(chunks: Sequence[Chunk], window: Window) -> tuple[str, ...]:
    """The screen after `chunks`."""
    emulator = Emulator(window)
    for chunk in chunks:
        emulator.feed(chunk.data)
    return emulator.shown()


def whole_at(chunks: Sequence[Chunk], window: Window) -> float:
    """When the screen first showed all that it shows after the last of `chunks`."""
    final = drawn(chunks, window)
    emulator = Emulator(window)
    for chunk in chunks:
        emulator.feed(chunk.data)
        if emulator.shown() == final:
            return chunk.at
    raise ValueError("no chunks")
