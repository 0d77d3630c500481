"""A real desk whose line drops in the middle of a word: it ends, and the word is there again."""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest

from store import database, drafts, history
from store.neighbours import households
from tests.bench.terminal import Terminal, Window, drawn
from tests.trust.hands import make_yard

WINDOW = Window(100, 30)
PATIENCE = 30.0
APP = Path(__file__).parents[2] / "app.py"


class Sitting:
    """Somebody at a terminal, who looks until something is to be seen."""

    def __init__(self, path: Path) -> None:
        given = ("--db", path, "--today", "2026-11-23", "--lang", "en", "--user", "tester")
        self.terminal = Terminal([sys.executable, str(APP), *map(str, given)], WINDOW)

    def type_when(self, seen: str, keys: bytes) -> None:
        """Wait until something is shown, then press keys."""
        self.see(seen)
        self.terminal.send(keys)

    def see(self, seen: str) -> str:
        """The screen, once something is shown on it."""
        until = monotonic() + PATIENCE
        while seen not in (screen := "\n".join(drawn(self.terminal.chunks, WINDOW))):
            assert monotonic() < until, screen
            self.terminal.read(1.0)
            assert self.terminal.ended is None, screen
        return screen

    def look_until(self, holds: Callable[[], object]) -> None:
        """Look at the screen until something else holds."""
        until = monotonic() + PATIENCE
        while not holds():
            assert monotonic() < until
            self.terminal.read(0.05)

    def hang_up(self) -> None:
        """Close the terminal's window."""
        os.close(self.terminal.handle)
        self.terminal.ended = 0.0

    def end(self) -> int:
        """How the program ended, which it does by itself."""
        while self.terminal.ended is None:
            self.terminal.read(PATIENCE)
        process = os.pidfd_open(self.terminal.pid)
        assert select.select([process], [], [], PATIENCE)[0], "it goes on without a terminal"
        os.close(process)
        return os.waitstatus_to_exitcode(os.waitpid(self.terminal.pid, 0)[1])


@pytest.fixture
def yard(tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    make_yard(path)
    return path


@pytest.fixture
def sitting(yard: Path) -> Iterator[Sitting]:
    """The desk, with the form of a household open and half typed."""
    somebody = Sitting(yard)
    somebody.type_when("quit", b"E")
    somebody.type_when("Edit household", "王".encode())
    somebody.see("王")
    yield somebody
    if somebody.terminal.ended is None:
        somebody.terminal.stop()


@pytest.fixture
def kept(yard: Path) -> Iterator[Callable[[], list[dict[str, str]]]]:
    """What is kept of half-typed forms."""
    database.open_store(yard)
    history.act_as("tester")
    yield lambda: [dict(draft.typed) for draft in drafts.found()]
    database.close_store()


@pytest.mark.parametrize("told_to_end", [signal.SIGTERM, signal.SIGHUP])
def test_a_desk_that_is_told_to_end_keeps_the_word_and_gives_the_terminal_back(
    sitting: Sitting, kept: Callable[[], list[dict[str, str]]], told_to_end: signal.Signals
) -> None:
    handle = sitting.terminal.handle
    assert not termios.tcgetattr(handle)[3] & termios.ICANON
    os.kill(sitting.terminal.pid, told_to_end)
    assert sitting.end() == 1
    assert termios.tcgetattr(handle)[3] & termios.ICANON
    assert kept() == [{"name": "王"}]


def test_a_desk_whose_line_dropped_ends_and_goes_on_where_it_was_at_the_next_start(
    sitting: Sitting, yard: Path, kept: Callable[[], list[dict[str, str]]]
) -> None:
    sitting.hang_up()
    assert sitting.end() == 1
    assert kept() == [{"name": "王"}]
    again = Sitting(yard)
    again.type_when("was half typed", b"\x0f")
    again.type_when("Here is what you had typed", "家\x13".encode())
    again.type_when("Saved", b"q")
    assert again.end() == 0
    assert kept() == []
    assert households.find("1-201").name == "王家"


def test_a_desk_that_is_killed_has_kept_the_word(
    sitting: Sitting, kept: Callable[[], list[dict[str, str]]]
) -> None:
    folder = Path(drafts.folder())
    sitting.look_until(lambda: folder.exists() and list(folder.glob("*.draft")))
    assert kept() == []  # it is being typed
    sitting.terminal.stop()
    sitting.terminal.ended = 0.0
    assert kept() == [{"name": "王"}]


def rename(path: Path, address: str, name: str) -> None:
    """What somebody else does, on a connection of their own."""
    database.open_store(path)
    history.act_as("王芳")
    seen = households.find(address)
    households.edit(
        seen, name=name, kind=seen.kind, note=seen.note, refuse_vacating=lambda _household: None
    )
    database.close_store()


def test_others_deeds_come_to_the_screen_while_one_types_and_leave_the_word_alone(
    sitting: Sitting, yard: Path
) -> None:
    rename(yard, "1-202", "远亲")
    sitting.terminal.send("家".encode())
    assert "远亲" not in sitting.see("王家")
    sitting.terminal.send(b"\x13")
    assert "远亲" in sitting.see("Saved")
    rename(yard, "1-202", "近邻")
    assert "Saved" in sitting.see("近邻")
