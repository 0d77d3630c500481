"""When a series occurs: by its rule, its seasons, the calendar and what was said of single days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

from store import recurrence, settings
from store.farm.seasons import at_on
from store.farm.series_values import SeriesValues
from store.opendays import OpenDays


class Calendar(Protocol):
    """Open and closed days, with all that is to be said of the day that is asked for."""

    def of(self, day: date) -> OpenDays: ...


def horizon(today: date) -> date:
    """Up to which day shifts are laid out ahead."""
    ahead = timedelta(weeks=settings.number("rota_weeks"))
    return today + ahead if today <= date.max - ahead else date.max


def times(
    series: SeriesValues, first: date, last: date, calendar: Calendar | None
) -> dict[date, int]:
    """At which minute a series begins on each day from `first` to `last` on which it occurs.

    An extra day outranks the calendar, the season and the first day of the series, not its last.
    Without a calendar every day is open.
    """
    last = last if series.ends_on is None else min(last, series.ends_on)
    found: dict[date, int] = {}
    for day in _ruled(series, first, last):
        at = at_on(series.seasons, series.at, day)
        if at is not None and not _is_off(series.closed_days, day, calendar):
            found[day] = at
    for said in series.days:
        if said.kind == "except":
            found.pop(said.day, None)
        elif first <= said.day <= last:
            seasonal = at_on(series.seasons, series.at, said.day)
            found[said.day] = next(at for at in (said.at, seasonal, series.at) if at is not None)
    return dict(sorted(found.items()))


def _ruled(series: SeriesValues, first: date, last: date) -> list[date]:
    first = max(first, series.starts_on)
    if last < first:
        return []
    return recurrence.occurrences(series.rule, series.starts_on, first, last)


def _is_off(closed_days: str, day: date, calendar: Calendar | None) -> bool:
    """Whether a series that reacts so to closed days does not work on `day`."""
    if closed_days == "keep" or calendar is None:
        return False
    known = calendar.of(day)
    return known.is_holiday(day) if closed_days == "holidays" else not known.is_open(day)
