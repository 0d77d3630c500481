"""The field in which a series or a shift is typed in a few keystrokes: `26 7 2 4`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from store import recurrence, walltime
from store.calendar import parse_day, say_near
from store.errors import FieldError, Invalid, Refused, StoreError
from store.language import _, listed, ngettext
from store.recurrence import Common

# The store's names of what this one field says.
PARTS = frozenset({"rule", "at", "minutes", "least", "wanted", "most", "days"})
NEXT_DAYS = 5
ANY_RULE = "FREQ=DAILY"
WEEKDAYS = "MOTUWETHFRSASU"


class When(NamedTuple):
    """A rule with its time, length and places, all of them known."""

    rule: str
    at: int
    minutes: int
    least: int
    wanted: int
    most: int


# What stands in for what cannot be read.
USUAL = When(ANY_RULE, 7 * 60, 60, 1, 1, 1)


def read(typed: str, known: When | None = None) -> When:
    """What is typed; what is left out stays as it is `known`. Raises Refused."""
    found = recurrence.read_common(typed, walltime.zone())
    at, minutes = found.at, found.minutes
    if known is not None:
        at = known.at if at is None else at
        minutes = known.minutes if minutes is None else minutes
    least, wanted, most = _places(found, known)
    if at is None:
        raise Refused(_("Series"), _("Please type the time too, as in “26 7 2 4”."))
    if minutes is None:
        raise Refused(_("Series"), _("Please type how long it takes too, as in “26 7 2 4”."))
    if wanted is None:
        raise Refused(_("Series"), _("Please type how many people too, as in “26 7 2 4”."))
    return When(found.rule, at, minutes, least, wanted, most)


def _places(found: Common, known: When | None) -> tuple[int, int | None, int]:
    """The places least, wanted and most; one number alone is all three."""
    if found.wanted is None:
        return (known.least, known.wanted, known.most) if known else (0, None, 0)
    least = found.wanted if found.least is None else found.least
    return least, found.wanted, found.wanted if found.most is None else found.most


def read_span(typed: str, known: When | None = None) -> When:
    """As `read`, of one shift: the time, the length and the places alone."""
    return read(f"{ANY_RULE} {typed}" if typed.strip() else ANY_RULE, known)


def typed(when: When) -> str:
    """What `read` understands as `when`, in as few or as plain words as there are for its rule."""
    span = typed_span(when)
    for days in (_digits(when.rule), recurrence.say(when.rule)):
        if days and _means(f"{days} {span}", when):
            return f"{days} {span}"
    return f"{when.rule} {span}"


def _digits(rule: str) -> str:
    """The days of a rule of every week, as `26`; nothing of any other."""
    name, _equals, days = rule.partition("=WEEKLY;BYDAY=")
    found = [WEEKDAYS.find(day) // 2 + 1 for day in days.split(",")]
    return "".join(map(str, found)) if name == "FREQ" and all(found) else ""


def _means(text: str, when: When) -> bool:
    try:
        return read(text) == when
    except Refused:
        return False


def typed_span(when: When) -> str:
    """What `read_span` understands as `when`."""
    hours, minutes = divmod(when.minutes, 60)
    length = f"{when.minutes}m" if minutes else f"{hours}h"
    places = f"{when.least}-{when.wanted}-{when.most}"
    if when.least == when.wanted == when.most:
        places = str(when.wanted)
    return f"{walltime.say_at(when.at)} {length} {places}"


def say(when: When) -> str:
    """What was understood, but for the days: `07:00, 2 h, 4 people`."""
    people = ngettext("{count} person", "{count} people", when.wanted).format(count=when.wanted)
    if (when.least, when.most) != (when.wanted, when.wanted):
        people = _("{people} (at least {least}, at most {most})").format(
            people=people, least=when.least, most=when.most
        )
    return listed((walltime.say_at(when.at), walltime.say_minutes(when.minutes), people))


def understood(values: dict[str, str], known: When | None, today: date) -> list[str]:
    """What a series form understands, and its next days; or what is wrong with it."""
    if not values["when"].strip():
        return examples()
    try:
        when = read(values["when"], known)
        starts_on = _day(values["starts_on"], today) or today
        ends_on = _day(values["ends_on"], today)
        rule = recurrence.check(when.rule, starts_on, walltime.zone())
        last = ends_on or date.max
        days = recurrence.next_days(rule, starts_on, max(starts_on, today), NEXT_DAYS, last)
    except StoreError as trouble:
        return [f"! {trouble.sentence}", *examples()[1:]]
    told = _("{rule}: {span}").format(rule=recurrence.say(rule), span=say(when))
    if not days:
        return [told, _("! No shift would come between the first and the last day.")]
    return [told, _("Next: {days}").format(days=listed(say_near(day, today) for day in days))]


def examples() -> list[str]:
    """What may be typed."""
    return [
        _("Days, time, length, people: 26 7 2 4 is Tue and Sat at 7:00, 2 h, 4 people."),
        _("Also: 1-5 7:30 90m 2-4-6, daily, mon/2 (every second week), 1st sat, 15th,"),
        _("or a rule of RFC 5545: FREQ=WEEKLY;BYDAY=TU 7 2 4"),
    ]


def span_examples() -> list[str]:
    """What may be typed of one shift."""
    return [
        _("Time, length, people: 7 2 4 is at 7:00, 2 h, 4 people."),
        _("2-4-6 people are 2 at least, 4 wanted and 6 at most."),
    ]


@contextmanager
def said_under(field: str) -> Iterator[None]:
    """Let a refusal of what is typed in one field be said under it."""
    try:
        yield
    except Invalid as refused:
        errors = tuple(
            FieldError(field if error.field in PARTS else error.field, error.sentence)
            for error in refused.errors
        )
        raise Invalid(refused.title, errors) from refused


def _day(text: str, today: date) -> date | None:
    return parse_day(text, today) if text.strip() else None
