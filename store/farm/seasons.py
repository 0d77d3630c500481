"""Seasons of a series: from one day of each year to another it begins at another time, or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from store import walltime
from store.errors import Refused
from store.language import _, listed
from store.text import shown

_LEAP = 2024
_DAY = r"(\d{1,2})[-/.月](\d{1,2})日?"
_SPAN = rf"{_DAY}\s*(?:\.\.|~|–|—|to|到|至|-)\s*{_DAY}\s+(\S+)"
_OFF = ("off", "none", "停", "不排")


class Season(NamedTuple):
    """From `first` to `last` of each year, as `05-01`; across new year where first comes later.

    `at` counts minutes from midnight; there are no shifts in a season without.
    """

    first: str
    last: str
    at: int | None

    def is_real(self) -> bool:
        """Whether both days exist, be it in leap years only."""
        return _in_leap_year(self.first) is not None and _in_leap_year(self.last) is not None

    def holds(self, day: date) -> bool:
        """Whether `day` is in this season of its year."""
        here = f"{day.month:02}-{day.day:02}"
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


def at_on(seasons: Sequence[Season], usual: int, day: date) -> int | None:
    """When a shift begins on `day`, in minutes from midnight; None where the season has none."""
    for season in seasons:
        if season.holds(day):
            return season.at
    return usual


def overlap(seasons: Sequence[Season]) -> bool:
    """Whether a day of the year is in two seasons."""
    year = [date(_LEAP, 1, 1) + timedelta(days) for days in range(366)]
    return any(sum(season.holds(day) for season in seasons) > 1 for day in year)


def parse_seasons(text: str) -> tuple[Season, ...]:
    """The seasons typed as `05-01..09-30 6:00; 12-01..02-28 off`; none for nothing.

    Raises Refused.
    """
    parts = [part.strip() for part in re.split("[;；]", text)]
    return tuple(_parse_season(part) for part in parts if part)


def say_seasons(seasons: Sequence[Season]) -> str:
    """The seasons as they can be typed."""
    return "; ".join(
        f"{season.first}..{season.last} "
        + ("off" if season.at is None else walltime.say_at(season.at))
        for season in seasons
    )


def _parse_season(text: str) -> Season:
    found = re.fullmatch(_SPAN, text, re.IGNORECASE)
    if found is None:
        raise _unreadable(text)
    first, last = (f"{int(found[n]):02}-{int(found[n + 1]):02}" for n in (1, 3))
    off = found[5].lower() in (*_OFF, _("off"))
    season = Season(first, last, None if off else walltime.parse_at(found[5]))
    if not season.is_real():
        raise _unreadable(text)
    return season


def _in_leap_year(text: str) -> date | None:
    if not re.fullmatch(r"\d\d-\d\d", text):
        return None
    try:
        return date(_LEAP, int(text[:2]), int(text[3:]))
    except ValueError:
        return None


def _unreadable(text: str) -> Refused:
    examples = listed(("05-01..09-30 6:00", "12-01..02-28 off"))
    return Refused(
        _("Series"),
        _("“{typed}” is no season. Type one like {examples}.").format(
            typed=shown(text), examples=examples
        ),
    )
