"""What each screen looks like, in both languages and three sizes; read the dumps in a diff."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from fixtures.loader import load_sample
from store import language
from store.language import LANGUAGES
from store.messages import nightly
from store.neighbours import compounds
from store.sharing import contacts
from store.sharing.late_loans import LateLoans
from store.sharing.summary import Night
from tests.conftest import TODAY
from tests.tui.screendump import EverySize, dump
from tui.main import QiaomenApp

# One after another in one session: what is pressed, and what is then on the screen.
SCREENS: dict[str, tuple[str, ...]] = {
    "help": ("question_mark",),
    "grid": ("escape", "down", "down", "right"),
    "lend": ("l", "3", "-", "5"),
    "lend-details": ("escape", "L"),
    "add": ("escape", "a"),
    "residents": ("escape", "p"),
    "search": ("escape", "slash", "k", "x"),
    "wide-unit": ("escape", "left_square_bracket", "end"),
    "line": ("escape", "colon", *"l kx 3-502"),
}
AFTER_A_NIGHT: dict[str, tuple[str, ...]] = {
    "overdue": ("2", "down", "space"),
    "route": ("up", "space", "w"),
    "soon": ("escape", "right_square_bracket"),
    "loan": ("left_square_bracket", "home", "i"),
    "promise": ("escape", "f", *"fri"),
}


@pytest.mark.parametrize("spoken", LANGUAGES)
async def test_the_screens(desk: QiaomenApp, in_every_size: EverySize, spoken: str) -> None:
    language.speak(spoken)
    async with desk.run_test(size=(80, 24)) as pilot:
        for name, keys in SCREENS.items():
            await pilot.press(*keys)
            await pilot.pause()
            await in_every_size(pilot, name)


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
@pytest.mark.parametrize("spoken", LANGUAGES)
async def test_the_overdue_screens(desk: QiaomenApp, in_every_size: EverySize, spoken: str) -> None:
    language.speak(spoken)
    async with desk.run_test(size=(80, 24)) as pilot:
        for name, keys in AFTER_A_NIGHT.items():
            await pilot.press(*keys)
            await pilot.pause()
            await in_every_size(pilot, name)


async def test_a_window_too_small_says_so(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(20, 5)) as pilot:
        await pilot.pause()
        assert "too small" in dump(desk).replace("\n", " ")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "晋平街26号院" in dump(desk)


@pytest.mark.parametrize("spoken", LANGUAGES)
async def test_the_welcome(store: Path, in_every_size: EverySize, spoken: str) -> None:
    language.speak(spoken)
    async with QiaomenApp(TODAY, None, load_sample).run_test(size=(80, 24)) as pilot:
        await in_every_size(pilot, "welcome")
