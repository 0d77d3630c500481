"""Shifts changed by hand: what is remembered, refused, cancelled, taken up again and undone."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from store import history
from store.errors import Invalid, NotFound, Refused
from store.farm import shift_changes, shifts
from store.farm.models import Assignment, Shift
from store.farm.shift_changes import ShiftValues
from tests.conftest import TODAY
from tests.store.farm.series_sample import (
    TUESDAY,
    add,
    days,
    place,
    shift_on,
    state_of,
    team,
)
from tests.store.test_history import everything


def alone(**changes: Any) -> ShiftValues:
    usual = ShiftValues(team(), "参观", TUESDAY, 14 * 60, 90, 1, 2, 3)
    return usual._replace(**changes)


def test_a_shift_of_its_own_is_added_and_undone(store: Path) -> None:
    team()
    before = everything()
    shift_id = shift_changes.add(alone(skills=(("讲解", 1),), note="30 visitors"))
    row = shifts.get(shift_id)
    assert (row.series_id, row.name, row.note) == (None, "参观", "30 visitors")
    assert (row.starts_at, row.ends_at) == (
        datetime(2026, 11, 24, 14, 0),
        datetime(2026, 11, 24, 15, 30),
    )
    assert shift_changes.values_of(row) == alone(skills=(("讲解", 1),), note="30 visitors")
    assert history.undoable().label == "added the shift 2026-11-24 14:00 参观"
    history.undo()
    assert everything() == before


def test_what_no_shift_can_be_is_refused_all_at_once(store: Path) -> None:
    asked = alone(name="", minutes=0, least=4, skills=(("a", 9),))
    before = everything()
    with pytest.raises(Invalid) as refused:
        shift_changes.add(asked)
    assert [error.field for error in refused.value.errors] == ["name", "minutes", "least", "skills"]
    with pytest.raises(Invalid, match="no such team"):
        shift_changes.add(alone(team_id=9))
    assert everything() == before


def test_an_edit_is_remembered_and_heard_of(store: Path) -> None:
    series_id = add(skills=(("钥匙", 1),))
    shift_id = shift_on(series_id, TUESDAY).id
    mine = place(shift_on(series_id, TUESDAY), "王芳")
    before = everything()
    seen = shifts.get(shift_id)
    shift_changes.edit(
        seen,
        at=8 * 60 + 30,
        day=TUESDAY + timedelta(1),
        minutes=60,
        wanted=4,
        skills=(),
        note=" late  start ",
    )
    now = shift_on(series_id, TUESDAY)
    assert (now.starts_at, now.ends_at, now.minutes) == (
        datetime(2026, 11, 25, 8, 30),
        datetime(2026, 11, 25, 9, 30),
        60,
    )
    assert now.edited.split() == ["at", "day", "minutes", "skills", "note"]
    assert (now.sequence, now.note, shifts.needs(shift_id)) == (1, "late start", ())
    assert state_of(mine) == "planned"
    history.undo()
    assert everything() == before


def test_what_is_the_same_is_no_edit(store: Path) -> None:
    shift_id = shift_changes.add(alone())
    row = shifts.get(shift_id)
    before = everything()
    shift_changes.edit(row, **{name: getattr(alone(), name) for name in shift_changes.FIELDS})
    assert everything() == before
    assert history.undoable().label.startswith("added")
    shift_changes.edit(row, least=0, note="x")
    now = Shift.get_by_id(shift_id)
    assert (now.least, now.note, now.edited, now.sequence) == (0, "x", "", 0)


def test_what_somebody_else_changed_meanwhile_is_refused_by_name(store: Path) -> None:
    shift_id = shift_changes.add(alone())
    seen = shifts.get(shift_id)
    shift_changes.edit(seen, at=15 * 60, name="来访")
    shift_changes.edit(seen, wanted=3, at=14 * 60)  # the form left the time as it was
    assert Shift.get_by_id(shift_id).starts_at.hour == 15
    with pytest.raises(Refused, match="Somebody changed the name meanwhile"):
        shift_changes.edit(seen, name="客人", minutes=30)
    assert Shift.get_by_id(shift_id).minutes == 90


def test_skills_changed_meanwhile_stay_where_the_form_left_them(store: Path) -> None:
    shift_id = shift_changes.add(alone())
    seen = shifts.get(shift_id)
    shift_changes.edit(seen, skills=(("讲解", 1),))
    shift_changes.edit(seen, seen_skills=(), skills=(), least=0)
    assert shifts.needs(shift_id) == (("讲解", 1),)
    with pytest.raises(Refused, match="the skills"):
        shift_changes.edit(seen, seen_skills=(), skills=(("钥匙", 1),))


def test_an_edit_that_would_put_somebody_in_two_shifts_says_whom(store: Path) -> None:
    moving = shift_changes.add(alone())
    there = shift_changes.add(alone(name="除草", at=16 * 60))
    for shift_id in (moving, there):
        place(Shift.get_by_id(shift_id), "王芳")
    before = everything()
    with pytest.raises(Refused, match=r"王芳 \(除草, 16:00\)"):
        shift_changes.edit(shifts.get(moving), at=15 * 60)
    with pytest.raises(Refused, match="stand-ins"):
        shift_changes.edit(shifts.get(moving), minutes=121)
    assert everything() == before
    shift_changes.edit(shifts.get(moving), minutes=120)


def test_the_time_of_a_shift_whose_people_came_stays(store: Path) -> None:
    shift_id = shift_changes.add(alone(day=TODAY))
    place(Shift.get_by_id(shift_id), "王芳", attendance="late")
    with pytest.raises(Refused, match="correct the hours"):
        shift_changes.edit(shifts.get(shift_id), minutes=30)
    shift_changes.edit(shifts.get(shift_id), note="wet")
    with pytest.raises(Refused, match="noted already"):
        shift_changes.cancel([shift_id], "", TODAY)


def test_an_edit_is_checked_like_a_new_shift(store: Path) -> None:
    shift_id = shift_changes.add(alone(skills=(("讲解", 3),)))
    before = everything()
    for changes in ({"most": 2}, {"least": 3}, {"name": " "}, {"minutes": 1441}, {"at": -1}):
        with pytest.raises(Invalid):
            shift_changes.edit(shifts.get(shift_id), **changes)
    assert everything() == before
    with pytest.raises(NotFound):
        shift_changes.edit(shifts.get(shift_id)._replace(id=99), name="x")


def test_several_are_cancelled_as_one_with_a_reason(store: Path) -> None:
    series_id = add()
    found = [shift_on(series_id, day) for day in days(series_id)[:3]]
    places = [place(shift, "王芳") for shift in found]
    places += [place(found[0], "李军", "standby"), place(found[0], "赵丽", "left")]
    before = everything()
    assert shift_changes.cancel([it.id for it in found], " heavy  rain ", TODAY) == 2
    assert [state_of(it) for it in places] == ["excused"] * 4 + ["left"]
    assert {it.reason for it in Assignment.select()} == {"heavy rain", ""}
    now = [Shift.get_by_id(it.id) for it in found]
    assert {(it.state, it.sequence, it.edited) for it in now} == {("cancelled", 1, "state")}
    assert history.undoable().label == "cancelled 3 shifts"
    history.undo()
    assert everything() == before


def test_a_cancelled_shift_stays_though_nobody_was_in_it(store: Path) -> None:
    shift_id = shift_changes.add(alone())
    assert shift_changes.cancel([shift_id], "", TODAY) == 0
    assert shifts.get(shift_id).state == "cancelled"
    assert history.undoable().label == "cancelled the shift 2026-11-24 14:00 参观"


def test_what_cannot_be_cancelled_says_why_and_nothing_is(store: Path) -> None:
    there = shift_changes.add(alone())
    over = shift_changes.add(alone(day=TODAY - timedelta(1)))
    before = everything()
    with pytest.raises(Refused, match="参观 on Sun 2026-11-22 is over"):
        shift_changes.cancel([there, over], "", TODAY)
    for missing in ([99], [there, 99], []):
        with pytest.raises(NotFound):
            shift_changes.cancel(missing, "", TODAY)
    assert everything() == before
    shift_changes.cancel([there], "", TODAY)
    with pytest.raises(Refused, match="cancelled already"):
        shift_changes.cancel([there], "", TODAY)


def test_a_shift_is_taken_up_again_without_those_who_were_excused(store: Path) -> None:
    series_id = add()
    shift = shift_on(series_id, TUESDAY)
    mine = place(shift, "王芳")
    with pytest.raises(Refused, match="not cancelled"):
        shift_changes.restore(shift.id)
    shift_changes.cancel([shift.id], "", TODAY)
    before = everything()
    shift_changes.restore(shift.id)
    now = Shift.get_by_id(shift.id)
    assert (now.state, now.sequence, now.edited, state_of(mine)) == ("planned", 2, "", "excused")
    place(shift, "王芳")
    Assignment.delete().where(Assignment.state == "planned").execute()
    history.undo()
    assert everything() == before
    history.undo()
    assert state_of(mine) == "planned"


def test_a_cancelled_shift_is_nobodys_second(store: Path) -> None:
    one, other = shift_changes.add(alone()), shift_changes.add(alone(name="除草"))
    place(Shift.get_by_id(one), "王芳")
    shift_changes.cancel([one], "", TODAY)
    place(Shift.get_by_id(other), "王芳")
    with pytest.raises(Refused, match="cannot be taken back"):
        history.undo()
    shift_changes.edit(shifts.get(one), at=15 * 60)
    assert Shift.get_by_id(one).starts_at.hour == 15


def test_no_shift_takes_fewer_than_are_planned_in_it(store: Path) -> None:
    """Not by hand, and not by an undo of what made room for them."""
    shift_id = shift_changes.add(alone(least=0, wanted=1, most=1))
    shift_changes.edit(shifts.get(shift_id), most=2)
    for name in ("张伟", "陈静"):
        place(Shift.get_by_id(shift_id), name)
    with pytest.raises(Refused, match=r"2 people are planned in 参观 .*, more than 1"):
        shift_changes.edit(shifts.get(shift_id), most=1)
    raised = history.latest(1)[0].id
    with pytest.raises(Refused, match="cannot be taken back"):
        history.undo(raised)
    assert shifts.get(shift_id).most == 2
