"""The rota from the command line: a draft, what it comes to, changes, attendance, calendars."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import icalendar
import pytest

from store import database, history
from store.farm import laying_out, series, team
from store.farm.series import SeriesValues
from tests.cli.conftest import TODAY, Desk, keys

FIRST, MONDAY = "2026-11-23", "2026-11-30"


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three members, one of whom has worked much, and shifts for two every day, one a Monday."""
    path = tmp_path_factory.mktemp("village") / "village.db"
    database.open_store(path)
    history.act_as("tester")
    today = date.fromisoformat(TODAY)
    farmers = team.add_team("快乐农夫队")
    for name, hours in (("王芳", 400), ("李雷", 0), ("赵敏", 2)):
        team.add_member(name, [farmers], phone="13800001234", minutes_before=hours * 60)
    for name, rule, at in (("浇水", "FREQ=DAILY", 420), ("除草", "FREQ=WEEKLY;BYDAY=MO", 840)):
        series.add(SeriesValues(farmers, name, rule, today, None, at, 120, 1, 2, 3), today)
    laying_out.lay_out(today)
    database.close_store()
    return path


@pytest.fixture
def desk(village: Path, tmp_path: Path) -> Desk:
    """The command line on a fresh copy of the village."""
    return Desk(Path(shutil.copy(village, tmp_path / "desk.db")))


def planned(desk: Desk, shift: str) -> set[str]:
    places = desk.answered("rota", "shift", shift)["places"]
    return {place["member"] for place in places if place["state"] == "planned"}


def shift_numbers(desk: Desk) -> int:
    return len(desk.answered("list", "shifts", "--to", "2029-01-01"))


def test_a_draft_is_tried_then_made(desk: Desk) -> None:
    asked = ("rota", "draft", "--from", MONDAY, "--weeks", "12")
    before = desk.said("history"), shift_numbers(desk)
    tried = desk.answered(*asked, "--dry-run")
    assert (desk.said("history"), shift_numbers(desk)) == before
    assert tried["dry_run"]
    made = desk.answered(*asked)
    assert made == tried | {"dry_run": False}
    assert made["wanted"] == 12 * 16
    assert made["filled"] == made["wanted"] - sum(each["missing"] for each in made["unfilled"])
    assert made["placed"] == made["filled"]
    assert made["after"]["max_minus_min"] < made["before"]["max_minus_min"]
    assert shift_numbers(desk) > before[1]
    counted = desk.answered("list", "hours", "--from", MONDAY, "--to", "2027-02-21")
    assert sum(row["to_come"] for row in counted) == 2.0 * made["filled"]
    assert desk.answered("rota", "fairness")["hours"] == made["after"]["hours"]
    again = desk.answered(*asked)
    assert (again["placed"], again["dropped"], again["kept"]) == (0, 0, made["filled"])


def test_fairness_as_a_program_reads_it(desk: Desk) -> None:
    fairness = desk.answered("rota", "fairness", "--from", FIRST, "--to", FIRST)
    assert set(fairness) == {
        "hours", "max_minus_min", "gini", "sum_of_squares", "bound_free", "bound_available",
        "unfilled", "filled", "wanted",
    }  # fmt: skip
    assert fairness["hours"] == {"王芳": 400.0, "李雷": 0.0, "赵敏": 2.0}
    assert fairness["max_minus_min"] == 400.0
    assert fairness["sum_of_squares"] == pytest.approx(160004)
    assert keys(fairness["unfilled"]) == ["day", "at", "shift", "missing", "reason"]
    assert [row["missing"] for row in fairness["unfilled"]] == [2, 2]


