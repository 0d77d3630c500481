"""Laying shifts out ahead: what a series has coming becomes shifts, each of them once."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from store import acting
from store.database import transaction
from store.errors import Refused
from store.farm import new_shifts, occurring, series
from store.farm.models import Shift
from store.farm.occurring import Calendar
from store.farm.series import SeriesRow
from store.language import _
from store.public_holidays import CalendarByYear

# So far ahead shifts are laid out at most: a year typed wrongly is not to fill the store.
FARTHEST = timedelta(weeks=208)

Missing = list[tuple[SeriesRow, dict[date, int]]]


def lay_out(today: date, until: date | None = None) -> int:
    """See to it that every shift from `today` through `until` is there; answers how many were not.

    Without `until` that is so many weeks ahead as the community has set. The program's own deed,
    and none where nothing was missing. Raises Refused for a day too far ahead.
    """
    if until is not None and until - today > FARTHEST:
        raise Refused(
            _("Which days?"),
            _("{day} is more than four years ahead. Please check the date.").format(
                day=until.isoformat()
            ),
        )
    last = until or occurring.horizon(today)
    if not _missing(today, last, CalendarByYear()):
        return 0
    with transaction():
        # Somebody else may have laid them out just now.
        missing = _missing(today, last, CalendarByYear(today))
        count = sum(len(times) for _series, times in missing)
        if count:
            with acting.deed_of_program("lay_out", count=count, last=last.isoformat()):
                for row, times in missing:
                    new_shifts.put(row.id, row.values, times)
    return count


def _missing(first: date, last: date, calendar: Calendar) -> Missing:
    rows = series.not_over(first)
    there = _there([row.id for row in rows], first, last)
    found = []
    for row in rows:
        times = occurring.times(row.values, first, last, calendar)
        missing = {day: at for day, at in times.items() if day not in there[row.id]}
        if missing:
            found.append((row, missing))
    return found


def _there(series_ids: list[int], first: date, last: date) -> defaultdict[int, set[date]]:
    """The days of these series that have their shift already, cancelled or not."""
    query = Shift.select(Shift.series, Shift.occurrence).where(
        Shift.series.in_(series_ids), Shift.occurrence.between(first, last)
    )
    found: defaultdict[int, set[date]] = defaultdict(set)
    for series_id, day in query.tuples():
        found[series_id].add(day)
    return found
