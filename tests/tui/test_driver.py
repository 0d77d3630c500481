"""The driver, in a real terminal: an app that writes down its keys in a file."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

PROJECT = Path(__file__).parents[2]
PATIENCE = 20.0

APP = """
import os, sys
os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
from textual.app import App
from tui.driver import desk_driver

class Probe(App):
    def say(self, word): os.write(int(sys.argv[1]), (word + "\\n").encode())
    def on_ready(self): self.say("ready")
    def on_key(self, event):
        self.say(event.key)
        if event.key == "q": self.exit()
        if event.key == "w": self._driver.write("x" * 200_000)
        if event.key == "c": self.copy_to_clipboard("请还烤箱")
        if event.key == "s":
            with self.suspend(): self.say("suspended")
            self.say("resumed")
    def on_paste(self, event): self.say("paste " + event.text)
    def on_resize(self, event): self.say(f"{event.size.width}x{event.size.height}")
    def on_unmount(self): self.say("unmount")

app = Probe(driver_class=desk_driver())
app.run(mouse=False)
sys.exit(app.return_code)
"""


class Probe:
    """A process with the app, its terminal, and what it said through a pipe."""

    def __init__(self, escape_delay: int) -> None:
        heard, said = os.pipe()
        os.set_inheritable(said, True)
        environ = dict(
            os.environ, ESCDELAY=str(escape_delay), TERM="xterm", PYTHONPATH=str(PROJECT)
        )
        for fixed in ("COLUMNS", "LINES"):  # they would outdo the terminal's own size
            environ.pop(fixed, None)
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execve(sys.executable, [sys.executable, "-c", APP, str(said)], environ)
        os.close(said)
        self.heard = heard
        self.shown = b""
        self._words = b""
        self.read_terminal = True

    def type(self, keys: bytes) -> None:
        os.write(self.terminal, keys)

    def type_alone(self, keys: bytes) -> None:
        """Type, and see it taken before more follows."""
        self.type(keys)
        terminal = os.open(os.readlink(f"/proc/{self.pid}/fd/0"), os.O_RDWR | os.O_NOCTTY)
        until = monotonic() + PATIENCE
        while struct.unpack("i", fcntl.ioctl(terminal, termios.FIONREAD, b"\0" * 4))[0]:
            assert monotonic() < until
        os.close(terminal)

    def hear(self) -> str:
        """The next word of the app; "" once it is gone."""
        until = monotonic() + PATIENCE
        while b"\n" not in self._words:
            sources = [self.heard, self.terminal] if self.read_terminal else [self.heard]
            ready = select.select(sources, [], [], until - monotonic())[0]
            assert ready, f"silence after {self._words!r} and {self.shown[-200:]!r}"
            if self.terminal in ready:
                self._show()
            if self.heard in ready:
                word = os.read(self.heard, 4096)
                if not word:
                    return ""
                self._words += word
        word, self._words = self._words.split(b"\n", 1)
        return word.decode()

    def hear_until(self, word: str) -> list[str]:
        """The words up to and with `word`."""
        words = [self.hear()]
        while words[-1] != word:
            assert words[-1], f"{word} never came: {words}"
            words.append(self.hear())
        return words

    def _show(self) -> None:
        try:
            data = os.read(self.terminal, 65536)
        except OSError:
            data = b""
        self.shown += data
        self.read_terminal = bool(data)

    def hang_up(self) -> None:
        """Close the terminal's window."""
        self.read_terminal = False
        os.close(self.terminal)

    def end(self) -> int:
        """Wait for the process; its exit status."""
        while self.hear():
            pass
        status = os.waitpid(self.pid, 0)[1]
        self.pid = 0
        return os.waitstatus_to_exitcode(status)


@pytest.fixture
def probe(request: pytest.FixtureRequest) -> Iterator[Probe]:
    """The app, ready for keys."""
    started = Probe(getattr(request, "param", 50))
    try:
        started.hear_until("ready")
        yield started
    finally:
        if started.pid:
            os.kill(started.pid, signal.SIGKILL)
            os.waitpid(started.pid, 0)
        os.close(started.heard)


