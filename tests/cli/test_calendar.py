"""The calendar and closures from the command line."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import DOOR, Desk

# Runs a command where the library of public holidays cannot be imported.
WITHOUT_LIBRARY = """
import sys
sys.modules["holidays"] = None
from app import main
sys.exit(main(sys.argv[1:]))
"""


def run_without_library(desk: Desk, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_LIBRARY, *arguments],
        env=desk.environment(PYTHONPATH=str(DOOR.parent)),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def days_by(desk: Desk, *arguments: str) -> dict[str, dict]:
    return {row["day"]: row for row in desk.answered("calendar", *arguments)}


def test_it_lists_the_public_holidays_of_a_year(desk: Desk) -> None:
    days = days_by(desk)
    assert days["2026-06-19"] == {
        "day": "2026-06-19",
        "kind": "holiday",
        "name": "端午节",
        "by_hand": False,
    }
    assert days["2026-10-10"]["kind"] == "open"
    assert "2017-05-30" in days_by(desk, "--year", "2017")
    lines = desk.said("calendar").splitlines()
    assert lines[:2] == ["Closed every week: none", "Public holidays: CN, 2026"]
    assert lines[3].split() == ["Day", "Kind", "Name", "Set"]
    assert lines[4].split() == ["Thu", "2026-01-01", "public", "holiday", "元旦"]
    assert "qiaomen calendar load 2027" in lines[-1]
    rows = list(csv.reader(io.StringIO(desk.said("calendar", "--format", "csv"))))
    assert rows[:2] == [
        ["day", "kind", "name", "by_hand"],
        ["2026-01-01", "holiday", "元旦", "false"],
    ]


def test_days_are_closed_opened_and_cleared(desk: Desk) -> None:
    said = desk.said("calendar", "close", "12-3", "大扫除")
    assert said == "Thu 2026-12-03 → closed: 大扫除\n"
    assert days_by(desk)["2026-12-03"]["by_hand"] is True
    assert desk.said("calendar", "open", "10-1") == "Thu 2026-10-01 → open day\n"
    assert desk.said("calendar", "clear", "10-1") == "Thu 2026-10-01 → 国庆节\n"
    assert desk.answered("calendar", "clear", "12-3") == [
        {"day": "2026-12-03", "open": True, "why_closed": ""}
    ]
    assert "Nothing was set by hand" in desk.refused("calendar", "clear", "12-3")
    assert "not a date" in desk.refused("calendar", "close", "12-32")


def test_weekly_closures_are_set_and_taken_away(desk: Desk) -> None:
    assert desk.said("calendar", "weekly", "sat,周日") == "Closed every week: Saturday, Sunday\n"
    assert desk.answered("calendar", "weekly", "sun") == [{"weekday": "sun"}]
    assert desk.said("calendar", "weekly", "none") == "Closed every week: none\n"
    assert "At least one" in desk.refused("calendar", "weekly", "mon,tue,wed,thu,fri,sat,sun")
    assert "names no weekdays" in desk.refused("calendar", "weekly", "someday")


def test_another_country_and_another_year(desk: Desk) -> None:
    assert "Public holidays: CN, 2027" in desk.said("calendar", "load", "2027")
    assert "1950 to 2100" in desk.refused("calendar", "load", "2222")
    assert days_by(desk, "country", "fr")["2026-07-14"]["kind"] == "holiday"
    assert desk.answered("calendar", "country", "none") == []
    assert "letters" in desk.refused("calendar", "country", "XX")


def test_a_policy_is_shown_and_changed(desk: Desk) -> None:
    usual = {"compound": "Test Yard", "due_moves": "holidays", "late_days": "all"}
    assert desk.answered("calendar", "policy") == [usual]
    assert desk.answered("calendar", "policy", "--moves", "closed") == [
        usual | {"due_moves": "closed"}
    ]
    changed = ("calendar", "policy", "--late-days", "open", "--compound", "Test Yard")
    assert desk.answered(*changed) == [usual | {"due_moves": "closed", "late_days": "open"}]
    desk.said("calendar", "close", "12-7")
    assert desk.answered("lend", "2", "2-201")["due_on"] == "2026-12-08"


@pytest.mark.parametrize(
    "arguments",
    [
        ["close"],
        ["policy", "2026"],
        ["weekly", "sat", "sun"],
        ["load", "next"],
        ["load", "2027", "--year", "2026"],
        ["--moves", "never"],
        ["--compound", "Test Yard"],
        ["policy", "--moves", "sometimes"],
        ["--year", "0"],
        ["shut", "12-3"],
    ],
    ids=" ".join,
)
def test_words_that_do_not_fit_together_are_wrong_usage(desk: Desk, arguments: list[str]) -> None:
    ran = desk.run("calendar", *arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "qiaomen calendar: error:" in ran.stderr


def test_a_closure_is_previewed_done_and_undone(desk: Desk) -> None:
    desk.said("lend", "2", "2-201")
    asked = ("closure", "12-5", "12-8", "--name", "装修", "--spread", "2")
    preview = desk.answered(*asked, "--dry-run")
    assert (preview["closed"], preview["dry_run"]) == (
        ["2026-12-05", "2026-12-06", "2026-12-07", "2026-12-08"],
        True,
    )
    (move,) = preview["moves"]
    assert (move["item"], move["due_on"], move["new_due_on"]) == (
        "drill",
        "2026-12-07",
        "2026-12-09",
    )
    assert "2026-12-05" not in days_by(desk)
    said = desk.said(*asked)
    assert said.splitlines()[0] == "Closed from Sat 2026-12-05 to Tue 2026-12-08: 装修"
    assert "1 due date moves." in said
    due = [loan["due_on"] for loan in desk.answered("list", "loans", "--household", "2-201")]
    assert due == ["2026-12-09"]
    assert "closed already" in desk.refused(*asked)
    assert "due dates moved: 1" in desk.said("undo")
    due = [loan["due_on"] for loan in desk.answered("list", "loans", "--household", "2-201")]
    assert due == ["2026-12-07"]
    assert "2026-12-05" not in days_by(desk)


def test_a_closure_says_what_stays_and_what_was_not_done(desk: Desk) -> None:
    desk.said("lend", "2", "2-201")
    desk.said("calendar", "policy", "--moves", "never")
    said = desk.said("closure", "12-5", "12-8", "--dry-run")
    assert said.splitlines() == [
        "Closed from Sat 2026-12-05 to Tue 2026-12-08",
        "0 due dates move.",
        "1 due date of Test Yard stays, as its due dates never move.",
        "Nothing was changed: this was a dry run.",
    ]
    rows = list(
        csv.DictReader(io.StringIO(desk.said("closure", "12-5", "12-8", "--format", "csv")))
    )
    assert rows == []


def test_a_closure_that_cannot_be_is_refused(desk: Desk) -> None:
    assert "not before its first" in desk.refused("closure", "12-8", "12-5")
    assert "at most 60 days" in desk.refused("closure", "12-8", "+90")
    assert desk.run("closure", "12-5", "12-8", "--spread", "0").returncode == 2


def test_the_library_is_imported_once_for_a_year_and_never_again(desk: Desk) -> None:
    """The template's oven was lent into 2026; a due date in 2027 is the first of its year."""
    assert run_without_library(desk, "lend", "2", "2-201").returncode == 0
    assert run_without_library(desk, "renew", "2").returncode == 0
    assert run_without_library(desk, "renew", "2").returncode != 0
    assert desk.answered("renew", "2")[0]["due_on"] == "2027-01-04"
    assert run_without_library(desk, "lend", "4", "2-201").returncode == 0
    assert run_without_library(desk, "overdue").returncode == 0
    loads = [deed for deed in desk.answered("history") if deed["who"] == "qiaomen"]
    assert [deed["what"] for deed in loads] == [
        "looked up the public holidays of 2027",
        "looked up the public holidays of 2026",
    ]


def test_a_dry_closure_reads_only(desk: Desk, tmp_path: Path) -> None:
    before = desk.answered("history", "--limit", "1000")
    desk.said("closure", "2027-2-1", "2027-2-20", "--dry-run")
    assert desk.answered("history", "--limit", "1000") == before
