"""Figures drawn in characters, by plotext: columns along time, and bars under one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count
from typing import Any, NamedTuple

from tui.cells import fit, width

# plotext counts characters where a terminal counts cells, so behind each wide one stands another
# that is taken out again.
_BESIDE_WIDE = "\ue000"
_COLOURS = re.compile("\x1b\\[[0-9;]*m")
_BLOCK = "█"

AXIS = 2  # cells or lines of the frame, with what stands at its marks
MOST_LABEL, MOST_SAID = 24, 14  # cells of a bar's name and of its value
FEWEST_PLOT = 16  # cells that the bars themselves have


class Point(NamedTuple):
    """One value, what it is of, and how it is said."""

    label: str
    value: float
    said: str


def columns(points: Sequence[Point], cells: int, lines: int) -> list[str]:
    """A column for each point, from left to right; every few of them named below."""
    figure = _figure(cells, lines)
    marks = _round_marks(0, max((point.value for point in points), default=0), lines // 2)
    margin = max(len(f"{mark:g}") for mark in marks) + AXIS
    each = max(1, (cells - margin) // max(len(points), 1))
    figure.plotsize(margin + each * len(points), lines)
    places = range(1, len(points) + 1)
    figure.bar(list(places), [point.value for point in points], marker=_BLOCK, width=0.7)
    figure.xlim(0.5, len(points) + 0.5)
    figure.ylim(0, marks[-1])
    figure.yticks(marks, [f"{mark:g}" for mark in marks])
    # So far apart that none must give way to another, which plotext would do by chance.
    apart = 2 * max((width(point.label) for point in points), default=0) + 2
    named = list(places)[:: -max(1, -(-apart // each))][::-1]
    figure.xticks(named, [_spread(points[place - 1].label) for place in named])
    return _drawn(figure)


def bars(points: Sequence[Point], cells: int) -> list[str]:
    """A bar for each point, a line each, with its name and value before it."""
    said = min(max((width(point.said) for point in points), default=0), MOST_SAID)
    widest = max((width(point.label) for point in points), default=0)
    names = max(min(widest, MOST_LABEL, cells - said - FEWEST_PLOT), 1)
    labels = [
        _spread(f"{fit(point.label, names)} {fit(point.said, said, 'right')}") for point in points
    ]
    figure = _figure(cells, len(points) + AXIS + 1)
    places = list(range(len(points), 0, -1))
    values = [point.value for point in points]
    figure.bar(places, values, marker=_BLOCK, width=0.001, orientation="horizontal")
    figure.ylim(0.5, len(points) + 0.5)
    figure.yticks(places, labels)
    marks = _round_marks(min(0, *values), max(0, *values), (cells - names - said) // 8)
    figure.xlim(marks[0], marks[-1])
    figure.xticks(marks, [f"{mark:g}" for mark in marks])
    return _drawn(figure)


def _figure(cells: int, lines: int) -> Any:
    # 30 ms, for those who look at a plot.
    import plotext

    plotext.clear_figure()
    plotext.theme("clear")
    plotext.limit_size(False, False)
    plotext.plotsize(cells, lines)
    return plotext


def _drawn(figure: Any) -> list[str]:
    text = _COLOURS.sub("", figure.build()).replace(_BESIDE_WIDE, "")
    return [line.rstrip() for line in text.splitlines()]


def _spread(text: str) -> str:
    return "".join(c + _BESIDE_WIDE * (width(c) - 1) for c in text)


def _round_marks(least: float, most: float, at_most: int) -> list[float]:
    """Round numbers, evenly apart, from `least` or below to `most` or above."""
    steps = (leading * 10**power for power in count() for leading in (1, 2, 5))
    for step in steps:
        below, above = least // step, -(-most // step) or 1
        if above - below <= max(at_most, 2):
            return [step * mark for mark in range(int(below), int(above) + 1)]
    raise AssertionError("the steps grow without end")
