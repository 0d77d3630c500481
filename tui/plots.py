"""What is worth a look as a plot: loans, who takes part, hours, and how projects slip."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from store.calendar import say_short
from store.language import N_, _, ngettext
from tui import plotting
from tui.plotting import Point

WEEKS, MONTHS = 52, 24
FEWEST_CELLS, FEWEST_LINES = 40, 8


class Measured(NamedTuple):
    """One row of a plot as programs read it: what it is of, and how much."""

    of: str
    value: int


class Plot(NamedTuple):
    """One plot; `ask` gives its rows as of a day, of a compound or (None) all, so many at most."""

    name: str
    title: str
    empty: str
    ask: Callable[[date, int | None, int], Sequence[Measured]]
    say: Callable[[int], str]
    is_over_time: bool
    per_unit: int = 1


def lines(plot: Plot, rows: Sequence[Measured], cells: int, most: int) -> list[str]:
    """The rows drawn in up to `cells` by `most`; a sentence where there is nothing to draw."""
    if not any(row.value for row in rows):
        return [_(plot.empty)]
    points = [Point(row.of, row.value / plot.per_unit, plot.say(row.value)) for row in rows]
    cells = max(cells, FEWEST_CELLS)
    if plot.is_over_time:
        return plotting.columns(points, cells, max(most, FEWEST_LINES))
    fitting = _fitting(most)
    return plotting.bars(points[:fitting], cells) + ["…"] * (len(points) > fitting)


def rows_of(plot: Plot, today: date, compound_id: int | None, most: int) -> Sequence[Measured]:
    """What the plot shows where `most` lines are free, and a row more where there is one."""
    return plot.ask(today, compound_id, _fitting(most) + 1)


def _fitting(most: int) -> int:
    """How many bars go into so many lines, beside their frame and the sign that there are more."""
    return max(most - plotting.AXIS - 2, 1)


def _loans(today: date, compound_id: int | None, most: int) -> Sequence[Measured]:
    from store.sharing import trends

    weeks = trends.loans_by_week(today, WEEKS, compound_id)
    return [Measured(say_short(week.first), week.number) for week in weeks]


def _participation(today: date, compound_id: int | None, most: int) -> Sequence[Measured]:
    from store.sharing import trends

    months = trends.participation_by_month(today, MONTHS, compound_id)
    return [Measured(f"{month.first:%Y-%m}", month.number) for month in months]


def _hours(today: date, compound_id: int | None, most: int) -> Sequence[Measured]:
    from store.farm import balance

    found = balance.balances(today, last=today)
    most_first = sorted(found, key=lambda row: (-row.before - row.worked, row.member_id))
    return [Measured(row.member, row.before + row.worked) for row in most_first[:most]]


def _slips(today: date, compound_id: int | None, most: int) -> Sequence[Measured]:
    from store.programme import slips
    from store.programme.project_list import Filters

    return [Measured(row.project, row.days) for row in slips.slips(Filters(), today, most)]


def _say_hours(minutes: int) -> str:
    from store import walltime

    return _("{hours} h").format(hours=walltime.say_hours(minutes))


def _say_days(days: int) -> str:
    return ngettext("{count} day", "{count} days", days).format(count=days)


PLOTS = {
    plot.name: plot
    for plot in (
        Plot(
            "loans",
            N_("Loans a week"),
            N_("Nothing was lent in the last twelve months."),
            _loans,
            str,
            is_over_time=True,
        ),
        Plot(
            "participation",
            N_("Households that lent or borrowed, by month"),
            N_("Nobody lent or borrowed in the last two years."),
            _participation,
            str,
            is_over_time=True,
        ),
        Plot(
            "hours",
            N_("Hours worked, by member"),
            N_("Nobody has worked yet: who came to a shift is noted on 3."),
            _hours,
            _say_hours,
            is_over_time=False,
            per_unit=60,
        ),
        Plot(
            "slip",
            N_("How late each project's milestones are, in days"),
            N_("No milestone is later or earlier than was promised."),
            _slips,
            _say_days,
            is_over_time=False,
        ),
    )
}
