"""The shifts of a period and everybody who might work in them, as a problem to be shared out."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from peewee import fn

from store.farm import eligibility, fairness
from store.farm.crew import Crew, Held, Slot, Worker
from store.farm.fairness import Person, Problem
from store.farm.gathering import read_crew
from store.farm.hours import still_to_come
from store.farm.models import Assignment, Shift


class Sheet(NamedTuple):
    """A problem, and what its numbers stand for in the store."""

    crew: Crew
    problem: Problem
    members: tuple[int, ...]
    released: dict[tuple[int, int], int]  # (shift, person): the assignment that may be dropped

    def key(self) -> tuple:
        """What must still hold when a draft is carried out."""
        slots = [
            (each.id, each.from_minute, each.to_minute, each.wanted, each.needs)
            for each in self.problem.slots
        ]
        return slots, self.problem._replace(slots=(), outside=()), self.released


def open_days(today: date) -> tuple[date, date]:
    """The days from the first to the last shift that may still be shared out."""
    to_come = Assignment.select(fn.min(Shift.starts_at)).join(Shift).where(still_to_come())
    last = Shift.select(fn.max(Shift.starts_at)).scalar()
    first = to_come.scalar()
    days = [moment.date() for moment in (first, last) if moment]
    return min([today, *days]), max([today, *days])


def read(first: date, last: date, team_id: int | None) -> Sheet:
    """The planned shifts from `first` to `last` (of a team) of which nobody noted yet who came.

    Places taken by hand are fixed; drafted ones are released, to be given anew.
    """
    crew = read_crew(first, last, team_id=team_id)
    held: dict[int, list[tuple[int, Held]]] = defaultdict(list)
    for member_id, places in crew.held.items():
        for place in places:
            held[place.slot.id].append((member_id, place))
    slots = tuple(
        slot
        for slot in crew.slots.values()
        if slot.state == "planned"
        and first <= slot.day <= last
        and (team_id is None or slot.team_id == team_id)
        and not any(place.noted for _member, place in held[slot.id])
    )
    teams = {slot.team_id for slot in slots}
    if not slots:
        all_teams = {team for worker in crew.workers.values() for team in worker.teams}
        teams = all_teams if team_id is None else {team_id}
    return _sheet(crew, slots, teams, first, last)


def _sheet(crew: Crew, slots: tuple[Slot, ...], teams: set[int], first: date, last: date) -> Sheet:
    """The problem of these shifts, for those who are in one of the teams or hold a place."""
    number = {slot.id: place for place, slot in enumerate(slots)}
    members = tuple(
        id
        for id, worker in crew.workers.items()
        if any(place.slot.id in number for place in crew.held.get(id, ()))
        or any(worker.is_in_team_between(team, first, last) for team in teams)
    )
    person = {member_id: place for place, member_id in enumerate(members)}
    fixed: set[tuple[int, int]] = set()
    released: dict[tuple[int, int], int] = {}
    outside: list[list[Slot]] = [[] for _member in members]
    busy: list[set[int]] = [set() for _slot in slots]
    for member_id in members:
        for place in crew.held.get(member_id, ()):
            if place.slot.id not in number:
                if place.state == "planned":
                    outside[person[member_id]].append(place.slot)
            elif place.state == "standby":
                busy[number[place.slot.id]].add(person[member_id])
            elif place.by_hand:
                fixed.add((number[place.slot.id], person[member_id]))
            else:
                released[number[place.slot.id], person[member_id]] = place.assignment_id
    days = (slots[0].day, slots[-1].day) if slots else (first, last)
    problem = Problem(
        tuple(_person(crew, crew.workers[member_id], days, number) for member_id in members),
        slots,
        (),
        frozenset(fixed),
        tuple(map(tuple, outside)),
        crew.rest_minutes,
        _pairs(crew, person, "apart"),
        _pairs(crew, person, "together"),
        frozenset(released),
    )
    return Sheet(
        crew, problem._replace(able=_able(crew, problem, members, busy)), members, released
    )


def _person(
    crew: Crew,
    worker: Worker,
    days: tuple[date, date],
    number: dict[int, int],
) -> Person:
    """A member whose load is told without the places that are to be shared out."""
    mine = sum(
        place.slot.minutes
        for place in crew.held.get(worker.id, ())
        if place.state == "planned" and place.slot.id in number
    )
    return Person(
        worker.id,
        worker.minutes - mine,
        worker.share(*days),
        worker.max_per_week,
        worker.max_per_month,
        worker.skills,
    )


def _able(
    crew: Crew, problem: Problem, members: tuple[int, ...], busy: list[set[int]]
) -> tuple[frozenset[int], ...]:
    """By shift, whom neither anything about themselves keeps out nor another place that stays."""
    kept: list[list[Slot]] = [list(held) for held in problem.outside]
    seated: list[set[int]] = [set() for _slot in problem.slots]
    for slot, person in problem.fixed:
        kept[person].append(problem.slots[slot])
        seated[slot].add(person)
    found = []
    for slot, shift in enumerate(problem.slots):
        apart = {
            other for pair in problem.apart if pair & seated[slot] for other in pair - seated[slot]
        }
        found.append(
            frozenset(
                person
                for person, member_id in enumerate(members)
                if problem.people[person].share
                and person not in seated[slot]
                and person not in busy[slot]
                and person not in apart
                and not any(eligibility.of_worker(crew.workers[member_id], shift))
                and not any(
                    fairness.clash(shift, other, problem.rest_minutes) for other in kept[person]
                )
            )
        )
    return tuple(found)


def _pairs(crew: Crew, person: dict[int, int], kind: str) -> frozenset[frozenset[int]]:
    return frozenset(
        frozenset(person[each] for each in pair)
        for pair, which in crew.pairs.items()
        if which == kind and all(each in person for each in pair)
    )
