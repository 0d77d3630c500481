"""A time zone as a calendar file describes it: its offsets, and when they change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Timezone

# No zone changes twice within so many days.
_STEP = timedelta(days=7)
_MINUTE = timedelta(minutes=1)


class Observance(NamedTuple):
    """From `onset` on, a wall time by the offset `before`, clocks show `offset` and say `name`."""

    onset: datetime
    before: timedelta
    offset: timedelta
    name: str
    is_summer: bool


def vtimezone(zone: ZoneInfo, first: date, last: date) -> Timezone:
    """The VTIMEZONE of `zone` for the days from `first` to `last`."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    described = Timezone()
    described.add("TZID", zone.key)
    for each in observances(zone, first, last):
        part = TimezoneDaylight() if each.is_summer else TimezoneStandard()
        part.add("DTSTART", each.onset)
        part.add("TZOFFSETFROM", each.before)
        part.add("TZOFFSETTO", each.offset)
        part.add("TZNAME", each.name)
        described.add_component(part)
    return described


def observances(zone: ZoneInfo, first: date, last: date) -> Iterator[Observance]:
    """What clocks show at the beginning of `first`, and each change until the end of `last`."""
    at = datetime.combine(first, time(), UTC) - timedelta(days=1)
    end = datetime.combine(last, time(), UTC) + timedelta(days=2)
    offset = _offset(zone, at)
    yield _observance(zone, at, offset)
    while at < end:
        later = at + _STEP
        if _offset(zone, later) != offset:
            change = _change(zone, at, later)
            yield _observance(zone, change, offset)
            offset = _offset(zone, change)
            at = change
        else:
            at = later


def _observance(zone: ZoneInfo, moment: datetime, before: timedelta) -> Observance:
    shown = moment.astimezone(zone)
    onset = (moment + before).replace(tzinfo=None)
    return Observance(
        onset, before, _offset(zone, moment), shown.tzname() or zone.key, bool(shown.dst())
    )


def _change(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """The minute between two moments at which the offset becomes another."""
    offset = _offset(zone, early)
    while late - early > _MINUTE:
        middle = early + (late - early) // 2 // _MINUTE * _MINUTE
        if _offset(zone, middle) == offset:
            early = middle
        else:
            late = middle
    return late


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
