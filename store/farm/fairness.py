"""Fair shares of the shifts: the problem, its measures, and what no sharing could be better than.

The load of a member is what was worked before and what this sharing adds, in minutes. Fair is the
least sum over all members of load squared, where a member who owes half a share counts double.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import gcd, lcm
from typing import NamedTuple

from store.farm.crew import Slot


class Person(NamedTuple):
    """A member as the problem sees one; `minutes` is the load without the places to be shared out.

    `share` is in percent of a full share, `week` and `month` are caps or None.
    """

    id: int
    minutes: int
    share: int
    week: int | None
    month: int | None
    skills: frozenset[int]


class Problem(NamedTuple):
    """Shifts to be filled up to `wanted`, and who could work in each.

    `able` holds, by shift, the people (by their place in `people`) whom no rule about them alone
    keeps out. `fixed` are places (shift, person) that stay, `outside` the other shifts of each
    person, which count for rest and caps. `apart` and `together` are pairs of people. `before` are
    places that were given already: of two drafts as fair the one that keeps more is better.
    """

    people: tuple[Person, ...]
    slots: tuple[Slot, ...]
    able: tuple[frozenset[int], ...]
    fixed: frozenset[tuple[int, int]]
    outside: tuple[tuple[Slot, ...], ...]
    rest_minutes: int
    apart: frozenset[frozenset[int]]
    together: frozenset[frozenset[int]]
    before: frozenset[tuple[int, int]] = frozenset()


Places = set[tuple[int, int]]


def clash(one: Slot, other: Slot, rest_minutes: int) -> bool:
    """Whether nobody can work in both, as they overlap or leave too little rest."""
    gap = one.gap_to(other)
    return gap < 0 or gap < rest_minutes


def loads(problem: Problem, places: Iterable[tuple[int, int]]) -> list[int]:
    """The load of each person when these places (shift, person) are held."""
    minutes = [person.minutes for person in problem.people]
    for slot, person in places:
        minutes[person] += problem.slots[slot].minutes
    return minutes


def weights(problem: Problem) -> list[int]:
    """What a squared load counts: in whole numbers, in inverse proportion to the share owed."""
    shares = [max(1, person.share) for person in problem.people]
    whole = lcm(*shares) if shares else 1
    return [whole // share for share in shares]


def sum_of_squares(minutes: Iterable[int]) -> float:
    """The sum of squared loads, in hours²."""
    return sum(each * each for each in minutes) / 3600


def spread(minutes: Sequence[int]) -> int:
    """The greatest load less the least, in minutes."""
    return max(minutes) - min(minutes) if minutes else 0


def gini(minutes: Sequence[int]) -> float:
    """The Gini coefficient of the loads: 0 where all are the same, towards 1 where one has all.

    By the ordered loads x: sum (2 i - n - 1) x_i / (n sum x), i from 1 (Gini 1912, Sen 1973).
    """
    total = sum(minutes)
    if total <= 0:
        return 0.0
    count = len(minutes)
    ranked = enumerate(sorted(minutes), 1)
    return sum((2 * rank - count - 1) * load for rank, load in ranked) / (count * total)


def bound_free(problem: Problem, places: Iterable[tuple[int, int]]) -> float:
    """The least sum of squares, in hours², for the same filled places if everyone were free.

    The work is poured over the loads so far like water, in portions of which every shift is a
    whole number; no sharing of whole shifts is below it. What is fixed stays with whom it is.
    """
    held = set(places)
    portion = _portion(problem, held)
    minutes = loads(problem, held & problem.fixed)
    work = sum(problem.slots[slot].minutes for slot, _person in held - problem.fixed)
    if not minutes or not work:
        return sum_of_squares(minutes)
    return sum_of_squares(_poured(minutes, work // portion, portion))


def _portion(problem: Problem, held: Iterable[tuple[int, int]]) -> int:
    return gcd(*(problem.slots[slot].minutes for slot, _person in held)) or 1


def _poured(minutes: list[int], portions: int, portion: int) -> list[int]:
    """Give each portion to whoever has the least, all at once: whole levels first."""
    order = sorted(range(len(minutes)), key=lambda person: minutes[person])
    ranked = [minutes[person] for person in order]
    sums = list(accumulate(ranked))
    # As many are filled up as the water reaches above; levels count from each one's own load.
    filled = len(ranked)
    while filled > 1 and ranked[filled - 1] * filled - sums[filled - 1] > portions * portion:
        filled -= 1
    level = (sums[filled - 1] + portions * portion) // filled
    given = [max(0, (level - load) // portion) for load in ranked]
    rest = portions - sum(given)
    poured = [load + portion * count for load, count in zip(ranked, given, strict=True)]
    while rest > 0:
        least = min(range(len(poured)), key=lambda place: poured[place])
        poured[least] += portion
        rest -= 1
    return poured
