"""Who came, and what the ledger of hours makes of it."""

from __future__ import annotations

import pytest
from peewee import IntegrityError

from store import history
from store.database import db
from store.errors import NotFound, Refused
from store.farm import attendance, changes, hours, shifts
from store.farm.hours import loads
from store.farm.models import Assignment, HoursEntry, Shift
from tests.conftest import TODAY
from tests.store.farm.conftest import Village


@pytest.fixture
def place(village: Village) -> int:
    """张伟 watered today; before, he had worked five hours."""
    return village.place(village.now, "张伟")


def lines() -> list[tuple[int, str]]:
    query = HoursEntry.select(HoursEntry.minutes, HoursEntry.kind).order_by(HoursEntry.id)
    return list(query.tuples())


def noted(place: int) -> str | None:
    return Assignment.get_by_id(place).attendance


def worked(village: Village, name: str = "张伟") -> int:
    """What a member has worked so far, beyond what was brought forward to the ledger."""
    member = village.members[name]
    return hours.minutes_by_member([member])[member] - (300 if name == "张伟" else 0)


@pytest.mark.parametrize(
    ("how", "minutes"), [("present", 120), ("late", 120), ("excused", 0), ("absent", 0)]
)
def test_who_came_has_worked_the_length_of_the_shift(
    village: Village, place: int, how: str, minutes: int
) -> None:
    assert attendance.record([place], how, TODAY) == 1
    assert noted(place) == how
    assert worked(village) == minutes
    said = "did not come" if how == "absent" else how
    assert history.latest(1)[0].label == f"张伟, 浇水 (2026-11-23 07:00): {said}"


def test_changing_it_reverses_the_line_before(village: Village, place: int) -> None:
    attendance.record([place], "present", TODAY)
    attendance.record([place], "absent", TODAY)
    attendance.record([place], "late", TODAY)
    assert lines() == [(120, "attendance"), (-120, "reversal"), (120, "attendance")]
    assert HoursEntry.get_by_id(2).reverses_id == 1
    attendance.record([place], None, TODAY)
    assert (noted(place), worked(village)) == (None, 0)
    assert history.latest(1)[0].label == "took back whether 张伟 came to 浇水 (2026-11-23 07:00)"


def test_coming_late_counts_what_being_there_did(village: Village, place: int) -> None:
    attendance.record([place], "present", TODAY)
    attendance.set_minutes(place, 90)
    attendance.record([place], "late", TODAY)
    assert (noted(place), worked(village)) == ("late", 90)


def test_noting_the_same_again_is_no_deed(place: int) -> None:
    attendance.record([place], "present", TODAY)
    deeds = history.latest(10)
    assert attendance.record([place], "present", TODAY) == 0
    assert history.latest(10) == deeds


def test_the_load_is_the_same_after_undo_and_redo_as_often_as_one_likes(
    village: Village, place: int
) -> None:
    member = village.members["张伟"]
    # What is to come counts from the day it is planned, and once only when it was worked.
    assert loads([member]) == {member: 420}
    attendance.record([place], "absent", TODAY)
    assert loads([member]) == {member: 300}
    attendance.record([place], "present", TODAY)
    attendance.set_minutes(place, 60, "left early")
    steps = [(420, None), (300, "absent"), (420, "present"), (360, "present")]
    for _again in range(3):
        for step in steps[2::-1]:
            history.undo()
            assert (loads([member])[member], noted(place)) == step
        for step in steps[1:]:
            history.redo()
            assert (loads([member])[member], noted(place)) == step


def test_what_is_done_after_an_undo_counts_on_from_there(village: Village, place: int) -> None:
    attendance.record([place], "present", TODAY)
    attendance.record([place], "absent", TODAY)
    history.undo()
    assert worked(village) == 120
    attendance.record([place], "excused", TODAY)
    assert worked(village) == 0
    attendance.record([place], "present", TODAY)
    attendance.set_minutes(place, 30)
    assert worked(village) == 30


def test_the_whole_shift_in_one_deed(village: Village, place: int) -> None:
    other = village.place(village.now, "赵敏")
    village.place(village.now, "王建国", state="standby")
    attendance.record([other], "absent", TODAY)
    assert attendance.record_all(village.now, TODAY) == 1
    assert (noted(place), noted(other)) == ("present", "absent")
    assert shifts.get(village.now).checked == 2
    assert attendance.record_all(village.now, TODAY) == 0
    assert history.latest(1)[0].label == "noted 1 as present in 浇水 (2026-11-23 07:00)"
    history.undo()
    assert (noted(place), worked(village)) == (None, 0)
    history.redo()
    assert (noted(place), worked(village)) == ("present", 120)


