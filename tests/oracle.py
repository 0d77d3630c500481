"""The best rota there is, found by OR-tools' CP-SAT where it is installed; no part of the program.

Written from the rules alone, not from the program's own way of solving them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from functools import reduce
from importlib.util import find_spec
from itertools import pairwise
from math import gcd
from typing import Any, NamedTuple

from fixtures.village import Farmer, Occurrence, Village

INSTALLED = find_spec("ortools") is not None
WHY_NOT = "OR-tools is not installed (pip install ortools): nothing to compare with"

# A place: the number of an occurrence, and that of a member.
Placed = tuple[int, int]


class Best(NamedTuple):
    """The most places that can be filled, and the least sum of squared minutes when they are.

    `bound` is what the sum cannot be below; `proved` says that there is nothing between the two.
    """

    filled: int
    squares: int
    bound: float
    proved: bool


def squares(village: Village, placed: Iterable[Placed]) -> int:
    """The sum over the members of their squared minutes, history and all."""
    minutes = [farmer.minutes_before for farmer in village.farmers]
    shifts = village.occurrences()
    for shift, member in placed:
        minutes[member] += village.works[shifts[shift].work].minutes
    return sum(load * load for load in minutes)


def faults(village: Village, placed: Sequence[Placed], rest: int = 0) -> Iterator[str]:
    """What is against the rules in a rota, one sentence each; `rest` is in minutes."""
    shifts = village.occurrences()
    if len(set(placed)) != len(placed):
        yield "somebody is twice in a shift"
    crowd: dict[int, list[Farmer]] = defaultdict(list)
    held: dict[int, list[Occurrence]] = defaultdict(list)
    for shift, member in placed:
        crowd[shift].append(village.farmers[member])
        held[member].append(shifts[shift])
        if not can_work(village.farmers[member], shifts[shift]):
            yield f"{village.farmers[member].name} is not free at {shifts[shift]}"
    for shift, farmers in crowd.items():
        work = village.works[shifts[shift].work]
        unskilled = work.wanted - sum(count for _skill, count in work.needs)
        skilled = sum(
            min(count, sum(skill in farmer.skills for farmer in farmers))
            for skill, count in work.needs
        )
        if len(farmers) > unskilled + skilled:
            yield f"{len(farmers)} in {shifts[shift]}, of whom {skilled} are skilled"
        for one, other in village.apart:
            if {village.farmers[one], village.farmers[other]} <= set(farmers):
                yield f"{village.farmers[one].name} and {village.farmers[other].name} are together"
    for member, mine in held.items():
        yield from _too_much(village.farmers[member], sorted(mine, key=_start), rest)


def _too_much(farmer: Farmer, mine: Sequence[Occurrence], rest: int) -> Iterator[str]:
    for one, other in pairwise(mine):
        if other.starts_at < one.ends_at + timedelta(minutes=rest):
            yield f"{farmer.name} has {one} and {other}"
    for most, bounds in ((farmer.max_per_week, _week), (farmer.max_per_month, _month)):
        counts: dict[tuple[int, int], int] = defaultdict(int)
        for shift in mine:
            counts[bounds(shift)] += 1
        if most is not None and max(counts.values()) > most:
            yield f"{farmer.name} has {max(counts.values())} shifts where {most} are the most"


def best(village: Village, seconds: float, rest: int = 0) -> Best:
    """The best rota that CP-SAT finds in so many seconds for each of its two questions."""
    model = _Model(village, rest)
    filled = model.most_places(seconds)
    least, bound, proved = model.least_squares(filled, seconds)
    return Best(filled, least, bound, proved)


class _Model:
    """One village as CP-SAT knows it: a yes or no for every member, shift and kind of place."""

    def __init__(self, village: Village, rest: int) -> None:
        from ortools.sat.python import cp_model

        self._cp = cp_model
        self._village = village
        self._shifts = village.occurrences()
        self._model = cp_model.CpModel()
        self._in: dict[Placed, Any] = {}
        self._open_places()
        for member in range(len(village.farmers)):
            self._limit(member, rest)

    def _open_places(self) -> None:
        """One person fills one place; those for a skill take nobody else."""
        for shift, occurrence in enumerate(self._shifts):
            work = self._village.works[occurrence.work]
            places = [("", work.wanted - sum(count for _skill, count in work.needs)), *work.needs]
            able = [
                (member, farmer)
                for member, farmer in enumerate(self._village.farmers)
                if can_work(farmer, occurrence)
            ]
            taken: dict[int, list[Any]] = defaultdict(list)
            for skill, count in places:
                may = [member for member, farmer in able if not skill or skill in farmer.skills]
                takes = {member: self._model.new_bool_var("") for member in may}
                self._model.add(sum(takes.values()) <= count)
                for member, is_taken in takes.items():
                    taken[member].append(is_taken)
            for member, ways in taken.items():
                self._in[shift, member] = self._model.new_bool_var("")
                self._model.add(sum(ways) == self._in[shift, member])
            for one, other in self._village.apart:
                if one in taken and other in taken:
                    self._model.add_at_most_one(self._in[shift, one], self._in[shift, other])

    def _limit(self, member: int, rest: int) -> None:
        """No two shifts at once, rest between them, and no more than the caps allow."""
        farmer = self._village.farmers[member]
        mine = [shift for shift in range(len(self._shifts)) if (shift, member) in self._in]
        weeks: dict[tuple[int, int], list[Any]] = defaultdict(list)
        months: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for shift in mine:
            occurrence = self._shifts[shift]
            weeks[_week(occurrence)].append(self._in[shift, member])
            months[_month(occurrence)].append(self._in[shift, member])
            # Whatever is still on, or rested from, when this one begins, excludes each other.
            since = occurrence.starts_at - timedelta(minutes=rest)
            still = [
                self._in[other, member]
                for other in mine
                if self._shifts[other].starts_at <= occurrence.starts_at
                and self._shifts[other].ends_at > since
            ]
            self._model.add_at_most_one(still)
        for most, spans in ((farmer.max_per_week, weeks), (farmer.max_per_month, months)):
            for span in spans.values():
                if most is not None and most < len(span):
                    self._model.add(sum(span) <= most)

    def most_places(self, seconds: float) -> int:
        """How many places can be filled at all."""
        self._model.maximize(sum(self._in.values()))
        solver, proved = self._solved(seconds)
        if not proved:
            raise RuntimeError(f"CP-SAT did not find the most places within {seconds} s")
        return round(solver.objective_value)

    def least_squares(self, filled: int, seconds: float) -> tuple[int, float, bool]:
        """The least sum of squares with so many places filled, its bound, and whether they meet."""
        works = self._village.works
        before = [farmer.minutes_before for farmer in self._village.farmers]
        unit = reduce(gcd, (*before, *(work.minutes for work in works)))
        self._model.add(sum(self._in.values()) == filled)
        total = []
        for member, minutes in enumerate(before):
            mine = [
                (works[self._shifts[shift].work].minutes, is_in)
                for (shift, who), is_in in self._in.items()
                if who == member
            ]
            low, high = minutes // unit, (minutes + sum(length for length, _is_in in mine)) // unit
            load = self._model.new_int_var(low, high, "")
            self._model.add(load == low + sum(length // unit * is_in for length, is_in in mine))
            total.append(self._square(load, low, high))
        self._model.minimize(sum(total))
        solver, proved = self._solved(seconds)
        scale = unit * unit
        return round(solver.objective_value) * scale, solver.best_objective_bound * scale, proved

    def _square(self, load: Any, low: int, high: int) -> Any:
        """A figure that is at least the square of a whole `load`: above the line through each two
        neighbouring points of the parabola."""
        square = self._model.new_int_var(low * low, high * high, "")
        for at in range(low, high + 1):
            self._model.add(square >= (2 * at + 1) * load - at * (at + 1))
        return square

    def _solved(self, seconds: float) -> tuple[Any, bool]:
        solver = self._cp.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = 8
        status = solver.solve(self._model)
        if status not in (self._cp.OPTIMAL, self._cp.FEASIBLE):
            raise RuntimeError(f"CP-SAT says {solver.status_name(status)} after {seconds} s")
        return solver, status == self._cp.OPTIMAL


def can_work(farmer: Farmer, shift: Occurrence) -> bool:
    """Whether a member is there, and free for the whole of a shift."""
    day = shift.starts_at.date()
    if any(first <= day <= last for first, last in farmer.absences):
        return False
    begin = shift.starts_at.hour * 60 + shift.starts_at.minute
    end = begin + round((shift.ends_at - shift.starts_at).total_seconds() / 60)
    return not farmer.windows or any(
        window.weekday == day.isoweekday() and window.start <= begin and end <= window.end
        for window in farmer.windows
    )


def _start(shift: Occurrence) -> Any:
    return shift.starts_at


def _week(shift: Occurrence) -> tuple[int, int]:
    return shift.starts_at.isocalendar()[:2]


def _month(shift: Occurrence) -> tuple[int, int]:
    return shift.starts_at.year, shift.starts_at.month
