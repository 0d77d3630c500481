"""The calendar by keyboard: days, rules, holidays; each change one deed that `u` takes back."""

from __future__ import annotations

from datetime import date

import pytest
from textual.pilot import Pilot

from store import history, language, opendays, public_holidays
from store.language import LANGUAGES
from store.neighbours import compounds
from tests.conftest import TODAY
from tests.tui.screendump import EverySize, dump
from tui.main import QiaomenApp
from tui.opendays.room import CalendarRoom

EMPTY = ["ctrl+a", "ctrl+k"]  # what stands in a field is gone
SATURDAY = date(2026, 12, 5)

LAW = {
    date(2026, 10, 1): ("holiday", "国庆节"),
    date(2026, 10, 10): ("open", "调休上班"),
    date(2026, 12, 31): ("holiday", "元旦"),
    date(2027, 1, 1): ("holiday", "元旦"),
    date(2027, 2, 5): ("holiday", "农历除夕"),
    date(2027, 2, 6): ("holiday", "春节"),
}


@pytest.fixture(autouse=True)
def law(monkeypatch: pytest.MonkeyPatch) -> None:
    """Public holidays that no newer library changes: 2026 is official, 2027 only foreseen."""

    def known_days(country: str, year: int) -> public_holidays.KnownDays:
        return {day: said for day, said in LAW.items() if day.year == year}

    monkeypatch.setattr(public_holidays, "known_days", known_days)


def said(day: date) -> tuple[str, str] | None:
    """What the calendar says of a day, and whether by hand."""
    return opendays.read().days.get(day)


