"""Times and lengths as they are typed and told, and the village's wall clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import language, settings, walltime
from store.errors import Refused

BERLIN = ZoneInfo("Europe/Berlin")
SHANGHAI = ZoneInfo("Asia/Shanghai")
# Clocks jump from 2:00 to 3:00, and are put back from 3:00 to 2:00.
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
BOTH = pytest.mark.parametrize("spoken", language.LANGUAGES)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("7", "07:00"),
        ("07", "07:00"),
        ("7:30", "07:30"),
        ("7.30", "07:30"),
        ("730", "07:30"),
        ("0730", "07:30"),
        (" ７：３０ ", "07:30"),
        ("7点半", "07:30"),
        ("七点半", "07:30"),
        ("七点", "07:00"),
        ("七点三十", "07:30"),
        ("下午三点零五", "15:05"),
        ("十点一刻", "10:15"),
        ("7点05分", "07:05"),
        ("二十点", "20:00"),
        ("早上7点", "07:00"),
        ("下午两点", "14:00"),
        ("中午12点", "12:00"),
        ("晚上8:15", "20:15"),
        ("7pm", "19:00"),
        ("12 am", "00:00"),
        ("12pm", "12:00"),
        ("0", "00:00"),
        ("23:59", "23:59"),
    ],
)
def test_a_time_is_understood_however_it_is_typed(typed: str, told: str) -> None:
    assert walltime.say_at(walltime.parse_at(typed)) == told


@pytest.mark.parametrize(
    "typed",
    ["", "24", "24:00", "7:60", "2460", "13pm", "0am", "x", "7:3", "-1", "77777", "晚上12点"],
)
def test_no_time_of_day_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="not a time of day"):
        walltime.parse_at(typed)


def test_a_window_may_end_at_midnight() -> None:
    assert walltime.parse_at("24:00", to_midnight=True) == 24 * 60
    assert walltime.say_at(24 * 60) == "24:00"
    with pytest.raises(Refused):
        walltime.parse_at("24:01", to_midnight=True)


@given(st.integers(0, 1439))
def test_a_time_that_was_told_is_understood(minute: int) -> None:
    assert walltime.parse_at(walltime.say_at(minute)) == minute


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("2", 120),
        ("24", 1440),
        ("25", 25),
        ("90", 90),
        ("1.5", 90),
        ("2h", 120),
        ("1.5 h", 90),
        ("1h30", 90),
        ("1 h 30 min", 90),
        ("90m", 90),
        ("1:30", 90),
        ("2小时", 120),
        ("两个小时", 120),
        ("一个半小时", 90),
        ("2小时半", 150),
        ("半小时", 30),
        ("2小时30分", 150),
        ("45分钟", 45),
    ],
)
def test_a_length_is_understood_however_it_is_typed(typed: str, minutes: int) -> None:
    assert walltime.parse_minutes(typed) == minutes


@pytest.mark.parametrize("typed", ["", "0", "0h", "-2", "25h", "1441", "1:60", "h", "two", "1e3"])
def test_no_length_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="not a length up to 24 h"):
        walltime.parse_minutes(typed)


@BOTH
def test_a_length_that_was_told_is_understood(spoken: str) -> None:
    language.speak(spoken)
    for minutes in range(1, 1441):
        assert walltime.parse_minutes(walltime.say_minutes(minutes)) == minutes


def test_lengths_are_told_in_hours() -> None:
    assert walltime.say_minutes(120) == "2 h"
    assert walltime.say_minutes(-90) == "-1 h 30 min"
    assert walltime.say_minutes(0) == "0 min"
    hours = [walltime.say_hours(minutes) for minutes in (0, 2, 3, 90, 750, -90, -2, 6000)]
    assert hours == ["0.0", "0.0", "0.1", "1.5", "12.5", "-1.5", "0.0", "100.0"]


@given(st.integers(0, 10**5))
def test_hours_of_a_column_can_be_typed_again(tenths: int) -> None:
    told = walltime.say_hours((tenths + 1) * 6)
    assert walltime.parse_minutes(told, most=10**7) == (tenths + 1) * 6


def test_a_shift_ends_so_many_real_minutes_later() -> None:
    start = walltime.start(date(2026, 11, 24), 7 * 60, SHANGHAI)
    assert start == datetime(2026, 11, 24, 7)
    assert walltime.end(start, 120, SHANGHAI) == datetime(2026, 11, 24, 9)
    evening = walltime.start(date(2026, 12, 31), 22 * 60, SHANGHAI)
    assert walltime.end(evening, 480, SHANGHAI) == datetime(2027, 1, 1, 6)


def test_a_start_that_clocks_jump_over_moves_forward() -> None:
    assert walltime.start(SPRING, 2 * 60 + 30, BERLIN) == datetime(2026, 3, 29, 3, 30)
    assert walltime.start(SPRING, 3 * 60, BERLIN) == datetime(2026, 3, 29, 3)


def test_a_night_that_clocks_change_in_has_its_real_length() -> None:
    before = walltime.start(SPRING - timedelta(1), 22 * 60, BERLIN)
    assert walltime.end(before, 480, BERLIN) == datetime(2026, 3, 29, 7)
    before = walltime.start(AUTUMN - timedelta(1), 22 * 60, BERLIN)
    assert walltime.end(before, 480, BERLIN) == datetime(2026, 10, 25, 5)


@given(
    st.integers(0, 1439), st.integers(1, 1440), st.sampled_from([SPRING, AUTUMN, date(2026, 5, 1)])
)
def test_a_shift_always_ends_after_it_starts(at: int, minutes: int, day: date) -> None:
    start = walltime.start(day, at, BERLIN)
    assert walltime.end(start, minutes, BERLIN) > start
    assert (start.date(), start.tzinfo) == (day, None)


@pytest.mark.parametrize("zone", [SHANGHAI, ZoneInfo("America/New_York")])
def test_what_reaches_beyond_the_calendar_is_refused(zone: ZoneInfo) -> None:
    with pytest.raises(Refused, match="nearer day"):
        walltime.end(datetime(9999, 12, 31, 23), 120, zone)


def test_the_zone_is_the_community_s(store: Path) -> None:
    assert walltime.zone() == SHANGHAI
    settings.change_text("zone", walltime.check_zone(" europe/berlin "))
    assert walltime.zone() == BERLIN
    assert walltime.start(SPRING, 2 * 60 + 30) == datetime(2026, 3, 29, 3, 30)


def test_a_zone_that_nobody_knows_is_refused(store: Path) -> None:
    for name in ("", "Mars/Olympus", "../etc/passwd", "Asia", "UTC+8", "a\0b"):
        with pytest.raises(Refused, match="Type one like Asia/Shanghai"):
            walltime.check_zone(name)
        settings.change_text("zone", name or "x")
        with pytest.raises(Refused, match="Type one like Asia/Shanghai"):
            walltime.zone()
    with pytest.raises(Refused, match="Type one like Asia/Shanghai"):
        walltime.check_zone("localtime")
