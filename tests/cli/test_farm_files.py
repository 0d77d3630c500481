"""The farmer team's files on the command line."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Desk

FILES = {
    "members": "name,team,skills,max_per_week,hours_before\n张伟,队,浇水,2,12.5\n李娜,队,,,\n",
    "availability": "name,weekday,from,to\n张伟,2,7:00,11:00\n",
    "absences": "name,from,to\n李娜,2026-12-01,2026-12-05\n",
    "series": "team,name,rrule,starts_on,at,minutes,least,wanted,most,skills\n"
    "队,浇水,FREQ=WEEKLY;BYDAY=TU,2026-11-17,7:00,120,1,2,3,浇水:1\n",
    "assignments": "day,at,shift,member,attendance\n2026-11-17,7:00,浇水,张伟,present\n",
}


@pytest.fixture
def farm(desk: Desk) -> Desk:
    """The desk with a small farm, brought in file by file."""
    for kind, text in FILES.items():
        desk.db.with_name(f"{kind}.csv").write_text(text, encoding="utf-8")
        assert "rejected 0" in desk.said("import", kind, f"{kind}.csv")
    return desk


def test_what_is_written_out_comes_in_again_unchanged(farm: Desk) -> None:
    for kind in ("members", "assignments"):
        file = farm.db.with_name(f"{kind}-out.csv")
        farm.said("export", kind, str(file))
        again = farm.answered("import", kind, str(file))
        assert (again["added"], again["changed"], again["rejected"]) == (0, 0, [])
        assert again["unchanged"] == len(FILES[kind].splitlines()) - 1
    assert "present" in farm.said("export", "assignments")


def test_an_overnight_window_is_refused_with_what_to_do(farm: Desk) -> None:
    file = farm.db.with_name("night.csv")
    file.write_text("name,weekday,from,to\n张伟,2,22:00,06:00\n", encoding="utf-8")
    ran = farm.run("import", "availability", str(file))
    assert ran.returncode == 1
    assert "two windows: 22:00 to 24:00, and 00:00 to 06:00" in ran.stdout
    assert "night.rejects.csv" in ran.stderr
