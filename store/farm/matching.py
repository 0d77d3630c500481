"""The flow behind the draft: from people by way of their weeks to the places of shifts.

Loads that whole units can be sent to make a polymatroid, and over one the greedy choice is best:
always send the next unit from whom it costs least, until nothing can be sent. That fills the most
places there can be, and of all ways to fill so many it has the least sum of convex costs
(Federgruen and Groenevelt 1986). So for shifts of one length, where only the team, the times, the
skills, the caps and shifts at the same time speak, the draft is the best there is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heapreplace

from store.farm.crew import Slot
from store.farm.fairness import Places, Problem, clash, weights
from store.farm.flow import Network

# A month and a week, that is the week's days in that month; -1 where one does not matter.
Span = tuple[int, int]

GoingOn = Callable[[float], bool]

# Units sent between two looks at whether to go on.
_LOOK_EVERY = 200


class Cancelled(Exception):
    """Somebody said not to go on."""


class Matching:
    """The network of a problem, with `room` units for the places to be filled of each shift.

    One unit is a place, or `portion` minutes of one. What the network cannot say (rest that chains
    shifts together, pairs) it leaves out: what comes of it
    is never worse than what can be had, and is right if it happens to break none of that. So it is
    with a week that lies in two months, for who has caps for both: each part may fill the week's
    cap, unless `limits` by person and part say otherwise.
    """

    def __init__(
        self,
        problem: Problem,
        room: Sequence[int],
        portion: int | None = None,
        limits: Mapping[tuple[int, Span], int] | None = None,
    ) -> None:
        self.problem = problem
        self._limits = limits or {}
        self.net = Network()
        self._portion = portion
        self._people = [self.net.start() for _person in problem.people]
        self._slots = [self.net.node() for _slot in problem.slots]
        self._kinds: list[list[tuple[int, int]]] = []  # by shift: (skill or 0, node)
        self._carriers: list[list[tuple[int, list[int]]]] = [[] for _slot in problem.slots]
        self._exits: list[int] = []
        self._longest: dict[Span, int] = defaultdict(int)  # units of the longest shift there
        for slot, shift in enumerate(problem.slots):
            self._exits.append(
                self.net.edge(self._slots[slot], Network.SINK, self._units(slot, room[slot]))
            )
            self._kinds.append(self._kinds_of(slot, max(room[slot], shift.wanted)))
            for span in spans(shift):
                self._longest[span] = max(self._longest[span], self._units(slot, 1))
        self._taken = _taken(problem)
        self._seat_fixed()
        self._join()

    def fill(self, going_on: GoingOn, unit: int) -> None:
        """Send all that can be sent, always from whom `unit` minutes more cost least."""
        people = self.problem.people
        load = [person.minutes for person in people]
        for slot, person in self.problem.fixed:
            load[person] += self.problem.slots[slot].minutes
        weight = weights(self.problem)

        def cost(person: int) -> int:
            return weight[person] * (2 * load[person] + unit)

        waiting = [(cost(person), load[person], person) for person in range(len(people))]
        heapify(waiting)
        to_send = sum(self.net.room[edge] for edge in self._exits)
        sent = 0
        while waiting and sent < to_send:
            person = waiting[0][2]
            start = self._people[person]
            turn = sent // len(people) + person  # people begin with different weeks
            if not self.net.send_straight(start, turn) and not self.net.send(start):
                heappop(waiting)
                continue
            sent += 1
            load[person] += unit
            heapreplace(waiting, (cost(person), load[person], person))
            if sent % _LOOK_EVERY == 0 and not going_on(sent / to_send):
                raise Cancelled

    def cover_the_least(self) -> None:
        """Where places stay empty, let each shift have its `least` before another has more.

        Nobody's number of shifts changes by it (Mendelsohn and Dulmage 1958).
        """
        for slot, shift in enumerate(self.problem.slots):
            while self._filled(slot) < shift.least and self.net.room[self._exits[slot]]:
                if not self._take_from_fuller(slot):
                    break

    def places(self) -> Places:
        """Who is where: (shift, person), without what is fixed."""
        return {
            (slot, person)
            for slot, carriers in enumerate(self._carriers)
            for person, edges in carriers
            if any(self.net.carried(edge) for edge in edges)
        }

    def minutes(self, unit: int) -> list[int]:
        """The load of each person after filling, what is fixed included."""
        load = [person.minutes for person in self.problem.people]
        for slot, person in self.problem.fixed:
            load[person] += self.problem.slots[slot].minutes
        for carriers in self._carriers:
            for person, edges in carriers:
                load[person] += unit * sum(self.net.carried(edge) for edge in edges)
        return load

    def _units(self, slot: int, places: int) -> int:
        """How many units so many places of a shift are."""
        if self._portion is None:
            return places
        return places * self.problem.slots[slot].minutes // self._portion

    def _kinds_of(self, slot: int, places: int) -> list[tuple[int, int]]:
        """The kinds of a shift's places, a node each: those that need a skill, and the others."""
        shift = self.problem.slots[slot]
        if not shift.needs:
            return [(0, self._slots[slot])]
        kinds = []
        for skill, needed in shift.needs:
            node = self.net.node()
            self.net.edge(node, self._slots[slot], self._units(slot, needed))
            kinds.append((skill, node))
        others = max(0, places - sum(needed for _skill, needed in shift.needs))
        node = self.net.node()
        self.net.edge(node, self._slots[slot], self._units(slot, others))
        return [*kinds, (0, node)]

    def _open_to(self, slot: int, person: int) -> Iterator[int]:
        """The nodes of the kinds of places that a person may take in a shift."""
        skills = self.problem.people[person].skills
        return (node for skill, node in self._kinds[slot] if not skill or skill in skills)

    def _seat_fixed(self) -> None:
        """Those who stay sit first, each on a node of their own that no later path can empty."""
        for slot, person in sorted(self.problem.fixed):
            seat = self.net.node()
            units = self._units(slot, 1)
            for node in self._open_to(slot, person):
                self.net.edge(seat, node, units)
            left = units
            while left and (sent := self.net.send(seat, left)):
                left -= sent
            # Somebody put there by hand who fits no place takes one all the same.
            self.net.room[self._exits[slot]] -= min(left, self.net.room[self._exits[slot]])

    def _join(self) -> None:
        """Edges from each person by week, and by what is at the same time, to the places."""
        able = self.problem.able
        # What few can do is tried first: at the end there is more to choose from.
        groups = sorted(
            _at_the_same_time(self.problem),
            key=lambda group: min(len(able[slot]) for slot in group),
        )
        before = _by_person(self.problem.before)
        for person in range(len(self.problem.people)):
            weeks: dict[Span, int] = {}
            months: dict[Span, int] = {}
            # What somebody had before is tried first.
            mine = before[person]
            for group in sorted(groups, key=mine.isdisjoint) if mine else groups:
                open_to = [slot for slot in group if person in able[slot]]
                if not open_to:
                    continue
                who = self.problem.people[person]
                month, part, week = spans(self.problem.slots[open_to[0]])
                if who.month is not None:
                    week = part
                if week not in weeks:
                    start = self._people[person]
                    if who.month is not None:
                        if month not in months:
                            months[month] = self._span(start, person, month, who.month)
                        start = months[month]
                    weeks[week] = self._span(start, person, week, who.week)
                self._join_group(person, weeks[week], open_to)

    def _span(self, tail: int, person: int, span: Span, cap: int | None) -> int:
        """The node of a person's month, week or part of a week."""
        cap = self._limits.get((person, span), cap)
        left = len(self.problem.slots) if cap is None else cap - self._taken[person, span]
        node = self.net.node()
        self.net.edge(tail, node, max(0, left) * self._longest[span])
        return node

    def _join_group(self, person: int, tail: int, able: Sequence[int]) -> None:
        if len(able) > 1 or len(self._kinds[able[0]]) > 1:
            node = self.net.node()
            self.net.edge(tail, node, max(self._units(slot, 1) for slot in able))
            tail = node
        for slot in able:
            room = self._units(slot, 1)
            edges = [self.net.edge(tail, node, room) for node in self._open_to(slot, person)]
            self._carriers[slot].append((person, edges))

    def _filled(self, slot: int) -> int:
        return self.net.carried(self._exits[slot])

    def _take_from_fuller(self, slot: int) -> bool:
        """Let a shift with more than its `least` give one up, along a path of changes."""
        fuller = [
            (shift.least - self._filled(other), other)
            for other, shift in enumerate(self.problem.slots)
            if self._filled(other) > shift.least
        ]
        start = self.net.node()
        for _surplus, other in sorted(fuller):
            self.net.edge(start, self._slots[other], 1)
        path = self.net.path(start, self._slots[slot])
        for edge in self.net.out[start]:
            self.net.room[edge] = 0
        if not path:
            return False
        giver = self._slots.index(self.net.to[path[0]])
        self.net.push([self._exits[giver] ^ 1])
        self.net.push([*path[1:], self._exits[slot]])
        return True


def _at_the_same_time(problem: Problem) -> Iterator[list[int]]:
    """The shifts in groups, of which each clashes with each other one of its group.

    No group goes beyond a week or a month.
    """
    groups: dict[Span, list[list[int]]] = defaultdict(list)
    for slot, shift in enumerate(problem.slots):
        in_week = groups[spans(shift)[1]]
        last = in_week[-1] if in_week else None
        if last and all(clash(problem.slots[other], shift, problem.rest_minutes) for other in last):
            last.append(slot)
        else:
            in_week.append([slot])
    for in_week in groups.values():
        yield from in_week


def _by_person(places: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for slot, person in places:
        found[person].add(slot)
    return found


def _taken(problem: Problem) -> Counter[tuple[int, Span]]:
    """How many shifts each person has anyway in each span."""
    held = [(person, shift) for person, shifts in enumerate(problem.outside) for shift in shifts]
    held += [(person, problem.slots[slot]) for slot, person in problem.fixed]
    return Counter((person, span) for person, shift in held for span in spans(shift))


def spans(shift: Slot) -> tuple[Span, Span, Span]:
    """The month of a shift, the part of its week that lies in that month, and its week."""
    return (shift.month, -1), (shift.month, shift.week), (-1, shift.week)
