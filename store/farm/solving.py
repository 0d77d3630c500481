"""Sharing out the places of a problem: the most that can be filled, then as evenly as can be."""

from __future__ import annotations

from collections.abc import Iterable
from math import gcd
from typing import NamedTuple

from store.farm import search
from store.farm.fairness import Places, Problem, sum_of_squares, weights
from store.farm.matching import GoingOn, Matching
from store.farm.state import State


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
    matching = Matching(problem, _room(problem))
    lengths = _lengths(problem)
    matching.fill(lambda done: going_on(done * 0.6), sum(lengths) // max(1, len(lengths)))
    matching.cover_the_least()
    places = matching.places()
    even = len(set(lengths)) <= 1
    if even and _is_sound(problem, places):
        return Solution(search.ease(problem, places), len(places), proven=True)
    weight = weights(problem)

    def bound(held: Places) -> float:
        return sum(
            each * load * load for each, load in zip(weight, _portioned(problem, held), strict=True)
        )

    found = search.improve(
        problem, places, lambda done: going_on(0.6 + done * 0.4), even=even, bound=bound
    )
    # With places empty, others filled instead might be more even, if they are shorter.
    settled = len(found) == len(places) and (even or len(found) == len(lengths))
    proven = settled and State(problem, found).cost() <= bound(found)
    return Solution(found, len(places), proven)


def bound_available(problem: Problem, places: Iterable[tuple[int, int]]) -> float:
    """The least sum of squares, in hours², for the same filled places, given who can when.

    For shifts of one length it is what the flow reaches. Else every shift is cut into portions of
    which each length is a whole number, and those are shared out: nothing whole can be more even.
    """
    return sum_of_squares(_portioned(problem, set(places)))


def _portioned(problem: Problem, held: Places) -> list[int]:
    """The load of each person, in minutes, when the portions of what is held are shared out."""
    filled = [0] * len(problem.slots)
    able = [set(people) for people in problem.able]
    for slot, _person in held | problem.fixed:
        filled[slot] += 1
    for slot, person in held - problem.fixed:
        able[slot].add(person)  # whoever is there by hand may be there
    portion = gcd(*(problem.slots[slot].minutes for slot, _person in held)) or 1
    matching = Matching(problem._replace(able=tuple(map(frozenset, able))), filled, portion)
    matching.fill(lambda _done: True, portion)
    return matching.minutes(portion)


def _room(problem: Problem) -> list[int]:
    """The places of each shift that are to be filled, with those that are fixed."""
    return [shift.wanted for shift in problem.slots]


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
