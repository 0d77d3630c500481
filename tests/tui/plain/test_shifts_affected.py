"""What the command line says of shifts when days are closed and opened."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from store import public_holidays
from tests.conftest import TODAY
from tests.store.farm.series_sample import TUESDAY, add, days, place, shift_on
from tui.plain import calendar, closure

NEXT = TUESDAY + timedelta(7)
DAY = NEXT.isoformat()


@pytest.fixture
def rests(store: Path) -> int:
    """A series that does not work on closed days, with somebody in its second shift."""
    public_holidays.ensure(2026, 2027, TODAY)
    series_id = add(closed_days="closed")
    place(shift_on(series_id, NEXT), "王芳")
    return series_id


def test_a_dry_run_only_tells(rests: int, capsys: pytest.CaptureFixture[str]) -> None:
    calendar.set_day(DAY, "closed", "", TODAY, "plain", dry_run=True)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["Day", "Time", "Name", "What", "People"]
    assert lines[2].split() == ["Tue", DAY, "07:00", "浇水", "is", "cancelled", "王芳"]
    assert lines[-1] == "Nothing was changed: this was a dry run."
    calendar.set_weekly("tue", TODAY, "json", dry_run=True)
    shown = json.loads(capsys.readouterr().out)
    assert [row["becomes"] for row in shown].count("removed") == 7
    assert shown[-1]["at"] == "07:00"
    assert NEXT in days(rests)


def test_what_is_done_is_told(rests: int, capsys: pytest.CaptureFixture[str]) -> None:
    calendar.set_day(DAY, "closed", "roof", TODAY, "plain", dry_run=False)
    assert "It concerns 1 person." in capsys.readouterr().out
    assert NEXT not in days(rests)
    calendar.clear_day(DAY, TODAY, "plain", dry_run=True)
    assert "takes place after all" in capsys.readouterr().out
    calendar.clear_day(DAY, TODAY, "json", dry_run=False)
    assert json.loads(capsys.readouterr().out) == [{"day": DAY, "open": True, "why_closed": ""}]
    assert NEXT in days(rests)


def test_a_closure_tells_of_its_shifts(rests: int, capsys: pytest.CaptureFixture[str]) -> None:
    closure.close(DAY, DAY, TODAY, "json", name="", spread_days=5, dry_run=True)
    (shift,) = json.loads(capsys.readouterr().out)["shifts"]
    assert (shift["day"], shift["becomes"], shift["people"]) == (DAY, "cancelled", ["王芳"])
    closure.close(DAY, DAY, TODAY, "plain", name="", spread_days=5, dry_run=False)
    said = capsys.readouterr().out
    assert "1 cancelled" in said
    assert "dry run" not in said
