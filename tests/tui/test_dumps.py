"""What each screen looks like, in both languages and several sizes; read the dumps in a diff."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from fixtures.loader import load_sample
from store import language
from store.messages import nightly
from store.neighbours import compounds
from store.sharing import contacts
from store.sharing.late_loans import LateLoans
from store.sharing.summary import Night
from tests.conftest import TODAY
from tui.main import QiaomenApp

Compare = Callable[[App[Any], str], None]

SIZES = {"60x20": (60, 20), "80x24": (80, 24), "120x40": (120, 40)}
# The main screens are looked at in every size; the others, which are laid out alike, in fewer.
EVERY_SIZE = [(size, spoken) for spoken in ("en", "zh_CN") for size in SIZES]
FEW_SIZES = [("80x24", "en"), ("80x24", "zh_CN"), ("60x20", "en")]
MAIN = ("grid", "wide-unit", "overdue", "calendar", "rules")
SCREENS: dict[str, tuple[str, ...]] = {
    "grid": ("down", "down", "right"),
    "search": ("slash", "k", "x"),
    "wide-unit": ("left_square_bracket", "end"),
    "help": ("question_mark",),
    "lend": ("down", "down", "right", "l", "3", "-", "5"),
    "lend-details": ("down", "down", "right", "L"),
    "add": ("down", "down", "right", "a"),
    "residents": ("down", "down", "right", "p"),
    "line": ("colon", *"l kx 3-502"),
}
AFTER_A_NIGHT: dict[str, tuple[str, ...]] = {
    "overdue": ("2", "down", "space"),
    "route": ("2", "w"),
    "soon": ("2", "right_square_bracket"),
    "loan": ("2", "i"),
    "promise": ("2", "f", "f", "r", "i"),
}


def looked_at(
    screens: dict[str, tuple[str, ...]], size: str, spoken: str
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names of those screens that are looked at in a size, and the keys that lead there."""
    for name, keys in screens.items():
        if name in MAIN or (size, spoken) in FEW_SIZES:
            yield name, keys


@pytest.mark.parametrize(("size", "spoken"), EVERY_SIZE)
async def test_the_screens(desk: QiaomenApp, looks_like: Compare, spoken: str, size: str) -> None:
    language.speak(spoken)
    for name, keys in looked_at(SCREENS, size, spoken):
        app = QiaomenApp(TODAY, None, load_sample)
        async with app.run_test(size=SIZES[size]) as pilot:
            await pilot.press(*keys)
            await pilot.pause()
            looks_like(app, f"{name}-{size}-{spoken}")


class Reader:
    """Somebody who is told the night, and takes it."""

    key = label = "print"
    is_message = True

    def deliver(self, night: Night, *, number: str, again: bool) -> None:
        assert night.totals.new


@pytest.fixture
def after_a_night(sample: Path, clock: object) -> None:
    """Much was done about what is overdue, and this morning the nightly run told of it."""
    compound = compounds.compounds(limit=1)[0].id
    late = [loan.id for loan in LateLoans(compound, TODAY).after(None, 9)]
    soon = [loan.id for loan in LateLoans(compound, TODAY, due_soon_days=7).after(None, 9)]
    contacts.record(late[:1], "reminded", days_ago(40))
    contacts.record(late[:1], "called", days_ago(21), note="他说还差最后几回，看完马上还，请再等等")
    contacts.record(late[:1], "promised", days_ago(9), until=days_ago(4))
    contacts.record(late[:1], "knocked", days_ago(3), note="nobody in")
    contacts.record(late[1:2], "promised", days_ago(3), until=days_ago(-4))
    contacts.record(late[2:3], "promised", days_ago(8), until=days_ago(3))
    contacts.record(late[3:6], "called", days_ago(1))
    contacts.record(soon[2:3], "reminded", days_ago(1))
    nightly.run(TODAY, [Reader()], days_soon=7)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days)


@pytest.mark.usefixtures("after_a_night")
@pytest.mark.parametrize(("size", "spoken"), EVERY_SIZE)
async def test_the_overdue_screens(looks_like: Compare, spoken: str, size: str) -> None:
    language.speak(spoken)
    for name, keys in looked_at(AFTER_A_NIGHT, size, spoken):
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
