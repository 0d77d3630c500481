"""The rota on the command line: lists, a week, deeds by hand, and what they answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from store import history
from store.errors import NotFound, Refused
from store.exchange import ics_files
from store.farm import series, shift_changes, shifts, team
from store.farm.evening import Evening, evening
from store.farm.series import SeriesValues
from store.farm.shift_changes import ShiftValues
from store.messages import nightly
from store.sharing.summary import night
from tests.conftest import TODAY
from tui.plain import ics, lists, places, summary, swaps
from tui.plain import shifts as week
from tui.plain.check import write as check
from tui.plain.shifts import Days
from tui.plain.summary import document

Answer = Callable[..., Any]

TOMORROW = TODAY + timedelta(1)
EVERY_DAY = Days(None, None)


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str]) -> Answer:
    """What a twin answers, as JSON or as the text that it prints."""

    def ask(twin: Callable[..., object], *asked: object, form: str = "json", **more: Any) -> Any:
        capsys.readouterr()
        twin(*asked, TODAY, form, **more)
        said = capsys.readouterr().out
        return json.loads(said) if form == "json" else said

    return ask


@pytest.fixture
def rota(store: Path) -> None:
    """Three members and three shifts of two hours: today's, tomorrow's, and one of another team."""
    farmers, squad = team.add_team("快乐农夫队"), team.add_team("创业小分队")
    for name, teams in (("王芳", [farmers]), ("李雷", [farmers]), ("赵敏", [farmers, squad])):
        team.add_member(name, teams, phone="13800001234", minutes_before=60)
    for team_id, name, day in ((farmers, "浇水", TODAY), (farmers, "除草", TOMORROW)):
        shift_changes.add(ShiftValues(team_id, name, day, 7 * 60, 120, 1, 2, 3))
    shift_changes.add(ShiftValues(squad, "市集", TOMORROW, 8 * 60, 90, 1, 1, 1))


def of(shift: dict[str, Any]) -> dict[str, str]:
    """Who has or had a place in a shift, and how; what is in force comes first and counts."""
    return {
        place["member"]: place["attendance"] or place["state"]
        for place in reversed(shift["places"])
    }


@pytest.mark.usefixtures("rota")
def test_teams_members_and_hours(answer: Answer) -> None:
    everything = {"team": None, "first": None, "last": None}
    teams = answer(lists.write_rota, "teams", **everything)
    assert [(row["name"], row["members"]) for row in teams] == [
        ("快乐农夫队", 3),
        ("创业小分队", 1),
    ]
    members = answer(lists.write_rota, "members", **everything | {"team": "创业小分队"})
    assert [(row["name"], row["teams"], row["hours_before"]) for row in members] == [
        ("赵敏", "快乐农夫队; 创业小分队", 1.0)
    ]
    assert not any("phone" in row for row in members)
    answer(places.join, "1", "王芳")
    answer(places.attend, "1", None, None)
    answer(places.join, "2", "王芳")
    hours = answer(lists.write_rota, "hours", **everything)
    figures = [row for row in hours if row["member"] == "王芳"]
    assert [(row["before"], row["worked"], row["to_come"], row["total"]) for row in figures] == [
        (1.0, 2.0, 2.0, 5.0)
    ]
    tomorrow = everything | {"first": "tomorrow", "last": "tomorrow"}
    hours = answer(lists.write_rota, "hours", **tomorrow)
    figures = [row for row in hours if row["member"] == "王芳"]
    assert [(row["before"], row["worked"], row["to_come"]) for row in figures] == [(3.0, 0.0, 2.0)]


@pytest.mark.usefixtures("rota")
def test_the_shifts_of_some_days_and_teams(answer: Answer) -> None:
    def names(days: Days, team: str | None = None) -> list[str]:
        return [row["shift"] for row in answer(week.write_list, days, team=team)]

    assert names(EVERY_DAY) == ["浇水", "除草", "市集"]
    assert names(Days("tomorrow", None), "快乐农夫队") == ["除草"]
    assert names(Days(None, "today")) == ["浇水"]
    with pytest.raises(Refused, match="before the first"):
        week.write_list(Days("2026-12-02", "2026-12-01"), TODAY, "json", team=None)
    with pytest.raises(NotFound, match="快乐农夫队"):
        week.write_list(EVERY_DAY, TODAY, "json", team="夜猫队")


@pytest.mark.usefixtures("rota")
def test_a_week_tells_who_comes_and_who_is_missing(answer: Answer) -> None:
    answer(places.join, "1", "王芳")
    told = answer(week.write_week, None, form="plain", team=None).splitlines()
    assert told[0] == "Week 48 of 2026, from Mon 2026-11-23 to Sun 2026-11-29"
    assert "  !  07:00-09:00  #1 浇水  1/2  王芳" in told
    assert "  !! 08:00-09:30  #3 市集  0/1" in told
    assert told[-1] == "4 places are empty."
    answer(places.cancel, "1", "下雨")
    assert "  07:00-09:00  #1 浇水 (cancelled)" in answer(
        week.write_week, "today", form="plain", team=None
    )
    assert answer(week.write_week, "+1w", team=None) == []


@pytest.mark.usefixtures("rota")
def test_places_change_hands(answer: Answer) -> None:
    assert of(answer(places.join, "#2", "王芳")) == {"王芳": "planned"}
    assert of(answer(places.stand_by, "tomorrow 除草", "赵敏"))["赵敏"] == "standby"
    told = answer(places.leave, "2", "王芳", "病了", form="plain")
    assert "That is 1 day before the shift: short notice." in told
    assert "First on standby: 赵敏." in told
    answer(places.join, "2", "李雷")
    given = answer(places.give, "2", "李雷", "wangfang")
    assert of(given) == {"王芳": "planned", "李雷": "replaced", "赵敏": "standby"}
    stood_in = answer(places.stand_in, "2", "王芳", "李雷")
    (place,) = (each for each in stood_in["places"] if each["state"] == "planned")
    assert (place["member"], place["stand_in_for"]) == ("李雷", "王芳")
    with pytest.raises(NotFound, match="王芳 has no place in 除草 on 2026-11-24"):
        places.leave("2", "王芳", "", TODAY, "json")


@pytest.mark.usefixtures("rota")
def test_who_could_come(answer: Answer) -> None:
    answer(places.join, "2", "王芳")
    candidates = answer(places.write_stand_ins, "2")
    assert {row["member"] for row in candidates} == {"李雷", "赵敏"}
    assert all(row["could"] and row["hours"] == 1.0 for row in candidates)


@pytest.mark.usefixtures("rota")
def test_attendance_of_all_and_of_one(answer: Answer) -> None:
    answer(places.join, "1", "王芳")
    answer(places.join, "1", "李雷")
    assert of(answer(places.attend, "1", "李雷", "late")) == {"王芳": "planned", "李雷": "late"}
    assert of(answer(places.attend, "1", None, None)) == {"王芳": "present", "李雷": "late"}
    answer(places.correct, "1", "李雷", "1:30", "late")
    hours = answer(lists.write_rota, "hours", team=None, first=None, last=None)
    assert {row["member"]: row["worked"] for row in hours} == {"王芳": 2, "李雷": 1.5, "赵敏": 0}
    assert of(answer(places.attend, "1", "王芳", "none"))["王芳"] == "planned"
    with pytest.raises(Refused, match="present, late, excused, absent"):
        places.attend("1", "王芳", "asleep", TODAY, "json")


@pytest.mark.usefixtures("rota")
def test_a_cancelled_shift_names_who_is_to_be_told(answer: Answer) -> None:
    answer(places.join, "2", "王芳")
    told = answer(places.cancel, "2", "下雨", form="plain")
    assert "Please tell 王芳." in told
    assert "王芳, excused, 下雨" in told
    assert answer(places.restore, "2")["state"] == "planned"


@pytest.mark.usefixtures("rota")
def test_a_swap_at_once_or_offered(answer: Answer) -> None:
    answer(places.join, "1", "王芳")
    answer(places.join, "2", "李雷")
    both = ("1", "王芳"), ("2", "李雷")
    offered = answer(swaps.swap, *both, only_offer=True, expires=None)
    assert (offered["state"], offered["expires_on"]) == ("offered", TODAY.isoformat())
    assert answer(swaps.write) == [offered]
    assert answer(swaps.refuse, offered["id"])["state"] == "refused"
    assert answer(swaps.swap, *both, only_offer=False, expires=None)["state"] == "accepted"
    planned = {row["id"]: row["members"] for row in answer(week.write_list, EVERY_DAY, team=None)}
    assert planned == {1: "李雷", 2: "王芳", 3: ""}
    assert answer(swaps.write) == []


@pytest.mark.usefixtures("rota")
def test_a_swap_that_does_not_fit_leaves_no_offer(answer: Answer) -> None:
    answer(places.join, "2", "王芳")
    answer(places.join, "3", "赵敏")
    deeds = history.latest(1)
    with pytest.raises(Refused):
        swaps.swap(("2", "王芳"), ("3", "赵敏"), TODAY, "json", only_offer=False, expires=None)
    assert history.latest(1) == deeds


@pytest.mark.usefixtures("rota")
def test_calendar_files(answer: Answer, tmp_path: Path) -> None:
    answer(places.join, "2", "王芳")
    answer(places.join, "3", "赵敏")
    file, folder = tmp_path / "rota.ics", tmp_path / "all"
    ics.write(str(file), TODAY, EVERY_DAY, team_name="快乐农夫队", member=None)
    found = icalendar.Calendar.from_ical(file.read_bytes())
    assert [str(event["SUMMARY"]) for event in found.walk("VEVENT")] == ["浇水", "除草"]
    with pytest.raises(NotFound, match="no folder"):
        ics.write_each(str(folder), TODAY, EVERY_DAY, team_name=None)
    folder.mkdir()
    ics.write_each(str(folder), TODAY, EVERY_DAY, team_name=None)
    assert {path.name for path in folder.iterdir()} == {"王芳.ics", "赵敏.ics"}
    ics.write(str(file), TODAY, EVERY_DAY, team_name=None, member="王芳")
    assert file.read_bytes() == (folder / "王芳.ics").read_bytes()


def test_members_whose_names_are_no_names_of_files() -> None:
    taken: set[str] = set()
    for member in ("../a", ".", "A:b", "a/B", "." * 99, "\x1b[2J\u202e"):
        taken.add(ics_files.file_name(member, taken).casefold())
    assert taken == {"_a.ics", "_.ics", "a_b.ics", "a_b-2.ics", "_-2.ics", "_[2j_.ics"}


@pytest.mark.usefixtures("rota")
@pytest.mark.parametrize("form", summary.FORMS)
def test_the_night_tells_of_the_coming_shifts(
    form: str, capsys: pytest.CaptureFixture[str], answer: Answer
) -> None:
    answer(places.join, "2", "王芳")
    answer(places.join, "3", "赵敏")
    answer(places.cancel, "3", "")
    tonight = night(TODAY, days_soon=7)
    capsys.readouterr()
    summary.write(tonight, form, phones=True)
    said = capsys.readouterr().out
    if form == "json":
        told = json.loads(said)
        at = {"day": "2026-11-24", "at": "07:00", "shift": "除草", "team": "快乐农夫队"}
        assert told["shifts"] == [at | {"filled": 1, "wanted": 2, "missing": 1}]
        (cancelled,) = told["cancelled_shifts"]
        assert (cancelled["shift"], cancelled["people"]) == ("市集", ["赵敏"])
    elif form == "csv":
        assert said.count("\n") == 1  # the table of late loans, and nothing else
    else:
        assert "1 of 2: 1 is missing" in said
        assert "to be told: 赵敏" in said
        assert "浇水" not in said
    assert "13800001234" not in said


@pytest.mark.usefixtures("rota")
def test_a_full_rota_and_news_alone_say_nothing_of_shifts(answer: Answer) -> None:
    def sections(new_only: bool) -> int:
        told = document.parts(night(TODAY, days_soon=7, new_only=new_only))
        return sum(isinstance(part, document.Section) for part in told)

    assert (sections(new_only=False), sections(new_only=True)) == (1, 0)
    for shift, member in ((2, "王芳"), (2, "李雷"), (3, "赵敏")):
        answer(places.join, str(shift), member)
    assert sections(new_only=False) == 0


@pytest.mark.usefixtures("rota")
def test_check_names_what_cannot_take_place_tomorrow(
    capsys: pytest.CaptureFixture[str], answer: Answer
) -> None:
    def found() -> dict[str, Any]:
        capsys.readouterr()
        check(TODAY, "json")
        return {row["what"]: row for row in json.loads(capsys.readouterr().out)}["rota"]

    assert "市集 tomorrow at 08:00 has 0 of the 1 person" in found()["told"]
    answer(places.join, "2", "王芳")
    answer(places.join, "3", "赵敏")
    assert found()["ok"]


def test_the_calendar_ends_and_the_night_is_told(store: Path) -> None:
    assert evening(date.max) == Evening()


def test_a_night_lays_the_shifts_out(store: Path) -> None:
    team_id = team.add_team("快乐农夫队")
    values = SeriesValues(team_id, "浇水", "FREQ=DAILY", TODAY, None, 420, 120, 1, 2, 3)
    series.add(values, TODAY)
    before = len(shifts.between(TODAY, date.max))
    nightly.run(TOMORROW, [], days_soon=7)
    assert len(shifts.between(TODAY, date.max)) == before + 1
