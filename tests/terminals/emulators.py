"""Real terminals: a program in each of them, keys typed to it, and the text that it shows."""

from __future__ import annotations

import os
import select
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import Protocol

import pytest

from tests.bench.terminal import Terminal, Window, drawn

WINDOW = Window(80, 24)
QUIET, PATIENCE = 0.3, 30.0  # seconds: of silence after which a screen is whole; until one comes


class Emulator(Protocol):
    """A terminal in which a program runs."""

    def press(self, keys: str) -> None:
        """Type `keys`, all at once."""

    def shown(self) -> list[str]:
        """The text on its screen, line by line, blanks at the right left out."""


def needed(*programs: str) -> None:
    """Skip the test where one of `programs` is not installed."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        pytest.skip(f"not here: {', '.join(missing)}")


def looked_until(emulator: Emulator, expected: Sequence[str]) -> list[str]:
    """What the emulator shows, as soon as that is `expected`, or after PATIENCE."""
    until = monotonic() + PATIENCE
    while (shown := emulator.shown()) != list(expected) and monotonic() < until:
        select.select([], [], [], 0.1)
    return shown


class Pyte:
    """The emulator in this process, whose TERM is said by the command's own environment."""

    def __init__(self, command: Sequence[str]) -> None:
        self.terminal = Terminal(command, WINDOW)

    def press(self, keys: str) -> None:
        self.terminal.send(keys.encode())

    def shown(self) -> list[str]:
        self.terminal.settle(QUIET, first=QUIET)
        return [line.rstrip() for line in drawn(self.terminal.chunks, WINDOW)]

    @property
    def sent(self) -> bytes:
        """All that came over the line until now."""
        return b"".join(chunk.data for chunk in self.terminal.chunks)

    def close(self) -> None:
        if self.terminal.ended is None:
            self.terminal.stop()


class Tmux(Pyte):
    """tmux, asked for the text of its pane."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._server = ["tmux", "-S", str(folder / "tmux"), "-f", "/dev/null", "-u"]
        settings = ["set", "-g", "status", "off", ";"]
        super().__init__(
            ["env", "-u", "TMUX", *self._server, *settings, "new-session", shlex.join(command)]
        )

    def shown(self) -> list[str]:
        self.terminal.settle(QUIET, first=QUIET)
        asked = [*self._server, "capture-pane", "-p"]
        told = subprocess.run(asked, capture_output=True, encoding="utf-8", check=False)
        return [line.rstrip() for line in told.stdout.split("\n")[:-1]]

    def close(self) -> None:
        subprocess.run([*self._server, "kill-server"], capture_output=True, check=False)
        super().close()


class Screen(Pyte):
    """GNU screen, looked at through the terminal that it draws on itself."""

    def __init__(self, command: Sequence[str], folder: Path, locale: str = "C.UTF-8") -> None:
        folder.chmod(0o700)
        environ = ["env", "-u", "STY", f"SCREENDIR={folder}", "TERM=xterm", f"LC_ALL={locale}"]
        super().__init__([*environ, "screen", "-c", "/dev/null", *command])
        self._ending = [*environ, "screen", "-X", "quit"]

    def close(self) -> None:
        subprocess.run(self._ending, capture_output=True, check=False)
        super().close()


OTHER_HALF = "\uffff"  # what xterm keeps, and prints, in the second cell of a wide character


class Xterm:
    """xterm on a display that nobody sees; its text is what it sends to a printer."""

    def __init__(self, command: Sequence[str], folder: Path, *options: str) -> None:
        self._printed, self._line = folder / "printed", folder / "tty"
        reading, telling = os.pipe()
        self._display = subprocess.Popen(
            [
                "Xvfb",
                "-displayfd",
                str(telling),
                "-screen",
                "0",
                "1280x1024x24",
                "-nolisten",
                "tcp",
            ],
            pass_fds=[telling],
            stderr=subprocess.DEVNULL,
        )
        os.close(telling)
        with os.fdopen(reading) as told:
            self._environ = os.environ | {"DISPLAY": f":{told.readline().strip()}"}
        printing = f"cat > {self._printed}.new && mv {self._printed}.new {self._printed}"
        resources = (f"printerCommand: {printing}", "printAttributes: 0", "utf8: 1")
        started = f"tty > {shlex.quote(str(self._line))}; exec {shlex.join(command)}"
        self._xterm = subprocess.Popen(
            [
                *(
                    "xterm",
                    *options,
                    "-fn",
                    "fixed",
                    "-geometry",
                    f"{WINDOW.columns}x{WINDOW.lines}",
                ),
                *(word for said in resources for word in ("-xrm", f"XTerm*{said}")),
                *("-e", "sh", "-c", started),
            ],
            env=self._environ,
            stderr=subprocess.DEVNULL,
        )

    def press(self, keys: str) -> None:
        """Where no window manager says who listens, it is the window under the pointer."""
        typing = ["xdotool", "mousemove", "99", "99", "type", keys]
        subprocess.run(typing, env=self._environ, capture_output=True, check=True)

    def shown(self) -> list[str]:
        self._printed.unlink(missing_ok=True)
        try:
            with open(self._line.read_text().strip(), "w") as line:
                line.write("\x1b[i")
        except OSError:  # it has not started yet
            return []
        until = monotonic() + PATIENCE
        while not self._printed.exists():
            assert monotonic() < until, "xterm prints nothing"
            select.select([], [], [], 0.02)
        printed = self._printed.read_bytes().decode().replace(OTHER_HALF, "")
        return [line.strip("\r\x0c").rstrip() for line in printed.split("\n")][: WINDOW.lines]

    def close(self) -> None:
        for process in (self._xterm, self._display):
            process.terminate()
            process.wait(PATIENCE)
