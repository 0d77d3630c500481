"""Laying out: each occurrence once, at its wall time, on the days that count."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from store import database, history, opendays, public_holidays, settings
from store.farm import laying_out, occurring, shifts
from store.farm.models import Shift
from store.farm.occurring import times
from store.farm.seasons import Season
from store.farm.series import SeriesDayRow, SeriesValues
from store.opendays import OpenDays
from store.public_holidays import CalendarByYear
from tests.conftest import TODAY
from tests.store.farm.series_sample import TUESDAY, WEEKLY, add, days, shift_on
from tests.store.test_history import everything


class Fixed:
    """A calendar that a test has made."""

    def __init__(self, calendar: OpenDays) -> None:
        self.calendar = calendar

    def of(self, day: date) -> OpenDays:
        return self.calendar


def plain(**changes: object) -> SeriesValues:
    return SeriesValues(1, "浇水", WEEKLY, TUESDAY, None, 420, 120, 2, 4, 5)._replace(**changes)


def test_it_lays_out_ahead_once_however_often_it_runs(store: Path) -> None:
    series_id = add()
    laid = days(series_id)
    assert (laid[0], laid[-1], len(laid)) == (TUESDAY, TODAY + timedelta(57 - 7), 8)
    before = everything()
    assert laying_out.lay_out(TODAY) == 0
    assert everything() == before
    assert laying_out.lay_out(TODAY + timedelta(15)) == 3
    told = history.latest(1)[0]
    assert (told.who, told.label) == ("qiaomen", "laid out 3 shifts until 2027-02-02")
    assert laying_out.lay_out(TODAY + timedelta(15)) == 0
    assert history.undoable().label.startswith("added the series")
    assert laying_out.lay_out(TODAY, date(2027, 12, 31)) == 47
    assert len(days(series_id)) == len(set(days(series_id))) == 58


def test_what_was_laid_out_by_the_program_can_be_undone(store: Path) -> None:
    add()
    before = everything()
    laying_out.lay_out(TODAY + timedelta(70))
    history.undo(history.latest(1)[0].id)
    assert everything() == before


def test_the_weeks_ahead_are_a_setting_and_the_past_is_not_laid_out(store: Path) -> None:
    settings.change("rota_weeks", 1)
    series_id = add()
    assert days(series_id) == [TUESDAY]
    laying_out.lay_out(TODAY + timedelta(100))
    assert days(series_id) == [TUESDAY, date(2027, 3, 9)]


def test_two_programs_at_once_lay_out_each_shift_once(store: Path) -> None:
    series_id = add()
    code = (
        "import sys; from datetime import date; from store import database;"
        "from store.farm import laying_out; database.open_store(sys.argv[1]);"
        "print(laying_out.lay_out(date(2026, 11, 23), date(2027, 11, 22)))"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", code, store], stdout=subprocess.PIPE, text=True)
        for _one in range(2)
    ]
    written = [int(one.communicate(timeout=60)[0]) for one in both]
    assert sorted(written) == [0, 44]
    assert len(days(series_id)) == len(set(days(series_id))) == 52


def test_places_names_and_skills_are_the_series(store: Path) -> None:
    series_id = add(skills=(("钥匙", 1),), minutes=600, at=20 * 60)
    (row, *_others) = shifts.between(TODAY, TODAY + timedelta(7))
    assert (row.name, row.least, row.wanted, row.most) == ("浇水", 2, 4, 5)
    assert row.starts_at == datetime(2026, 11, 24, 20, 0)
    assert row.ends_at == datetime(2026, 11, 25, 6, 0)
    assert shifts.needs(row.id) == (("钥匙", 1),)
    assert row.series_id == series_id


def test_seven_stays_seven_when_the_clocks_change(store: Path) -> None:
    settings.change_text("zone", "Europe/Berlin")
    series_id = add(at=0, minutes=480, starts_on=date(2026, 11, 1), rule="FREQ=DAILY")
    laying_out.lay_out(TODAY, date(2027, 3, 29))
    spring = shift_on(series_id, date(2027, 3, 28))
    assert spring.starts_at == datetime(2027, 3, 28, 0, 0)
    assert spring.ends_at == datetime(2027, 3, 28, 9, 0)
    assert shift_on(series_id, date(2027, 3, 27)).ends_at == datetime(2027, 3, 27, 8, 0)


def test_seasons_change_the_time_or_rest_across_new_year(store: Path) -> None:
    series_id = add(seasons=(Season("12-15", "01-06", None), Season("01-07", "03-01", 540)))
    shown = {day: shift_on(series_id, day).starts_at.hour for day in days(series_id)}
    assert list(shown.values()) == [7, 7, 7, 9]
    assert [f"{day:%m-%d}" for day in shown] == ["11-24", "12-01", "12-08", "01-12"]


def test_exceptions_and_extra_days(store: Path) -> None:
    wednesday = TUESDAY + timedelta(1)
    series_id = add(
        days=(
            SeriesDayRow(TUESDAY, "except"),
            SeriesDayRow(wednesday, "extra", 15 * 60),
            SeriesDayRow(wednesday + timedelta(1), "extra"),
            SeriesDayRow(wednesday + timedelta(400), "extra"),
        )
    )
    assert days(series_id)[:3] == [
        wednesday,
        wednesday + timedelta(1),
        TUESDAY + timedelta(7),
    ]
    assert shift_on(series_id, wednesday).starts_at.hour == 15
    assert shift_on(series_id, wednesday + timedelta(1)).starts_at.hour == 7


def test_holidays_of_a_year_not_loaded_yet_count(store: Path) -> None:
    """New Year's Day 2027 is a Friday."""
    keeps = add(rule="FREQ=WEEKLY;BYDAY=FR")
    assert public_holidays.years_known() == {}
    rests = add(rule="FREQ=WEEKLY;BYDAY=FR", closed_days="holidays")
    assert date(2027, 1, 1) in days(keeps)
    assert set(days(keeps)) - set(days(rests)) == {date(2027, 1, 1)}
    assert 2027 in public_holidays.years_known()


