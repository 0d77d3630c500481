"""Joining, standing by, leaving and handing a place on."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest
from peewee import IntegrityError

from store import history, settings
from store.errors import NotFound, Refused
from store.farm import attendance, changes, shifts
from store.farm.models import Absence, Assignment, Availability, Member, Pair, Shift
from tests.conftest import TODAY
from tests.store.farm.conftest import Village


class Row(NamedTuple):
    """What the tests look at in an assignment."""

    id: int
    member: str
    state: str
    by_hand: bool
    stand_in_for: int | None


def rows(shift_id: int) -> list[Row]:
    query = Assignment.select().where(Assignment.shift == shift_id).order_by(Assignment.id)
    return [
        Row(row.id, row.member.name, row.state, bool(row.by_hand), row.stand_in_for_id)
        for row in query
    ]


def people(shift_id: int, state: str = "planned") -> list[str]:
    return [row.member for row in rows(shift_id) if row.state == state]


def everything() -> list[tuple]:
    """All assignments as they stand, for comparing before and after."""
    return list(Assignment.select().order_by(Assignment.id).tuples())


def undone_and_redone(before: list[tuple]) -> None:
    """Take the last deed back, which must lead to `before`, and do it again."""
    after = everything()
    history.undo()
    assert everything() == before
    history.redo()
    assert everything() == after


def test_who_joins_is_planned_by_hand(village: Village) -> None:
    before = everything()
    taken = changes.join(village.watering, village.members["张伟"])
    (row,) = rows(village.watering)
    assert row == Row(taken.assignment_id, "张伟", "planned", True, None)
    assert (taken.member, taken.shift, taken.remarks) == ("张伟", "浇水", ())
    assert history.latest(1)[0].label == "put 张伟 in 浇水 (2026-11-24 07:00)"
    undone_and_redone(before)


def test_usual_times_are_told_and_refuse_nothing(village: Village) -> None:
    Availability.insert(
        member=village.members["张伟"], weekday=6, from_minute=0, to_minute=1440
    ).execute()
    taken = changes.join(village.watering, village.members["张伟"])
    assert taken.remarks == ("this is outside 张伟's usual times",)
    waiting = changes.stand_by(village.weeding, village.members["张伟"])
    assert waiting.remarks == ("this is outside 张伟's usual times",)


def test_everything_that_speaks_against_it_is_said(village: Village) -> None:
    member = village.members["张伟"]
    Absence.insert(member=member, first=date(2026, 11, 24), last=date(2026, 11, 25)).execute()
    Availability.insert(member=member, weekday=6, from_minute=0, to_minute=1440).execute()
    village.place(village.harvest, "张伟")
    before = everything()
    with pytest.raises(Refused) as refusal:
        changes.join(village.watering, member)
    assert refusal.value.sentence == (
        "张伟 is away from 11-24 to 11-25. 张伟 is in 采收 (11-24 08:00) at that time. "
        "Please choose somebody else or another shift."
    )
    assert everything() == before
    assert history.latest(1) == []


def test_each_rule_refuses(village: Village) -> None:
    members = village.members
    with pytest.raises(Refused, match="not in the team"):
        changes.join(village.watering, members["刘洋"])
    Member.update(max_per_week=1).where(Member.id == members["赵敏"]).execute()
    changes.join(village.gate, members["李秀兰"])
    changes.join(village.gate, members["赵敏"])
    with pytest.raises(Refused, match="most shifts of a week already: 1"):
        changes.join(village.watering, members["赵敏"])
    with pytest.raises(Refused, match="开门 is full with 2"):
        changes.join(village.gate, members["王建国"])
    with pytest.raises(Refused, match="in this shift already"):
        changes.join(village.gate, members["李秀兰"])
    Shift.update(state="cancelled").where(Shift.id == village.weeding).execute()
    with pytest.raises(Refused, match="除草 is cancelled"):
        changes.join(village.weeding, members["王建国"])
    settings.change("rest_hours", 30)
    with pytest.raises(Refused, match="too little rest"):
        changes.join(village.watering, members["李秀兰"])


def test_a_pair_apart_is_refused(village: Village) -> None:
    one, other = village.members["王建国"], village.members["张伟"]
    Pair.insert(member=one, other=other, kind="apart").execute()
    changes.join(village.harvest, one)
    with pytest.raises(Refused, match="not to work together"):
        changes.join(village.harvest, other)


def test_the_last_place_is_kept_for_the_skill(village: Village) -> None:
    changes.join(village.gate, village.members["张伟"])
    with pytest.raises(Refused, match="somebody who knows gate"):
        changes.join(village.gate, village.members["赵敏"])
    changes.join(village.gate, village.members["陈静"])
    keeper = rows(village.gate)[1].id
    with pytest.raises(Refused, match="somebody who knows gate"):
        changes.give(keeper, village.members["赵敏"])


def test_who_and_what_is_not_there_is_not_found(village: Village) -> None:
    with pytest.raises(NotFound):
        changes.join(999, village.members["张伟"])
    with pytest.raises(NotFound):
        changes.join(village.watering, 999)
    with pytest.raises(NotFound):
        changes.leave(999, TODAY)


def test_a_full_shift_has_a_standby_list(village: Village) -> None:
    for name in ("李秀兰", "王建国"):
        changes.join(village.watering, village.members[name])
    before = everything()
    changes.stand_by(village.watering, village.members["张伟"])
    assert people(village.watering, "standby") == ["张伟"]
    undone_and_redone(before)
    with pytest.raises(Refused, match="on standby for 浇水"):
        changes.stand_by(village.watering, village.members["张伟"])
    with pytest.raises(Refused, match="in this shift already"):
        changes.stand_by(village.watering, village.members["李秀兰"])
    with pytest.raises(Refused, match="not in the team"):
        changes.stand_by(village.watering, village.members["刘洋"])


def test_who_leaves_standby_needs_no_notice(village: Village) -> None:
    settings.change("drop_days", 30)
    place = changes.stand_by(village.watering, village.members["张伟"]).assignment_id
    result = changes.leave(place, TODAY)
    assert (result.short_notice, result.standby) == (False, None)
    assert history.latest(1)[0].label == "took 张伟 off standby for 浇水 (2026-11-24 07:00)"


def test_a_standby_is_promoted_in_place(village: Village) -> None:
    waiting = changes.stand_by(village.watering, village.members["张伟"]).assignment_id
    before = everything()
    assert changes.promote(waiting).assignment_id == waiting
    assert people(village.watering) == ["张伟"]
    undone_and_redone(before)
    with pytest.raises(Refused, match="planned in 浇水"):
        changes.promote(waiting)
    changes.leave(waiting, TODAY)
    with pytest.raises(Refused, match="no longer in 浇水"):
        changes.promote(waiting)


def test_a_standby_is_promoted_only_where_there_is_a_place(village: Village) -> None:
    waiting = changes.stand_by(village.watering, village.members["张伟"]).assignment_id
    for name in ("李秀兰", "王建国"):
        changes.join(village.watering, village.members[name])
    with pytest.raises(Refused, match="full with 2"):
        changes.promote(waiting)


def test_who_joins_from_standby_keeps_one_place(village: Village) -> None:
    waiting = changes.stand_by(village.watering, village.members["张伟"]).assignment_id
    taken = changes.join(village.watering, village.members["张伟"])
    assert taken.assignment_id == waiting
    assert len(rows(village.watering)) == 1


def test_leaving_in_good_time(village: Village) -> None:
    place = changes.join(village.weeding, village.members["张伟"]).assignment_id
    before = everything()
    result = changes.leave(place, TODAY, "visiting  family")
    assert (result.days, result.short_notice, result.standby) == (7, False, None)
    (row,) = Assignment.select()
    assert (row.state, row.reason) == ("left", "visiting family")
    assert history.latest(1)[0].label == "张伟 gave up 除草 (2026-11-30 14:00)"
    undone_and_redone(before)


@pytest.mark.parametrize(
    ("shift", "reason", "noted"),
    [
        ("watering", "", "1 day before"),
        ("watering", "ill", "1 day before: ill"),
        ("now", "ill", "on the day itself: ill"),
        ("gate", "ill", "ill"),
    ],
)
def test_short_notice_is_noted_and_told(
    village: Village, shift: str, reason: str, noted: str
) -> None:
    place = changes.join(village.shifts[shift], village.members["李秀兰"]).assignment_id
    result = changes.leave(place, TODAY, reason)
    assert Assignment.get_by_id(place).reason == noted
    assert result.short_notice == (noted != reason)
    assert history.latest(1)[0].label.endswith("short notice") == result.short_notice


def test_the_first_on_standby_who_could_come_is_named(village: Village) -> None:
    place = changes.join(village.watering, village.members["李秀兰"]).assignment_id
    changes.stand_by(village.watering, village.members["王建国"])
    changes.stand_by(village.watering, village.members["赵敏"])
    changes.stand_by(village.watering, village.members["陈静"])
    changes.join(village.harvest, village.members["王建国"])
    first = changes.leave(place, TODAY).standby
    assert first is not None
    assert (first.member, first.remarks) == ("赵敏", ())
    changes.promote(first.assignment_id)
    assert people(village.watering) == ["赵敏"]


def test_what_is_over_or_noted_is_not_left(village: Village) -> None:
    past = changes.join(village.past, village.members["张伟"]).assignment_id
    with pytest.raises(Refused, match="is over"):
        changes.leave(past, TODAY)
    attendance.record([past], "absent", TODAY)
    with pytest.raises(Refused, match="noted already"):
        changes.leave(past, TODAY)
    with pytest.raises(Refused, match="noted already"):
        changes.stand_in(past, village.members["赵敏"])


def test_a_place_is_left_once(village: Village) -> None:
    place = changes.join(village.weeding, village.members["张伟"]).assignment_id
    changes.leave(place, TODAY)
    with pytest.raises(Refused, match="no longer in 除草"):
        changes.leave(place, TODAY)


def test_coming_back_is_a_new_row(village: Village) -> None:
    place = changes.join(village.weeding, village.members["张伟"]).assignment_id
    changes.leave(place, TODAY)
    again = changes.join(village.weeding, village.members["张伟"]).assignment_id
    assert [(row.id, row.state) for row in rows(village.weeding)] == [
        (place, "left"),
        (again, "planned"),
    ]


def test_a_place_is_given_away_also_in_a_full_shift(village: Village) -> None:
    place = changes.join(village.watering, village.members["李秀兰"]).assignment_id
    changes.join(village.watering, village.members["王建国"])
    before = everything()
    taken = changes.give(place, village.members["张伟"])
    assert [row[1:] for row in rows(village.watering)] == [
        ("李秀兰", "replaced", True, None),
        ("王建国", "planned", True, None),
        ("张伟", "planned", True, None),
    ]
    assert taken.member == "张伟"
    undone_and_redone(before)


def test_a_stand_in_names_whose_place_it_was(village: Village) -> None:
    place = village.place(village.watering, "李秀兰", by_hand=False)
    before = everything()
    taken = changes.stand_in(place, village.members["张伟"])
    former, now = rows(village.watering)
    assert former == Row(place, "李秀兰", "replaced", True, None)
    assert now == Row(taken.assignment_id, "张伟", "planned", True, place)
    assert shifts.places(village.watering)[0].stand_in_for == "李秀兰"
    label = "张伟 stands in for 李秀兰 in 浇水 (2026-11-24 07:00)"
    assert history.latest(1)[0].label == label
    undone_and_redone(before)


def test_a_stand_in_may_come_from_standby(village: Village) -> None:
    place = changes.join(village.watering, village.members["李秀兰"]).assignment_id
    waiting = changes.stand_by(village.watering, village.members["张伟"]).assignment_id
    before = everything()
    changes.stand_in(place, village.members["张伟"])
    assert rows(village.watering)[1] == Row(waiting, "张伟", "planned", True, place)
    undone_and_redone(before)


def test_nobody_stands_in_for_themselves(village: Village) -> None:
    place = changes.join(village.watering, village.members["张伟"]).assignment_id
    with pytest.raises(Refused, match="has this place already"):
        changes.give(place, village.members["张伟"])


def test_calendars_keep_what_they_know_of_a_shift(village: Village) -> None:
    """No row goes away and no shift changes its name in calendars, whoever comes and goes."""
    facts = list(Shift.select(Shift.uid, Shift.sequence).order_by(Shift.id).tuples())
    one = changes.join(village.watering, village.members["李秀兰"]).assignment_id
    two = changes.stand_in(one, village.members["张伟"]).assignment_id
    three = changes.give(two, village.members["赵敏"]).assignment_id
    changes.leave(three, TODAY)
    assert [(row.id, row.state) for row in rows(village.watering)] == [
        (one, "replaced"),
        (two, "replaced"),
        (three, "left"),
    ]
    assert list(Shift.select(Shift.uid, Shift.sequence).order_by(Shift.id).tuples()) == facts


def test_a_place_that_was_taken_does_not_come_back_by_undoing(village: Village) -> None:
    for name in ("李秀兰", "王建国"):
        changes.join(village.watering, village.members[name])
    changes.leave(rows(village.watering)[0].id, TODAY)
    left = history.latest(1)[0].id
    changes.join(village.watering, village.members["张伟"])
    with pytest.raises(Refused, match=r"later, tester put 张伟 in 浇水"):
        history.undo(left)
    assert people(village.watering) == ["王建国", "张伟"]
    history.undo()
    history.undo(left)
    assert people(village.watering) == ["李秀兰", "王建国"]


def test_a_place_does_not_come_back_beside_another_at_that_time(village: Village) -> None:
    place = changes.join(village.watering, village.members["张伟"]).assignment_id
    changes.leave(place, TODAY)
    left = history.latest(1)[0].id
    changes.join(village.harvest, village.members["张伟"])
    with pytest.raises(Refused, match="cannot be taken back"):
        history.undo(left)
    assert people(village.watering) == []


def test_the_database_itself_refuses_two_shifts_at_once(village: Village) -> None:
    village.place(village.watering, "张伟")
    with pytest.raises(IntegrityError):
        village.place(village.harvest, "张伟")
    with pytest.raises(IntegrityError):
        village.place(village.watering, "张伟", state="standby")
