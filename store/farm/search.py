"""Local search on a draft: what the flow cannot see, and shifts of unequal length.

The moves are tried in a fixed order and taken only where they are better, so a search ends, and
gives the same draft every time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from random import Random

from store.farm import moves
from store.farm.fairness import Places, Problem
from store.farm.matching import Cancelled, GoingOn
from store.farm.state import State

# A search shakes the draft up so often at most, and stops sooner where so many shakes in a row have
# brought nothing, or the bound is this near.
_SHAKES = 40
_IN_VAIN = 14
_NEAR = 0.0003
_MOST_PLACES_TO_SHAKE = 500

# How many people a chain has at most: at first and at last, between shakes, and in large drafts.
_LONG = 5
_SHORT = 2
_NO_CHAIN = 1

# Shifts before and after one, of its length, whose people it may exchange with for ease.
_AROUND = 30


def improve(
    problem: Problem,
    places: Places,
    going_on: GoingOn,
    *,
    even: bool,
    bound: Callable[[Places], float],
) -> Places:
    """A draft that is no worse, from one that may break rules: places that do are left out first.

    `even` says that all shifts are of one length, so that loads only move by giving shifts away.
    It ends early at the `bound` of what is filled, in weighted minutes².
    """
    state = State(problem, places)
    moves.fill(state)
    small = len(places) <= _MOST_PLACES_TO_SHAKE
    _settle(state, even, _LONG if small else _NO_CHAIN, partial(going_on, 0.0))
    held = state.places()
    if small and state.cost() > (enough := bound(held) * (1 + _NEAR)):
        _shake(state, going_on, even, enough)
        state.stirred = set(range(len(problem.people)))
        _settle(state, even, _LONG, partial(going_on, 1.0))
    _ease(state)
    return state.places()


def ease(problem: Problem, places: Places) -> Places:
    """The same loads with fewer shifts in one week or on one day, and friends together."""
    state = State(problem, places)
    _ease(state)
    return state.places()


def _settle(state: State, even: bool, longest_chain: int, going_on: Callable[[], bool]) -> None:
    """Give away, pass on and exchange until nothing is better any more.

    Only those are looked at whose shifts have changed.
    """
    while state.stirred:
        stirred = sorted(state.stirred, key=lambda each: (-state.minutes[each], each))
        state.stirred = set()
        for person in stirred:
            if not going_on():
                raise Cancelled
            moves.relieve(state, person, longest_chain)
            if not even:
                moves.exchange(state, person)
            moves.change_gaps(state, person, longest_chain // 2)


def _shake(state: State, going_on: GoingOn, even: bool, enough: float) -> None:
    """Exchange some places at random and settle again; keep what is better."""
    random = Random(1)
    best = state.places()
    best_rank = (-len(best), state.cost())
    empty = any(state.free(slot) for slot in range(len(state.there)))
    in_vain = 0
    for number in range(_SHAKES):
        if in_vain > _IN_VAIN or best_rank[1] <= enough:
            break
        _kick(state, random)
        if empty:
            moves.fill(state)
        _settle(state, even, _SHORT, partial(going_on, number / _SHAKES))
        places = state.places()
        rank = (-len(places), state.cost())
        in_vain = 0 if rank < best_rank else in_vain + 1
        if rank <= best_rank:
            best, best_rank = places, rank
        else:
            _go_back(state, best)


def _kick(state: State, random: Random) -> None:
    held = sorted(state.places())
    for _time in range(3):
        for _attempt in range(30):
            one, two = random.choice(held), random.choice(held)
            if one[1] == two[1] or one[0] == two[0]:
                continue
            there = one[1] in state.there[one[0]] and two[1] in state.there[two[0]]
            if there and moves.swap(state, one, two):
                break


def _go_back(state: State, places: Places) -> None:
    now = state.places()
    for slot, person in now - places:
        state.unseat(slot, person)
    for slot, person in places - now:
        state.seat(slot, person)


def _ease(state: State) -> None:
    """Exchange shifts of the same length where that eases somebody's week, or brings friends."""
    by_length: dict[int, list[int]] = defaultdict(list)
    for slot, shift in enumerate(state.problem.slots):
        by_length[shift.minutes].append(slot)
    for slots in by_length.values():
        for place, slot in enumerate(slots):
            around = slots[max(0, place - _AROUND) : place + _AROUND]
            for person in sorted(state.there[slot]):
                if person in state.there[slot]:
                    _ease_one(state, slot, person, around)


def _ease_one(state: State, slot: int, person: int, slots: list[int]) -> None:
    for back in slots:
        if back == slot or person not in state.problem.able[back] or person in state.there[back]:
            continue
        for other in sorted(state.there[back]):
            before = state.unease(slot, person) + state.unease(back, other)
            if not moves.swap(state, (slot, person), (back, other)):
                continue
            if state.unease(back, person) + state.unease(slot, other) < before:
                return
            state.unseat(slot, other)
            state.unseat(back, person)
            state.seat(slot, person)
            state.seat(back, other)