async def load(pilot: Pilot[None], *keys: str) -> None:
    """Enter the calendar, and load the year that `keys` lead to."""
    await pilot.press("8", *keys, "L")
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_the_holidays_of_a_year_are_loaded_and_taken_back(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("8")
        await pilot.pause()
        assert "not loaded, L loads them" in dump(desk)
        assert "No day of 2026 is unlike its weekday" in dump(desk)
        await pilot.press("L")
        await desk.workers.wait_for_complete()
        await pilot.pause()
        assert "2026: 3 days of public holidays and work instead, official." in dump(desk)
        assert "▸ ×Thu 2026-12-31" in dump(desk)
        assert "○Sat 2026-10-10      open day         调休上班" in dump(desk)
        await pilot.press("u")
        await pilot.pause()
        assert said(date(2026, 10, 1)) is None


async def test_a_year_that_is_only_foreseen_says_so(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(120, 40)) as pilot:
        await load(pilot)
        assert "2027's public holidays are not in the calendar yet: ]" in dump(desk)
        await load(pilot, "right_square_bracket")
        assert "2027: 3 days of public holidays and work instead, foreseen only." in dump(desk)
        assert "! The official public holidays of 2027 are not known yet." in dump(desk)
        assert "calendar  2027" in dump(desk)
        await pilot.press("left_square_bracket")
        await pilot.pause()
        assert "calendar  2026" in dump(desk)
        assert "Public holidays of CN: official." in dump(desk)


async def test_what_the_library_does_not_know_is_told(
    desk: QiaomenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("8")
        await pilot.pause()
        room = desk.screen
        assert isinstance(room, CalendarRoom)
        room._year = 9999
        await load(pilot)
        assert "! Public holidays are known from" in dump(desk)
        await pilot.press("right_square_bracket")
        await pilot.pause()
        assert "! The calendar ends here." in dump(desk)


async def test_a_day_is_closed_edited_and_cleared(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("8", "a", *"12-5", "tab")
        await pilot.pause()
        assert "Sat 2026-12-05" in dump(desk)
        await pilot.press("tab", "tab", *"roof", "enter")
        await pilot.pause()
        assert "Closed Sat 2026-12-05." in dump(desk)
        assert "▸ ×Sat 2026-12-05      closed           roof" in dump(desk)
        assert said(SATURDAY) == ("closed", "roof")
        await pilot.press("e", "right", "tab", "s", "ctrl+s")
        await pilot.pause()
        assert "Opened Sat 2026-12-05." in dump(desk)
        assert said(SATURDAY) == ("open", "roofs")
        await pilot.press("x")
        await pilot.pause()
        assert "Cleared Sat 2026-12-05" in dump(desk)
        assert said(SATURDAY) is None
        for before in (("open", "roofs"), ("closed", "roof"), None):
            await pilot.press("u")
            await pilot.pause()
            assert said(SATURDAY) == before


async def test_several_days_are_one_deed(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("8", "a", *"2026-12-30", "tab", *"2027-1-2", "ctrl+s")
        await pilot.pause()
        assert "Closed Wed 2026-12-30 to Sat 2027-01-02." in dump(desk)
        assert len(opendays.days_of(2027)) == 2
        await pilot.press("u")
        await pilot.pause()
        assert "undid: closed 2026-12-30 to 2027-01-02" in dump(desk)
        assert opendays.days_of(2026) == ()


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("31-31", "", "“31-31” is not a date: there is no month 31."),
        ("12-5", "12-4", "The last day is not before the first"),
        ("", "", "Please give the day"),
    ],
)
async def test_days_that_are_none_stay_in_the_form(
    desk: QiaomenApp, first: str, last: str, told: str
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("8", "a", *first, "tab", *last, "ctrl+s")
        await pilot.pause()
        assert told in dump(desk)
        assert "Close or open a day" in dump(desk)
        await pilot.press("escape", "e")
        await pilot.pause()
        assert "! There is no day here: a closes one." in dump(desk)
    assert opendays.days_of(2026) == ()


async def test_a_public_holiday_is_kept_or_set_otherwise_by_hand(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await load(pilot)
        await pilot.press("x")
        await pilot.pause()
        assert "! Nothing was set by hand for this day" in dump(desk)
        await pilot.press("enter", "ctrl+s")
        await pilot.pause()
        assert "Nothing was changed." in dump(desk)
        await pilot.press("e", "tab", *"!", "ctrl+s")
        await pilot.pause()
        assert "A public holiday stays as the law has it" in dump(desk)
        await pilot.press("escape", "e", "right", "right", "ctrl+s")
        await pilot.pause()
        assert said(date(2026, 12, 31)) == ("open", "元旦")
        await pilot.press("x")
        await pilot.pause()
        assert said(date(2026, 12, 31)) == ("holiday", "元旦")


async def test_the_cursor_stays_near_a_day_that_is_cleared(desk: QiaomenApp) -> None:
    for day in range(1, 32):
        opendays.set_day(date(2026, 12, day), "closed")
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("8", "end", "x")
        await pilot.pause()
        assert "▸ ×Wed 2026-12-30" in dump(desk)
        await pilot.press("pageup", "home", "j", "x")
        await pilot.pause()
        assert "▸ ×Thu 2026-12-03" in dump(desk)


async def test_closed_weekdays_and_policy_are_one_deed(desk: QiaomenApp) -> None:
    assert desk.compound is not None
    policy = compounds.policy(desk.compound.id)
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("8", "o", *"sat,sun")
        await pilot.pause()
        assert "Saturday, Sunday" in dump(desk)
        await pilot.press("tab", "right", "tab", "right", "ctrl+s")
        await pilot.pause()
        shown = " ".join(dump(desk).split())
        assert "Closed every week: Saturday, Sunday." in shown
        assert "Due dates move off every closed day; closed days do not count as late." in shown
        assert opendays.closed_weekdays() == {5, 6}
        assert compounds.policy(desk.compound.id) == ("closed", False)
        await pilot.press("u")
        await pilot.pause()
        assert opendays.closed_weekdays() == frozenset()
        assert compounds.policy(desk.compound.id) == policy


async def test_weekdays_that_are_none_stay_in_the_form(desk: QiaomenApp) -> None:
    before = history.latest(1)
    async with desk.run_test(size=(80, 24)) as pilot:
        for typed, told in (
            ("someday", "“someday” names no weekdays."),
            ("mon,tue,wed,thu,fri,sat,sun", "At least one day of the week must stay open."),
        ):
            await pilot.press("8", "o", *typed, "ctrl+s")
            await pilot.pause()
            assert told in dump(desk)
            await pilot.press("escape")
        await pilot.press("o", "ctrl+s")
        await pilot.pause()
        assert "Nothing was changed." in dump(desk)
    assert history.latest(1) == before


async def test_escape_goes_back_to_the_grid(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("8", "escape")
        await pilot.pause()
        assert "unit 1" in dump(desk)


@pytest.mark.parametrize("spoken", LANGUAGES)
async def test_what_it_looks_like(desk: QiaomenApp, in_every_size: EverySize, spoken: str) -> None:
    language.speak(spoken)
    for year in (2026, 2027):
        public_holidays.load(year, TODAY)
    opendays.set_day(date(2026, 12, 24), "closed", "盘点", date(2026, 12, 25))
    opendays.set_closed_weekdays((0,))
    async with desk.run_test(size=(80, 24)) as pilot:
        for name, keys in {
            "calendar": ("8",),
            "calendar-day": ("a", *"12-5", "tab", *"fri", "tab"),
            "calendar-rules": ("escape", "o", "tab"),
        }.items():
            await pilot.press(*keys)
            await pilot.pause()
            await in_every_size(pilot, name)
