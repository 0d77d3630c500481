"""Closing days with shifts on them: which go, who is excused, what comes back, and one undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from store import closures, history, opendays, public_holidays
from store.errors import NotFound, Refused
from store.farm import laying_out, shift_changes, shifts
from store.farm.models import Shift
from store.farm.series import SeriesDayRow
from store.neighbours import households
from store.sharing import inventory, lending
from store.sharing.models import Loan
from tests.conftest import TODAY
from tests.store.farm.series_sample import TUESDAY, add, days, place, shift_on, state_of
from tests.store.test_history import everything

NEXT = TUESDAY + timedelta(7)
RULE = "FREQ=WEEKLY;BYDAY=TU,WE"


@pytest.fixture
def loaded(store: Path) -> None:
    """A store in which the holidays of the years to come are known, which no undo takes back."""
    public_holidays.ensure(2026, 2027, TODAY)


@pytest.fixture
def rests(loaded: None) -> int:
    """A series that does not work on any closed day."""
    return add(rule=RULE, closed_days="closed")


def test_a_closure_moves_loans_and_cancels_shifts_as_one(compound: int) -> None:
    public_holidays.ensure(2026, 2027, TODAY)
    rests, works = add(rule=RULE, closed_days="closed"), add(name="开门")
    item = inventory.add_item(households.find("1-101").id, name="烤箱", category="厨房")
    lending.check_out(item, households.find("1-202").id, TODAY, due_on=NEXT)
    mine = [place(shift_on(rests, NEXT), "王芳"), place(shift_on(works, NEXT), "李军")]
    before = everything()
    plan = closures.preview(NEXT, NEXT + timedelta(1), 3, TODAY, "修路")
    assert everything() == before
    assert [it.shift.day for it in plan.shifts.cancelled] == [NEXT, NEXT + timedelta(1)]
    assert [person.member for person in plan.shifts.people] == ["王芳"]
    closures.close(plan, TODAY)
    assert Loan.get().due_on == NEXT + timedelta(2)
    assert not {NEXT, NEXT + timedelta(1)} & set(days(rests))
    assert NEXT in days(works)
    assert [state_of(it) for it in mine] == ["excused", "planned"]
    assert shifts.places(shift_on(rests, NEXT).id)[0].reason == "closed: 修路"
    told = history.undoable()
    assert (told.label, told.large) == (
        "closed 2026-12-01 to 2026-12-02; due dates moved: 1; shifts cancelled: 2",
        True,
    )
    assert laying_out.lay_out(TODAY) == 0
    history.undo()
    assert everything() == before


def test_a_closure_of_days_that_are_closed_already_does_nothing(rests: int) -> None:
    closures.close(closures.preview(NEXT, NEXT, 5, TODAY), TODAY)
    with pytest.raises(Refused, match="closed already"):
        closures.close(closures.preview(NEXT, NEXT, 5, TODAY), TODAY)


def test_closing_a_day_cancels_and_clearing_it_brings_back(rests: int) -> None:
    empty, mine = shift_on(rests, NEXT + timedelta(1)), place(shift_on(rests, NEXT), "王芳")
    before = everything()
    done = closures.set_day(NEXT, "closed", TODAY, "roof", NEXT + timedelta(1))
    assert [it.goes_away for it in done.shifts.cancelled] == [False, True]
    assert Shift.get_or_none(Shift.id == empty.id) is None
    assert state_of(mine) == "excused"
    closed = everything()
    cleared = closures.clear_day(NEXT, TODAY)
    assert [it.shift.day for it in cleared.shifts.restored] == [NEXT]
    again = closures.clear_day(NEXT + timedelta(1), TODAY)
    assert [it.day for it in again.shifts.new] == [NEXT + timedelta(1)]
    assert (len(days(rests)), state_of(mine)) == (16, "excused")
    history.undo()
    history.undo()
    assert everything() == closed
    history.undo()
    assert everything() == before
    with pytest.raises(NotFound, match="Nothing was set"):
        closures.clear_day(NEXT, TODAY)


def test_opening_a_holiday_lays_out_what_then_occurs(loaded: None) -> None:
    """New Year's Day 2027 is a Friday."""
    new_year = date(2027, 1, 1)
    rests = add(rule="FREQ=WEEKLY;BYDAY=FR", closed_days="holidays")
    never = add(rule="FREQ=WEEKLY;BYDAY=FR", closed_days="closed", name="开门")
    before = everything()
    plan = closures.preview_day(new_year, "open", TODAY, "庙会")
    assert [it.series_id for it in plan.shifts.new] == [rests, never]
    closures.set_days(plan, TODAY)
    assert new_year in days(rests)
    assert new_year in days(never)
    history.undo()
    assert everything() == before


