"""Open and closed days: what outranks what, counting them, and setting them by hand."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import history, language, opendays, public_holidays
from store.errors import NotFound, Refused
from store.opendays import OpenDays
from tests.conftest import TODAY

SPRING = date(2026, 2, 17)
MAKE_UP = date(2026, 2, 28)  # a Saturday

days = st.dates(date(2026, 1, 1), date(2026, 3, 31))
kinds = st.sampled_from(opendays.KINDS)
calendars = st.builds(
    OpenDays,
    st.frozensets(st.integers(0, 6), max_size=6),
    st.dictionaries(days, st.tuples(kinds, st.just("name")), max_size=30),
)


@given(calendar=calendars, day=days)
def test_a_day_has_a_reason_exactly_where_it_is_closed(calendar: OpenDays, day: date) -> None:
    assert bool(calendar.why_closed(day)) == (not calendar.is_open(day))
    if calendar.is_holiday(day):
        assert not calendar.is_open(day)


@given(calendar=calendars, day=days)
def test_what_is_said_of_a_day_outranks_its_weekday(calendar: OpenDays, day: date) -> None:
    """As a make-up workday outranks a weekly closure."""
    for kind in opendays.KINDS:
        said = calendar._replace(days=calendar.days | {day: (kind, "")})
        assert said.is_open(day) == (kind == "open")


@given(calendar=calendars, after=days, span=st.integers(0, 60))
def test_open_days_are_counted_as_one_by_one(calendar: OpenDays, after: date, span: int) -> None:
    one_by_one = sum(calendar.is_open(after + timedelta(ahead)) for ahead in range(1, span + 1))
    assert calendar.count_open(after, after + timedelta(span)) == one_by_one


def test_open_days_are_counted_back_over_a_closure_of_any_length() -> None:
    closed = {TODAY - timedelta(back): ("closed", "") for back in range(500)}
    calendar = OpenDays(frozenset(), closed)
    assert calendar.back(TODAY, 1) == TODAY - timedelta(500)


def test_each_reason_is_told() -> None:
    calendar = OpenDays(
        frozenset({6}),
        {
            date(2026, 6, 19): ("holiday", "端午节"),
            date(2026, 6, 22): ("closed", "Spring cleaning"),
            date(2026, 6, 23): ("closed", ""),
        },
    )
    told = [calendar.why_closed(date(2026, 6, day)) for day in (19, 20, 21, 22, 23)]
    assert told == ["端午节", "", "closed every Sunday", "closed: Spring cleaning", "closed"]


def test_a_day_set_by_hand_can_be_undone_and_cleared(store: Path) -> None:
    opendays.set_day(date(2026, 12, 3), "closed", " Spring  cleaning ")
    (row,) = opendays.days_of(2026)
    assert row[1:] == (date(2026, 12, 3), "closed", "Spring cleaning", True)
    opendays.set_day(date(2026, 12, 3), "open")
    assert opendays.read().is_open(date(2026, 12, 3))
    assert history.undo().label == "undid: opened 2026-12-03"
    assert opendays.days_of(2026) == (row,)
    opendays.clear_day(date(2026, 12, 3))
    assert opendays.days_of(2026) == ()
    with pytest.raises(NotFound, match="Thu 2026-12-03"):
        opendays.clear_day(date(2026, 12, 3))


def test_only_open_and_closed_are_set_by_hand(store: Path) -> None:
    with pytest.raises(Refused):
        opendays.set_day(TODAY, "holiday", "mine")
    with pytest.raises(Refused, match="60"):
        opendays.set_day(TODAY, "closed", "x" * 61)
    assert opendays.days_of(TODAY.year) == ()


def test_a_public_holiday_comes_back_where_what_was_set_over_it_is_cleared(store: Path) -> None:
    public_holidays.ensure(2026, 2026, TODAY)
    before = opendays.days_of(2026)
    opendays.set_day(SPRING, "open", "we are here")
    assert opendays.read().is_open(SPRING)
    opendays.clear_day(SPRING)
    assert opendays.days_of(2026) == before
    with pytest.raises(NotFound):
        opendays.clear_day(SPRING)


def test_a_make_up_workday_is_open_though_every_saturday_is_closed(store: Path) -> None:
    public_holidays.ensure(2026, 2026, TODAY)
    opendays.set_closed_weekdays((6, 5, 5))
    calendar = opendays.read()
    assert calendar.is_open(MAKE_UP)
    assert not calendar.is_open(MAKE_UP + timedelta(7))
    assert history.latest(1)[0].label.endswith("to sat,sun")
    opendays.set_closed_weekdays(())
    assert opendays.closed_weekdays() == frozenset()


def test_one_day_of_the_week_stays_open(store: Path) -> None:
    with pytest.raises(Refused, match="At least one"):
        opendays.set_closed_weekdays(range(7))
    assert opendays.closed_weekdays() == frozenset()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sat,sun", {5, 6}),
        ("Sunday", {6}),
        (" mon , wednesday,", {0, 2}),
        ("周六、星期天", {5, 6}),
        ("none", set()),
    ],
)
def test_weekdays_are_typed_as_they_are_called(typed: str, meant: set[int]) -> None:
    assert opendays.parse_weekdays(typed) == meant


@pytest.mark.parametrize("typed", ["", ",", "sat,xyz", "2026-12-03", "下周六", "s"])
def test_what_is_no_weekday_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="names no weekdays"):
        opendays.parse_weekdays(typed)


def test_weekdays_are_told_from_monday_on() -> None:
    assert opendays.say_weekdays((6, 0)) == "Monday, Sunday"
    assert opendays.say_weekdays(()) == "none"
    language.speak("zh_CN")
    assert opendays.say_weekdays((6, 0)) == "周一、周日"


def test_days_in_a_row_are_set_as_one_deed(store: Path) -> None:
    opendays.set_day(date(2026, 12, 30), "closed", "roof", date(2027, 1, 2))
    assert [row.day.day for row in opendays.days_of(2026)] == [30, 31]
    assert [row.name for row in opendays.days_of(2027)] == ["roof", "roof"]
    assert history.undo().label == "undid: closed 2026-12-30 to 2027-01-02"
    assert opendays.days_of(2026) == opendays.days_of(2027) == ()


@pytest.mark.parametrize("last", [date(2026, 12, 29), date(2028, 1, 1)])
def test_days_in_a_row_end_after_they_begin_and_within_a_year(store: Path, last: date) -> None:
    with pytest.raises(Refused, match="not before the first, nor a year later"):
        opendays.set_day(date(2026, 12, 30), "closed", "", last)
    assert opendays.days_of(2026) == ()
