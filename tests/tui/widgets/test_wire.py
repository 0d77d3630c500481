"""What goes over the wire draws the right screen, and says no more than it must."""

from __future__ import annotations

from collections.abc import Callable

import pyte
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from wcwidth import wcwidth

from tui import cells
from tui.widgets.painted import BOLD, PLAIN, REVERSE, strip
from tui.widgets.wire import Frame, LeanUpdate

SIZE = Size(30, 4)
styles = st.sampled_from([PLAIN, BOLD, REVERSE, BOLD + REVERSE, Style(color="red")])
words = st.text(st.sampled_from("ab烤箱… \u0301👍é"), max_size=12).map(cells.safe)
lines = st.lists(st.tuples(words | st.just(" " * 20), styles), max_size=5).map(tuple)
screens = st.lists(lines, min_size=SIZE.height, max_size=SIZE.height)


class Terminal:
    """A console's terminal, and what it shows."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(*SIZE)
        self.stream = pyte.Stream(self.screen)
        self.stream.feed("\x1b[?7l")  # no wrapping, as Textual sets it
        self.console = Console(color_system="standard", force_terminal=True, _environ={})
        self.frame = Frame()

    def show(self, *pieces: tuple[int, int, Strip], whole: bool = False) -> str:
        """Send `pieces`; answers with what was sent."""
        sent = LeanUpdate(pieces, SIZE, whole).render_segments(self.console, self.frame)
        self.stream.feed(sent)
        return sent

    def looks(self) -> list[list[tuple[object, ...]]]:
        """Every cell with its style."""
        return [
            [
                (char.data, char.bold, char.reverse, char.fg)
                for char in (self.screen.buffer[y][x] for x in range(SIZE.width))
            ]
            for y in range(SIZE.height)
        ]


def whole(screen: list[tuple[tuple[str, Style], ...]]) -> list[tuple[int, int, Strip]]:
    return [(0, y, strip(line, SIZE.width)) for y, line in enumerate(screen)]


@given(screens, screens)
def test_a_changed_screen_looks_like_a_fresh_one(
    first: list[tuple[tuple[str, Style], ...]], second: list[tuple[tuple[str, Style], ...]]
) -> None:
    changed, fresh = Terminal(), Terminal()
    changed.stream.feed("left over " * 12)
    changed.show(*whole(first), whole=True)
    changed.show(*whole(second), whole=True)
    fresh.show(*whole(second))
    assert changed.looks() == fresh.looks()
    assert changed.show(*whole(second)) == ""


# What terminals take for the width of what they do not agree on.
DOUBTS: dict[str, Callable[[str], int]] = {
    "emoji are narrow": lambda character: 1 if character in "👍🫠" else wcwidth(character),
    "marks take a cell": lambda character: wcwidth(character) or 1,
    "letters of India are wide": lambda character: 2 if character in "कख" else wcwidth(character),
}
doubtful = st.text(st.sampled_from("ab烤 \u0301👍🫠क"), max_size=12).map(cells.safe)
doubtful_screens = st.lists(
    st.lists(st.tuples(doubtful, st.sampled_from([PLAIN, REVERSE])), max_size=4).map(tuple),
    min_size=SIZE.height,
    max_size=SIZE.height,
)


@pytest.mark.parametrize("doubt", DOUBTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=doubtful_screens, second=doubtful_screens)
def test_a_terminal_of_another_opinion_shifts_nothing(
    monkeypatch: pytest.MonkeyPatch,
    doubt: str,
    first: list[tuple[tuple[str, Style], ...]],
    second: list[tuple[tuple[str, Style], ...]],
) -> None:
    terminal = Terminal()
    with monkeypatch.context() as patched:
        patched.setattr("pyte.screens.wcwidth", DOUBTS[doubt])
        terminal.show(*whole(first), whole=True)
        terminal.show(*whole(second), whole=True)
    for y, line in enumerate(second):
        x = 0
        for piece, size in cells.clusters(strip(line, SIZE.width).text):
            if cells.is_agreed(piece):
                assert terminal.screen.buffer[y][x].data == piece
            x += size


def test_only_what_differs_is_sent() -> None:
    terminal = Terminal()
    terminal.show((0, 0, strip((("▸ ", BOLD), ("烤箱", REVERSE)), 30)))
    assert terminal.show((0, 0, strip((("▸ ", BOLD), ("烤架", REVERSE)), 30))) == (
        "\x1b[1;5H\x1b[7m架\x1b[m"
    )


def test_blanks_are_erased_and_default_colours_left_out() -> None:
    default = Style(color="default", bgcolor="default")
    text = Strip(strip((("a" + " " * 20 + "b", default),), 30))
    assert Terminal().show((0, 0, text)) == "\x1b[1Ha\x1b[20X\x1b[22Gb        "
    assert Terminal().show((0, 1, strip((("烤", default),), 30))) == "\x1b[2H烤\x1b[K"


def test_hostile_text_of_any_widget_cannot_shift_its_line() -> None:
    terminal = Terminal()
    terminal.show((0, 0, strip((("👨‍👩‍👧 ☁️ a\x1b[2Jb", PLAIN), ("|", PLAIN)), 30)))
    assert terminal.screen.display[0].rstrip().endswith("|")


def test_a_forgotten_frame_is_sent_again() -> None:
    terminal = Terminal()
    line = (0, 0, strip((("烤箱", PLAIN),), 30))
    sent = terminal.show(line)
    assert terminal.show(line) == ""
    terminal.frame.forget()
    assert terminal.show(line) == sent
