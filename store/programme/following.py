"""How milestones follow each other when one of them moves: the rule, without the store.

Nothing here writes or asks; see forecasting for who does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from graphlib import TopologicalSorter
from typing import NamedTuple


class Stop(NamedTuple):
    """Where a milestone stands: its day is `actual` once it was reached, which never moves."""

    baseline: date
    forecast: date
    actual: date | None = None

    @property
    def day(self) -> date:
        """The day it was reached on, else its forecast."""
        return self.actual or self.forecast


class Link(NamedTuple):
    """That `later` comes at least `gap_days` after `earlier`; both are keys of stops."""

    later: int
    earlier: int
    gap_days: int


def follow(
    stops: Mapping[int, Stop], links: Iterable[Link], asked: int, day: date
) -> dict[int, date]:
    """The new forecasts of all that move when the stop `asked` moves to `day`, itself included.

    What follows is pushed as far as its gap asks for, slack first. What was brought closer than
    its gap stays as close as it was. When `asked` moves forward in time, what stood right behind
    it comes along, but no further than to its baseline. Raises CycleError where links form a ring.
    """
    before: dict[int, list[Link]] = {key: [] for key in stops}
    for link in links:
        before[link.later].append(link)
    order = TopologicalSorter({key: [link.earlier for link in before[key]] for key in stops})
    moved: dict[int, date] = {}
    for key in order.static_order():
        stop = stops[key]
        if key == asked:
            moved[key] = day
        elif stop.actual is None and any(link.earlier in moved for link in before[key]):
            new = _pushed(stop, before[key], stops, moved)
            if new != stop.forecast:
                moved[key] = new
    return moved


def _pushed(
    stop: Stop, links: list[Link], stops: Mapping[int, Stop], moved: Mapping[int, date]
) -> date:
    """Where a stop comes to stand behind those that it needs, some of which have moved."""
    was_needed, is_needed = date.min, date.min
    for link in links:
        earlier = stops[link.earlier]
        gap = timedelta(min(link.gap_days, (stop.forecast - earlier.day).days))
        was_needed = max(was_needed, earlier.day + gap)
        is_needed = max(is_needed, moved.get(link.earlier, earlier.day) + gap)
    stood_behind = stop.forecast == was_needed
    own = min(stop.baseline, stop.forecast) if stood_behind else stop.forecast
    return max(is_needed, own)
