"""The programme in numbers, a year at a time and together."""

from __future__ import annotations

from datetime import date

import pytest

from store.programme import figures, milestones, payments, removal, tranches
from tests.conftest import TODAY
from tests.store.programme.making import opened, project, proposal, questions

pytestmark = pytest.mark.usefixtures("compound")


def test_what_there_is_and_how_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    garden = project("共享菜园", 60_00, rural=True)
    project("书屋", community="晋阳社区")
    removed = project("口袋公园", 50_00, year=2025)
    payments.pay([tranches.add(removed, "首款", 20_00)], TODAY, TODAY)
    removal.remove(removed, "停了", TODAY)
    early, *_others = [milestones.add(garden, name, date(2026, 5, 1)) for name in "一二"]
    milestones.add(garden, "三", date(2026, 12, 1))
    milestones.reach([early], date(2026, 5, 2), TODAY)
    opened("种树")
    proposal("凉亭", year=2028)

    rows = figures.by_year(TODAY)
    assert [row.year for row in rows] == [2025, 2026, 2028]
    assert (rows[0].projects, rows[0].statuses["removed"]) == (1, 1)
    assert rows[0][7:11] == (50_00, 20_00, 20_00, 0)
    assert (rows[1].projects, rows[1].rural) == (2, 1)
    assert {status: count for status, count in rows[1].statuses.items() if count} == {
        "proposed": 1,
        "funded": 1,
    }
    assert (rows[1].milestones, rows[1].reached, rows[1].late) == (3, 1, 1)
    assert (rows[1].proposals, rows[1].voting, rows[1].voted) == (1, 1, 0)
    assert (rows[2].projects, rows[2].proposals) == (0, 1)
    in_all = figures.together(rows)
    assert (in_all.year, in_all.projects, in_all.granted, in_all.proposals) == (None, 3, 110_00, 2)
    assert sum(in_all.statuses.values()) == 3
    assert questions(monkeypatch, lambda: figures.by_year(TODAY)) == 4


def test_milestones_are_as_of_a_day() -> None:
    garden = project("共享菜园", 60_00)
    milestones.reach([milestones.add(garden, "一", date(2026, 5, 1))], date(2026, 5, 9), TODAY)
    told = [
        (row.reached, row.late)
        for day in ((2026, 5, 1), (2026, 5, 8), (2026, 5, 9))
        for row in figures.by_year(date(*day))
    ]
    assert told == [(0, 0), (0, 1), (1, 0)]


def test_an_empty_programme_has_no_year() -> None:
    assert figures.by_year(TODAY) == ()
    assert figures.together(()).projects == 0
