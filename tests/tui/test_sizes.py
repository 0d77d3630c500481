"""In no size is a line broken: each is as wide as the window, and a terminal shows it as it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyte
import pytest
from textual.app import App

from store import language
from tests.tui.screendump import dump, resized, sent
from tui.main import QiaomenApp

# The smallest window that is promised, odd ones, the largest; then what nobody can work in.
SIZES = ((60, 20), (93, 31), (250, 70), (40, 10), (20, 5), (1, 1))
MORE_SIZES = tuple((width, 20 + width % 51) for width in range(60, 251, 7))
# What is pressed, one after another, and what is then on the screen.
WALK = (("down", "right"), ("question_mark",), ("escape", "a"), ("escape", "2"), ("8",), ("9",))


def shown_by_a_terminal(app: App[Any]) -> list[str]:
    """What a terminal of the app's size makes of what it is sent."""
    screen = pyte.Screen(*app.size)
    stream = pyte.Stream(screen)
    stream.feed("\x1b[?7l")  # no wrapping, as Textual sets it
    stream.feed(sent(app))
    return [line.rstrip() for line in screen.display]


async def walk(app: QiaomenApp, sizes: Iterable[tuple[int, int]]) -> None:
    """Look at every screen in every size."""
    async with app.run_test(size=(80, 24)) as pilot:
        for keys in WALK:
            await pilot.press(*keys)
            for width, height in sizes:
                await resized(pilot, width, height)
                strips = app.screen._compositor.render_strips(app.size)
                assert [strip.cell_length for strip in strips] == [width] * height
                assert shown_by_a_terminal(app) == dump(app).split("\n")
                if width >= 60:
                    title, *_lines, footer = dump(app).split("\n")
                    assert title.strip()
                    assert footer.strip()
            await resized(pilot, 80, 24)


async def test_no_line_is_broken_in_any_window(desk: QiaomenApp) -> None:
    language.speak("zh_CN")
    await walk(desk, SIZES)


@pytest.mark.long
@pytest.mark.parametrize("spoken", language.LANGUAGES)
async def test_no_line_is_broken_from_60_to_250(desk: QiaomenApp, spoken: str) -> None:
    language.speak(spoken)
    await walk(desk, MORE_SIZES)
