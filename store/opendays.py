"""Open and closed days: weekly closures, public holidays, and what was set by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from peewee import AutoField, BooleanField, Expression, IntegerField, TextField

from store import acting, recent, settings
from store.calendar import MONDAY_FIRST, say_day, weekday_named
from store.database import transaction
from store.errors import NotFound, Refused
from store.fields import DayField, Row, one_of, plain_text, real_day
from store.language import N_, _, listed
from store.text import clean, shown

NAME_LENGTH = 60
KINDS = ("holiday", "closed", "open")
KIND_WORDS = {"holiday": N_("public holiday"), "closed": N_("closed"), "open": N_("open day")}
WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)

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


class DayRow(NamedTuple):
    """A day unlike its weekday, as the calendar lists it."""

    id: int
    day: date
    kind: str
    name: str
    by_hand: bool


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

    def why_closed(self, day: date) -> str:
        """Why `day` is closed, in the language spoken now; nothing where it is open."""
        if self.is_open(day):
            return ""
        kind, name = self.days.get(day, ("", ""))
        if kind == "holiday":
            return name or _("public holiday")
        if kind == "closed":
            return _("closed: {name}").format(name=name) if name else _("closed")
        return _("closed every {weekday}").format(weekday=_(WEEKDAYS[day.weekday()]))

    def last_open(self, day: date) -> date:
        """`day`, or the last open day before it."""
        while not self.is_open(day) and day > date.min:
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


def days_of(year: int) -> tuple[DayRow, ...]:
    """The days of a year that are unlike their weekday, in their order."""
    within = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
    query = CalendarDay.select().where(within).order_by(CalendarDay.day)
    return tuple(DayRow(*row) for row in query.tuples())


class DaysSet(NamedTuple):
    """Days to be set by hand, and how the deed of it is told."""

    days: tuple[date, ...]
    kind: str
    name: str
    verb: str
    words: dict[str, str]


def asked_days(day: date, kind: str, name: str = "", last: date | None = None) -> DaysSet:
    """What is asked by setting `day`, or every day from it to `last`. Raises Refused."""
    name = clean(name, NAME_LENGTH, _("Name"))
    count = ((last or day) - day).days + 1
    if kind not in ("closed", "open"):
        raise Refused(_("Calendar"), _("A day is set to be closed or open."))
    if not 1 <= count <= LONGEST_CLOSURE:
        raise Refused(
            _("Calendar"),
            _("The last day is not before the first, nor a year later. Please check the dates."),
            "last",
        )
    verb = "close_day" if kind == "closed" else "open_day"
    words = {"day": day.isoformat()}
    if count > 1:
        verb, words = f"{verb}s", words | {"last": (last or day).isoformat()}
    days = tuple(day + timedelta(days) for days in range(count))
    return DaysSet(days, kind, name, verb, words)


def set_day(day: date, kind: str, name: str = "", last: date | None = None) -> None:
    """Make `day`, or every day from it to `last`, closed or open, whatever else is said of it.

    Shifts stay as they are: see store.closures. Raises Refused.
    """
    asked = asked_days(day, kind, name, last)
    with acting.deed(asked.verb, **asked.words):
        put_days(asked.days, asked.kind, asked.name)


def put_days(days: Iterable[date], kind: str, name: str) -> None:
    """Set days by hand, inside the caller's deed."""
    for day in days:
        values = {CalendarDay.kind: kind, CalendarDay.name: name, CalendarDay.by_hand: True}
        CalendarDay.insert({CalendarDay.day: day, **values}).on_conflict(
            conflict_target=[CalendarDay.day], update=values
        ).execute()


def clear_day(day: date) -> None:
    """Take away what was set by hand of `day`.

    Where the public holidays of its year were loaded, the day becomes what they say of it. Shifts
    stay as they are: see store.closures. Raises NotFound where nothing was set.
    """
    with transaction():
        known = cleared(day)
        with acting.deed("clear_day", day=day.isoformat()):
            put_cleared(day, known)


def cleared(day: date) -> tuple[str, str] | None:
    """What will be said of a day, kind and name, once it is cleared; None where nothing.

    Raises NotFound where nothing was set by hand.
    """
    if not CalendarDay.select().where(_by_hand(day)).exists():
        raise NotFound(
            _("Calendar"), _("Nothing was set by hand for {day}.").format(day=say_day(day))
        )
    return _of_library(day)


def put_cleared(day: date, known: tuple[str, str] | None) -> None:
    """Let a day be what is `known` of it, inside the caller's deed."""
    if known is None:
        CalendarDay.delete().where(_by_hand(day)).execute()
    else:
        kind, name = known
        CalendarDay.update(kind=kind, name=name, by_hand=False).where(_by_hand(day)).execute()


def latest_occasions(typed: str = "") -> list[str]:
    """The latest occasions of the calendar that hold what is typed."""
    return recent.texts(CalendarDay.name, typed)


def _by_hand(day: date) -> Expression:
    return (CalendarDay.day == day) & CalendarDay.by_hand


def set_closed_weekdays(weekdays: Iterable[int]) -> None:
    """Close these days of every week, 0 for Monday, and no others. Raises Refused for all seven."""
    closed = weekday_names(weekdays)
    setting = settings.TEXTS["closed_weekdays"][0]
    with acting.deed("change_setting", setting=setting, value=closed or "-"):
        settings.put("closed_weekdays", closed)


def put_closed_weekdays(weekdays: Iterable[int]) -> None:
    """As `set_closed_weekdays`, inside the caller's deed."""
    settings.put("closed_weekdays", weekday_names(weekdays))


def weekday_names(weekdays: Iterable[int]) -> str:
    """These weekdays as the setting names them. Raises Refused for all seven."""
    closed = sorted(set(weekdays))
    if len(closed) == len(MONDAY_FIRST):
        raise Refused(_("Calendar"), _("At least one day of the week must stay open."), "weekdays")
    return ",".join(MONDAY_FIRST[day] for day in closed)


def parse_weekdays(text: str) -> frozenset[int]:
    """The weekdays typed as `sat,sun` or `周六、周日`; none for `none`. Raises Refused."""
    if text.strip().lower() in ("none", _("none")):
        return frozenset()
    words = text.replace("，", ",").replace("、", ",").split(",")
    found = [weekday_named(word) for word in words if word.strip()]
    if None in found or not found:
        raise Refused(
            _("Calendar"),
            _("“{typed}” names no weekdays. Type them like sat,sun, or none.").format(
                typed=shown(text.strip())
            ),
        )
    return frozenset(day for day in found if day is not None)


def say_weekdays(weekdays: Iterable[int]) -> str:
    """Days of the week, Monday first, in the language spoken now."""
    return listed(_(WEEKDAYS[day]) for day in sorted(weekdays)) or _("none")


def say_kind(kind: str) -> str:
    """What a day is, in the language spoken now."""
    return _(KIND_WORDS[kind])


def _of_library(day: date) -> tuple[str, str] | None:
    """What the public holidays say of a day, if those of its year were loaded."""
    row = HolidayYear.select(HolidayYear.country).where(HolidayYear.year == day.year)
    if (loaded := row.tuples().first()) is None:
        return None
    from store import public_holidays

    return public_holidays.known_days(loaded[0], day.year).get(day)
