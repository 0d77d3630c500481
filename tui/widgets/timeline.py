"""Days on a line: what was planned hollow, what is expected or done filled, and today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

BASELINE, FORECAST, REACHED = "○", "◆", "●"
SLIP, TODAY, EMPTY = "─", "│", "·"
BEFORE, BEYOND = "‹", "›"


class Mark(NamedTuple):
    """One thing on the line: when it was planned, when it is expected or was done."""

    baseline: date
    day: date
    reached: bool


class Scale(NamedTuple):
    """From the first to the last day in so many cells."""

    first: date
    last: date
    width: int

    def place(self, day: date) -> int:
        """The cell of a day; beyond either end it is the last one there."""
        span = max((self.last - self.first).days, 1)
        place = (day - self.first).days * (self.width - 1) // span
        return min(max(place, 0), self.width - 1)


def draw(marks: Iterable[Mark], scale: Scale, today: date) -> str:
    """All marks on one line: slips beneath, then today, then what was planned, then what is."""
    placed = [(mark, scale.place(mark.baseline), scale.place(mark.day)) for mark in marks]
    line = [EMPTY] * scale.width
    for _mark, planned, now in placed:
        begin, end = min(planned, now), max(planned, now)
        if end > begin:
            line[begin : end + 1] = SLIP * (end - begin + 1)
    if scale.first <= today <= scale.last:
        line[scale.place(today)] = TODAY
    for mark, planned, _now in placed:
        if mark.baseline != mark.day:
            line[planned] = BASELINE
    for mark, _planned, now in placed:
        line[now] = REACHED if mark.reached else FORECAST
    if any(mark.day < scale.first for mark, _planned, _now in placed):
        line[0] = BEFORE
    if any(mark.day > scale.last for mark, _planned, _now in placed):
        line[-1] = BEYOND
    return "".join(line)


def months(scale: Scale) -> str:
    """The numbers of the months over their first days, as far as there is room."""
    line = [" "] * scale.width
    free = 0
    day = scale.first.replace(day=1)
    while day <= scale.last:
        number, place = str(day.month), scale.place(max(day, scale.first))
        if place >= free and place + len(number) <= scale.width:
            line[place : place + len(number)] = number
            free = place + len(number) + 1
        day = (day + timedelta(32)).replace(day=1)
    return "".join(line)
