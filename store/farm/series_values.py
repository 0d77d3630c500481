"""What a series is made of, and whether it can be so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from store import recurrence, walltime
from store.calendar import say_day
from store.errors import Invalid, Refused
from store.farm import demands
from store.farm.models import CLOSED_DAYS, DAY_MINUTES, RULE_LENGTH, SERIES_DAYS
from store.farm.seasons import Season, overlap
from store.language import _

MOST_DAYS = 400  # extra days and exceptions of one series
MOST_SEASONS = 12


class SeriesDayRow(NamedTuple):
    """A day on which a series occurs beyond its rule (`extra`), or does not (`except`).

    An extra shift begins at the time of the series where it has none of its own.
    """

    day: date
    kind: str
    at: int | None = None


class SeriesValues(NamedTuple):
    """All that a person says of a series.

    `at` counts minutes from midnight, `minutes` is the length of a shift, `skills` names each skill
    with the number of places that need it.
    """

    team_id: int
    name: str
    rule: str
    starts_on: date
    ends_on: date | None
    at: int
    minutes: int
    least: int
    wanted: int
    most: int
    closed_days: str = "keep"
    skills: tuple[tuple[str, int], ...] = ()
    seasons: tuple[Season, ...] = ()
    days: tuple[SeriesDayRow, ...] = ()
    note: str = ""


def check(values: SeriesValues) -> SeriesValues:
    """The values as they may be stored. Raises Invalid, which names every field that is wrong."""
    complaints = demands.Complaints()
    name = complaints.name(values.name)
    note = complaints.note(values.note)
    rule = complaints.of("rule", lambda: _ruled(values))
    complaints.length(values.minutes)
    complaints.time(values.at)
    complaints.places(values.least, values.wanted, values.most)
    skills = complaints.skills(values.skills, values.most)
    for field, complain in _RULES:
        complaints.add(field, complain(values))
    if rule and not complaints.errors:
        complaints.add("ends_on", _never(values._replace(rule=rule)))
    if complaints.errors:
        raise Invalid(_("Series"), tuple(complaints.errors))
    return values._replace(
        name=name, note=note, rule=rule or "", skills=skills, days=tuple(sorted(values.days))
    )


def _ruled(values: SeriesValues) -> str:
    rule = recurrence.check(values.rule, values.starts_on, walltime.zone())
    if len(rule) > RULE_LENGTH:
        raise Refused(
            _("Series"),
            _("This rule is longer than {most} characters. Please shorten it.").format(
                most=RULE_LENGTH
            ),
        )
    return rule


def _end(values: SeriesValues) -> str | None:
    if values.ends_on is not None and values.ends_on < values.starts_on:
        return _("The last day of a series is not before its first. Please check the dates.")
    return None


def _never(values: SeriesValues) -> str | None:
    """That a series ends before it begins, if so; one that never ends does begin."""
    if values.ends_on is None or any(extra.kind == "extra" for extra in values.days):
        return None
    if recurrence.occurrences(values.rule, values.starts_on, values.starts_on, values.ends_on):
        return None
    return _("No shift would come between {first} and {last}. Please check the dates.").format(
        first=say_day(values.starts_on), last=say_day(values.ends_on)
    )


def _closed_days(values: SeriesValues) -> str | None:
    if values.closed_days not in CLOSED_DAYS:
        return _("On closed days a series keeps working, or not on holidays, or not at all.")
    return None


def _seasons(values: SeriesValues) -> str | None:
    if len(values.seasons) > MOST_SEASONS:
        return _("A series has at most {most} seasons.").format(most=MOST_SEASONS)
    for season in values.seasons:
        if not season.is_real():
            return _("A season is from one day of the year to another, as 05-01 to 09-30.")
        if season.at is not None and not 0 <= season.at < DAY_MINUTES:
            return _("A shift begins between 00:00 and 23:59.")
    if overlap(values.seasons):
        return _("Two seasons share a day. Please let one end before the other begins.")
    return None


def _days(values: SeriesValues) -> str | None:
    if len(values.days) > MOST_DAYS:
        return _("A series has at most {most} extra days and exceptions.").format(most=MOST_DAYS)
    if len({day.day for day in values.days}) < len(values.days):
        return _("A day is given twice among the extra days and exceptions.")
    for day in values.days:
        if day.kind not in SERIES_DAYS or not 0 <= (day.at or 0) < DAY_MINUTES:
            return _("Each of these days is extra, at a time of the day, or an exception.")
    return None


# Every rule that looks at the whole series, and the field under which a form shows it.
_RULES: Sequence[tuple[str, Callable[[SeriesValues], str | None]]] = (
    ("ends_on", _end),
    ("closed_days", _closed_days),
    ("seasons", _seasons),
    ("days", _days),
)


def ended(values: SeriesValues, last: date) -> SeriesValues:
    """The series with `last` as its last day, and no extra day beyond."""
    days = tuple(day for day in values.days if day.day <= last)
    return values._replace(ends_on=last, days=days)


def with_day(values: SeriesValues, day: date, kind: str | None, at: int | None) -> SeriesValues:
    """The series with a day said to be extra or an exception, or nothing said of it."""
    days = tuple(other for other in values.days if other.day != day)
    if kind is not None:
        days = tuple(sorted((*days, SeriesDayRow(day, kind, at))))
    return values._replace(days=days)


def before(values: SeriesValues, since: date) -> SeriesValues:
    """The series as it is up to the day before `since`."""
    return ended(values, since - timedelta(1))
