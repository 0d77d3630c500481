"""A draft in the making: who is where, what may change, and what a change would cost."""

from __future__ import annotations

from collections import Counter, defaultdict

from store.farm.eligibility import missing_skills
from store.farm.fairness import Places, Problem, clash, loads, weights


class State:
    """A draft in the making: `places` are held beside the problem's fixed ones."""

    def __init__(self, problem: Problem, places: Places, *, check: bool = True) -> None:
        self.problem = problem
        self.minutes = loads(problem, problem.fixed)
        self.weight = weights(problem)
        self.full_weight = min(self.weight, default=1)
        self.shortest = min((slot.minutes for slot in problem.slots), default=0)
        self.stirred = set(range(len(problem.people)))  # whom a search has to look at again
        self.there: list[set[int]] = [set() for _slot in problem.slots]
        self.of: list[set[int]] = [set() for _person in problem.people]
        self.clashes = _clashes(problem)
        self._week: Counter[tuple[int, int]] = Counter()
        self._month: Counter[tuple[int, int]] = Counter()
        self._day: Counter[tuple[int, object]] = Counter()
        self._fixed = _by_slot(problem)
        self._apart = _by_person(problem.apart)
        self._together = _by_person(problem.together)
        for person, held in enumerate(problem.outside):
            for shift in held:
                self._week[person, shift.week] += 1
                self._month[person, shift.month] += 1
        for slot, person in problem.fixed:
            self._count(slot, person, 1)
        for slot, person in sorted(places):
            if not check or self.may_take(person, slot):
                self.seat(slot, person)

    def places(self) -> Places:
        """Who is where: (shift, person), without what is fixed."""
        return {(slot, person) for slot, there in enumerate(self.there) for person in there}

    def free(self, slot: int) -> int:
        """How many of a shift's wanted places are empty."""
        taken = len(self.there[slot]) + len(self._fixed[slot])
        return max(0, self.problem.slots[slot].wanted - taken)

    def seat(self, slot: int, person: int) -> None:
        """Give somebody a place."""
        self.there[slot].add(person)
        self.of[person].add(slot)
        self.stirred.add(person)
        self.minutes[person] += self.problem.slots[slot].minutes
        self._count(slot, person, 1)

    def unseat(self, slot: int, person: int) -> None:
        """Take the place away."""
        self.there[slot].remove(person)
        self.of[person].remove(slot)
        self.stirred.add(person)
        self.minutes[person] -= self.problem.slots[slot].minutes
        self._count(slot, person, -1)

    def may_take(self, person: int, slot: int, giving: int = -1, leaves: int = -1) -> bool:
        """Whether somebody may take a place when they give up the shift `giving`.

        With `leaves` the place of that person; else one that is empty.
        """
        problem = self.problem
        if person not in problem.able[slot] or person in self.there[slot]:
            return False
        clashes = self.clashes[slot]
        if not clashes.isdisjoint(self.of[person]) and clashes & self.of[person] != {giving}:
            return False
        shift, given = problem.slots[slot], problem.slots[giving] if giving >= 0 else None
        who = problem.people[person]
        if who.week is not None:
            held = self._week[person, shift.week] - (given is not None and given.week == shift.week)
            if held >= who.week:
                return False
        if who.month is not None:
            held = self._month[person, shift.month]
            held -= given is not None and given.month == shift.month
            if held >= who.month:
                return False
        there = (self.there[slot] | self._fixed[slot]) - {leaves}
        if self._apart and not self._apart[person].isdisjoint(there):
            return False
        if leaves < 0 and not self.free(slot):
            return False
        return not shift.needs or self._fits(slot, there | {person})

    def cost_of(self, person: int, more: int) -> int:
        """What `more` minutes (or fewer) of load cost, in weighted minutes²."""
        return self.weight[person] * more * (2 * self.minutes[person] + more)

    def least_cost(self, more: int, load: int) -> int:
        """The least that `more` minutes cost anybody with this load or a greater one."""
        return self.full_weight * more * (2 * load + more)

    def cost(self) -> int:
        """The sum of all squared loads, in weighted minutes²."""
        pairs = zip(self.weight, self.minutes, strict=True)
        return sum(weight * minutes * minutes for weight, minutes in pairs)

    def unease(self, slot: int, person: int) -> int:
        """What speaks against a place beside fairness: full weeks and days, friends, habits."""
        shift = self.problem.slots[slot]
        with_friends = len(self._together[person] & (self.there[slot] | self._fixed[slot]))
        week = self._week[person, shift.week] - (person in self.there[slot])
        day = self._day[person, shift.day] - (person in self.there[slot])
        as_before = (slot, person) in self.problem.before
        return 2 * week + 4 * day - 12 * with_friends - 6 * as_before

    def _fits(self, slot: int, people: set[int]) -> bool:
        """Whether those people leave every place that needs a skill to somebody who has it."""
        shift = self.problem.slots[slot]
        if len(shift.needs) == 1:  # as nearly always: no matching is needed to see it
            ((skill, needed),) = shift.needs
            others = sum(skill not in self.problem.people[person].skills for person in people)
            return others <= shift.wanted - needed
        skills = [self.problem.people[person].skills for person in people]
        lacking = missing_skills(skills, shift.needs)
        return len(people) + len(lacking) <= shift.wanted

    def _count(self, slot: int, person: int, by: int) -> None:
        shift = self.problem.slots[slot]
        self._week[person, shift.week] += by
        self._month[person, shift.month] += by
        self._day[person, shift.day] += by


def _clashes(problem: Problem) -> list[frozenset[int]]:
    """By shift, the others that nobody can work in as well."""
    order = sorted(range(len(problem.slots)), key=lambda slot: problem.slots[slot].from_minute)
    found: list[list[int]] = [[] for _slot in problem.slots]
    for place, slot in enumerate(order):
        shift = problem.slots[slot]
        for other in order[place + 1 :]:
            if problem.slots[other].from_minute - shift.to_minute >= max(problem.rest_minutes, 0):
                break
            if clash(shift, problem.slots[other], problem.rest_minutes):
                found[slot].append(other)
                found[other].append(slot)
    return [frozenset(others) for others in found]


def _by_slot(problem: Problem) -> list[set[int]]:
    found: list[set[int]] = [set() for _slot in problem.slots]
    for slot, person in problem.fixed:
        found[slot].add(person)
    return found


def _by_person(pairs: frozenset[frozenset[int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in map(sorted, pairs):
        found[one].add(other)
        found[other].add(one)
    return found
