"""Shifts as lists show them, and who is in each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from store.database import db
from store.errors import Ambiguous, NotFound
from store.farm import shifts
from store.farm.models import Member, Shift
from store.farm.shifts import ShiftList
from store.neighbours.models import Household, Resident
from tests.conftest import TODAY
from tests.store.farm.conftest import GATE, SQUAD, TEAM, Village

DAY = timedelta(1)
TUESDAY = TODAY + DAY
LONG_AGO, FAR_OFF = date(1990, 1, 1), date(2060, 1, 1)


def names(rows: tuple[shifts.ShiftRow, ...] | list[shifts.ShiftRow]) -> list[str]:
    return [f"{row.starts_at:%a} {row.name}" for row in rows]


def cancel(shift_id: int) -> None:
    Shift.update(state="cancelled").where(Shift.id == shift_id).execute()


def test_shifts_are_listed_as_they_start(village: Village) -> None:
    assert names(shifts.between(TODAY, TODAY + 3 * DAY)) == [
        "Mon 浇水",
        "Tue 浇水",
        "Tue 采收",
        "Wed 开门",
        "Thu 卖菜",
    ]
    assert names(shifts.between(TUESDAY, TUESDAY, village.team)) == ["Tue 浇水", "Tue 采收"]
    assert names(shifts.between(TODAY, FAR_OFF, village.squad)) == ["Thu 卖菜"]
    assert shifts.between(TUESDAY, TODAY) == ()


def test_a_shift_belongs_to_the_day_on_which_it_starts(village: Village) -> None:
    village.add_shift("守夜", "2026-12-05T23:59", 480)
    village.add_shift("早班", "2026-12-06T00:00")
    assert names(shifts.between(date(2026, 12, 5), date(2026, 12, 5))) == ["Sat 守夜"]
    assert names(shifts.between(date(2026, 12, 6), date(2026, 12, 6))) == ["Sun 早班"]


def test_a_shift_knows_how_it_is_filled(village: Village) -> None:
    village.place(village.harvest, "李秀兰", attendance="present")
    village.place(village.harvest, "王建国")
    village.place(village.harvest, "张伟", state="standby")
    village.place(village.harvest, "陈静", state="left")
    row = shifts.get(village.harvest)
    assert (row.team, row.filled, row.standby, row.checked) == (TEAM, 2, 1, 1)
    assert (row.least, row.wanted, row.most, row.missing) == (2, 3, 4, 1)
    assert not row.is_short
    assert (row.day, row.ends_at) == (TUESDAY, datetime(2026, 11, 24, 11))
    empty = shifts.get(village.gate)
    assert (empty.filled, empty.standby, empty.checked, empty.missing) == (0, 0, 0, 1)
    assert empty.is_short


def test_a_cancelled_shift_misses_nobody(village: Village) -> None:
    cancel(village.gate)
    row = shifts.get(village.gate)
    assert (row.missing, row.is_short, row.is_planned) == (0, False, False)


def test_a_shift_with_more_than_wanted_misses_nobody(village: Village) -> None:
    for name in ("李秀兰", "陈静"):
        village.place(village.gate, name)
    assert shifts.get(village.gate).missing == 0


def test_what_is_not_there_is_said(village: Village) -> None:
    with pytest.raises(NotFound, match="no shift #999"):
        shifts.get(999)
    assert shifts.places(999) == ()
    assert shifts.needs(999) == ()
    assert names(shifts.of_ids([village.gate, 999, village.now])) == ["Mon 浇水", "Wed 开门"]


def test_places_in_force_come_first(village: Village) -> None:
    left = village.place(village.harvest, "陈静", state="replaced", reason="发烧")
    village.place(village.harvest, "张伟", state="standby")
    village.place(village.harvest, "李秀兰", by_hand=False, stand_in_for=left)
    village.place(village.harvest, "王建国", attendance="late")
    rows = shifts.places(village.harvest)
    assert [(row.member, row.state) for row in rows] == [
        ("李秀兰", "planned"),
        ("王建国", "planned"),
        ("张伟", "standby"),
        ("陈静", "replaced"),
    ]
    assert [row.in_force for row in rows] == [True, True, True, False]
    assert [row.stand_in_for for row in rows] == ["陈静", "", "", ""]
    assert [row.by_hand for row in rows] == [False, True, True, True]
    assert [row.attendance for row in rows] == [None, "late", None, None]
    assert rows[-1].reason == "发烧"


def test_a_resident_s_telephone_serves_where_the_member_has_none(
    village: Village, compound: int
) -> None:
    home = Household.select(Household.id).limit(1).scalar()
    resident = Resident.insert(household=home, name="秀兰", phone="13900000001").execute()
    for name, phone in (("李秀兰", ""), ("王建国", "13800000002")):
        Member.update(resident=resident, phone=phone).where(Member.name == name).execute()
        village.place(village.harvest, name)
    village.place(village.harvest, "张伟")
    assert [row.phone for row in shifts.places(village.harvest)] == [
        "139····0001",
        "138····0002",
        "",
    ]


def test_a_shift_names_the_skills_it_needs(village: Village) -> None:
    assert shifts.needs(village.gate) == ((GATE, 1),)
    assert shifts.needs(village.harvest) == ()


def test_who_is_planned_is_named_by_shift(village: Village) -> None:
    for name in ("王建国", "李秀兰"):
        village.place(village.watering, name)
    village.place(village.gate, "陈静", state="standby")
    village.place(village.selling, "刘洋")
    assert shifts.names_between(TODAY, TODAY + 7 * DAY) == {
        village.watering: ("王建国", "李秀兰"),
        village.selling: ("刘洋",),
    }
    assert list(shifts.names_between(TODAY, FAR_OFF, village.squad)) == [village.selling]


def test_a_member_s_places_are_those_in_force(village: Village) -> None:
    village.place(village.past, "陈静")
    village.place(village.harvest, "陈静", state="left", reason="赶集")
    village.place(village.harvest, "陈静", state="standby")
    village.place(village.gate, "陈静")
    village.place(village.gate, "李秀兰")
    member = village.members["陈静"]
    found = shifts.of_member(member, TODAY, FAR_OFF)
    assert [(shift.name, place.state) for shift, place in found] == [
        ("采收", "standby"),
        ("开门", "planned"),
    ]
    assert {place.member for _shift, place in found} == {"陈静"}
    assert found[1][0].filled == 2
    everything = shifts.of_member(member, TODAY - DAY, TUESDAY, former=True)
    assert [(shift.name, place.state) for shift, place in everything] == [
        ("浇水", "planned"),
        ("采收", "standby"),
        ("采收", "left"),
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("2026-11-24 07:00", "watering"),
        ("2026-11-24T07:00", "watering"),
        ("tue 8", "harvest"),
        ("明天 采收", "harvest"),
        ("周二 8点 采收", "harvest"),
        ("周二 8 采", "harvest"),
        ("11-25", "gate"),
        ("today 7 浇水", "now"),
        ("2026-11-22 浇水", "past"),
    ],
)
def test_a_shift_is_found_by_its_day_time_and_name(
    village: Village, typed: str, found: str
) -> None:
    assert shifts.find(typed, TODAY).id == village.shifts[found]


def test_a_shift_is_found_by_its_number(village: Village) -> None:
    assert shifts.find(f"#{village.gate}", TODAY).name == "开门"
    assert shifts.find(f" {village.gate} ", TODAY).name == "开门"


@pytest.mark.parametrize(
    "typed", ["", "#999", "浇水", "tue 9", "tue 除草", "2026-02-30 7", "9" * 30]
)
def test_no_shift_is_said_to_be_none(village: Village, typed: str) -> None:
    with pytest.raises(NotFound, match="shift"):
        shifts.find(typed, TODAY)


def test_which_of_several_shifts_is_asked_with_their_names(village: Village) -> None:
    with pytest.raises(Ambiguous) as several:
        shifts.find("tue", TODAY)
    assert f"{village.watering} (浇水 07:00, {TEAM})" in several.value.sentence
    assert f"{village.harvest} (采收 08:00, {TEAM})" in several.value.sentence
    for _ in range(6):
        village.add_shift("卖菜", "2026-11-26T06:30", team=village.squad)
    with pytest.raises(Ambiguous, match="…") as several:
        shifts.find("thu 6:30", TODAY)
    assert several.value.sentence.count(SQUAD) == 5


def test_a_whole_name_goes_before_a_part_of_one(village: Village) -> None:
    village.add_shift("采收萝卜", "2026-11-24T13:00")
    assert shifts.find("tue 采收", TODAY).id == village.harvest


def test_a_shift_that_takes_place_goes_before_a_cancelled_one(village: Village) -> None:
    cancel(village.harvest)
    assert shifts.find("tue", TODAY).id == village.watering
    assert shifts.find("tue 8", TODAY).id == village.harvest


def test_a_list_is_read_a_page_at_a_time(village: Village) -> None:
    everything = ShiftList()
    first = everything.after(None, 3)
    assert names(first) == ["Sun 浇水", "Mon 浇水", "Tue 浇水"]
    then = everything.after(first[-1].id, 3)
    assert names(then) == ["Tue 采收", "Wed 开门", "Thu 卖菜"]
    assert everything.before(then[0].id, 2) == first[1:]
    assert names(everything.before(None, 2)) == ["Thu 卖菜", "Mon 除草"]
    assert everything.after(then[-1].id, 9) == everything.before(None, 1)


def test_shifts_that_start_together_are_each_met_once(village: Village) -> None:
    for _ in range(4):
        village.add_shift("采收", "2026-11-24T08:00", 180, (2, 3, 4))
    listed, key = [], None
    while page := ShiftList().after(key, 2):
        listed += page
        key = page[-1].id
    assert [row.id for row in listed] == [row.id for row in shifts.between(LONG_AGO, FAR_OFF)]


def test_a_list_may_be_narrowed(village: Village) -> None:
    team = ShiftList(TUESDAY, village.team)
    assert names(team.after(None, 9)) == ["Tue 浇水", "Tue 采收", "Wed 开门", "Mon 除草"]
    assert names(team.before(village.harvest, 9)) == ["Tue 浇水"]


Read = Callable[[Village], Any]
WEEK = TODAY, TODAY + 6 * DAY
READS: dict[str, Read] = {
    "between": lambda village: shifts.between(*WEEK),
    "of a team": lambda village: shifts.between(*WEEK, village.team),
    "get": lambda village: shifts.get(village.gate),
    "of_ids": lambda village: shifts.of_ids([village.gate, village.now]),
    "places": lambda village: shifts.places(village.gate),
    "needs": lambda village: shifts.needs(village.gate),
    "names": lambda village: shifts.names_between(*WEEK, village.team),
    "of a member": lambda village: shifts.of_member(village.members["陈静"], *WEEK),
    "former": lambda village: shifts.of_member(village.members["陈静"], *WEEK, former=True),
    "find": lambda village: shifts.find("tue 8", TODAY),
    "last page": lambda village: ShiftList().before(None, 5),
    "page before": lambda village: ShiftList().before(village.weeding, 5),
    "page": lambda village: ShiftList(TODAY).after(None, 5),
    "page after": lambda village: ShiftList().after(village.gate, 5),
    "page of a team": lambda village: ShiftList(TODAY, village.team).after(None, 5),
}


def add_history(village: Village, weeks: int) -> None:
    """Eight shifts a week of three people each, in the years before the village's own."""
    members = list(village.members.values())
    rows, places = [], []
    for number in range(weeks * 8):
        start = datetime(2026, 11, 20, 7) - timedelta(hours=21 * number)
        team = (village.team, village.squad)[number % 2]
        ends_at = start + timedelta(hours=2)
        times = (f"{start:%Y-%m-%dT%H:%M}", f"{ends_at:%Y-%m-%dT%H:%M}")
        rows.append((100 + number, team, *times, f"uid{number}"))
        places += [(100 + number, members[(number + step) % 6]) for step in range(3)]
    with db.atomic():
        db.connection().executemany(
            "INSERT INTO shift (id, team_id, starts_at, ends_at, uid, name, minutes, least, wanted,"
            " most, state, edited, sequence, note)"
            " VALUES (?, ?, ?, ?, ?, '浇水', 120, 2, 3, 5, 'planned', '', 0, '')",
            rows,
        )
        db.connection().executemany(
            "INSERT INTO assignment (shift_id, member_id, state, by_hand, reason)"
            " VALUES (?, ?, 'planned', 0, '')",
            places,
        )


