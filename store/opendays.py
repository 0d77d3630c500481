"""Open and closed days: weekly closures, public holidays, and what was set by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from peewee import AutoField, BooleanField, IntegerField, TextField

from store import settings
from store.calendar import MONDAY_FIRST
from store.fields import DayField, Row, one_of, plain_text, real_day

NAME_LENGTH = 60
KINDS = ("holiday", "closed", "open")

# So many days in a row may be closed at most; beyond, nothing could ever fall due.
LONGEST_CLOSURE = 366


class CalendarDay(Row):
    """A day unlike its weekday: a public holiday, otherwise closed, or open nevertheless.

    `by_hand` marks what a coordinator set, which no reloading of the holidays changes.
    """

    id = AutoField()
    day = DayField(unique=True, constraints=[real_day("day")])
    kind = TextField(constraints=[one_of("kind", KINDS)])
    name = TextField(default="", constraints=[plain_text("name", NAME_LENGTH)])
    by_hand = BooleanField(default=False)


class HolidayYear(Row):
    """A year whose public holidays are in the calendar; not `official` while only foreseen."""

    id = AutoField()
    year = IntegerField(unique=True)
    country = TextField()
    official = BooleanField()
    looked_on = DayField(constraints=[real_day("looked_on")])


class OpenDays(NamedTuple):
    """The calendar as it stands: closed weekdays (0 is Monday), and days unlike their weekday."""

    weekly: frozenset[int]
    days: dict[date, tuple[str, str]]

    def is_open(self, day: date) -> bool:
        """Whether `day` is open; what is said of the day itself outranks its weekday."""
        if day in self.days:
            return self.days[day][0] == "open"
        return day.weekday() not in self.weekly

    def is_holiday(self, day: date) -> bool:
        """Whether `day` is a public holiday."""
        return day in self.days and self.days[day][0] == "holiday"

    def last_open(self, day: date) -> date:
        """`day`, or the last open day before it."""
        for _step in range(LONGEST_CLOSURE):
            if self.is_open(day) or day == date.min:
                break
            day -= timedelta(1)
        return day

    def count_open(self, after: date, until: date) -> int:
        """How many days are open after the first day, up to and including the second."""
        span = max(0, (until - after).days)
        whole, rest = divmod(span, 7)
        closed = whole * len(self.weekly)
        closed += sum((until - timedelta(back)).weekday() in self.weekly for back in range(rest))
        for day, (kind, _name) in self.days.items():
            if after < day <= until:
                closed += (kind != "open") - (day.weekday() in self.weekly)
        return span - closed

    def back(self, day: date, count: int) -> date:
        """The `count`-th open day counted back from `day`, itself included if it is open."""
        while True:
            day = self.last_open(day)
            count -= 1
            if count <= 0 or day == date.min:
                return day
            day -= timedelta(1)


def read() -> OpenDays:
    """The calendar as the store has it."""
    rows = CalendarDay.select(CalendarDay.day, CalendarDay.kind, CalendarDay.name).tuples()
    days = {day: (kind, name) for day, kind, name in rows}
    return OpenDays(closed_weekdays(), days)


def closed_weekdays() -> frozenset[int]:
    """The weekdays that are closed every week; 0 is Monday."""
    named = settings.text("closed_weekdays")
    return frozenset(MONDAY_FIRST.index(name) for name in named.split(",") if name)