def test_each_kind_of_closed_day_is_met_by_its_policy(store: Path) -> None:
    opendays.set_closed_weekdays((1,))
    opendays.set_day(TUESDAY, "open")
    opendays.set_day(TUESDAY + timedelta(8), "closed", "roof")
    rule = "FREQ=WEEKLY;BYDAY=TU,WE"
    found = {kind: add(rule=rule, closed_days=kind) for kind in ("keep", "holidays", "closed")}
    assert len(days(found["keep"])) == len(days(found["holidays"])) == 16
    assert days(found["closed"])[:2] == [TUESDAY, TUESDAY + timedelta(1)]
    assert [day.weekday() for day in days(found["closed"])] == [1] + [2] * 7
    assert TUESDAY + timedelta(8) not in days(found["closed"])


@given(
    weekly=st.frozensets(st.integers(0, 6), max_size=5),
    said=st.dictionaries(
        st.integers(0, 60),
        st.tuples(st.sampled_from(opendays.KINDS), st.just("")),
        max_size=20,
    ),
    extras=st.dictionaries(st.integers(0, 60), st.sampled_from(["extra", "except"]), max_size=9),
    policy=st.sampled_from(["keep", "holidays", "closed"]),
)
@settings_of_hypothesis(max_examples=60, deadline=None)
def test_days_are_those_of_the_rule_that_are_not_off_and_the_extra_ones(
    weekly: frozenset[int],
    said: dict[int, tuple[str, str]],
    extras: dict[int, str],
    policy: str,
) -> None:
    calendar = OpenDays(weekly, {TODAY + timedelta(ahead): kind for ahead, kind in said.items()})
    series = plain(
        rule="FREQ=WEEKLY;BYDAY=TU,SA",
        closed_days=policy,
        days=tuple(SeriesDayRow(TODAY + timedelta(at), kind) for at, kind in extras.items()),
    )
    last = TODAY + timedelta(60)
    expected = set()
    for ahead in range(61):
        day = TODAY + timedelta(ahead)
        off = {
            "keep": False,
            "holidays": calendar.is_holiday(day),
            "closed": not calendar.is_open(day),
        }[policy]
        by_rule = day >= TUESDAY and day.weekday() in (1, 5) and not off
        if extras.get(ahead, "extra" if by_rule else "except") == "extra":
            expected.add(day)
    assert set(times(series, TODAY, last, Fixed(calendar))) == expected


def test_a_series_of_the_31st_and_of_the_29th_of_february() -> None:
    monthly = plain(rule="FREQ=MONTHLY;BYMONTHDAY=31", starts_on=date(2026, 1, 31))
    found = times(monthly, date(2026, 1, 1), date(2026, 12, 31), None)
    assert [day.month for day in found] == [1, 3, 5, 7, 8, 10, 12]
    leap = plain(rule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", starts_on=date(2024, 2, 29))
    assert list(times(leap, date(2025, 1, 1), date(2028, 12, 31), None)) == [date(2028, 2, 29)]


def test_a_cycle_of_two_weeks_survives_a_year_of_53(store: Path) -> None:
    """2026 has 53 weeks."""
    series_id = add(rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")
    laid = days(series_id)
    assert {(later - day).days for day, later in pairwise(laid)} == {14}


def test_the_calendars_end_is_no_trouble(store: Path) -> None:
    assert occurring.horizon(date(9999, 12, 1)) == date.max
    assert laying_out.lay_out(date(9999, 12, 1)) == 0
    assert not times(plain(ends_on=TODAY), TODAY, date.max, CalendarByYear())
    assert Shift.select().count() == 0
    assert database.db.in_transaction() is False
