"""Teams and their members."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from store import history
from store.database import db
from store.errors import Ambiguous, Invalid, NotFound, Refused
from store.farm import skills, swap_list, team
from store.farm.models import Assignment, HoursEntry, Member, Shift, Swap
from store.farm.team import MemberRow
from store.neighbours import households
from tests.conftest import TODAY

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def crew(store) -> int:
    """A team without members."""
    return team.add_team("快乐农夫队")


def names(found: tuple[MemberRow, ...]) -> list[str]:
    return [row.name for row in found]


def edited(seen: MemberRow, **values) -> None:
    """Edit a member with a form that showed `seen`."""
    fields = ("name", "phone", "resident_id", "skills", "max_per_week", "max_per_month",
              "minutes_before", "note")  # fmt: skip
    team.edit_member(seen, **({field: getattr(seen, field) for field in fields} | values))


def shift_on(day: date, team_id: int, state: str = "planned") -> int:
    start = datetime(day.year, day.month, day.day, 7)
    return Shift.insert(
        team=team_id, name="浇水", starts_at=start, ends_at=start.replace(hour=9), minutes=120,
        least=1, wanted=2, most=3, state=state,
    ).execute()  # fmt: skip


def test_teams_are_found_by_name_and_told_with_their_members(crew: int) -> None:
    squad = team.add_team("创业小分队", "sells")
    team.add_member("张伟", [crew, squad])
    team.add_member("李娜", [crew])
    assert [(row.name, row.members) for row in team.teams(TODAY)] == [
        ("快乐农夫队", 2),
        ("创业小分队", 1),
    ]
    assert team.find_team(" 快乐农夫队 ").id == crew
    assert team.find_team("创业小分队").note == "sells"
    with pytest.raises(NotFound, match="there are 快乐农夫队, 创业小分队"):
        team.find_team("no")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "empty"),
        ("快乐农夫队", "already"),
        ("a;b", "apart"),
        ("a、b", "apart"),
        ("x" * 61, "60"),
    ],
)
def test_a_team_cannot_be_called_so(crew: int, name: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        team.add_team(name)
    assert len(team.teams(TODAY)) == 1


def test_a_team_is_edited_as_it_was_seen(crew: int) -> None:
    seen = team.find_team("快乐农夫队")
    team.edit_team(seen, name="农夫队", note="")
    team.edit_team(seen, name="快乐农夫队", note="thirty")
    assert team.find_team("农夫队").note == "thirty"
    with pytest.raises(Refused, match="Somebody changed the name"):
        team.edit_team(seen, name="another", note="")


def test_a_member_with_all_that_is_known(compound: int) -> None:
    crew = team.add_team("快乐农夫队")
    home = households.find("1-101")
    resident = households.add_resident(home.id, name="陈素芬", phone="10055512345")
    member_id = team.add_member(
        "陈素芬", [crew], resident_id=resident, skills=("开门", "浇水", "开门"), max_per_week=2,
        max_per_month=6, minutes_before=750, note="early", joined_on=TODAY,
    )  # fmt: skip
    row = team.member(member_id, TODAY)
    assert row == MemberRow(
        member_id, "陈素芬", ("快乐农夫队",), (crew,), "100····2345", resident, "1-101",
        ("开门", "浇水"), 2, 6, 750, "early",
    )  # fmt: skip
    assert team.members(TODAY) == (row,)
    assert skills.all_skills() == ("开门", "浇水")
    assert history.latest(1)[0].label == "added 陈素芬 to 快乐农夫队"
    edited(row, note="late")
    assert Member.get_by_id(member_id).phone == ""  # the resident's goes on being used
    edited(row, phone="1")
    assert Member.get_by_id(member_id).phone == "1"
    assert team.member(member_id).phone == "····"
    with pytest.raises(Invalid, match="member already: 陈素芬"):
        team.add_member("another", [crew], resident_id=resident)
    history.undo()
    history.undo()
    history.undo()
    assert team.members(TODAY) == ()


def test_names_are_unique_and_the_second_gets_something_to_tell_them_apart(crew: int) -> None:
    team.add_member("张伟", [crew])
    with pytest.raises(Invalid) as refused:
        team.add_member(" 张伟 ", [crew])
    assert "tells them apart, as in “张伟 (2)”" in refused.value.errors[0].sentence
    second = team.add_member("张伟 (2)", [crew])
    with pytest.raises(Invalid):
        edited(team.member(second), name="张伟")
    assert team.find_member("张伟").name == "张伟"


@pytest.mark.parametrize("name", ["赵" * 60, "Ａｎｎａ　Ｌｉ", "[/]", "=cmd()", "ñandú"])
def test_odd_names_are_kept_and_found(crew: int, name: str) -> None:
    member_id = team.add_member(name, [crew])
    assert team.find_member(name).id == member_id


def test_every_field_that_is_wrong_is_named_at_once(crew: int) -> None:
    with pytest.raises(Invalid) as refused:
        team.add_member("", [crew], max_per_week=100, max_per_month=-1, minutes_before=-1)
    fields = [error.field for error in refused.value.errors]
    assert fields == ["name", "max_per_week", "max_per_month", "minutes_before"]
    with pytest.raises(Invalid, match="choose a team"):
        team.add_member("张伟", [])
    with pytest.raises(NotFound):
        team.add_member("张伟", [99])
    with pytest.raises(Invalid, match="sets names apart"):
        team.add_member("张伟", [crew], skills=("a:b",))
    assert team.members(TODAY) == ()
    assert skills.all_skills() == ()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("曾小贤", "曾小贤"), ("zeng", "曾小贤"), ("ceng", "曾小贤"), ("zxx", "曾小贤"),
        ("李", "李娜"), ("ln", "李娜"), ("linan", "李楠"), ("li na", "李娜"), ("楠", "李楠"),
        ("单", "单于"), ("shan", "单于"), ("ANNA", "Anna"), ("１００５", "Anna"),
    ],
)  # fmt: skip
def test_a_member_is_found_by_name_beginning_or_sound(crew: int, typed: str, name: str) -> None:
    for each in ("曾小贤", "李娜", "单于"):
        team.add_member(each, [crew])
    team.add_member("Anna", [crew], phone="10055512345")
    if name == "李楠":
        team.add_member("李楠", [crew])
    assert team.find_member(typed).name == name


def test_several_members_may_be_meant_or_none(crew: int) -> None:
    for each in ("李娜", "李楠"):
        team.add_member(each, [crew])
    with pytest.raises(Ambiguous, match="李娜, 李楠"):
        team.find_member("李")
    for nobody in ("王", "", "  "):
        with pytest.raises(NotFound):
            team.find_member(nobody)


def test_members_stand_by_how_their_names_are_read(crew: int) -> None:
    for each in ("赵一", "曾二", "陈三", "bob", "安"):
        team.add_member(each, [crew])
    assert names(team.members(TODAY)) == ["安", "bob", "陈三", "曾二", "赵一"]


def test_a_list_asks_a_fixed_number_of_questions(crew: int, monkeypatch) -> None:
    for number in range(12):
        team.add_member(f"m{number}", [crew], skills=("a", "b"))
    asked = []
    run = db.obj.execute_sql
    monkeypatch.setattr(db.obj, "execute_sql", lambda *given: asked.append(given) or run(*given))
    assert len(team.members(TODAY, crew)) == 12
    assert len(asked) == 3


def test_an_edit_keeps_what_it_left_alone_and_refuses_what_changed_meanwhile(crew: int) -> None:
    seen = team.member(team.add_member("张伟", [crew], skills=("a", "b")))
    edited(seen, skills=("b", "c"), max_per_week=3)
    edited(seen, note="x", minutes_before=60)
    now = team.member(seen.id)
    assert (now.skills, now.max_per_week, now.note, now.minutes_before) == (("b", "c"), 3, "x", 60)
    with pytest.raises(Refused, match="the most shifts a week to “3”"):
        edited(seen, max_per_week=4)
    with pytest.raises(Refused, match="the skills to “b, c”"):
        edited(seen, skills=())
    deeds = len(history.latest(99))
    edited(now)
    assert len(history.latest(99)) == deeds
    edited(now, name="单雄信")
    assert team.find_member("shanxiong").id == seen.id
    history.undo()
    assert team.find_member("张伟").skills == ("b", "c")


def test_joining_again_after_leaving(crew: int) -> None:
    squad = team.add_team("squad")
    member_id = team.add_member("张伟", [crew])
    team.join_team(member_id, squad, TODAY)
    assert team.member(member_id).teams == ("快乐农夫队", "squad")
    with pytest.raises(Refused, match="in squad already"):
        team.join_team(member_id, squad)
    team.leave_team(member_id, squad, date(2026, 12, 1))
    assert names(team.members(date(2026, 11, 30), squad)) == ["张伟"]
    assert names(team.members(date(2026, 12, 1), squad)) == []
    with pytest.raises(Refused, match="not in squad"):
        team.leave_team(member_id, squad, date(2026, 12, 2))
    team.join_team(member_id, squad, date(2026, 12, 5))
    assert names(team.members(date(2026, 12, 1), squad)) == ["张伟"]
    history.undo()
    assert names(team.members(date(2026, 12, 1), squad)) == []


def test_leaving_a_team_frees_what_was_to_come(crew: int) -> None:
    squad = team.add_team("squad")
    one, two = (team.add_member(name, [crew, squad]) for name in ("张伟", "李娜"))
    days = [date(2026, 11, 20), date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2)]
    shifts = [shift_on(day, crew) for day in days] + [shift_on(date(2026, 12, 9), squad)]
    places = [
        Assignment.insert(shift=each, member=one, state="planned").execute() for each in shifts
    ]
    other = Assignment.insert(shift=shifts[3], member=two, state="planned").execute()
    Swap.insert(offered=places[2], wanted=other, expires_on="2026-12-01").execute()
    waiting = shift_on(date(2026, 12, 20), crew)
    places.append(Assignment.insert(shift=waiting, member=one, state="standby").execute())

    assert team.leave_team(one, crew, date(2026, 12, 1)) == 3
    states = [Assignment.get_by_id(place).state for place in places]
    assert states == ["planned", "planned", "left", "left", "planned", "left"]
    assert Assignment.get_by_id(other).state == "planned"
    assert swap_list.open_swaps(TODAY) == ()
    history.undo()
    assert all(Assignment.get_by_id(place).state != "left" for place in places)
    assert len(swap_list.open_swaps(TODAY)) == 1
    assert team.member(one).teams == ("快乐农夫队", "squad")


def test_a_newcomer_begins_with_the_mean_of_the_team(crew: int) -> None:
    assert team.mean_minutes(crew, TODAY) == 0
    one = team.add_member("张伟", [crew], minutes_before=100)
    team.add_member("李娜", [crew], minutes_before=20)
    HoursEntry.insert(member=one, day=TODAY, minutes=60, kind="correction", note="x").execute()
    place = shift_on(date(2026, 12, 1), crew)
    Assignment.insert(shift=place, member=one, state="planned").execute()
    assert team.mean_minutes(crew, TODAY) == (100 + 60 + 120 + 20) // 2