def test_no_read_goes_through_all_shifts_or_places(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    village.place(village.gate, "陈静")
    for name, read in READS.items():
        asked = listen(lambda read=read: read(village), monkeypatch)
        assert 1 <= len(asked) <= 2, name
        for sql, values in asked:
            plan = [row[3] for row in db.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
            assert [step for step in plan if step.startswith("SCAN")] == [], name


def listen(ask: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """What is asked of the database meanwhile."""
    asked: list[tuple[str, Any]] = []
    plain = db.obj.execute_sql

    def execute_sql(sql: str, values: Any = None) -> Any:
        asked.append((sql, values))
        return plain(sql, values)

    with monkeypatch.context() as listening:
        listening.setattr(db.obj, "execute_sql", execute_sql)
        ask()
    return asked


def steps(village: Village, does: Read) -> int:
    """What it costs, in steps of SQLite's machine, which are the same on every machine."""
    taken: list[int] = []
    db.connection().set_progress_handler(lambda: taken.append(1), 10)
    does(village)
    db.connection().set_progress_handler(None, 0)
    return len(taken)


def test_a_read_costs_its_window_whatever_was_before(village: Village) -> None:
    village.place(village.gate, "陈静")
    before = {name: steps(village, read) for name, read in READS.items()}
    add_history(village, weeks=100)
    assert len(shifts.between(LONG_AGO, FAR_OFF)) == 807
    for name, read in READS.items():
        assert steps(village, read) <= before[name] * 1.1 + 5, name


def test_a_place_costs_the_same_whatever_the_member_did_before(village: Village) -> None:
    """Whether the member is in two shifts at once is looked up by the day, not by the member."""

    def move_shift(village: Village) -> None:
        Shift.update(ends_at="2026-11-25T10:30").where(Shift.id == village.gate).execute()

    before = steps(village, lambda village: village.place(village.gate, "赵敏"))
    before_move = steps(village, move_shift)
    add_history(village, weeks=100)
    assert steps(village, lambda village: village.place(village.gate, "张伟")) <= before + 5
    assert steps(village, move_shift) <= before_move + 5
