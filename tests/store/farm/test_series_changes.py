"""Changing a series: what is foreseen happens, people and hand edits stay, and undo is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from store import database, history
from store.errors import Invalid, NotFound, Refused
from store.farm import laying_out, series, series_changes, shift_changes, shifts
from store.farm.models import Assignment, Series, Shift
from store.farm.seasons import Season
from store.farm.series import SeriesDayRow
from store.farm.series_changes import SeriesPlan
from tests.conftest import TODAY, open_fresh
from tests.store.farm.series_sample import (
    TUESDAY,
    add,
    days,
    place,
    shift_on,
    state_of,
    values,
)
from tests.store.test_history import everything

NEXT = TUESDAY + timedelta(7)
THIRD = TUESDAY + timedelta(14)


def preview(series_id: int, since: date = TODAY, **changes: Any) -> SeriesPlan:
    wanted = series.get(series_id).values._replace(**changes)
    return series_changes.preview(series_id, wanted, since, TODAY)


def change(series_id: int, since: date = TODAY, **changes: Any) -> int:
    return series_changes.change(preview(series_id, since, **changes), TODAY)


def names(plan: SeriesPlan) -> list[str]:
    return [person.member for person in plan.people]


def test_another_time_moves_the_shifts_and_keeps_their_people(store: Path) -> None:
    series_id = add()
    first, uid = shift_on(series_id, TUESDAY), shift_on(series_id, TUESDAY).uid
    mine = place(first, "王芳")
    before = everything()
    plan = preview(series_id, at=8 * 60, minutes=90)
    assert everything() == before
    assert (len(plan.moved), plan.new, plan.cancelled, plan.kept) == (8, (), (), ())
    assert plan.moved[0].changes == ("at", "minutes")
    assert names(plan) == ["王芳"]
    assert series_changes.say_summary(plan) == ("Shifts: 8 changed. It concerns 1 person.")
    assert series_changes.change(plan, TODAY) == series_id
    now = shift_on(series_id, TUESDAY)
    assert (now.starts_at, now.ends_at) == (
        datetime(2026, 11, 24, 8, 0),
        datetime(2026, 11, 24, 9, 30),
    )
    assert (now.id, now.uid, now.sequence, state_of(mine)) == (first.id, uid, 1, "planned")
    assert history.undoable().label == "changed the series 浇水"
    history.undo()
    assert everything() == before
    history.redo()
    assert shift_on(series_id, TUESDAY).starts_at.hour == 8


def test_numbers_of_places_do_not_bother_calendars(store: Path) -> None:
    series_id = add()
    place(shift_on(series_id, TUESDAY), "王芳")
    plan = preview(series_id, wanted=5, skills=(("钥匙", 1),))
    assert (plan.moved[0].changes, plan.people) == (("skills", "wanted"), ())
    series_changes.change(plan, TODAY)
    now = shift_on(series_id, TUESDAY)
    assert (now.sequence, now.wanted, shifts.needs(now.id)) == (0, 5, (("钥匙", 1),))


def test_other_days_cancel_what_had_people_and_take_away_the_rest(store: Path) -> None:
    series_id = add()
    cancelled = shift_on(series_id, NEXT)
    places = [place(cancelled, "王芳"), place(cancelled, "李军", "standby")]
    left = place(shift_on(series_id, THIRD), "赵丽", "left")
    before = everything()
    plan = preview(series_id, rule="FREQ=WEEKLY;BYDAY=WE")
    assert (len(plan.new), len(plan.cancelled), plan.moved) == (8, 8, ())
    assert [it.shift.day for it in plan.cancelled if not it.goes_away] == [NEXT, THIRD]
    assert names(plan) == ["李军", "王芳"]
    series_changes.change(plan, TODAY)
    assert days(series_id, "cancelled") == [NEXT, THIRD]
    assert {day.weekday() for day in days(series_id)} == {2}
    assert [state_of(it) for it in (*places, left)] == ["excused", "excused", "left"]
    assert shift_on(series_id, NEXT).sequence == 1
    assert laying_out.lay_out(TODAY) == 0
    history.undo()
    assert everything() == before


def test_a_day_that_comes_back_is_taken_up_again_without_its_people(store: Path) -> None:
    series_id = add()
    mine = place(shift_on(series_id, NEXT), "王芳")
    change(series_id, rule="FREQ=WEEKLY;BYDAY=WE")
    before = everything()
    plan = preview(series_id, rule="FREQ=WEEKLY;BYDAY=TU", at=8 * 60)
    assert [it.shift.day for it in plan.restored] == [NEXT]
    series_changes.change(plan, TODAY)
    again = shift_on(series_id, NEXT)
    assert (again.state, again.sequence, again.starts_at.hour) == ("planned", 2, 8)
    assert state_of(mine) == "excused"
    history.undo()
    assert everything() == before


def test_this_and_following_goes_on_in_a_new_series(store: Path) -> None:
    series_id = add(
        skills=(("钥匙", 1),),
        seasons=(Season("12-20", "01-10", 540),),
        days=(SeriesDayRow(TUESDAY + timedelta(1), "extra"), SeriesDayRow(THIRD, "except")),
    )
    moving, uid = shift_on(series_id, NEXT), shift_on(series_id, NEXT).uid
    mine = place(moving, "王芳")
    before = everything()
    plan = preview(series_id, NEXT, at=9 * 60, name="浇水二")
    assert (plan.splits, plan.day) == (True, NEXT)
    follower = series_changes.change(plan, TODAY)
    old, new = series.get(series_id), series.get(follower)
    assert (old.ends_on, old.at, [day.kind for day in old.days]) == (
        NEXT - timedelta(1),
        420,
        ["extra"],
    )
    assert (new.starts_on, new.ends_on, new.at, new.name) == (NEXT, None, 540, "浇水二")
    assert new.days == (SeriesDayRow(THIRD, "except"),)
    assert (new.skills, new.seasons) == (old.skills, old.seasons)
    assert Series.get_by_id(follower).follows_id == series_id
    assert days(series_id) == [TUESDAY, TUESDAY + timedelta(1)]
    now = shift_on(follower, NEXT)
    assert (now.id, now.uid, now.sequence, now.name) == (moving.id, uid, 1, "浇水二")
    assert (now.starts_at.hour, state_of(mine)) == (9, "planned")
    assert laying_out.lay_out(TODAY) == 0
    assert history.undoable().label == "changed the series 浇水二 from 2026-12-01 on"
    history.undo()
    assert everything() == before


@pytest.mark.parametrize("since", [TODAY - timedelta(90), TODAY, TUESDAY])
def test_from_its_first_coming_shift_on_the_series_itself_changes(store: Path, since: date) -> None:
    series_id = add()
    assert change(series_id, since, at=9 * 60) == series_id
    assert Series.select().count() == 1


def test_what_is_past_or_attended_stays(store: Path) -> None:
    series_id = add(starts_on=TODAY - timedelta(30), rule="FREQ=DAILY")
    attended = shift_on(series_id, TODAY)
    mine = place(attended, "王芳", attendance="present")
    plan = preview(series_id, rule="FREQ=WEEKLY;BYDAY=TU", at=10 * 60)
    assert [(it.shift.day, it.fields) for it in plan.kept] == [(TODAY, ("attendance",))]
    series_changes.change(plan, TODAY)
    stayed = [day for day in days(series_id) if day <= TODAY]
    assert stayed == [TODAY - timedelta(back) for back in range(30, -1, -1)]
    assert {shift_on(series_id, day).starts_at.hour for day in stayed} == {7}
    assert state_of(mine) == "planned"


def test_what_was_edited_by_hand_stays_and_the_rest_follows(store: Path) -> None:
    series_id = add()
    shift_changes.edit(shifts.get(shift_on(series_id, NEXT).id), at=15 * 60, most=8)
    shift_changes.edit(shifts.get(shift_on(series_id, THIRD).id), day=THIRD + timedelta(1))
    plan = preview(series_id, at=8 * 60, most=6, name="浇菜")
    moved = {it.shift.day: it.changes for it in plan.moved}
    assert moved[NEXT] == ("name",)
    assert moved[THIRD + timedelta(1)] == ("at", "most", "name")
    series_changes.change(plan, TODAY)
    edited = shift_on(series_id, NEXT)
    assert (edited.starts_at.hour, edited.most, edited.name) == (15, 8, "浇菜")
    put_off = shift_on(series_id, THIRD)
    assert put_off.starts_at == datetime(2026, 12, 9, 8, 0)
    only_time = preview(series_id, at=9 * 60)
    assert [(it.shift.day, it.fields) for it in only_time.kept] == [(NEXT, ("at", "most"))]


def test_by_hand_more_wanted_than_the_series_then_has_places_for(store: Path) -> None:
    series_id = add()
    shift_changes.edit(shifts.get(shift_on(series_id, NEXT).id), wanted=5)
    shift_changes.edit(shifts.get(shift_on(series_id, THIRD).id), least=4)
    change(series_id, least=0, wanted=1, most=2)
    found = [shift_on(series_id, day) for day in (TUESDAY, NEXT, THIRD)]
    assert [(it.least, it.wanted, it.most) for it in found] == [(0, 1, 2), (0, 5, 5), (2, 2, 2)]


def test_a_shift_cancelled_by_hand_stays_so_and_one_taken_up_by_hand_too(store: Path) -> None:
    series_id = add()
    shift_changes.cancel([shift_on(series_id, NEXT).id], "rain", TODAY)
    place(shift_on(series_id, THIRD), "王芳", "left")
    change(series_id, days=(SeriesDayRow(THIRD, "except"),))
    shift_changes.restore(shift_on(series_id, THIRD).id)
    change(series_id, at=8 * 60)
    assert (shift_on(series_id, NEXT).state, shift_on(series_id, NEXT).edited) == (
        "cancelled",
        "state",
    )
    assert shift_on(series_id, THIRD).state == "planned"


def test_who_would_be_in_two_shifts_leaves_the_one_that_moves(store: Path) -> None:
    watering = add()
    weeding = add(name="除草", at=9 * 60)
    both = [place(shift_on(it, NEXT), "王芳") for it in (watering, weeding)]
    other = place(shift_on(watering, NEXT), "李军")
    standby = place(shift_on(watering, THIRD), "王芳", "standby")
    place(shift_on(weeding, THIRD), "王芳")
    before = everything()
    plan = preview(watering, at=9 * 60 + 30)
    assert plan.warnings() == [
        "王芳 would then be in two shifts on Tue 2026-12-01: 浇水 at 09:30 and 除草 at 09:00. "
        "王芳 leaves 浇水."
    ]
    assert [person.member for person in plan.moved[1].people] == ["李军"]
    series_changes.change(plan, TODAY)
    states = [state_of(it) for it in (*both, other, standby)]
    assert states == ["replaced", "planned", "planned", "standby"]
    assert Assignment.get_by_id(both[0]).reason
    history.undo()
    assert everything() == before


def test_shifts_may_follow_on_each_other(store: Path) -> None:
    """Yesterday's night shift moves to where today's was, which moves on: nobody is in two."""
    series_id = add(rule="FREQ=DAILY", minutes=23 * 60 + 30, starts_on=TUESDAY)
    for day in days(series_id):
        place(shift_on(series_id, day), "王芳")
    before = everything()
    plan = preview(series_id, at=20 * 60)
    assert plan.clashes == ()
    series_changes.change(plan, TODAY)
    assert Assignment.select().where(Assignment.state == "planned").count() == len(days(series_id))
    history.undo()
    assert everything() == before


def test_of_two_that_move_the_earlier_is_kept(store: Path) -> None:
    series_id = add(rule="FREQ=DAILY", minutes=600, at=0)
    shift_changes.edit(shifts.get(shift_on(series_id, TUESDAY).id), at=12 * 60)
    ahead = [place(shift_on(series_id, TUESDAY + timedelta(at)), "王芳") for at in range(3)]
    plan = preview(series_id, minutes=24 * 60)
    assert [it.person.assignment_id for it in plan.clashes] == [ahead[1]]
    assert plan.clashes[0].other.starts_at == datetime(2026, 11, 24, 12, 0)
    series_changes.change(plan, TODAY)
    assert [state_of(it) for it in ahead] == ["planned", "replaced", "planned"]


def test_a_cycle_of_two_weeks_keeps_its_beat_when_it_goes_on(store: Path) -> None:
    series_id = add(rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA")
    before = days(series_id)
    follower = change(series_id, TUESDAY + timedelta(9), at=8 * 60)
    assert sorted([*days(series_id), *days(follower)]) == before
    assert days(follower)[0] == THIRD
    assert Shift.select().count() == len(before)


def test_a_series_of_so_many_times_is_not_longer_for_being_split(store: Path) -> None:
    series_id = add(rule="FREQ=WEEKLY;COUNT=5;BYDAY=TU")
    follower = change(series_id, THIRD, at=8 * 60)
    assert [len(days(series_id)), len(days(follower))] == [2, 3]
    with pytest.raises(Invalid):
        preview(follower, TODAY + timedelta(900), at=9 * 60)


def test_another_rule_from_a_day_on_begins_there(store: Path) -> None:
    series_id = add()
    follower = change(series_id, NEXT, rule="FREQ=WEEKLY;BYDAY=MO,TH")
    assert days(follower)[:2] == [NEXT + timedelta(2), NEXT + timedelta(6)]
    assert series.get(follower).starts_on == NEXT
    later = change(follower, THIRD, rule="FREQ=DAILY", starts_on=THIRD + timedelta(3))
    assert days(later)[0] == THIRD + timedelta(3)
    assert max(days(follower)) < THIRD


def test_a_series_ends(store: Path) -> None:
    series_id = add(days=(SeriesDayRow(THIRD, "extra"),))
    mine = place(shift_on(series_id, THIRD), "王芳")
    before = everything()
    plan = series_changes.preview_end(series_id, NEXT, TODAY)
    assert (len(plan.cancelled), names(plan)) == (6, ["王芳"])
    series_changes.change(plan, TODAY)
    assert (days(series_id), state_of(mine)) == ([TUESDAY, NEXT], "excused")
    assert series.get(series_id).ends_on == NEXT
    assert laying_out.lay_out(TODAY) == 0
    assert history.undoable().label == "ended the series 浇水 on 2026-12-01"
    history.undo()
    assert everything() == before
    with pytest.raises(Invalid, match="not before its first"):
        series_changes.preview_end(series_id, TODAY, TODAY)


def test_single_days_are_added_taken_out_and_left_to_the_rule(store: Path) -> None:
    series_id = add()
    mine = place(shift_on(series_id, NEXT), "王芳")
    before = everything()
    plan = series_changes.preview_day(series_id, NEXT, "except", TODAY)
    assert names(plan) == ["王芳"]
    series_changes.change(plan, TODAY)
    assert (NEXT in days(series_id), state_of(mine)) == (False, "excused")
    assert history.undoable().label == "took 2026-12-01 out of the series 浇水"
    again = series_changes.preview_day(series_id, NEXT, None, TODAY)
    series_changes.change(again, TODAY)
    assert (NEXT in days(series_id), state_of(mine)) == (True, "excused")
    friday = TUESDAY + timedelta(3)
    extra = series_changes.preview_day(series_id, friday, "extra", TODAY, 15 * 60)
    assert [(it.day, it.starts_at.hour) for it in extra.new] == [(friday, 15)]
    series_changes.change(extra, TODAY)
    assert friday in days(series_id)
    for _deed in range(3):
        history.undo()
    assert everything() == before


def test_a_day_that_cannot_be_is_refused(store: Path) -> None:
    series_id = add(ends_on=THIRD)
    with pytest.raises(Refused, match="has passed"):
        series_changes.preview_day(series_id, TODAY - timedelta(1), "extra", TODAY)
    with pytest.raises(Refused, match="ends on Tue 2026-12-08"):
        series_changes.preview_day(series_id, THIRD + timedelta(1), "extra", TODAY)
    with pytest.raises(NotFound):
        series_changes.preview_day(series_id + 1, NEXT, "extra", TODAY)


def test_what_cannot_be_is_refused_with_nothing_written(store: Path) -> None:
    series_id = add()
    before = everything()
    with pytest.raises(Invalid, match="at most 24 hours"):
        preview(series_id, NEXT, minutes=2000)
    with pytest.raises(Refused, match="nothing would change"):
        change(series_id)
    assert everything() == before


def _joined(series_id: int) -> None:
    place(shift_on(series_id, NEXT), "王芳")


def _elsewhere(series_id: int) -> None:
    series_changes.change(preview(series_id, at=600), TODAY)


def _cancelled(series_id: int) -> None:
    shift_changes.cancel([shift_on(series_id, NEXT).id], "", TODAY)


def _laid_out(series_id: int) -> None:
    laying_out.lay_out(TODAY, TODAY + timedelta(200))


@pytest.mark.parametrize("meanwhile", [_joined, _elsewhere, _cancelled, _laid_out])
def test_a_plan_that_no_longer_fits_is_refused(
    store: Path, meanwhile: Callable[[int], None]
) -> None:
    series_id = add()
    plan = preview(series_id, at=480)
    meanwhile(series_id)
    before = everything()
    with pytest.raises(Refused, match="changed meanwhile"):
        series_changes.change(plan, TODAY)
    assert everything() == before


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A store with a daily series of long shifts, and people in many of them."""
    open_fresh(tmp_path_factory.mktemp("series") / "desk.db")
    series_id = series.add(values(rule="FREQ=DAILY", minutes=300), TODAY)
    other = series.add(values(name="除草", at=15 * 60, rule="FREQ=DAILY"), TODAY)
    for at, day in enumerate(days(series_id)):
        for name in ("王芳", "李军", "赵丽")[: at % 4]:
            place(shift_on(series_id, day), name)
        if at % 3 == 0:
            place(shift_on(other, day), "王芳")
    yield series_id
    database.close_store()


