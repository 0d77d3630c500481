"""Rules of a series: what is refused, when they occur, and how they are typed and told."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from store import language, walltime
from store.errors import Refused
from store.recurrence import Common, check, next_days, occurrences, read_common, say

START = date(2026, 11, 24)  # a Tuesday
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
BOTH = pytest.mark.parametrize("spoken", language.LANGUAGES)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("FREQ=HOURLY", "one shift a day at most"),
        ("FREQ=MINUTELY;INTERVAL=5", "one shift a day at most"),
        ("FREQ=SECONDLY", "one shift a day at most"),
        ("FREQ=DAILY;BYHOUR=7,19", "leave BYHOUR away"),
        ("FREQ=DAILY;BYMINUTE=" + ",".join(map(str, range(60))), "leave BYMINUTE away"),
        ("FREQ=DAILY;BYSECOND=1", "leave BYSECOND away"),
        ("DTSTART:20260101T070000\nRRULE:FREQ=DAILY", "no part of a rule"),
        ("RRULE:FREQ=DAILY\nEXDATE:20261201T070000", "no part of a rule"),
        ("EXDATE=20261201;FREQ=DAILY", "no part EXDATE"),
        ("FREQ=DAILY;BYEASTER=0", "no part BYEASTER"),
        ("FREQ=DAILY;RSCALE=CHINESE", "no part RSCALE"),
        ("FREQ=DAILY;FREQ=WEEKLY", "FREQ stands twice"),
        ("", "FREQ=DAILY, WEEKLY"),
        ("BYDAY=TU", "FREQ=DAILY, WEEKLY"),
        ("FREQ=FORTNIGHTLY", "FREQ=DAILY, WEEKLY"),
        ("every Tuesday", "no part of a rule"),
        ("FREQ=", "no part of a rule"),
        ("FREQ=DAILY;" * 50, "550 characters; at most 500"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20270101", "not by both"),
        ("FREQ=DAILY;UNTIL=20261123", "before its first day"),
        ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20261128", "before it first occurs"),
        ("FREQ=DAILY;UNTIL=20270230", "no such day"),
        ("FREQ=DAILY;UNTIL=soon", "no such day"),
        ("FREQ=WEEKLY\rX", "FREQ=DAILY, WEEKLY"),
        ("FREQ=DAILY;INTERVAL=0", "from 1 to 366"),
        ("FREQ=DAILY;INTERVAL=" + "9" * 400, "from 1 to 366"),
        ("FREQ=DAILY;INTERVAL=-1", "from 1 to 366"),
        ("FREQ=DAILY;COUNT=99999999", "from 1 to 9999"),
        ("FREQ=DAILY;COUNT=0", "from 1 to 9999"),
        ("FREQ=YEARLY;COUNT=500", "more than 100 years"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "from -31 to 31"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "from -31 to 31"),
        ("FREQ=YEARLY;BYMONTH=13", "from 1 to 12"),
        ("FREQ=YEARLY;BYMONTH=-1", "from 1 to 12"),
        ("FREQ=WEEKLY;BYDAY=DI", "no weekday"),
        ("FREQ=WEEKLY;BYDAY=1TU", "1TU does not go with FREQ=WEEKLY"),
        ("FREQ=MONTHLY;BYDAY=0TU", "from -5 to 5"),
        ("FREQ=YEARLY;BYMONTH=12;BYDAY=6MO", "from -5 to 5"),
        ("FREQ=YEARLY;BYDAY=54MO", "from -53 to 53"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "does not go with FREQ=WEEKLY"),
        ("FREQ=MONTHLY;BYWEEKNO=1", "does not go with FREQ=MONTHLY"),
        ("FREQ=DAILY;BYYEARDAY=1", "does not go with FREQ=DAILY"),
        ("FREQ=DAILY;BYSETPOS=1", "does not go with FREQ=DAILY"),
        ("FREQ=WEEKLY;WKST=1", "WKST is the day"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_with_the_reason(rule: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        check(rule, START)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYSETPOS=-2",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2,4,6,9,11",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
        "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYDAY=MO;BYSETPOS=366",
        "FREQ=YEARLY;BYWEEKNO=1;BYMONTH=7",
        "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",  # 2026, 2030, …
    ],
)
@pytest.mark.parametrize("start", [START, date(1959, 1, 1), date(9999, 12, 1)])
def test_a_rule_that_never_occurs_is_refused_without_waiting_for_it(rule: str, start: date) -> None:
    began = time.process_time()
    with pytest.raises(Refused, match="never occurs"):
        check(rule, start)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("rule", "first"),
    [
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", date(2028, 2, 29)),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU", date(2032, 2, 29)),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", date(2026, 12, 28)),
        ("FREQ=DAILY", START),
        ("FREQ=MONTHLY;BYMONTHDAY=31", date(2026, 12, 31)),
        ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20261128", None),
    ],
)
def test_the_first_day_of_a_rule_may_be_years_away(rule: str, first: date | None) -> None:
    assert next_days(rule, START, START, 1) == ([first] if first else [])


def test_the_rarest_day_is_found_across_the_year_2100() -> None:
    rule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=WE"
    assert next_days(rule, START, date(2073, 1, 1), 1) == [date(2096, 2, 29)]
    # 2072 was the last leap year before 2100 that began so; the next one is 40 years later.
    rule, since = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO", date(2072, 3, 1)
    assert check(rule, since)
    assert next_days(rule, since, since, 2) == [date(2112, 2, 29)]


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ("rrule:byday=sa,tu;freq=weekly;interval=1;wkst=mo", "FREQ=WEEKLY;BYDAY=TU,SA"),
        ("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=TU"),
        ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=24"),
        ("FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24"),
        ("FREQ=MONTHLY;BYDAY=-1FR,+1SA,1SA", "FREQ=MONTHLY;BYDAY=1SA,-1FR"),
        ("FREQ=DAILY;COUNT=3", "FREQ=DAILY;UNTIL=20261126"),
        ("FREQ=DAILY;UNTIL=2027-01-31;", "FREQ=DAILY;UNTIL=20270131"),
        ("FREQ=DAILY;UNTIL=20270131T235959", "FREQ=DAILY;UNTIL=20270131"),
        ("FREQ=DAILY;UNTIL=20270131T230000Z", "FREQ=DAILY;UNTIL=20270131"),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU"),
        ("ＦＲＥＱ＝ＤＡＩＬＹ；ＩＮＴＥＲＶＡＬ＝３", "FREQ=DAILY;INTERVAL=3"),
    ],
)
def test_a_rule_is_kept_in_one_form(rule: str, kept: str) -> None:
    assert check(rule, START) == kept
    assert check(kept, START) == kept


def test_an_end_in_utc_is_the_day_of_the_village() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    assert check("FREQ=DAILY;UNTIL=20261231T230000Z", START, shanghai).endswith("UNTIL=20270101")
    assert check("FREQ=DAILY;UNTIL=20261231", START, shanghai).endswith("UNTIL=20261231")


@pytest.mark.parametrize("year", [2020, 2026])
@pytest.mark.parametrize("weeks", [2, 4])
def test_a_cycle_of_weeks_survives_a_year_of_53_weeks(year: int, weeks: int) -> None:
    start = date(year, 11, 24)
    assert date(year, 12, 31).isocalendar().week == 53
    rule = check(f"FREQ=WEEKLY;INTERVAL={weeks}", start)
    days = occurrences(rule, start, start, start + timedelta(days=800))
    assert {later - earlier for earlier, later in pairwise(days)} == {timedelta(weeks=weeks)}
    # And the same days where only the year after is asked for.
    later = occurrences(rule, start, date(year + 1, 1, 1), date(year + 1, 12, 31))
    assert later == [day for day in days if day.year == year + 1]


def test_days_that_not_every_month_has_are_left_out() -> None:
    days = occurrences("FREQ=MONTHLY;BYMONTHDAY=31", START, date(2027, 1, 1), date(2027, 12, 31))
    assert [day.month for day in days] == [1, 3, 5, 7, 8, 10, 12]
    leap = occurrences(
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", START, date(2027, 1, 1), date(2036, 12, 31)
    )
    assert [day.year for day in leap] == [2028, 2032, 2036]


def test_nothing_occurs_before_the_start_or_after_the_end() -> None:
    rule = "FREQ=DAILY;UNTIL=20261126"
    assert occurrences(rule, START, date(2026, 1, 1), date(2027, 1, 1)) == [
        START + timedelta(days) for days in range(3)
    ]
    assert occurrences(rule, START, date(2027, 1, 1), date(2027, 2, 1)) == []
    assert occurrences("FREQ=DAILY", START, date(2027, 1, 2), date(2027, 1, 1)) == []
    assert occurrences("FREQ=DAILY", START, date.max, date.max) == [date.max]


def test_a_count_is_counted_from_the_start() -> None:
    rule = "FREQ=WEEKLY;BYDAY=TU;COUNT=3"
    assert occurrences(rule, START, date(2026, 12, 1), date(2027, 12, 1)) == [
        date(2026, 12, 1),
        date(2026, 12, 8),
    ]
    assert check(rule, START) == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261208"


def test_a_window_costs_as_much_however_long_ago_the_series_began() -> None:
    began = time.process_time()
    for _ in range(50):
        occurrences("FREQ=DAILY", date(1900, 1, 1), date(2026, 11, 1), date(2026, 11, 30))
    assert time.process_time() - began < 0.5  # from 1900 on, one alone takes as long


def _part(name: str, numbers: st.SearchStrategy[int]) -> st.SearchStrategy[str]:
    listed = st.lists(numbers, max_size=3).map(lambda found: ",".join(map(str, found)))
    return listed.map(lambda value: f";{name}={value}" if value else "")


def _signed(most: int) -> st.SearchStrategy[int]:
    return st.integers(-most, most).filter(bool)


def _days_of_week(placed: int) -> st.SearchStrategy[str]:
    place = st.integers(-placed, placed).map(lambda number: str(number or ""))
    day = st.tuples(place, st.sampled_from(WEEKDAYS)).map("".join)
    return st.lists(day, max_size=3).map(lambda days: f";BYDAY={','.join(days)}" if days else "")


MONTHS = _part("BYMONTH", st.integers(1, 12))
EVERY = st.integers(1, 5).map(lambda number: f";INTERVAL={number}")
WEEK_START = st.sampled_from(["", ";WKST=SU", ";WKST=WE"])
RULES = st.one_of(
    st.tuples(st.just("FREQ=DAILY"), EVERY, MONTHS, _part("BYMONTHDAY", _signed(31))),
    st.tuples(st.just("FREQ=WEEKLY"), EVERY, MONTHS, _days_of_week(0), WEEK_START),
    st.tuples(st.just("FREQ=MONTHLY"), EVERY, MONTHS, _days_of_week(5)),
    st.tuples(st.just("FREQ=MONTHLY"), EVERY, _part("BYMONTHDAY", _signed(31)), _days_of_week(0)),
    st.tuples(
        st.just("FREQ=MONTHLY"), EVERY, st.just(";BYDAY=MO,TU"), _part("BYSETPOS", _signed(9))
    ),
    st.tuples(st.just("FREQ=YEARLY"), EVERY, MONTHS, _days_of_week(5)),
    st.tuples(st.just("FREQ=YEARLY"), EVERY, _days_of_week(53)),
    st.tuples(st.just("FREQ=YEARLY"), EVERY, _part("BYWEEKNO", _signed(53)), WEEK_START),
    st.tuples(st.just("FREQ=YEARLY"), EVERY, _part("BYYEARDAY", _signed(366))),
).map("".join)
STARTS = st.dates(date(2000, 1, 1), date(2030, 12, 31))


@settings(max_examples=60, deadline=None)
@given(RULES, STARTS, st.integers(0, 2000), st.integers(0, 500))
def test_a_window_holds_what_dateutil_finds_from_the_start_on(
    rule: str, start: date, later: int, length: int
) -> None:
    try:
        kept = check(rule, start)
    except Refused:
        assume(False)
    first = start + timedelta(later)
    last = first + timedelta(length)
    moment: Callable[[date], datetime] = lambda day: datetime.combine(day, datetime.min.time())  # noqa: E731
    theirs = rrulestr(f"{rule};UNTIL={last:%Y%m%d}", dtstart=moment(start))
    expected = [found.date() for found in theirs if found >= moment(first)]
    assert occurrences(rule, start, first, last) == expected
    assert occurrences(kept, start, first, last) == expected


@settings(max_examples=60, deadline=None)
@given(RULES, STARTS, st.integers(0, 2000))
def test_the_next_days_are_the_first_occurrences(rule: str, start: date, later: int) -> None:
    try:
        kept = check(rule, start)
    except Refused:
        assume(False)
    since = start + timedelta(later)
    found = next_days(kept, start, since, 3)
    last = found[-1] if found else since
    assert occurrences(rule, start, since, last) == found
    assert next_days(kept, start, since, 3, last - timedelta(1)) == found[:-1]


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("26", "FREQ=WEEKLY;BYDAY=TU,SA"),
        ("2,6", "FREQ=WEEKLY;BYDAY=TU,SA"),
        ("tue,sat", "FREQ=WEEKLY;BYDAY=TU,SA"),
        ("Tuesdays and Saturdays", "FREQ=WEEKLY;BYDAY=TU,SA"),
        ("周二周六", "FREQ=WEEKLY;BYDAY=TU,SA"),
        ("每周二、六", "FREQ=WEEKLY;BYDAY=TU,SA"),
        ("二六", "FREQ=WEEKLY;BYDAY=TU,SA"),
        ("星期二，礼拜六", "FREQ=WEEKLY;BYDAY=TU,SA"),
        ("15", "FREQ=WEEKLY;BYDAY=MO,FR"),
        ("1-5", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("mon-fri", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("周一至周五", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("六日", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("sat-mon", "FREQ=WEEKLY;BYDAY=MO,SA,SU"),
        ("mon/2", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("26/4", "FREQ=WEEKLY;INTERVAL=4;BYDAY=TU,SA"),
        ("every 2 weeks on mon", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("隔周周一", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("每两周周一", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("daily", "FREQ=DAILY"),
        ("每天", "FREQ=DAILY"),
        ("every other day", "FREQ=DAILY;INTERVAL=2"),
        ("每三天", "FREQ=DAILY;INTERVAL=3"),
        ("1st sat", "FREQ=MONTHLY;BYDAY=1SA"),
        ("1st and 3rd sat, last fri", "FREQ=MONTHLY;BYDAY=1SA,3SA,-1FR"),
        ("last fri", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("第一个周六", "FREQ=MONTHLY;BYDAY=1SA"),
        ("每月最后一个周五", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("15th", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("31st/2", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31"),
        ("每月15日", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("每月1、15号", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("每月一日、十五日", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("last day", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("1 mar", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1"),
        ("每年3月1日", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1"),
        ("26 mar-may", "FREQ=WEEKLY;BYMONTH=3,4,5;BYDAY=TU,SA"),
        ("周二 11-1月", "FREQ=WEEKLY;BYMONTH=1,11,12;BYDAY=TU"),
        ("tue until 2026-12-31", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261231"),
        ("freq=weekly; byday=sa,tu", "FREQ=WEEKLY;BYDAY=TU,SA"),
        ("RRULE:INTERVAL=2;FREQ=DAILY", "FREQ=DAILY;INTERVAL=2"),
        ("weekly", "FREQ=WEEKLY"),
    ],
)
def test_days_are_understood_however_they_are_typed(typed: str, rule: str) -> None:
    assert read_common(typed) == Common(rule)
    assert read_common(f"{typed} 7 2 4") == Common(rule, 420, 120, None, 4, None)


@pytest.mark.parametrize(
    ("typed", "at", "minutes", "places"),
    [
        ("7 2 4", 420, 120, (None, 4, None)),
        ("0730 90m 2-4-6", 450, 90, (2, 4, 6)),
        ("7:00 2h 4", 420, 120, (None, 4, None)),
        ("at 7:00, 2 h, 4 people", 420, 120, (None, 4, None)),
        ("7pm for 1 h 30 min 3-5p", 1140, 90, (3, 5, None)),
        ("7点 2小时 4人", 420, 120, (None, 4, None)),
        ("7点2小时4人", 420, 120, (None, 4, None)),
        ("七点半 两个半小时 四人", 450, 150, (None, 4, None)),
        ("早上7点30 2小时", 450, 120, (None, None, None)),
        ("7-9 4", 420, 120, (None, 4, None)),
        ("22-6 2", 1320, 480, (None, 2, None)),
        ("7点到9点半 4人", 420, 150, (None, 4, None)),
        ("7:00-24:00", 420, 1020, (None, None, None)),
        ("7 2-4", 420, None, (2, 4, None)),
        ("7 4人", 420, None, (None, 4, None)),
        ("2h 4", None, 120, (None, 4, None)),
        ("4人", None, None, (None, 4, None)),
        ("7 30", 420, 30, (None, None, None)),
        ("", None, None, (None, None, None)),
    ],
)
def test_what_stands_behind_the_days_is_time_length_and_people(
    typed: str, at: int | None, minutes: int | None, places: tuple
) -> None:
    rule = "FREQ=WEEKLY;BYDAY=TU,SA"
    assert read_common(f"周二周六 {typed}") == Common(rule, at, minutes, *places)


def test_all_of_it_can_be_typed_without_a_space() -> None:
    assert read_common("周二周六7点2小时4人") == read_common("26 7 2 4")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "water",
        "8 7 2 4",
        "22 7 2 4",
        "7:00 tue",
        "26 7 2 4 9",
        "26 25",
        "26 7 0h",
        "26 7 2 0",
        "26 7 2 201",
        "26 7 2 4-2",
        "26 2h 7:00",
        "26 x",
        "tue 15th",
        "daily tue",
        "every month tue",
        "32nd",
        "mon/0",
        "mon/999",
        "tue until 2026-02-30",
        "FREQ=HOURLY 7 2 4",
        "9" * 1000,
        "周二" * 1000,
    ],
)
def test_what_cannot_be_meant_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        read_common(typed)
    assert len(refused.value.sentence) < 400


@given(st.text(max_size=40))
def test_anything_may_be_typed(text: str) -> None:
    for typed in (text, f"26 {text}", f"FREQ=DAILY;{text}"):
        try:
            found = read_common(typed)
        except Refused:
            continue
        assert read_common(say(found.rule)) == Common(found.rule)


def _listed(days: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    return st.sets(days, min_size=1, max_size=most).map(",".join)


PLACED = st.tuples(st.sampled_from(["1", "2", "3", "4", "5", "-1"]), st.sampled_from(WEEKDAYS))
MONTH_DAY = st.integers(1, 31) | st.just(-1)
COMMON_DAYS = st.one_of(
    st.just("FREQ=DAILY"),
    _listed(st.sampled_from(WEEKDAYS), 7).map(lambda days: f"FREQ=WEEKLY;BYDAY={days}"),
    _listed(PLACED.map("".join), 3).map(lambda days: f"FREQ=MONTHLY;BYDAY={days}"),
    _listed(MONTH_DAY.map(str), 4).map(lambda days: f"FREQ=MONTHLY;BYMONTHDAY={days}"),
)
IN_MONTHS = _listed(st.integers(1, 12).map(str), 11).map(lambda months: f";BYMONTH={months}")
ONE_DAY = st.tuples(st.integers(1, 12), st.integers(1, 31)).map(
    lambda day: f"FREQ=YEARLY;BYMONTH={day[0]};BYMONTHDAY={day[1]}"
)
COMMON_RULES = st.tuples(
    st.tuples(COMMON_DAYS, st.just("") | IN_MONTHS).map("".join) | ONE_DAY,
    st.just("") | st.integers(2, 12).map(lambda number: f";INTERVAL={number}"),
    st.just("") | st.dates(date(2027, 1, 1)).map(lambda day: f";UNTIL={day:%Y%m%d}"),
).map("".join)
LENGTHS = st.none() | st.integers(1, 1440)
PEOPLE = st.one_of(
    st.just((None, None, None)),
    st.integers(1, 200).map(lambda wanted: (None, wanted, None)),
    st.lists(st.integers(1, 200), min_size=2, max_size=3).map(
        lambda numbers: (*sorted(numbers), *[None] * (3 - len(numbers)))
    ),
)


@BOTH
@given(rule=COMMON_RULES)
def test_a_rule_that_was_told_is_understood(spoken: str, rule: str) -> None:
    language.speak(spoken)
    kept = read_common(rule).rule
    assert say(rule) == say(kept) != kept
    assert read_common(say(rule)).rule == kept


@BOTH
@given(rule=COMMON_RULES, at=st.none() | st.integers(0, 1439), minutes=LENGTHS, people=PEOPLE)
def test_all_that_was_told_is_understood(
    spoken: str, rule: str, at: int | None, minutes: int | None, people: tuple
) -> None:
    language.speak(spoken)
    words = [
        say(rule),
        "" if at is None else walltime.say_at(at),
        "" if minutes is None else walltime.say_minutes(minutes),
        "-".join(str(number) for number in people if number is not None),
    ]
    words[3] += {"en": " people", "zh_CN": "人"}[spoken] if words[3] else ""
    expected = Common(read_common(rule).rule, at, minutes, *people)
    for between in (" ", ", ", "，"):
        assert read_common(between.join(filter(None, words))) == expected


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=WEEKLY;BYDAY=TU,SA", "every Tue and Sat"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every Mon–Fri"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "every 2 weeks on Tue"),
        ("FREQ=DAILY", "every day"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15,-1", "the 1st, 15th and last day of each month"),
        ("FREQ=MONTHLY;BYDAY=1SA,-1FR", "the 1st Sat and last Fri of each month"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=3", "every 2 months on the 3rd"),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=12", "every year on 12 Mar"),
        (
            "FREQ=WEEKLY;BYMONTH=3,4,5,10;BYDAY=TU;UNTIL=20271231",
            "every Tue, in Mar–May and Oct, until 2027-12-31",
        ),
    ],
)
def test_a_common_rule_is_told_in_words(rule: str, said: str) -> None:
    assert say(rule) == said


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=-2FR",
        "FREQ=DAILY;COUNT=3",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU",
        "no rule at all",
    ],
)
def test_any_other_rule_is_told_as_it_is(rule: str) -> None:
    assert say(rule) == rule