def test_a_day_beyond_what_is_laid_out_gets_no_shift_yet(rests: int) -> None:
    far = NEXT + timedelta(7 * 20)
    closures.set_day(far, "closed", TODAY)
    assert closures.clear_day(far, TODAY).shifts.is_none
    assert laying_out.lay_out(TODAY, far) > 0
    assert far in days(rests)


def test_a_holiday_is_no_closed_day_to_whom_only_holidays_matter(loaded: None) -> None:
    series_id = add(closed_days="holidays")
    assert closures.preview_day(NEXT, "closed", TODAY).shifts.is_none
    assert closures.preview(NEXT, NEXT, 5, TODAY).shifts.is_none
    assert NEXT in days(series_id)


def test_past_days_extra_days_and_hand_edits_stay(rests: int) -> None:
    extra = (SeriesDayRow(NEXT, "extra"),)
    add(name="开门", closed_days="closed", days=extra, rule="FREQ=DAILY", starts_on=TUESDAY)
    shift_changes.edit(shifts.get(shift_on(rests, NEXT).id), day=NEXT + timedelta(2))
    shift_changes.cancel([shift_on(rests, NEXT + timedelta(1)).id], "", TODAY)
    plan = closures.preview(TODAY - timedelta(1), NEXT + timedelta(1), 5, TODAY)
    gone = [(it.shift.name, it.shift.day.day) for it in plan.shifts.cancelled]
    assert gone[:4] == [("浇水", 24), ("开门", 24), ("浇水", 25), ("开门", 25)]
    assert gone[4:] == [("开门", day) for day in (26, 27, 28, 29, 30, 2)]
    closures.close(plan, TODAY)
    assert shift_on(rests, NEXT).state == "planned"


def test_weekly_closures_go_the_same_way(rests: int) -> None:
    mine = place(shift_on(rests, NEXT), "王芳")
    before = everything()
    plan = closures.preview_weekdays((1,), TODAY)
    assert (len(plan.shifts.cancelled), len(plan.shifts.people)) == (8, 1)
    closures.set_weekdays(plan, TODAY)
    assert {day.weekday() for day in days(rests)} == {2}
    assert state_of(mine) == "excused"
    assert history.undoable().label == "set weekdays that are closed, as sat,sun to tue"
    back = closures.preview_weekdays((), TODAY)
    assert (len(back.shifts.restored), len(back.shifts.new)) == (1, 7)
    history.undo()
    assert everything() == before
    with pytest.raises(Refused, match="At least one"):
        closures.set_weekdays(closures.preview_weekdays(range(7), TODAY), TODAY)
    assert everything() == before


def test_what_the_calendar_says_by_itself_is_settled_by_the_program(rests: int) -> None:
    assert closures.settle(TODAY).is_none
    mine = place(shift_on(rests, NEXT), "王芳")
    opendays.set_day(NEXT, "closed")  # as a reloaded holiday would be
    before = everything()
    assert len(closures.settle(TODAY).cancelled) == 1
    assert state_of(mine) == "excused"
    told = history.latest(1)[0]
    assert (told.who, told.label) == (
        "qiaomen",
        "fitted the shifts to the calendar: 1 cancelled, 0 new",
    )
    assert closures.settle(TODAY).is_none
    history.undo(told.id)
    assert everything() == before


def _joined(rests: int) -> None:
    place(shift_on(rests, NEXT), "王芳")


def _cancelled(rests: int) -> None:
    shift_changes.cancel([shift_on(rests, NEXT).id], "", TODAY)


def _one_more(rests: int) -> None:
    add(closed_days="closed", name="除草")


@pytest.mark.parametrize("meanwhile", [_joined, _cancelled, _one_more])
@pytest.mark.parametrize("what", ["closure", "day", "weekdays"])
def test_a_plan_that_no_longer_fits_is_refused(
    rests: int, meanwhile: Callable[[int], None], what: str
) -> None:
    plans: dict[str, Callable[[], None]] = {}
    closure = closures.preview(NEXT, NEXT, 5, TODAY)
    day = closures.preview_day(NEXT, "closed", TODAY)
    weekdays = closures.preview_weekdays((1,), TODAY)
    plans["closure"] = lambda: closures.close(closure, TODAY)
    plans["day"] = lambda: closures.set_days(day, TODAY)
    plans["weekdays"] = lambda: closures.set_weekdays(weekdays, TODAY)
    meanwhile(rests)
    before = everything()
    with pytest.raises(Refused, match="changed meanwhile"):
        plans[what]()
    assert everything() == before
