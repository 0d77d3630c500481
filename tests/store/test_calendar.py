"""How days are typed and told."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import language
from store.calendar import parse_day, parse_iso, say_day, say_near
from store.errors import Refused

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-12-03", date(2026, 12, 3)),
        ("2026/2/3", date(2026, 2, 3)),
        ("2017年6月30日", date(2017, 6, 30)),
        ("12-3", date(2026, 12, 3)),
        ("1-2", date(2027, 1, 2)),
        ("12月3日", date(2026, 12, 3)),
        ("+2w", date(2026, 12, 7)),
        ("+3", date(2026, 11, 26)),
        ("-3", date(2026, 11, 20)),
        ("+1m", date(2026, 12, 23)),
        ("+1年", date(2027, 11, 23)),
        ("fri", date(2026, 11, 27)),
        ("Monday", date(2026, 11, 30)),
        ("周六", date(2026, 11, 28)),
        ("星期天", date(2026, 11, 29)),
        ("下周三", date(2026, 12, 2)),
        ("明天", date(2026, 11, 24)),
        ("昨天", date(2026, 11, 22)),
        ("today", MONDAY),
        ("月底", date(2026, 11, 30)),
    ],
)
def test_a_typed_day_is_understood(typed: str, meant: date) -> None:
    assert parse_day(typed, MONDAY) == meant


@pytest.mark.parametrize(
    "typed", ["2017-02-30", "13-1", "2-30", "frx", "", "soon", "+9999y", "\x1b"]
)
def test_what_is_no_day_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(Refused, match="is not a date"):
        parse_day(typed, MONDAY)


def test_the_29th_of_february_is_the_nearest_one() -> None:
    assert parse_day("2-29", date(2024, 3, 1)) == date(2024, 2, 29)


@given(st.dates())
def test_an_iso_day_is_itself(day: date) -> None:
    assert parse_iso(day.isoformat()) == day


def test_a_day_is_told_as_the_language_does() -> None:
    assert say_day(MONDAY) == "Mon 2026-11-23"
    language.speak("zh_CN")
    assert say_day(MONDAY) == "2026年11月23日 周一"


def test_a_day_of_this_year_is_said_without_the_year() -> None:
    new_year = date(2027, 1, 1)
    assert say_near(MONDAY, MONDAY) == "Mon 23 Nov"
    assert say_near(new_year, MONDAY) == "Fri 1 Jan 2027"
    language.speak("zh_CN")
    assert say_near(MONDAY, MONDAY) == "11月23日周一"
    assert say_near(new_year, MONDAY) == "2027年1月1日周五"


@pytest.mark.parametrize(
    "typed", ["tomorrow", "明天", "大后天", "周六", "下周三", "fri", "下月底", "+1", "+1y"]
)
def test_no_day_is_beyond_the_end_of_the_calendar(typed: str) -> None:
    with pytest.raises(Refused, match="is not a date"):
        parse_day(typed, date.max)
    assert parse_day("月底", date.max) == date.max


@pytest.mark.parametrize("typed", ["yesterday", "大前天", "-1", "-1m"])
def test_no_day_is_before_the_beginning_of_the_calendar(typed: str) -> None:
    with pytest.raises(Refused, match="is not a date"):
        parse_day(typed, date.min)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fri", date(2026, 11, 20)),
        ("周一", MONDAY),
        ("周日", date(2026, 11, 22)),
        ("-3", date(2026, 11, 20)),
    ],
)
def test_of_what_has_been_a_weekday_is_the_last_one(typed: str, meant: date) -> None:
    assert parse_day(typed, MONDAY, past=True) == meant
