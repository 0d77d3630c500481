"""What each screen looks like, in both languages and three sizes; read the dumps in a diff."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from fixtures.loader import load_sample
from store import language
from tests.conftest import TODAY
from tui.main import QiaomenApp

Compare = Callable[[App[Any], str], None]

SIZES = {"60x20": (60, 20), "80x24": (80, 24), "120x40": (120, 40)}
SCREENS: dict[str, tuple[str, ...]] = {
    "grid": ("down", "down", "right"),
    "search": ("slash", "k", "x"),
    "wide-unit": ("left_square_bracket", "end"),
    "overdue": ("2",),
    "route": ("2", "g", "space", "space"),
    "soon": ("2", "right_square_bracket"),
    "help": ("question_mark",),
    "lend": ("down", "down", "right", "l", "3", "-", "5"),
    "lend-details": ("down", "down", "right", "L"),
    "add": ("down", "down", "right", "a"),
    "residents": ("down", "down", "right", "p"),
}


@pytest.mark.parametrize("spoken", ["en", "zh_CN"])
@pytest.mark.parametrize("size", SIZES)
async def test_the_screens(desk: QiaomenApp, looks_like: Compare, spoken: str, size: str) -> None:
    language.speak(spoken)
    for name, keys in SCREENS.items():
        app = QiaomenApp(TODAY, None, load_sample)
        async with app.run_test(size=SIZES[size]) as pilot:
            await pilot.press(*keys)
            await pilot.pause()
            looks_like(app, f"{name}-{size}-{spoken}")


async def test_a_window_too_small_says_so(desk: QiaomenApp) -> None:
    from tests.tui.screendump import dump

    async with desk.run_test(size=(20, 5)) as pilot:
        await pilot.pause()
        assert "too small" in dump(desk).replace("\n", " ")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "晋平街26号院" in dump(desk)


@pytest.mark.parametrize("spoken", ["en", "zh_CN"])
async def test_the_welcome(store: Path, looks_like: Compare, spoken: str) -> None:
    language.speak(spoken)
    app = QiaomenApp(TODAY, None, load_sample)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        looks_like(app, f"welcome-80x24-{spoken}")
