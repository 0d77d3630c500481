"""What the desk draws is what terminals show, though they disagree about widths.

A Linux console cannot be had without a machine of its own: pyte stands in for it, told so by TERM.
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest

from fixtures.loader import load_sample
from store import database, history
from tests.conftest import TODAY
from tests.terminals.emulators import (
    PATIENCE,
    WINDOW,
    Emulator,
    Pyte,
    Screen,
    Tmux,
    Xterm,
    looked_until,
    needed,
)
from tests.terminals.hostile import fill
from tests.tui.screendump import dump
from tui.cells import is_agreed
from tui.main import QiaomenApp
from tui.widgets.look import OWN, in_font, on_terminal

pytestmark = pytest.mark.long

APP = Path(__file__).parents[2] / "app.py"
WALK = ("", "2", "1", "a")  # the grid, the overdue list, the grid again, a form
COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]")


@pytest.fixture
def yard(tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    fill(path)
    return path


def command(yard: Path, **environ: str) -> list[str]:
    """How the desk is opened, whatever the colours of this process's environment."""
    given = ("--db", str(yard), "--today", TODAY.isoformat(), "--user", "tester", "--lang", "en")
    said = [f"{name}={value}" for name, value in environ.items()]
    unset = ["-u", "NO_COLOR", "-u", "QIAOMEN_THEME"]
    return ["env", *unset, *said, sys.executable, str(APP), *given]


@pytest.fixture
async def drawn(yard: Path) -> list[list[str]]:
    """The screens of the walk, as the app itself tells them."""
    database.open_store(yard)
    history.act_as("tester")
    app = QiaomenApp(TODAY, None, load_sample)
    screens = []
    async with app.run_test(size=tuple(WINDOW)) as pilot:
        for key in WALK:
            await pilot.press(*key)
            await pilot.pause()
            screens.append(dump(app).split("\n"))
    database.close_store()
    return screens


EMULATORS: dict[str, Callable[[Path, Path], Emulator]] = {
    "tmux": lambda yard, folder: Tmux(command(yard), folder),
    "screen": lambda yard, folder: Screen(command(yard), folder),
    "xterm": lambda yard, folder: Xterm(command(yard), folder),
    "pyte": lambda yard, folder: Pyte(command(yard)),
}
NEEDED = {"xterm": ("xterm", "Xvfb", "xdotool"), "pyte": ()}


@pytest.mark.parametrize("name", EMULATORS)
def test_what_is_drawn_is_what_is_shown(
    name: str, yard: Path, tmp_path: Path, drawn: list[list[str]]
) -> None:
    needed(*NEEDED.get(name, (name,)))
    with closing(EMULATORS[name](yard, tmp_path)) as emulator:
        assert walked(emulator, drawn) == drawn


def walked(emulator: Emulator, expected: list[list[str]]) -> list[list[str]]:
    """What an emulator shows on the way, waiting for each screen to be as expected."""
    screens = []
    for key, screen in zip(WALK, expected, strict=True):
        if key:
            emulator.press(key)
        screens.append(looked_until(emulator, screen))
    return screens


def test_a_linux_console_shows_it_in_the_glyphs_that_it_has(
    yard: Path, drawn: list[list[str]]
) -> None:
    look = on_terminal(OWN, {"TERM": "linux"})
    expected = [[in_font(line, look) for line in screen] for screen in drawn]
    with closing(Pyte(command(yard, TERM="linux"))) as console:
        assert walked(console, expected) == expected
        assert b"$p" not in console.sent
        console.press("\x1b")
        assert looked_until(console, expected[0]) == expected[0]
        console.press("q")
        console.terminal.wait()
        assert console.shown() == [""] * WINDOW.lines
    assert expected != drawn


def test_no_terminal_orders_the_words_of_a_row_while_the_desk_is_open(
    yard: Path, drawn: list[list[str]]
) -> None:
    with closing(Pyte(command(yard))) as emulator:
        assert looked_until(emulator, drawn[0]) == drawn[0]
        assert emulator.sent.count(b"\x1b[8l") == 1
        assert b"\x1b[8h" not in emulator.sent
        emulator.press("q")
        emulator.terminal.wait()
        assert emulator.sent.count(b"\x1b[8h") == 1


def test_where_signs_are_as_wide_as_chinese_others_stand_in_for_them(
    yard: Path, tmp_path: Path, drawn: list[list[str]]
) -> None:
    needed(*NEEDED["xterm"])
    agreed = [y for y, line in enumerate(drawn[0]) if is_agreed(line)]
    expected = [in_font(drawn[0][y], OWN._replace(few_glyphs=True)) for y in agreed]

    class Agreed(Xterm):
        def shown(self) -> list[str]:
            lines = super().shown()
            return [lines[y] for y in agreed if y < len(lines)]

    with closing(Agreed(command(yard), tmp_path, "-cjk_width")) as emulator:
        assert looked_until(emulator, expected) == expected
    assert "> lent 9" in expected[0]


@pytest.mark.parametrize("theme", ["own", "contrast"])
def test_no_color_leaves_none_on_the_line(theme: str, yard: Path, drawn: list[list[str]]) -> None:
    with closing(Pyte(command(yard, NO_COLOR="1", QIAOMEN_THEME=theme))) as terminal:
        assert walked(terminal, drawn) == drawn
        assert b"\x1b[7m" in terminal.sent or b";7m" in terminal.sent
        assert not COLOUR.search(terminal.sent)


def test_a_terminal_of_more_colours_is_sent_the_same(yard: Path, drawn: list[list[str]]) -> None:
    sent = []
    for terminal in ({"TERM": "xterm-16color", "COLORTERM": ""}, {"TERM": "xterm-direct"}):
        with closing(Pyte(command(yard, **terminal))) as emulator:
            assert looked_until(emulator, drawn[0]) == drawn[0]
            sent.append(emulator.sent)
    assert sent[0] == sent[1]


def test_a_screen_that_reads_bytes_is_refused_in_one_sentence(yard: Path, tmp_path: Path) -> None:
    needed("screen")
    waiting = ["sh", "-c", f"{shlex.join(command(yard))}; read enter"]
    with closing(Screen(waiting, tmp_path, locale="C")) as screen:
        until = monotonic() + PATIENCE
        while not (shown := " ".join(filter(None, screen.shown()))) and monotonic() < until:
            pass
    assert shown.startswith("qiaomen: This terminal is not set to UTF-8")
    assert "Traceback" not in shown
