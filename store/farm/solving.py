"""Sharing out the places of a problem: the most that can be filled, then as evenly as can be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from heapq import heappop, heappush
from math import gcd
from typing import NamedTuple

from store.farm import search
from store.farm.fairness import Places, Problem, loads, sum_of_squares, weights
from store.farm.matching import Cancelled, GoingOn, Matching, Span, spans
from store.farm.state import State

# So many flows are made at most where caps of weeks are divided between two months, and only where
# there are no more places than this.
_MOST_FLOWS = 40
_MOST_TO_DIVIDE = 1000


class Solution(NamedTuple):
    """Who is where, (shift, person), without what is fixed; `proven` if no sharing is more even.

    `most` is how many places the flow could fill: nothing fills more.
    """

    places: Places
    most: int
    proven: bool


def share_out(problem: Problem, going_on: GoingOn = lambda _done: True) -> Solution:
    """Fill the most places, up to `wanted` each, and then share the load as evenly as can be.

    Raises Cancelled.
    """
    lengths = _lengths(problem)
    even = len(set(lengths)) <= 1
    unit = sum(lengths) // max(1, len(lengths))
    first = _Flow(problem, unit, {}, lambda done: going_on(done * 0.5))
    flow = _within_weeks(problem, unit, first, lambda done: going_on(0.5 + done * 0.1))
    if flow.filled < len(lengths):
        flow.cover_the_least()
    if even and _is_sound(problem, flow.places):
        return Solution(search.ease(problem, flow.places), first.filled, proven=True)
    weight = weights(problem)

    def bound(held: Places) -> float:
        minutes = zip(weight, _portioned(problem, held), strict=True)
        return sum(each * load * load for each, load in minutes)

    found = search.improve(
        problem, flow.places, lambda done: going_on(0.6 + done * 0.4), even=even, bound=bound
    )
    # With places empty, others filled instead might be more even.
    settled = len(found) == first.filled == len(lengths) <= _MOST_TO_DIVIDE
    proven = settled and State(problem, found).cost() <= bound(found)
    return Solution(found, first.filled, proven)


class _Flow:
    """What the flow makes of a problem with `limits` to what people do in parts of weeks."""

    def __init__(
        self,
        problem: Problem,
        unit: int,
        limits: dict[tuple[int, Span], int],
        going_on: GoingOn,
    ) -> None:
        matching = Matching(problem, [shift.wanted for shift in problem.slots], limits=limits)
        matching.fill(going_on, unit)
        self._matching = matching
        self.limits = limits
        self.places = matching.places()
        self.filled = len(self.places)
        self.cost = State(problem, self.places, check=False).cost()

    def cover_the_least(self) -> None:
        """Spread what is filled so that each shift has its `least`, where it can be."""
        self._matching.cover_the_least()
        self.places = self._matching.places()

    def rank(self) -> tuple[int, int]:
        """Lower is better."""
        return -self.filled, self.cost


def _within_weeks(problem: Problem, unit: int, first: _Flow, going_on: GoingOn) -> _Flow:
    """Keep to the caps of weeks that lie in two months (branch and bound, Land and Doig 1960).

    Each flow is at least as good as what can be had under its limits; so the best one is taken up
    first, and once it keeps to the caps nothing is better. Where that takes too long the best one
    so far, which does not, is answered.
    """
    waiting = [(first.rank(), 0, first)]
    made = 0
    while True:
        flow = waiting[0][2]
        over = _overfull_week(problem, flow.places)
        if over is None or made >= _MOST_FLOWS or first.filled > _MOST_TO_DIVIDE:
            return flow
        heappop(waiting)
        person, parts = over
        cap = problem.people[person].week or 0
        for in_first in range(cap + 1):
            if not going_on(min(1.0, made / _MOST_FLOWS)):
                raise Cancelled
            made += 1
            divided = {(person, parts[0]): in_first, (person, parts[1]): cap - in_first}
            branch = _Flow(problem, unit, flow.limits | divided, lambda _done: True)
            heappush(waiting, (branch.rank(), made, branch))


def _overfull_week(problem: Problem, places: Places) -> tuple[int, tuple[Span, ...]] | None:
    """Somebody with more than the cap in a week that lies in two months, and its two parts."""
    counted: Counter[tuple[int, int]] = Counter()
    parts: dict[int, set[Span]] = defaultdict(set)
    held = [(person, problem.slots[slot]) for slot, person in places | problem.fixed]
    held += [(person, shift) for person, out in enumerate(problem.outside) for shift in out]
    for person, shift in held:
        counted[person, shift.week] += 1
        parts[shift.week].add(spans(shift)[1])
    for (person, week), count in sorted(counted.items()):
        cap = problem.people[person].week
        if cap is not None and count > cap and len(parts[week]) == 2:
            return person, tuple(sorted(parts[week]))
    return None


def bound_available(
    problem: Problem,
    places: Iterable[tuple[int, int]],
    going_on: GoingOn = lambda _done: True,
) -> float:
    """The least sum of squares, in hours², for the same filled places, given who can when.

    For shifts of one length it is what the flow reaches. Else every shift is cut into portions of
    which each length is a whole number, and those are shared out: nothing whole can be more even.
    Raises Cancelled.
    """
    held = set(places)
    if held <= problem.fixed:
        return sum_of_squares(loads(problem, held))
    return sum_of_squares(_portioned(problem, held, going_on))


def _portioned(problem: Problem, held: Places, going_on: GoingOn = lambda _done: True) -> list[int]:
    """The load of each person, in minutes, when the portions of what is held are shared out."""
    filled = [0] * len(problem.slots)
    able = [set(people) for people in problem.able]
    for slot, _person in held | problem.fixed:
        filled[slot] += 1
    for slot, person in held - problem.fixed:
        able[slot].add(person)  # whoever is there by hand may be there
    portion = gcd(*(problem.slots[slot].minutes for slot, _person in held)) or 1
    matching = Matching(problem._replace(able=tuple(map(frozenset, able))), filled, portion)
    matching.fill(going_on, portion)
    return matching.minutes(portion)


def _lengths(problem: Problem) -> list[int]:
    """The length of each place that is still empty."""
    taken = [0] * len(problem.slots)
    for slot, _person in problem.fixed:
        taken[slot] += 1
    return [
        shift.minutes
        for slot, shift in enumerate(problem.slots)
        for _place in range(shift.wanted - taken[slot])
    ]


def _is_sound(problem: Problem, places: Places) -> bool:
    """Whether the places break none of the rules that the flow left out."""
    state = State(problem, places)
    return state.places() == places
