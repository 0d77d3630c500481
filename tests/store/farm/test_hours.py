"""The sum of each member's hours, and the ledger behind it."""

from __future__ import annotations

import pytest

from store import history
from store.database import db
from store.errors import NotFound, Refused
from store.farm import attendance, hours
from store.farm.models import HoursEntry
from tests.conftest import TODAY
from tests.store.farm.conftest import Village


def test_minutes_are_those_before_and_those_of_the_ledger(village: Village) -> None:
    members = village.members
    attendance.record([village.place(village.now, "张伟")], "present", TODAY)
    hours.add_correction(members["赵敏"], TODAY, 45, "carried the tools")
    found = hours.minutes_by_member()
    assert {name: found[members[name]] for name in members} == {
        "李秀兰": 1200,
        "王建国": 0,
        "张伟": 420,
        "陈静": 0,
        "赵敏": 45,
        "刘洋": 0,
    }
    one = members["张伟"]
    assert hours.minutes_by_member([one, 999]) == {one: 420}
    assert hours.minutes_by_member([]) == {}


def test_minutes_are_one_question(village: Village) -> None:
    asked: list[str] = []
    db.connection().set_trace_callback(asked.append)
    hours.minutes_by_member()
    db.connection().set_trace_callback(None)
    assert len(asked) == 1


def test_the_ledger_tells_every_line_with_its_balance(village: Village) -> None:
    member = village.members["张伟"]
    place = village.place(village.now, "张伟")
    attendance.record([place], "present", TODAY)
    attendance.set_minutes(place, 90, "left early")
    hours.add_correction(member, TODAY, -30, "counted twice")
    rows = hours.ledger(member)
    assert [(row.minutes, row.kind, row.balance) for row in rows] == [
        (120, "attendance", 420),
        (-120, "reversal", 300),
        (90, "correction", 390),
        (-30, "correction", 360),
    ]
    assert [row.shift for row in rows] == ["浇水", "浇水", "浇水", ""]
    assert (rows[1].reverses, rows[1].day, rows[2].note) == (rows[0].id, TODAY, "left early")
    assert rows[0].starts_at is not None
    assert f"{rows[0].starts_at:%H:%M}" == "07:00"
    assert rows[3].starts_at is None


def test_a_correction_is_undone_and_redone_by_more_lines(village: Village) -> None:
    member = village.members["张伟"]
    hours.add_correction(member, TODAY, 60, "carried the tools")
    assert history.latest(1)[0].label == "corrected the hours of 张伟 by +60 minutes"
    for _again in range(3):
        history.undo()
        assert hours.minutes_by_member([member]) == {member: 300}
        history.redo()
        assert hours.minutes_by_member([member]) == {member: 360}
    assert HoursEntry.select().count() == 7


@pytest.mark.parametrize(
    ("minutes", "note", "sentence"),
    [
        (60, " ", "write why"),
        (0, "why", "one minute at least"),
        (120_001, "why", "2000 hours at most"),
        (-120_001, "why", "2000 hours at most"),
    ],
)
def test_a_correction_without_sense_is_refused(
    village: Village, minutes: int, note: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        hours.add_correction(village.members["张伟"], TODAY, minutes, note)


def test_nobody_has_no_ledger(village: Village) -> None:
    with pytest.raises(NotFound):
        hours.ledger(999)
    with pytest.raises(NotFound):
        hours.add_correction(999, TODAY, 60, "why")
