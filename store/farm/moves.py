"""The moves of a local search: filling a place, giving a shift away along a chain, exchanging.

Every move leaves a draft that breaks no rule, and all but filling make it more even.
"""

from __future__ import annotations

from collections import Counter, deque
from typing import NamedTuple

from store.farm.state import State

# Shifts that are looked at for one chain at most.
_MOST_PASSED = 250

# With whom of the lightest a shift is exchanged.
_MOST_PARTNERS = 20

# How deep one change may call for another when a place is to be filled.
_DEPTH = 3


class _Link(NamedTuple):
    """Of a chain: somebody gives a shift, and what the chain costs until it is taken."""

    slot: int
    giver: int
    cost: int
    before: _Link | None
    length: int


def fill(state: State) -> None:
    """Fill what is empty, also where that takes others to change their shifts."""
    for slot in range(len(state.problem.slots)):
        while state.free(slot) and _seat_somebody(state, slot, _DEPTH, set()):
            pass


def _seat_somebody(state: State, slot: int, depth: int, tried: set[int]) -> bool:
    """Seat somebody in a shift; who would have to leave another one for it is followed there."""
    tried.add(slot)
    able = sorted(state.problem.able[slot], key=lambda person: state.minutes[person])
    for person in able:
        if state.may_take(person, slot):
            state.seat(slot, person)
            return True
    if depth:
        for person in able:
            for given in sorted(state.of[person]):
                if given in tried or not state.may_take(person, slot, given):
                    continue
                state.unseat(given, person)
                state.seat(slot, person)
                if _seat_somebody(state, given, depth - 1, tried):
                    return True
                state.unseat(slot, person)
                state.seat(given, person)
    return False


def relieve(state: State, person: int, longest_chain: int) -> None:
    """Give shifts to whom they cost less, directly or along a chain in which each passes one on."""
    for slot in sorted(state.of[person]):
        minutes = state.problem.slots[slot].minutes
        saved = state.cost_of(person, -minutes)
        lighter = [
            who for who in state.problem.able[slot] if state.cost_of(who, minutes) + saved < 0
        ]
        lighter.sort(key=lambda who: (state.minutes[who], who))
        if any(_give(state, slot, person, other) for other in lighter):
            continue
        if longest_chain > 1 and saved + state.least_cost(state.shortest, min(state.minutes)) < 0:
            chain = _chain(state, _Link(slot, person, saved, None, 1), longest_chain)
            if chain is not None:
                _pass_on(state, *chain)


def change_gaps(state: State, person: int, longest_chain: int) -> None:
    """Leave a place empty where one of a shift no longer is filled instead.

    As many places are filled then, and the load is more even. Of this person's shifts of one length
    two stand for all where a chain would be followed.
    """
    empty = [slot for slot in range(len(state.there)) if state.free(slot)]
    if not empty:
        return
    lengths: Counter[int] = Counter()
    for slot in sorted(state.of[person], key=lambda each: -state.problem.slots[each].minutes):
        minutes = state.problem.slots[slot].minutes
        longest = longest_chain if lengths[minutes] < 2 else 0
        lengths[minutes] += 1
        saved = state.cost_of(person, -minutes)
        stirred = set(state.stirred)
        state.unseat(slot, person)
        if any(_fill_instead(state, other, person, saved, slot, longest) for other in empty):
            return
        state.seat(slot, person)
        state.stirred = stirred


def _fill_instead(
    state: State, slot: int, person: int, saved: int, but: int, longest_chain: int
) -> bool:
    """Fill an empty shift, directly or along a chain, if that costs less than was saved.

    Directly only by whoever gave a shift up: had others been able to, it would be filled.
    """
    minutes = state.problem.slots[slot].minutes
    if slot == but or minutes > state.problem.slots[but].minutes:
        return False
    if state.cost_of(person, minutes) + saved < 0 and state.may_take(person, slot):
        state.seat(slot, person)
        return True
    if longest_chain < 2:
        return False
    chain = _chain(state, _Link(slot, -1, saved, None, 1), longest_chain)
    if chain is None:
        return False
    _pass_on(state, *chain)
    return True


def _give(state: State, slot: int, person: int, other: int) -> bool:
    """Give a shift away, if the other may take it."""
    if not state.may_take(other, slot, leaves=person):
        return False
    state.unseat(slot, person)
    state.seat(slot, other)
    return True


def _chain(state: State, start: _Link, longest: int) -> tuple[_Link, int] | None:
    """The last link of a chain that makes the draft more even, and who takes its shift.

    Each takes the shift that the one before gives, and gives one of theirs; every shift is in it
    once, and every person, so that what each may do does not depend on the others.
    """
    lightest = min(state.minutes)
    waiting = deque((start,))
    passed = {start.slot}
    while waiting and len(passed) < _MOST_PASSED:
        link = waiting.popleft()
        minutes = state.problem.slots[link.slot].minutes
        there = state.there[link.slot]
        for who in state.problem.able[link.slot]:
            if who in there or _is_in(link, who):
                continue
            ends = link.before is not None and link.cost + state.cost_of(who, minutes) < 0
            if ends and state.may_take(who, link.slot, leaves=link.giver):
                return link, who
            if link.length >= longest:
                continue
            for given in state.of[who]:
                if given in passed or given == link.slot:
                    continue
                less = state.problem.slots[given].minutes
                cost = link.cost + state.cost_of(who, minutes - less)
                if cost + state.least_cost(less, lightest) < 0 and state.may_take(
                    who, link.slot, given, link.giver
                ):
                    passed.add(given)
                    waiting.append(_Link(given, who, cost, link, link.length + 1))
    return None


def _is_in(link: _Link | None, who: int) -> bool:
    while link is not None:
        if link.giver == who:
            return True
        link = link.before
    return False


def _pass_on(state: State, link: _Link, taker: int) -> None:
    """Carry a chain out, from its end."""
    at: _Link | None = link
    while at is not None:
        if at.giver >= 0:
            state.unseat(at.slot, at.giver)
        state.seat(at.slot, taker)
        taker, at = at.giver, at.before


def exchange(state: State, person: int) -> None:
    """Exchange a longer shift for a shorter one of somebody with a lower load."""
    for slot in sorted(state.of[person]):
        if slot in state.of[person]:
            _exchange_one(state, person, slot)


def _exchange_one(state: State, person: int, slot: int) -> None:
    length = state.problem.slots[slot].minutes
    able = sorted(state.problem.able[slot], key=lambda each: (state.minutes[each], each))
    for other in able[:_MOST_PARTNERS]:
        if state.minutes[other] >= state.minutes[person]:
            return
        if other in state.there[slot]:
            continue
        for back in sorted(state.of[other]):
            less = length - state.problem.slots[back].minutes
            if less <= 0 or person not in state.problem.able[back]:
                continue
            if state.cost_of(person, -less) + state.cost_of(other, less) < 0 and swap(
                state, (slot, person), (back, other)
            ):
                return


def swap(state: State, one: tuple[int, int], two: tuple[int, int]) -> bool:
    """Two people exchange their places, if they may; answers with whether they did."""
    (slot, person), (back, other) = one, two
    if person in state.there[back] or other in state.there[slot]:
        return False
    if not state.may_take(other, slot, back, person):
        return False
    if not state.may_take(person, back, slot, other):
        return False
    state.unseat(slot, person)
    state.unseat(back, other)
    state.seat(slot, other)
    state.seat(back, person)
    return True
