"""Series: what may be stored of one, what is refused, and what is read back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import history
from store.errors import Invalid, NotFound, Refused
from store.farm import needs, seasons, series
from store.farm.models import Series, Shift, ShiftSkill, Skill, Team
from store.farm.seasons import Season
from store.farm.series import SeriesDayRow
from tests.conftest import TODAY
from tests.store.farm.series_sample import TUESDAY, add, days, values
from tests.store.test_history import everything


def test_a_series_is_read_as_it_was_added_and_undone_with_its_shifts(store: Path) -> None:
    before = everything()
    asked = values(
        name=" 开门  迎客 ",
        closed_days="holidays",
        skills=(("钥匙", 1), ("讲解", 2)),
        seasons=(Season("05-01", "09-30", 6 * 60), Season("12-20", "01-10", None)),
        days=(SeriesDayRow(date(2026, 12, 5), "extra", 540),),
        note="at the gate",
    )
    series_id = series.add(asked, TODAY, "快乐农夫队")
    row = series.get(series_id)
    assert (row.team, row.name, row.note) == ("快乐农夫队", "开门 迎客", "at the gate")
    assert row.values == asked._replace(name="开门 迎客", skills=(("讲解", 2), ("钥匙", 1)))
    assert series.all_series() == series.all_series(row.team_id) == (row,)
    assert series.all_series(row.team_id + 1) == ()
    assert Shift.select().count() * 2 == ShiftSkill.select().count() > 0
    assert history.undoable().label == "added the series 开门 迎客 to 快乐农夫队"
    history.undo()
    after = everything()
    assert {name: rows for name, rows in after.items() if rows != before[name]}.keys() <= {
        "team",  # `values` makes it by itself
        "calendar_day",
        "holiday_year",
    }


def test_a_team_and_skills_that_nobody_knows_are_made(store: Path) -> None:
    before = everything()
    asked = values(skills=(("嫁接", 1),))._replace(team_id=0)
    Team.delete().execute()
    series_id = series.add(asked, TODAY, "创业小分队")
    assert series.get(series_id).team == "创业小分队"
    assert [row.name for row in Skill.select()] == ["嫁接"]
    series.add(asked._replace(name="除草"), TODAY, "创业小分队")
    assert (Team.select().count(), Skill.select().count()) == (1, 1)
    history.undo()
    history.undo()
    assert everything() == before


@pytest.mark.parametrize(
    ("changes", "field", "complaint"),
    [
        ({"name": " "}, "name", "give it a name"),
        ({"name": "x" * 61}, "name", "at most 60"),
        ({"note": "x" * 501}, "note", "at most 500"),
        ({"rule": "FREQ=HOURLY"}, "rule", ""),
        ({"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "rule", ""),
        ({"rule": "whenever"}, "rule", ""),
        ({"minutes": 24 * 60 + 1}, "minutes", "at most 24 hours"),
        ({"minutes": 0}, "minutes", "at least a minute"),
        ({"at": 24 * 60}, "at", "between 00:00 and 23:59"),
        ({"least": 5}, "least", "At least 5 people, but only 4 wanted"),
        ({"least": -1}, "least", "not below 0"),
        ({"wanted": 6}, "most", "6 people wanted, but at most 5"),
        ({"least": 0, "wanted": 0}, "wanted", "at least 1 person"),
        ({"most": 201}, "most", "at most 200 places"),
        ({"skills": (("a", 3), ("b", 3))}, "skills", "want 6 places, but there are only 5"),
        ({"skills": (("a", 1), (" a", 1))}, "skills", "named twice"),
        ({"skills": (("", 1),)}, "skills", "empty"),
        ({"skills": (("a", 0),)}, "skills", "at least 1 place"),
        ({"ends_on": TUESDAY - timedelta(1)}, "ends_on", "not before its first"),
        (
            {"starts_on": TODAY - timedelta(1), "ends_on": TODAY},
            "ends_on",
            "No shift would come between Sun 2026-11-22 and Mon 2026-11-23",
        ),
        ({"closed_days": "never"}, "closed_days", "not on holidays"),
        ({"seasons": (Season("02-30", "03-01", 0),)}, "seasons", "as 05-01 to 09-30"),
        ({"seasons": (Season("5-1", "03-01", 0),)}, "seasons", "as 05-01 to 09-30"),
        ({"seasons": (Season("05-01", "06-01", 1440),)}, "seasons", "between 00:00"),
        (
            {"seasons": (Season("11-01", "02-01", None), Season("02-01", "03-01", 1))},
            "seasons",
            "share a day",
        ),
        ({"seasons": (Season("05-01", "05-01", 1),) * 13}, "seasons", "at most 12"),
        ({"days": (SeriesDayRow(TUESDAY, "extra"), SeriesDayRow(TUESDAY, "except"))}, "days",
         "twice"),
        ({"days": (SeriesDayRow(TUESDAY, "maybe"),)}, "days", "extra"),
        ({"team_id": 99}, "team", "no such team"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_clear_sentence_and_nothing_is_written(
    store: Path, changes: dict, field: str, complaint: str
) -> None:
    asked = values(**changes)
    before = everything()
    with pytest.raises(Invalid) as refused:
        series.add(asked, TODAY)
    (error,) = refused.value.errors
    assert error.field == field
    assert complaint in error.sentence
    assert everything() == before


def test_all_that_is_wrong_is_told_at_once(store: Path) -> None:
    with pytest.raises(Invalid) as refused:
        series.check(values(name="", rule="", minutes=0, wanted=9, closed_days=""))
    fields = [error.field for error in refused.value.errors]
    assert fields == ["name", "rule", "minutes", "most", "closed_days"]


def test_a_team_must_be_named(store: Path) -> None:
    with pytest.raises(Invalid, match="empty"):
        series.add(values(), TODAY, " ")
    with pytest.raises(NotFound, match="no series #7"):
        series.get(7)


def test_a_season_that_is_over_is_laid_out_a_year_back_at_most(store: Path) -> None:
    last_year = add(starts_on=TODAY - timedelta(800), ends_on=TODAY - timedelta(30))
    shown = days(last_year)
    assert shown[0] == date(2025, 11, 25)
    assert shown[-1] == date(2026, 10, 20)
    assert len(shown) == len({*shown}) == 48
    assert Series.get_by_id(last_year).starts_on == TODAY - timedelta(800)


def test_skills_are_typed_and_told(store: Path) -> None:
    assert needs.parse_skills(" seed:1;gate：2；钥匙 ; ") == (("seed", 1), ("gate", 2), ("钥匙", 1))
    assert needs.parse_skills(needs.say_skills((("a", 1), ("b", 22)))) == (("a", 1), ("b", 22))
    for wrong in ("seed:x", ":2", "seed:-1", "seed:²", "seed:99999"):
        with pytest.raises(Refused, match="Type them like"):
            needs.parse_skills(wrong)


def test_seasons_are_typed_and_told(store: Path) -> None:
    typed = "5-1..9-30 6:00; 12-20 to 01-10 off；2月1日至2月29日 停"
    found = seasons.parse_seasons(typed)
    assert found == (
        Season("05-01", "09-30", 360),
        Season("12-20", "01-10", None),
        Season("02-01", "02-29", None),
    )
    assert seasons.parse_seasons(seasons.say_seasons(found)) == found
    for wrong in ("summer 6:00", "05-01..09-31 6:00", "05-01..09-30", "05-01..09-30 25:00"):
        with pytest.raises(Refused):
            seasons.parse_seasons(wrong)


@given(
    first=st.dates(date(2024, 1, 1), date(2024, 12, 31)),
    length=st.integers(0, 364),
    day=st.dates(date(2024, 1, 1), date(2031, 12, 31)),
)
def test_a_season_holds_the_days_between_its_own_across_new_year(
    first: date, length: int, day: date
) -> None:
    last = first + timedelta(length)
    season = Season(f"{first:%m-%d}", f"{last:%m-%d}", 0)
    here = (day.month, day.day)
    begin, end = (first.month, first.day), (last.month, last.day)
    within = begin <= here <= end if begin <= end else not end < here < begin
    assert season.holds(day) == within
    assert seasons.at_on((season,), 60, day) == (0 if within else 60)