def test_several_in_one_deed_or_none(village: Village, place: int) -> None:
    other = village.place(village.past, "张伟")
    late = village.place(village.watering, "赵敏")
    with pytest.raises(Refused, match="has not begun"):
        attendance.record([place, late], "present", TODAY)
    assert (noted(place), lines()) == (None, [])
    assert attendance.record([place, other], "present", TODAY) == 2
    assert worked(village) == 240
    assert history.latest(1)[0].label == "2 places: present"
    attendance.record([place, other], None, TODAY)
    assert worked(village) == 0
    assert history.latest(1)[0].label == "took back who came: 2 places"


def test_a_standby_who_came_is_planned_and_present(village: Village, place: int) -> None:
    attendance.record([place], "absent", TODAY)
    waiting = village.place(village.now, "赵敏", state="standby")
    with pytest.raises(Refused, match="only whether they came"):
        attendance.record([waiting], "absent", TODAY)
    attendance.record([waiting], "present", TODAY)
    row = Assignment.get_by_id(waiting)
    assert (row.state, row.attendance, worked(village, "赵敏")) == ("planned", "present", 120)
    history.undo()
    assert Assignment.get_by_id(waiting).state == "standby"
    assert worked(village, "赵敏") == 0


def test_a_standby_who_did_not_come_after_all_is_on_standby_again(
    village: Village, place: int
) -> None:
    """Who came may be more than were planned; once nobody is known to have come, they are not."""
    Shift.update(least=0, wanted=1, most=1).where(Shift.id == village.now).execute()
    waiting = village.place(village.now, "赵敏", state="standby")
    attendance.record([place, waiting], "present", TODAY)
    attendance.record([place, waiting], None, TODAY)
    states = [Assignment.get_by_id(number).state for number in (place, waiting)]
    assert states == ["planned", "standby"]
    history.undo()
    assert (noted(place), noted(waiting)) == ("present", "present")


def test_a_standby_who_was_in_another_shift_did_not_come(village: Village) -> None:
    village.place(village.now, "赵敏")
    at_once = village.add_shift("除草", "2026-11-23T08:00")
    waiting = village.place(at_once, "赵敏", state="standby")
    with pytest.raises(Refused, match=r"赵敏 is in 浇水 \(11-23 07:00\) at that time"):
        attendance.record([waiting], "late", TODAY)


def test_a_stand_in_counts_for_the_one_who_came(village: Village, place: int) -> None:
    stand_in = changes.stand_in(place, village.members["赵敏"]).assignment_id
    attendance.record_all(village.now, TODAY)
    assert noted(stand_in) == "present"
    assert (worked(village), worked(village, "赵敏")) == (0, 120)
    with pytest.raises(Refused, match="no longer in"):
        attendance.record([place], "present", TODAY)


def test_nothing_is_noted_of_what_does_not_take_place(village: Village, place: int) -> None:
    coming = village.place(village.watering, "赵敏")
    with pytest.raises(Refused, match="has not begun"):
        attendance.record([coming], "present", TODAY)
    with pytest.raises(Refused, match="has not begun"):
        attendance.record_all(village.watering, TODAY)
    Shift.update(state="cancelled").where(Shift.id == village.now).execute()
    with pytest.raises(Refused, match="is cancelled"):
        attendance.record([place], "present", TODAY)
    with pytest.raises(Refused, match="Please choose"):
        attendance.record([place], "asleep", TODAY)
    with pytest.raises(NotFound):
        attendance.record([999], "present", TODAY)
    with pytest.raises(NotFound):
        attendance.record([], "present", TODAY)


def test_a_corrected_time_is_a_reversal_and_a_new_line(village: Village, place: int) -> None:
    with pytest.raises(Refused, match="not noted"):
        attendance.set_minutes(place, 90)
    attendance.record([place], "present", TODAY)
    attendance.set_minutes(place, 90, "left early")
    assert lines() == [(120, "attendance"), (-120, "reversal"), (90, "correction")]
    assert HoursEntry.get_by_id(3).note == "left early"
    attendance.set_minutes(place, 90)
    assert len(lines()) == 3
    attendance.set_minutes(place, 0)
    assert worked(village) == 0
    attendance.set_minutes(place, 150)
    assert worked(village) == 150
    for minutes in (-1, 24 * 60 + 1):
        with pytest.raises(Refused, match="none to 24 hours"):
            attendance.set_minutes(place, minutes)
    attendance.record([place], "absent", TODAY)
    assert worked(village) == 0


def test_a_correction_stands_on_what_was_noted(village: Village, place: int) -> None:
    attendance.record([place], "present", TODAY)
    before = history.latest(1)[0].id
    attendance.set_minutes(place, 0)
    attendance.set_minutes(place, 30)
    with pytest.raises(Refused, match="later, tester set the time of 张伟"):
        history.undo(before)
    assert worked(village) == 30


def test_the_database_itself_keeps_the_ledger(village: Village, place: int) -> None:
    attendance.record([place], "present", TODAY)
    for sql in ("UPDATE hours_entry SET minutes = 600", "DELETE FROM hours_entry"):
        with pytest.raises(IntegrityError, match="only added to"):
            db.execute_sql(sql)
    assert lines() == [(120, "attendance")]
