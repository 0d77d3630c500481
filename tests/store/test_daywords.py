"""What people type for a day, in both languages, and that what is said can be typed again."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import language
from store.calendar import parse_day, say_day, say_near
from store.errors import Refused

MONDAY = date(2026, 11, 30)
NEXT_YEAR = date(2027, 1, 1)
# Far enough from both ends of the calendar for what lies beside a day.
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
FORMATS = ("{0.year}-{0.month}-{0.day}", "{0.year}/{0.month:02}/{0.day:02}",
           "{0.year}年{0.month}月{0.day}日", "{0:%Y%m%d}", "{0:%d} {0:%b} {0.year}")  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "coming", "past"),
    [
        ("12-3", "2026-12-03", "2025-12-03"),
        ("12/3", "2026-12-03", "2025-12-03"),
        ("12.3", "2026-12-03", "2025-12-03"),
        ("１２－３", "2026-12-03", "2025-12-03"),
        ("十二月三号", "2026-12-03", "2025-12-03"),
        ("3rd December", "2026-12-03", "2025-12-03"),
        ("dec 3", "2026-12-03", "2025-12-03"),
        ("9-15", "2026-09-15", "2026-09-15"),
        ("6-15", "2027-06-15", "2026-06-15"),
        ("明年1月5日", "2027-01-05", "2027-01-05"),
        ("二〇二七年二月二十八日", "2027-02-28", "2027-02-28"),
        ("2027年２月28", "2027-02-28", "2027-02-28"),
        ("2w", "2026-12-14", "2026-11-16"),
        ("两周", "2026-12-14", "2026-11-16"),
        ("in 2 weeks", "2026-12-14", "2026-12-14"),
        ("一个星期后", "2026-12-07", "2026-12-07"),
        ("+2w", "2026-12-14", "2026-12-14"),
        ("3天前", "2026-11-27", "2026-11-27"),
        ("3 days ago", "2026-11-27", "2026-11-27"),
        ("十天", "2026-12-10", "2026-11-20"),
        ("半个月后", "2026-12-15", "2026-12-15"),
        ("+3月", "2027-02-28", "2027-02-28"),
        ("3个月", "2027-02-28", "2026-08-30"),
        ("周一", "2026-12-07", "2026-11-30"),
        ("下周一", "2026-12-07", "2026-12-07"),
        ("下下周三", "2026-12-16", "2026-12-16"),
        ("上星期五", "2026-11-27", "2026-11-27"),
        ("next fri", "2026-12-11", "2026-12-11"),
        ("last fri", "2026-11-27", "2026-11-27"),
        ("this sat", "2026-12-05", "2026-12-05"),
        ("15号", "2026-12-15", "2026-11-15"),
        ("31号", "2026-12-31", "2026-10-31"),
        ("15th", "2026-12-15", "2026-11-15"),
        ("下个月3号", "2026-12-03", "2026-12-03"),
        ("月底", "2026-11-30", "2026-11-30"),
        ("月初", "2026-12-01", "2026-11-01"),
        ("月中", "2026-12-15", "2026-11-15"),
        ("下月底", "2026-12-31", "2026-12-31"),
        ("十月底", "2026-10-31", "2026-10-31"),
        ("二月底", "2027-02-28", "2026-02-28"),
        ("年底", "2026-12-31", "2026-12-31"),
        ("周四 12-3", "2026-12-03", "2026-12-03"),
        ("12月3日（周四）", "2026-12-03", "2026-12-03"),
        ("周三 12-3", "2025-12-03", "2025-12-03"),
    ],
)
def test_what_is_typed_is_understood_on_the_side_that_is_meant(
    typed: str, coming: str, past: str
) -> None:
    assert parse_day(typed, MONDAY).isoformat() == coming
    assert parse_day(typed, MONDAY, past=True).isoformat() == past


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("15-3", "there is no month 15"),
        ("2-30", "that month has no such day"),
        ("2-29", "that month has no such day"),
        ("周一 12-3", "that day is Thu 2026-12-03"),
        ("12", "is not a date yet: \\+12 is in so many days, 12-12 a date"),
        ("3月", "Type one like"),
        ("+2周后", "Type one like"),
        ("26-12-3", "Type one like"),
        ("下月31号之后", "Type one like"),
    ],
)
def test_what_is_impossible_or_ambiguous_says_what_to_type(typed: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        parse_day(typed, MONDAY)


@given(day=DAYS, today=DAYS, past=st.booleans(), spoken=st.sampled_from(language.LANGUAGES))
def test_what_is_said_of_a_day_is_that_day_when_it_is_typed(
    day: date, today: date, past: bool, spoken: str
) -> None:
    language.speak(spoken)
    assert parse_day(say_day(day), today, past=past) == day
    assert parse_day(say_near(day, today), today, past=past) == day
    for written in FORMATS:
        assert parse_day(written.format(day), today, past=past) == day


@given(today=DAYS, days=st.integers(0, 364), wide=st.booleans())
def test_a_date_without_its_year_is_on_the_side_that_is_meant(
    today: date, days: int, wide: bool
) -> None:
    day = today - timedelta(days)
    typed = f"{day.month}月{day.day}号" if wide else f"{day.month}-{day.day}"
    back = parse_day(typed, today, past=True)
    assert (back.month, back.day) == (day.month, day.day)
    assert timedelta(0) <= today - back < timedelta(366)
    if (day.month, day.day) != (2, 29):
        assert timedelta(-275) < today - parse_day(typed, today) <= timedelta(92)


@given(today=DAYS, number=st.integers(1, 31), past=st.booleans())
def test_a_day_of_the_month_is_the_next_or_the_last_of_its_number(
    today: date, number: int, past: bool
) -> None:
    found = parse_day(f"{number}号", today, past=past)
    away = (today - found) if past else (found - today)
    assert found.day == number
    assert timedelta(0) <= away <= timedelta(61)
    step = timedelta(1 if past else -1)
    between = (found + step * days for days in range(1, away.days + 1))
    assert all(day.day != number for day in between)


@given(today=DAYS, months=st.integers(-1, 2))
def test_the_end_of_a_month_is_its_last_day(today: date, months: int) -> None:
    which = {-1: "上月", 0: "本月", 1: "下月", 2: "下下个月"}[months]
    end = parse_day(which + "底", today)
    count = today.year * 12 + today.month - 1 + months
    assert (end.year * 12 + end.month - 1, end.day) == (count, monthrange(end.year, end.month)[1])
    assert parse_day(which + "初", today) == end.replace(day=1)
    assert parse_day(which + "15号", today) == end.replace(day=15)


@given(today=DAYS, count=st.integers(0, 500), unit=st.sampled_from(["d", "天", "周", "个月", "y"]))
def test_so_far_ahead_and_so_far_back(today: date, count: int, unit: str) -> None:
    ahead = parse_day(f"{count}{unit}", today)
    assert ahead == parse_day(f"+{count}{unit}", today) == parse_day(f"{count}{unit}后", today)
    back = parse_day(f"{count}{unit}", today, past=True)
    assert back == parse_day(f"-{count}{unit}", today) == parse_day(f"{count}{unit}前", today)
    assert back <= today <= ahead
    if unit in ("d", "天", "周"):
        assert ahead - today == today - back == timedelta(count * (7 if unit == "周" else 1))
