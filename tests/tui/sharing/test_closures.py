"""A closure by keyboard: what it would do is shown, done as one deed, and taken back."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from fixtures.demo import prepare
from fixtures.loader import load_sample
from store import database, history, language, opendays
from store.language import LANGUAGES
from store.neighbours import compounds, households, plan
from store.sharing import inventory, lending
from store.sharing.models import Loan
from tests.conftest import open_unsynced
from tests.tui.screendump import EverySize, dump
from tui import main
from tui.main import QiaomenApp

BEFORE_SPRING_FESTIVAL = date(2027, 2, 1)
# Eve to the seventh day, and two days for the journey home.
SPRING_FESTIVAL = ("8", "W", *"2-5", "tab", *"2-14", "tab", *"春节", "tab", "ctrl+a", "ctrl+k", "3")


@pytest.fixture(scope="module")
def february_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample compound on the first of February 2027."""
    path = tmp_path_factory.mktemp("february") / "sample.db"
    prepare(path, BEFORE_SPRING_FESTIVAL)
    return path


@pytest.fixture
def february(february_file: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of that compound, open, the public holidays of its year known."""
    path = Path(shutil.copy(february_file, tmp_path / "desk.db"))
    open_unsynced(path)
    for day in (5, 6, 7, 8, 9, 10, 11):
        opendays.CalendarDay.insert(
            day=date(2027, 2, day), kind="holiday", name="春节", by_hand=False
        ).execute()
    opendays.HolidayYear.insert(
        year=2027, country="CN", official=True, looked_on=BEFORE_SPRING_FESTIVAL
    ).execute()
    yield path
    database.close_store()


@pytest.fixture
def desk(february: Path) -> QiaomenApp:
    """The app on that day."""
    return QiaomenApp(BEFORE_SPRING_FESTIVAL, None, load_sample)


def due_dates() -> dict[int, date]:
    """When each open loan is due."""
    query = Loan.select(Loan.id, Loan.due_on).where(Loan.returned_on.is_null())
    return dict(query.order_by(Loan.id).tuples())


def in_festival(days: dict[int, date]) -> set[int]:
    return {loan for loan, day in days.items() if date(2027, 2, 5) <= day <= date(2027, 2, 14)}


async def test_spring_festival_from_the_form_to_undo(desk: QiaomenApp) -> None:
    before = due_dates()
    affected = in_festival(before)
    async with desk.run_test(size=(120, 40)) as pilot:
        await pilot.press(*SPRING_FESTIVAL, "enter")
        await pilot.pause()
        shown = dump(desk)
        assert "Fri 2027-02-05 to Sun 2027-02-14: 3 days are closed by it." in shown
        assert f"{len(affected)} due dates move" in shown
        for loan in affected:
            assert lending.get(loan).item[:4] in shown
        assert due_dates() == before

        await pilot.press("enter")
        await pilot.pause()
        assert f"Closed Fri 2027-02-05 to Sun 2027-02-14; {len(affected)} due dates" in dump(desk)
        assert "calendar  2027" in dump(desk)
        after = due_dates()
        assert in_festival(after) == set()
        assert {after[loan] for loan in affected} == {date(2027, 2, day) for day in (15, 16, 17)}
        assert {loan: day for loan, day in after.items() if loan not in affected} == {
            loan: day for loan, day in before.items() if loan not in affected
        }
        assert opendays.read().days[date(2027, 2, 14)] == ("closed", "春节")

        await pilot.press("u")
        await pilot.pause()
        assert "u once more takes back: closed 2027-02-05 to 2027-02-14" in dump(desk)
        await pilot.press("u")
        await pilot.pause()
        assert due_dates() == before
        assert date(2027, 2, 14) not in opendays.read().days


async def test_escape_leaves_with_nothing_done(desk: QiaomenApp) -> None:
    before, deeds = due_dates(), history.latest(1)
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press(*SPRING_FESTIVAL, "enter", "j", "escape")
        await pilot.pause()
        assert "Nothing was closed." in dump(desk)
        assert "calendar  2027" in dump(desk)
    assert (due_dates(), history.latest(1)) == (before, deeds)


@pytest.mark.parametrize(
    ("first", "last", "spread", "told"),
    [
        ("2-5", "2-4", "5", "not before its first"),
        ("1-5", "1-6", "5", "These days have passed"),
        ("2-5", "", "0", "Returns are spread over 1 to"),
        ("2-5", "", "few", "Please type a whole number."),
        ("", "", "5", "Please give the day"),
    ],
)
async def test_what_cannot_be_planned_stays_in_the_form(
    desk: QiaomenApp, first: str, last: str, spread: str, told: str
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("8", "W", *first, "tab", *last, "tab", "tab", "ctrl+a", "ctrl+k")
        await pilot.press(*spread, "enter")
        await pilot.pause()
        assert told in dump(desk)
        assert "Closure: which days?" in dump(desk)


async def test_what_others_changed_meanwhile_is_looked_at_again(
    desk: QiaomenApp, february: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(main, "LOOK_EVERY", 3600)  # else it may be seen before Enter
    affected = in_festival(due_dates())
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press(*SPRING_FESTIVAL, "enter")
        await pilot.pause()
        with closing(sqlite3.connect(february)) as other, other:
            other.execute("UPDATE loan SET due_on = '2027-03-01' WHERE id = ?", (min(affected),))
        await pilot.press("enter")
        await pilot.pause()
        assert "! What is due on these days has changed meanwhile." in dump(desk)
        assert f"{len(affected) - 1} due dates move" in dump(desk)
        await pilot.press("enter")
        await pilot.pause()
        assert f"{len(affected) - 1} due dates moved." in dump(desk)
    assert in_festival(due_dates()) == set()


async def test_a_compound_whose_due_dates_never_move_keeps_them(desk: QiaomenApp) -> None:
    yard = compounds.create("Strict Yard", plan.parse("1: 2 x 2"))
    compounds.set_policy(yard, "never", True)
    owner, borrower = households.find("1-101", yard), households.find("1-102", yard)
    item = inventory.add_item(owner.id, name="ladder", category="tools")
    loan = lending.check_out(item, borrower.id, BEFORE_SPRING_FESTIVAL, due_on=date(2027, 2, 8))
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press(*SPRING_FESTIVAL, "enter")
        await pilot.pause()
        assert "Compounds whose due dates never move" in dump(desk)
        assert "Strict Yard" in dump(desk)
        await pilot.press("enter")
        await pilot.pause()
    assert lending.get(loan.id).due_on == date(2027, 2, 8)


@pytest.mark.parametrize("spoken", LANGUAGES)
async def test_what_it_looks_like(february: Path, in_every_size: EverySize, spoken: str) -> None:
    language.speak(spoken)
    app = QiaomenApp(BEFORE_SPRING_FESTIVAL, None, load_sample)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*SPRING_FESTIVAL, "enter")
        await pilot.pause()
        await in_every_size(pilot, "closure")