def wakings(pid: int) -> int:
    """How often the threads of `pid` have gone to sleep so far."""
    statuses = (task.read_text() for task in Path(f"/proc/{pid}/task").glob("*/status"))
    return sum(int(status.split("\nvoluntary_ctxt_switches:")[1].split()[0]) for status in statuses)


def test_keys_arrive_and_q_ends_the_app_with_the_terminal_restored(probe: Probe) -> None:
    assert not termios.tcgetattr(probe.terminal)[3] & termios.ICANON
    probe.type("a敲\x1b[A".encode())
    assert [probe.hear() for _ in range(3)] == ["a", "敲", "up"]
    probe.type(b"q")
    assert probe.end() == 0
    assert termios.tcgetattr(probe.terminal)[3] & termios.ICANON


def test_what_is_copied_goes_to_the_terminals_own_clipboard(probe: Probe) -> None:
    probe.type(b"cq")
    assert probe.end() == 0
    assert b"\x1b]52;c;" + b64encode("请还烤箱".encode()) + b"\x07" in probe.shown


@pytest.mark.parametrize("probe", [50], indirect=True)
def test_a_lone_escape_is_a_key_after_the_delay(probe: Probe) -> None:
    since = monotonic()
    probe.type(b"\x1b")
    assert probe.hear() == "escape"
    assert monotonic() - since >= 0.05


@pytest.mark.parametrize("probe", [5000], indirect=True)
def test_a_sequence_torn_apart_by_the_line_is_one_key(probe: Probe) -> None:
    for piece in (b"\x1b", b"[", b"B", "敲".encode()[:1], "敲".encode()[1:], b"z"):
        probe.type_alone(piece)
    assert [probe.hear() for _ in range(3)] == ["down", "敲", "z"]


def test_a_paste_comes_whole(probe: Probe) -> None:
    probe.type(b"\x1b[200~one\rtwo\x1b[201~z")
    assert probe.hear_until("z") == ["paste one\rtwo", "z"]


def test_bytes_that_are_no_text_do_not_end_the_app(probe: Probe) -> None:
    probe.type(b"\xff\xc3(z")
    assert probe.hear_until("z")
    probe.type(b"q")
    assert probe.end() == 0


def test_a_closed_terminal_ends_the_app_in_order(probe: Probe) -> None:
    probe.hang_up()
    assert probe.hear_until("unmount")
    assert probe.end() == 1


def test_a_dropped_line_ends_an_app_that_is_blocked_in_writing(probe: Probe) -> None:
    probe.read_terminal = False
    for _ in range(40):
        probe.type(b"w")
    probe.hear_until("w")
    probe.hang_up()
    assert probe.end() == 1


def test_the_app_suspends_and_listens_again(probe: Probe) -> None:
    probe.type(b"s")
    assert probe.hear_until("resumed") == ["s", "suspended", "resumed"]
    probe.type(b"z")
    probe.hear_until("z")
    probe.type(b"q")
    assert probe.end() == 0


def test_a_new_size_reaches_the_app(probe: Probe) -> None:
    termios.tcsetwinsize(probe.terminal, (30, 100))
    probe.hear_until("100x30")


def test_an_idle_app_sleeps_and_writes_nothing(probe: Probe) -> None:
    probe.type(b"z")
    probe.hear_until("z")
    while select.select([probe.terminal], [], [], 0.3)[0]:
        probe._show()
    before = wakings(probe.pid)
    assert not select.select([probe.terminal, probe.heard], [], [], 1.0)[0]
    assert wakings(probe.pid) == before


def test_nothing_is_asked_of_a_terminal_without_a_mouse(probe: Probe) -> None:
    probe.type(b"q")
    probe.end()
    for unwanted in (b"?1004h", b"?1000h", b"?1003h", b"?2048", b"]22;"):
        assert unwanted not in probe.shown