def test_a_month_is_drafted_explained_swapped_attended_and_exported(desk: Desk) -> None:
    told = desk.said("rota", "draft", "--from", TODAY, "--weeks", "4", "--team", "快乐农夫队")
    assert "Before:" in told
    assert "After:" in told
    monday, tuesday = f"{TODAY} 07:00", "2026-11-24 07:00"
    assert planned(desk, monday) == planned(desk, tuesday) == {"李雷", "赵敏"}

    why = desk.answered("rota", "why", monday, "赵敏")
    assert why["member"] == "赵敏"
    (other,) = (each for each in why["alternatives"] if each["member"] == "王芳")
    assert (other["cost"] > 0, other["objections"]) == (True, [])

    desk.said("rota", "give", tuesday, "赵敏", "王芳")
    desk.said("rota", "swap", monday, "赵敏", tuesday, "王芳")
    assert (planned(desk, monday), planned(desk, tuesday)) == ({"李雷", "王芳"}, {"李雷", "赵敏"})

    desk.said("undo")
    assert planned(desk, monday) == {"李雷", "赵敏"}
    assert desk.answered("rota", "swaps") == []
    desk.said("undo", str(desk.answered("history", "--limit", "1")[0]["id"]))
    assert planned(desk, monday) == {"李雷", "王芳"}

    desk.said("rota", "attend", monday, "李雷", "没来")
    noted = desk.answered("rota", "attend", monday)["places"]
    attended = {
        place["member"]: (place["attendance"], place["minutes"])
        for place in noted
        if place["attendance"]
    }
    assert attended == {"李雷": ("absent", None), "王芳": ("present", 120)}
    assert "王芳, present, 1 h 30 min" in desk.said("rota", "correct", monday, "王芳", "1:30")

    desk.said("rota", "cancel", "2026-11-30 除草", "--reason", "下雨")
    assert "\n     14:00-16:00  #" in desk.said("rota", "week", "2026-11-30")
    file = desk.db.parent / "rota.ics"
    assert desk.said("rota", "export", "--team", "快乐农夫队", str(file)) == ""
    assert file.stat().st_mode & 0o077 == 0
    found = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert {str(event["STATUS"]) for event in found} == {"CONFIRMED", "CANCELLED"}
    assert desk.said("rota", "export", "--team", "快乐农夫队", "-") == file.read_text("utf-8")


WRONG: dict[str, list[str]] = {
    "no such shift": ["rota", "join", "9999", "王芳"],
    "no such member": ["rota", "join", "1", "张飞"],
    "no such day": ["rota", "week", "31-31"],
    "no such team": ["list", "members", "--team", "夜猫队"],
    "a period without shifts": ["rota", "draft", "--from", "2020-01-06", "--weeks", "1"],
    "a place nobody has": ["rota", "leave", "1", "王芳"],
    "no such offer": ["rota", "accept", "7"],
    "not begun": ["rota", "attend", "2026-11-25 07:00"],
    "days the wrong way round": ["rota", "fairness", "--from", "12-2", "--to", "12-1"],
    "a year typed wrongly": ["rota", "draft", "--from", "2062-11-30"],
    "the end of the calendar": ["rota", "draft", "--from", "9999-12-30", "--weeks", "4"],
    "a folder that is not there": ["rota", "export", "--per-member", "/nowhere/at/all"],
    "the store itself": ["rota", "export", "desk.db"],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_is_told_in_a_sentence(desk: Desk, arguments: list[str]) -> None:
    before = desk.said("history")
    if arguments[0:2] == ["rota", "attend"]:
        desk.said("rota", "join", arguments[2], "王芳")
        before = desk.said("history")
    assert desk.refused(*arguments)
    assert desk.said("history") == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["rota"],
        ["rota", "dance"],
        ["rota", "draft"],
        ["rota", "draft", "--from", MONDAY, "--weeks", "0"],
        ["rota", "attend", "1", "王芳"],
        ["rota", "export"],
        ["rota", "swap", "1", "王芳", "2", "李雷", "--expires", "12-1"],
        ["rota", "week", "--compound", "Test Yard"],
        ["list", "shifts", "--household", "1-101"],
        ["list", "items", "--team", "快乐农夫队"],
    ],
    ids=" ".join,
)
def test_words_that_do_not_fit_are_wrong_usage(desk: Desk, arguments: list[str]) -> None:
    ran = desk.run(*arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "usage: qiaomen" in ran.stderr


def test_help_lists_the_deeds_in_chinese(desk: Desk) -> None:
    told = desk.said("--lang", "zh", "rota", "--help")
    assert "stand-ins" in told
    assert "usage" not in told