@given(
    since=st.integers(-3, 40),
    at=st.integers(0, 1439),
    minutes=st.integers(1, 1440),
    rule=st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=TU,SA", "FREQ=DAILY;INTERVAL=3"]),
    by_hand=st.dictionaries(st.integers(0, 40), st.integers(0, 1439), max_size=4),
)
@settings_of_hypothesis(max_examples=15, deadline=None)
def test_whatever_changes_nobody_is_in_two_shifts_and_undo_is_whole(
    busy: int, since: int, at: int, minutes: int, rule: str, by_hand: dict[int, int]
) -> None:
    """The database itself refuses whom the plan forgot."""
    shown = days(busy)
    edits = 0
    for place_of, minute in by_hand.items():
        before = everything()
        try:
            shift_changes.edit(shifts.get(shift_on(busy, shown[place_of]).id), at=minute)
        except Refused:
            assert everything() == before
        edits += everything() != before
    before = everything()
    plan = preview(busy, TODAY + timedelta(since), at=at, minutes=minutes, rule=rule)
    if not plan.is_none:
        uids = {row.id: row.uid for row in Shift.select()}
        series_changes.change(plan, TODAY)
        assert all(uids.get(row.id, row.uid) == row.uid for row in Shift.select())
        assert laying_out.lay_out(TODAY) == 0
        history.undo()
    assert everything() == before
    for _edit in range(edits):
        history.undo()
