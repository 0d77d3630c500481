"""The overdue screen: what was done is noted, reminders are copied, and the route is walked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from store import settings
from store.neighbours import compounds, plan
from store.sharing import contacts, lending, reminders
from store.sharing.late_loans import LateLoans
from tests.conftest import TODAY
from tests.tui.screendump import dump
from tui.main import QiaomenApp
from tui.sharing import contacts as screen_contacts
from tui.sharing.loan import LoanRoom

FRIDAY = date(2026, 11, 27)
NARROW, WIDE = (80, 24), (120, 40)


def late(desk: QiaomenApp) -> list[int]:
    """The overdue loans, longest first."""
    assert desk.compound is not None
    return [loan.id for loan in LateLoans(desk.compound.id, TODAY).after(None, 20)]


def kinds(loan_id: int) -> list[str]:
    return [row.kind for row in contacts.history_of(loan_id)]


def row_of(desk: QiaomenApp, text: str) -> str:
    """The line of the screen that holds `text`."""
    return next(line for line in dump(desk).splitlines() if text in line)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


@pytest.mark.parametrize(
    ("key", "kind", "told"),
    [("t", "called", "called 11-23"), ("d", "knocked", "knocked 11-23"),
     ("m", "reminded", "reminded 11-23")],
)  # fmt: skip
async def test_one_key_notes_what_was_done(
    desk: QiaomenApp, key: str, kind: str, told: str
) -> None:
    first, *_others = late(desk)
    async with desk.run_test(size=NARROW) as pilot:
        await press(pilot, "2", key)
        assert f"Noted for “《红楼梦》”, 7-306: {told}." in dump(desk)
        assert told in row_of(desk, "关爷爷家")
        assert kinds(first) == [kind]
        await press(pilot, "u")
        assert told not in row_of(desk, "关爷爷家")
        assert kinds(first) == []


async def test_what_is_noted_of_all_marked_is_one_deed(desk: QiaomenApp) -> None:
    marked = late(desk)[:3]
    async with desk.run_test(size=NARROW) as pilot:
        await press(pilot, "2", "space", "space", "space", "t")
        assert "Noted for 3 loans: called 11-23." in dump(desk)
        assert [kinds(loan_id) for loan_id in marked] == [["called"]] * 3
        assert "●" not in dump(desk)
        await press(pilot, "u")
        assert "undid: called: 3 loans" in dump(desk)
        assert [kinds(loan_id) for loan_id in marked] == [[]] * 3


async def test_a_mark_goes_with_a_loan_that_came_back_meanwhile(desk: QiaomenApp) -> None:
    first, second, third, *_others = late(desk)
    async with desk.run_test(size=NARROW) as pilot:
        await press(pilot, "2", "space", "space", "space")
        lending.check_in([second], TODAY)
        desk.screen.refill()
        await press(pilot)
        assert "2 marked" in dump(desk)
        await press(pilot, "t")
        assert "Noted for 2 loans: called 11-23." in dump(desk)
        assert [*kinds(first), *kinds(second), *kinds(third)] == ["called", "called"]


async def test_undo_puts_the_cursor_on_the_loan_that_is_back(desk: QiaomenApp) -> None:
    first, second, *_others = late(desk)
    async with desk.run_test(size=NARROW) as pilot:
        await press(pilot, "2", "r")
        room = desk.screen
        assert room.list.cursor_key == str(second)
        await press(pilot, "u")
        assert room.list.cursor_key == str(first)
        await press(pilot, "U")
        assert room.list.cursor_key == str(second)


@pytest.mark.parametrize("typed", ["fri", "周五", "+4", "11-27"])
async def test_a_promise_is_for_a_day_and_lets_the_loan_wait(desk: QiaomenApp, typed: str) -> None:
    first = late(desk)[0]
    async with desk.run_test(size=NARROW) as pilot:
        await press(pilot, "2", "f", *typed)
        assert "Fri 2026-11-27" in dump(desk)
        await press(pilot, "tab", *"by phone", "enter")
        assert "promised for Fri 2026-11-27." in dump(desk)
        (row,) = contacts.history_of(first)
        assert (row.until, row.note) == (FRIDAY, "by phone")
        waiting = row_of(desk, "关爷爷家")
        assert waiting.startswith("▸ ○")
        assert "wait" in waiting
        assert "promised 11-27" in waiting
        await press(pilot, "u")
        assert kinds(first) == []
        assert "wait" not in row_of(desk, "关爷爷家")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Please give the day"), ("-3", "That day has passed"), ("soonish", "is not a date")],
)
async def test_a_promise_without_a_day_to_come_stays_in_the_form(
    desk: QiaomenApp, typed: str, said: str
) -> None:
    first = late(desk)[0]
    async with desk.run_test(size=NARROW) as pilot:
        await press(pilot, "2", "f", *typed, "enter")
        assert said in dump(desk)
        await press(pilot, "escape")
        assert "Noted" not in dump(desk)
        assert kinds(first) == []


async def test_a_promise_that_was_not_kept_says_so(desk: QiaomenApp) -> None:
    day = TODAY - timedelta(days=3)
    contacts.record(late(desk)[:1], "promised", day - timedelta(days=2), until=day)
    async with desk.run_test(size=NARROW) as pilot:
        await press(pilot, "2")
        row = row_of(desk, "关爷爷家")
        assert "not kept 11-20" in row
        assert row.startswith("▸ !")


async def test_a_note_is_written_of_all_marked(desk: QiaomenApp) -> None:
    marked = late(desk)[:2]
    async with desk.run_test(size=NARROW) as pilot:
        await press(pilot, "2", "space", "space", "N", "enter")
        assert "Please write the note." in dump(desk)
        await press(pilot, *"away till spring", "enter")
        assert "Noted for 2 loans: noted 11-23." in dump(desk)
        assert [contacts.history_of(loan_id)[0].note for loan_id in marked] == [
            "away till spring"
        ] * 2


async def test_y_copies_the_reminder_of_the_loan_under_the_cursor(desk: QiaomenApp) -> None:
    second = late(desk)[1]
    async with desk.run_test(size=NARROW) as pilot:
        await press(pilot, "2", "down", "y")
        assert desk.clipboard == reminders.text([second], TODAY)
        assert "Copied the reminder for “轮椅”, 6-101; m notes it as sent." in dump(desk)
        assert kinds(second) == []
        await press(pilot, "m")
        assert kinds(second) == ["reminded"]


async def test_y_copies_one_reminder_for_all_marked_which_m_then_notes(desk: QiaomenApp) -> None:
    marked = late(desk)[:2]
    async with desk.run_test(size=NARROW) as pilot:
        await press(pilot, "2", "space", "space", "y")
        assert desk.clipboard == reminders.text(marked, TODAY)
        assert desk.clipboard.count("\n\n") == 1
        assert "Copied the reminder for 2 loans" in dump(desk)
        await press(pilot, "m")
        assert [kinds(loan_id) for loan_id in marked] == [["reminded"]] * 2


async def test_what_no_clipboard_takes_is_not_copied(
    desk: QiaomenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_contacts, "CLIPBOARD", 20)
    async with desk.run_test(size=NARROW) as pilot:
        await press(pilot, "2", "y")
        assert "! That is too long for the terminal's clipboard." in dump(desk)
        assert desk.clipboard == ""


async def test_own_words_that_became_unusable_are_told(desk: QiaomenApp) -> None:
    settings.change_text("reminder.en", "{nonsense}")
    async with desk.run_test(size=NARROW) as pilot:
        await press(pilot, "2", "y")
        assert "! There is no placeholder {nonsense}" in dump(desk)


async def test_the_route_goes_door_by_door_without_those_who_promised(desk: QiaomenApp) -> None:
    contacts.record(late(desk)[1:2], "promised", TODAY, until=FRIDAY)
    async with desk.run_test(size=WIDE) as pilot:
        await press(pilot, "2", "down", "down", "w")
        shown = dump(desk)
        assert "The way to 8 loans; 1 promised and left in peace." in shown
        assert "Overdue 9" in shown
        doors = [line[3:8] for line in shown.splitlines() if line[2:3] == "!"]
        assert doors == ["1-102", "2-304", "3-302", "3-502", "5-201", "7-102", "7-201", "7-306"]
        assert "unit 5, floor 2" in shown
        assert "甘爷爷家" not in shown
        assert row_of(desk, "▸").split()[1] == "!1-102"
        await press(pilot, "g")
        assert "甘爷爷家" in dump(desk)
        assert "unit 5" not in dump(desk)


async def test_with_marks_the_route_is_that_of_the_marked(desk: QiaomenApp) -> None:
    contacts.record(late(desk)[:1], "promised", TODAY, until=FRIDAY)
    async with desk.run_test(size=WIDE) as pilot:
        await press(pilot, "2", "space", "space", "w")
        shown = dump(desk)
        assert "The way to 2 marked loans; w shows all again." in shown
        assert shown.index("6-101") < shown.index("7-306")
        assert "5-201" not in shown
        await press(pilot, "d")
        assert "knocked 11-23" in row_of(desk, "6-101")
        await press(pilot, "escape")
        assert "5-201" in dump(desk)


async def test_a_route_ends_with_its_compound(desk: QiaomenApp) -> None:
    yard = compounds.create("Yard", plan.parse("1: 2 x 2"))
    async with desk.run_test(size=WIDE) as pilot:
        await press(pilot, "2", "space", "w")
        desk.show_compound(yard)
        await press(pilot, "2")
        assert "Nothing is overdue." in dump(desk)


async def test_a_promise_leaves_the_route(desk: QiaomenApp) -> None:
    async with desk.run_test(size=WIDE) as pilot:
        await press(pilot, "2", "w", "f", *"fri", "enter")
        assert "1-102" not in dump(desk).partition("Noted")[0]
        await press(pilot, "u")
        assert "1-102" in row_of(desk, "手电钻")


async def test_the_loans_own_screen_tells_all_of_it(desk: QiaomenApp) -> None:
    first = late(desk)[0]
    contacts.record([first], "called", TODAY - timedelta(days=1), note="no answer")
    async with desk.run_test(size=NARROW) as pilot:
        await press(pilot, "2", "i")
        shown = dump(desk)
        assert "关德林  100····0008" in shown
        assert "lent Tue 2026-08-25 → Thu 2026-09-24" in shown
        assert "Sun 2026-11-22: called, tester: no answer" in shown
        await press(pilot, "d")
        assert "Mon 2026-11-23: knocked, tester" in dump(desk)
        await press(pilot, "y")
        assert desk.clipboard == reminders.text([first], TODAY)
        await press(pilot, "u")
        assert "knocked, tester" not in dump(desk)
        await press(pilot, "escape")
        assert "[Overdue 9]" in dump(desk)


async def test_a_loan_that_came_back_takes_no_more_contacts(desk: QiaomenApp) -> None:
    first = late(desk)[0]
    contacts.record([first], "promised", TODAY, until=FRIDAY)
    async with desk.run_test(size=NARROW) as pilot:
        await press(pilot, "2", "i")
        assert "promised for Fri 2026-11-27" in row_of(desk, "to do")
        await press(pilot, "r")
        assert "to do" not in dump(desk)
        assert lending.get(first).returned_on == TODAY
        assert isinstance(desk.screen, LoanRoom)
        for key in ("t", "d", "m", "f", "N", "y", "r", "n"):
            await press(pilot, key)
            assert "! This has come back." in dump(desk)
        assert kinds(first) == ["promised"]


async def test_who_may_be_asked_where_nobody_noted_who_took_it(desk: QiaomenApp) -> None:
    async with desk.run_test(size=WIDE) as pilot:
        await press(pilot, "2", *["down"] * 4, "i")
        assert "not noted; there live " in row_of(desk, "taken by")


async def test_where_there_is_no_loan_the_keys_say_so(desk: QiaomenApp) -> None:
    lending.check_in(late(desk), TODAY)
    async with desk.run_test(size=NARROW) as pilot:
        await press(pilot, "2")
        for key in ("t", "d", "m", "f", "N", "y", "i", "w"):
            await press(pilot, key)
            assert "! There is no loan here." in dump(desk)


async def test_what_is_due_soon_can_be_reminded_of_too(desk: QiaomenApp) -> None:
    async with desk.run_test(size=NARROW) as pilot:
        await press(pilot, "2", "right_square_bracket", "down", "y")
        assert "that you borrowed from 1-101 陈孃孃家 is due back on Tue 24 Nov." in desk.clipboard
        await press(pilot, "m")
        assert "reminded 11-23" in row_of(desk, "改刀")
