"""What is particular to the farmer team's tables."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import database, history, language
from store.database import db
from store.farm import availability, hours, laying_out, series, shifts, team
from store.neighbours import households
from tests.conftest import TODAY
from tests.store.exchange.conftest import (
    ASSIGNMENTS,
    FILES,
    SERIES,
    bring,
    counts,
    exported,
    picture,
    reasons,
    refused,
)
from tests.store.exchange.test_round_trip import HOSTILE, put_in, storable

FARM = ("members", "availability", "absences", "series", "assignments")
SERIES_HEAD = "team,name,rrule,starts_on,at,minutes,least,wanted,most,skills"


@pytest.fixture
def village(store: Path) -> Path:
    """The small farm of FILES, without a compound, up to its series."""
    bring("members", FILES["members"].replace("1-101", ""))
    for kind in FARM[1:4]:
        assert not bring(kind, FILES[kind]).rejected
    return store


def test_members_by_the_columns_of_the_brief(store: Path) -> None:
    text = (
        "name,team,skills,max_per_week,hours_before\n"
        "张伟,农夫队,浇水；开门,2,12.5\n李娜,农夫队,,,\n张伟,分队,修理,,\n"
    )
    assert counts(bring("members", text)) == (3, 0, 0, 0)
    row = team.find_member("张伟")
    assert (row.teams, row.skills) == (("农夫队", "分队"), ("修理", "开门", "浇水"))
    assert (row.max_per_week, row.max_per_month, row.minutes_before) == (2, None, 750)
    assert counts(bring("members", text)) == (0, 0, 3, 0)
    assert [each.name for each in team.teams(TODAY)] == ["农夫队", "分队"]
    history.undo()
    assert team.teams(TODAY) == ()


def test_members_are_updated_and_nobody_leaves_a_team(village: Path) -> None:
    text = "name,team,skills,hours_before\n陈素芬,第三队,开门;修理,20\n"
    report = bring("members", text, dry_run=True)
    told = [(change.field, change.before, change.after) for change in report.changes]
    assert told == [
        ("team", "快乐农夫队", "快乐农夫队;第三队"),
        ("skills", "开门;浇水", "修理;开门"),
        ("hours_before", "12.5", "20"),
    ]
    assert counts(bring("members", text)) == (0, 1, 0, 0)
    row = team.find_member("陈素芬")
    assert (row.skills, row.max_per_week, row.minutes_before) == (("修理", "开门"), 2, 1200)
    assert counts(bring("members", "name,team,max_per_week\n陈素芬,,\n")) == (0, 1, 0, 0)
    assert team.find_member("陈素芬").max_per_week is None
    history.undo()
    history.undo()
    assert team.find_member("陈素芬").teams == ("快乐农夫队",)


def test_who_left_a_team_is_in_it_again(village: Path) -> None:
    member = team.find_member("陈素芬")
    team.leave_team(member.id, member.team_ids[0], date(2026, 11, 1))
    assert counts(bring("members", "name,team\n陈素芬,快乐农夫队\n")) == (0, 1, 0, 0)
    assert team.member(member.id).teams == ("快乐农夫队",)


def test_a_member_who_is_a_resident(compound: int) -> None:
    home = households.find("1-101")
    households.add_resident(home.id, name="张伟", phone="10055500001")
    head = "name,team,household,resident\n"
    assert counts(bring("members", f"{head}张伟 (大),队,1-101,张伟\n")) == (1, 0, 0, 0)
    row = team.find_member("张伟 (大)")
    assert (row.address, row.phone) == ("1-101", "100····0001")
    assert "张伟 (大),队,,,,0,,1-101,张伟,\n" in exported("members")
    assert counts(bring("members", exported("members"))) == (0, 0, 1, 0)
    assert refused("members", f"{head}李娜,队,1-101,\n") == (
        "household",
        "No resident of 1-101 is called “李娜”. "
        "Please add the resident first, or leave the address out.",
    )
    assert "member already: 张伟 (大)" in refused("members", f"{head}李娜,队,1-101,张伟\n")[1]
    assert "no household" in refused("members", f"{head}李娜,队,9-101,\n")[1]
    assert counts(bring("members", f"{head}张伟 (大),队,,\n")) == (0, 1, 0, 0)
    assert team.find_member("张伟 (大)").address == ""


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",队,,,", "name"),
        ("张伟,a:b;" + "x" * 61 + ",,,", "team"),
        ("张伟,队,a:b,,", "skills"),
        ("张伟,队,,100,", "max_per_week"),
        ("张伟,队,,-1,", "max_per_week"),
        ("张伟,队,,,-3", "hours_before"),
        ("张伟,队,,,1e9", "hours_before"),
        ("张伟,队,,,many", "hours_before"),
    ],
)
def test_members_that_cannot_be_taken(store: Path, row: str, column: str) -> None:
    text = f"name,team,skills,max_per_week,hours_before\n{row}\n"
    assert refused("members", text)[0] == column


def test_an_address_where_there_is_no_household_yet(store: Path) -> None:
    column, reason = refused("members", "name,team,household\n张伟,队,1-101\n")
    assert column == "household"
    assert "import the households first" in reason


def test_two_people_of_one_name_are_to_be_told_apart(store: Path) -> None:
    report = bring("members", "name,team,phone\n张伟,队,100\n张伟,队,200\n张伟,二队,100\n")
    assert counts(report) == (2, 0, 0, 1)
    assert reasons(report) == [
        (
            "phone",
            "Line 2 says otherwise of “张伟”. If this is somebody else, "
            "please add something that tells them apart, as in “张伟 (2)”.",
        )
    ]


def test_windows_are_added_once(village: Path) -> None:
    text = "name,weekday,from,to\n张伟,2,7,11:30\n张伟,周二,07:00,11:30\n张伟,sun,0:00,24:00\n"
    assert counts(bring("availability", text)) == (2, 0, 1, 0)
    assert counts(bring("availability", text)) == (0, 0, 3, 0)
    windows = availability.windows(team.find_member("张伟").id)
    assert windows == ((2, 420, 690), (7, 0, 1440))


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ("nobody,1,7,8", "name", "no member “nobody”"),
        ("张伟,8,7,8", "weekday", "1 to 7"),
        ("张伟,,7,8", "weekday", "empty"),
        ("张伟,1,,8", "from", "empty"),
        ("张伟,1,24:00,24:00", "from", "not a time"),
        ("张伟,1,25,26", "from", "not a time"),
        ("张伟,1,7,7", "to", "does not end after it begins"),
        ("张伟,1,22:00,6:00", "to", "two windows: 22:00 to 24:00, and 00:00 to 06:00"),
    ],
)
def test_windows_that_cannot_be_taken(village: Path, row: str, column: str, says: str) -> None:
    at, reason = refused("availability", f"name,weekday,from,to\n{row}\n")
    assert at == column
    assert says in reason


def test_absences_are_noted_once_and_their_note_follows(village: Path) -> None:
    text = "name,from,to,note\n张伟,2026-12-24,,\n张伟,2026-12-24,2026-12-24,x\n"
    assert counts(bring("absences", text)) == (1, 0, 1, 0)
    assert counts(bring("absences", text.replace(",,", ",2026-12-24,y"))) == (0, 2, 0, 0)
    assert counts(bring("absences", "name,from,to\n张伟,2026-12-24,\n")) == (0, 0, 1, 0)
    found = availability.absences(team.find_member("张伟").id)[1]
    assert (found.first, found.last, found.note) == (date(2026, 12, 24), date(2026, 12, 24), "x")


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ("张伟,,2026-12-24", "from", "empty"),
        ("张伟,2026-12-24,2026-12-23", "to", "before the first"),
        ("张伟,2026-02-29,2026-03-01", "from", "not a date"),
        ("张三,2026-12-24,2026-12-24", "name", "no member"),
    ],
)
def test_absences_that_cannot_be_taken(village: Path, row: str, column: str, says: str) -> None:
    at, reason = refused("absences", f"name,from,to\n{row}\n")
    assert at == column
    assert says in reason


def test_series_lay_out_their_shifts_at_once(village: Path) -> None:
    found = shifts.between(date(2026, 11, 10), date(2026, 12, 1))
    assert [(row.name, f"{row.starts_at:%m-%d %H:%M}", row.minutes) for row in found] == [
        ("浇水", "11-10 07:00", 120),
        ("浇水", "11-17 07:00", 120),
        ("浇水", "11-24 07:00", 120),
        ("售卖", "11-28 08:30", 180),
        ("浇水", "12-01 07:00", 120),
    ]
    assert shifts.needs(found[0].id) == (("浇水", 1),)
    before = picture()
    assert laying_out.lay_out(TODAY) == 0
    assert counts(bring("series", SERIES)) == (0, 0, 2, 0)
    assert picture() == before


def test_a_series_with_few_columns_and_many(store: Path) -> None:
    few = "team,name,rrule,starts_on,at,minutes,wanted\n队,除草,FREQ=DAILY,2026-12-01,7点,2h,4\n"
    assert counts(bring("series", few)) == (1, 0, 0, 0)
    (row,) = series.all_series()
    assert (row.minutes, row.least, row.wanted, row.most) == (120, 1, 4, 4)
    assert counts(bring("series", few)) == (0, 0, 1, 0)
    many = (
        f"{SERIES_HEAD},ends_on,closed_days,seasons,days,note\n"
        "队,开门,FREQ=WEEKLY;BYDAY=MO,2026-12-07,8,90,0,1,2,钥匙:1;修理:1,2027-12-31,节假日停,"
        "05-01..09-30 6:30; 12-24..01-06 off,2026-12-09 加 9:00; 2026-12-14 停,n\n"
    )
    assert counts(bring("series", many)) == (1, 0, 0, 0)
    assert counts(bring("series", exported("series", "zh_CN"))) == (0, 0, 2, 0)
    assert counts(bring("series", exported("series"))) == (0, 0, 2, 0)
    row = series.all_series()[0]
    assert (row.skills, row.closed_days) == ((("修理", 1), ("钥匙", 1)), "holidays")
    days = [shift.starts_at.strftime("%m-%d %H:%M") for shift in shifts.between(
        date(2026, 12, 6), date(2026, 12, 28)) if shift.name == "开门"]  # fmt: skip
    assert days == ["12-07 08:00", "12-09 09:00", "12-21 08:00"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",浇水,FREQ=DAILY,2026-12-01,7,120,1,2,3,", "team"),
        ("a;b,浇水,FREQ=DAILY,2026-12-01,7,120,1,2,3,", "team"),
        ("队,,FREQ=DAILY,2026-12-01,7,120,1,2,3,", "name"),
        ("队,浇水,FREQ=NEVER,2026-12-01,7,120,1,2,3,", "rrule"),
        ("队,浇水,FREQ=SECONDLY,2026-12-01,7,120,1,2,3,", "rrule"),
        ("队,浇水,FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30,2026-12-01,7,120,1,2,3,", "rrule"),
        ("队,浇水,,2026-12-01,7,120,1,2,3,", "rrule"),
        ("队,浇水,FREQ=DAILY,,7,120,1,2,3,", "starts_on"),
        ("队,浇水,FREQ=DAILY,2026-12-01,25,120,1,2,3,", "at"),
        ("队,浇水,FREQ=DAILY,2026-12-01,7,0,1,2,3,", "minutes"),
        ("队,浇水,FREQ=DAILY,2026-12-01,7,1441,1,2,3,", "minutes"),
        ("队,浇水,FREQ=DAILY,2026-12-01,7,120,1,,3,", "wanted"),
        ("队,浇水,FREQ=DAILY,2026-12-01,7,120,3,2,3,", "least"),
        ("队,浇水,FREQ=DAILY,2026-12-01,7,120,1,2,1,", "most"),
        ("队,浇水,FREQ=DAILY,2026-12-01,7,120,1,2,3,浇水:4", "skills"),
        ("队,浇水,FREQ=DAILY,2026-12-01,7,120,1,2,3,浇水:x", "skills"),
    ],
)
def test_series_that_cannot_be_taken(store: Path, row: str, column: str) -> None:
    assert refused("series", f"{SERIES_HEAD}\n{row}\n")[0] == column


def test_a_series_that_is_there_otherwise_is_changed_where_one_sees_what_moves(
    village: Path,
) -> None:
    first = SERIES.splitlines()[:2]
    _column, reason = refused("series", "\n".join(first).replace(",120,", ",60,") + "\n")
    assert reason.startswith("“浇水” of 快乐农夫队 is there already, and otherwise.")
    again = f"{SERIES_HEAD}\n" + "队,x,FREQ=DAILY,2026-12-01,7,{},1,2,3,\n" * 2
    report = bring("series", again.format(60, 90))
    assert reasons(report) == [("", "This series is in line 2 already, and otherwise.")]


def test_assignments_and_their_hours(village: Path) -> None:
    assert counts(bring("assignments", ASSIGNMENTS)) == (3, 0, 0, 0)
    assert counts(bring("assignments", ASSIGNMENTS)) == (0, 0, 3, 0)
    past = "day,at,shift,member,attendance\n2026-11-10,7,浇水,陈素芬,present\n"
    past += "2026-11-10,7,浇水,张伟,absent\n2026-11-17,7,浇水,陈素芬,late\n"
    assert counts(bring("assignments", past)) == (3, 0, 0, 0)
    member = team.find_member("陈素芬").id
    assert hours.minutes_by_member([member]) == {member: 750 + 240}
    assert counts(bring("assignments", past)) == (0, 0, 3, 0)
    corrected = past.replace("present", "没来").replace("absent", "到了")
    assert counts(bring("assignments", corrected)) == (0, 2, 1, 0)
    other = team.find_member("张伟").id
    assert hours.minutes_by_member() == {member: 750 + 120, other: 120}
    history.undo()
    assert hours.minutes_by_member() == {member: 750 + 240, other: 0}


def test_undoing_an_import_takes_its_hours_back(village: Path) -> None:
    past = "day,at,shift,member,attendance\n2026-11-10,7,浇水,陈素芬,present\n"
    assert counts(bring("assignments", past)) == (1, 0, 0, 0)
    history.undo()
    assert set(hours.minutes_by_member().values()) == {750, 0}
    assert counts(bring("assignments", past)) == (1, 0, 0, 0)
    assert set(hours.minutes_by_member().values()) == {750 + 120, 0}


def test_a_place_that_was_planned_gets_its_attendance(village: Path) -> None:
    head = "day,at,shift,member,attendance,place\n"
    row = "2026-11-17,7,浇水,{},{},{}\n"
    bring("assignments", head + row.format("陈素芬", "", "") + row.format("张伟", "", "候补"))
    text = head + row.format("陈素芬", "excused", "") + row.format("张伟", "late", "standby")
    assert counts(bring("assignments", text)) == (0, 2, 0, 0)
    shift = shifts.find("2026-11-17 7 浇水", TODAY)
    assert [(place.state, place.attendance) for place in shifts.places(shift.id)] == [
        ("planned", "excused"),
        ("planned", "late"),
    ]


def test_shifts_of_long_ago_are_laid_out_for_those_who_came(village: Path) -> None:
    early = SERIES.splitlines()[0] + "\n快乐农夫队,除草,FREQ=DAILY,2020-01-01,6:00,60,1,2,3,\n"
    assert counts(bring("series", early)) == (1, 0, 0, 0)
    text = "day,at,shift,member,attendance\n2021-03-04,6,除草,张伟,present\n"
    assert counts(bring("assignments", text)) == (1, 0, 0, 0)
    assert counts(bring("assignments", text)) == (0, 0, 1, 0)
    assert "no shift “除草”" in refused("assignments", text.replace(",6,", ",7,"))[1]


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ("2026-11-25,7:00,浇水,陈素芬,", "shift", "no shift “浇水” on 2026-11-25 at 07:00"),
        (",7:00,浇水,陈素芬,", "day", "empty"),
        ("2026-11-24,7:00,浇水,李娜,", "member", "no member"),
        ("2026-11-24,7:00,浇水,陈素芬,present", "attendance", "still to come"),
        ("2026-11-28,8:30,售卖,陈素芬,", "member", "not in 创业小分队"),
        ("2026-11-24,7:00,浇水,陈素芬,perhaps", "attendance", "not known here"),
    ],
)
def test_assignments_that_cannot_be_taken(village: Path, row: str, column: str, says: str) -> None:
    at, reason = refused("assignments", f"day,at,shift,member,attendance\n{row}\n")
    assert at == column
    assert says in reason


def test_a_place_before_its_member_joins_is_refused_as_by_hand(village: Path) -> None:
    rows = "day,at,shift,member\n2026-11-24,7,浇水,甲\n2026-12-01,7,浇水,甲\n"
    squad = team.find_team("快乐农夫队").id
    team.add_member("甲", [squad], joined_on=date(2026, 12, 1))
    report = bring("assignments", rows)
    assert reasons(report) == [
        ("member", "甲 is not in 快乐农夫队. Please import the members first.")
    ]


def test_a_full_shift_and_two_shifts_at_once(village: Path) -> None:
    bring("members", "name,team\n甲,快乐农夫队\n乙,快乐农夫队;创业小分队\n")
    bring("series", f"{SERIES_HEAD}\n创业小分队,采收,FREQ=DAILY,2026-11-24,8,60,1,1,1,\n")
    head = "day,at,shift,member\n"
    four = [f"2026-11-24,7,浇水,{name}\n" for name in ("陈素芬", "张伟", "甲", "乙")]
    report = bring("assignments", head + "".join(four))
    assert reasons(report) == [("shift", "浇水 is full with 3 then.")]
    report = bring("assignments", f"{head}2026-11-24,8,采收,张伟\n2026-11-24,8,采收,乙\n")
    assert reasons(report) == [
        ("member", "张伟 is in another shift at that time. Please check the two.")
    ]


def test_a_place_said_twice_and_otherwise_is_not_quietly_lost(village: Path) -> None:
    head = "day,at,shift,member,attendance\n"
    twice = [f"2026-11-17,7,浇水,张伟,{word}\n" for word in ("present", "absent", "present", "")]
    for _known in (False, True):
        report = bring("assignments", head + "".join(twice))
        assert reasons(report) == [("", "This place is in line 2 already, and otherwise.")]
        assert report.unchanged == 2 + _known
    assert hours.minutes_by_member()[team.find_member("张伟").id] == 120


def test_everything_goes_out_and_comes_in_again(village: Path) -> None:
    bring("assignments", ASSIGNMENTS)
    past = "day,at,shift,member,attendance\n2026-11-10,7,浇水,陈素芬,present\n"
    bring("assignments", past)
    for spoken in ("zh_CN", "en"):
        files = {kind: exported(kind, spoken) for kind in FARM}
        for kind, text in files.items():
            assert counts(bring(kind, text))[::3] == (0, 0)
        assert "迟到" not in files["assignments"]
    put_in(files, village.with_name("two.db"))
    assert {kind: exported(kind) for kind in FARM} == files
    member = team.find_member("陈素芬").id
    assert hours.minutes_by_member([member]) == {member: 750 + 120}


NAMES = HOSTILE.map(storable).filter(bool)
WORDS = HOSTILE.map(storable).filter(lambda text: text and not set(text) & set(";；、:："))


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    people=st.lists(
        st.tuples(NAMES, WORDS, WORDS, st.integers(0, 10_000)),
        min_size=1, max_size=4, unique_by=lambda row: row[0],
    ),
    note=HOSTILE.map(storable),
    spoken=st.sampled_from(["zh_CN", "en"]),
)  # fmt: skip
def test_every_storable_name_survives(
    tmp_path_factory: pytest.TempPathFactory, people: list, note: str, spoken: str
) -> None:
    folder = tmp_path_factory.mktemp("stores")
    history.act_as("tester")
    database.open_store(folder / "one.db")
    try:
        for name, called, skill, minutes in people:
            known = {row.name: row.id for row in team.teams(TODAY)}
            team_id = known[called] if called in known else team.add_team(called)
            member = team.add_member(
                name, [team_id], skills=(skill,), minutes_before=minutes, note=note
            )
            availability.set_windows(member, [availability.Window(1, 0, minutes % 1440 + 1)])
            availability.add_absence(member, TODAY, TODAY, note)
        files = {kind: exported(kind, spoken) for kind in FARM[:3]}
        before = picture()
        for kind, text in files.items():
            assert counts(bring(kind, text))[::3] == (0, 0)
        assert picture() == before
        put_in(files, folder / "two.db")
        assert {kind: exported(kind, spoken) for kind in FARM[:3]} == files
    finally:
        database.close_store()


def test_a_large_team_is_imported_soon(store: Path) -> None:
    people = [f"member {number}" for number in range(300)]
    rows = "".join(f"{name},队,浇水,2,\n" for name in people)
    start = time.perf_counter()
    report = bring("members", "name,team,skills,max_per_week,hours_before\n" + rows)
    assert counts(report) == (300, 0, 0, 0)
    windows = "".join(
        f"{name},{day},{hour}:00,{hour + 2}:30\n"
        for name in people
        for day in (1, 2, 3, 4, 5)
        for hour in (7, 14)
    )
    assert counts(bring("availability", "name,weekday,from,to\n" + windows)) == (3000, 0, 0, 0)
    assert time.perf_counter() - start < 6
    sql = "SELECT count(*) FROM availability"
    assert db.execute_sql(sql).fetchone() == (3000,)


def test_in_chinese(village: Path) -> None:
    language.speak("zh_CN")
    assert exported("assignments", "zh_CN").startswith("日期,时间,班次,队伍,队员,位置,签到\n")
    assert exported("members", "zh_CN").startswith("姓名,队伍,技能,每周最多,每月最多,以前工时,")
