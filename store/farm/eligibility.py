"""Who may work in which shift, and what speaks against it: the one place that decides.

Changes by hand, lists of stand-ins and the draft all ask here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from store.calendar import say_short
from store.farm.crew import Crew, Slot, Worker
from store.farm.gathering import read_crew, read_slot
from store.farm.member_list import no_such_member
from store.farm.models import Assignment
from store.language import _

# What a person may decide otherwise, and is told; all else forbids it.
ONLY_TOLD = frozenset({"time"})


class Objection(NamedTuple):
    """What speaks against a member in a shift; `words` are what its sentence names."""

    kind: str
    words: dict[str, str]

    @property
    def forbids(self) -> bool:
        """Whether the member cannot be in the shift because of it."""
        return self.kind not in ONLY_TOLD


class Candidate(NamedTuple):
    """Somebody who might take a place; `minutes` is the load so far, future shifts included."""

    member_id: int
    member: str
    minutes: int
    objections: tuple[Objection, ...]


def say(objection: Objection) -> str:
    """An objection in a few words, in the language spoken now."""
    return _sentences()[objection.kind].format(**objection.words)


def objections(
    shift_id: int, member_id: int, *, instead_of: int | None = None
) -> tuple[Objection, ...]:
    """What speaks against a member in a shift, of which nothing is changed.

    With `instead_of` the place of that assignment, there or in another shift, is given up for it.
    Raises NotFound.
    """
    slot = read_slot(shift_id)
    crew = read_crew(slot.day, slot.day, members=(member_id,))
    if member_id not in crew.workers:
        raise no_such_member()
    return tuple(_all(crew, crew.workers[member_id], slot, instead_of))


def of_standby(shift_id: int) -> tuple[tuple[int, tuple[Objection, ...]], ...]:
    """The places on the standby list of a shift, the oldest first, and what speaks against each.

    Raises NotFound.
    """
    slot = read_slot(shift_id)
    here = (Assignment.shift == shift_id) & (Assignment.state == "standby")
    query = Assignment.select(Assignment.id, Assignment.member_id).where(here)
    waiting = tuple(query.order_by(Assignment.id).tuples())
    crew = read_crew(slot.day, slot.day, members=[member_id for _number, member_id in waiting])
    return tuple(
        (number, tuple(_all(crew, crew.workers[member_id], slot, None)))
        for number, member_id in waiting
    )


def stand_ins(shift_id: int, *, instead_of: int | None = None) -> tuple[Candidate, ...]:
    """Everybody of a shift's team who is not in it yet: who could first, least load first.

    Then those who could not, with why; of these, who is only not free at that time comes first.
    Raises NotFound.
    """
    slot = read_slot(shift_id)
    crew = read_crew(slot.day, slot.day, team_id=slot.team_id)
    there = crew.members_of(slot.id)
    found = [
        Candidate(
            worker.id, worker.name, worker.minutes, tuple(_all(crew, worker, slot, instead_of))
        )
        for worker in crew.workers.values()
        if worker.id not in there
    ]
    return tuple(sorted(found, key=_by_fitness))


def _by_fitness(candidate: Candidate) -> tuple[int, int, str]:
    found = candidate.objections
    rank = 2 if any(each.forbids for each in found) else 1 if found else 0
    return rank, candidate.minutes, candidate.member


def _all(crew: Crew, worker: Worker, slot: Slot, instead_of: int | None) -> Iterator[Objection]:
    yield from of_worker(worker, slot)
    yield from _of_commitments(crew, worker, slot, instead_of)
    yield from _of_place(crew, worker, slot, instead_of)


def of_worker(worker: Worker, slot: Slot) -> Iterator[Objection]:
    """What speaks against it whatever else is planned: the team, an absence, the usual times."""
    if not worker.is_in_team(slot.team_id, slot.day):
        yield Objection("team", {"member": worker.name})
    if (absence := worker.absence_on(slot)) is not None:
        first, last = map(say_short, absence)
        yield Objection("absent", {"member": worker.name, "first": first, "last": last})
    if not worker.is_free(slot.starts_at, slot.ends_at):
        yield Objection("time", {"member": worker.name})


def _of_commitments(
    crew: Crew, worker: Worker, slot: Slot, instead_of: int | None
) -> Iterator[Objection]:
    """What speaks against it by the member's other shifts: overlap, rest, the most of a week."""
    others = [
        held.slot
        for held in crew.held[worker.id]
        if held.state == "planned" and held.assignment_id != instead_of and held.slot.id != slot.id
    ]
    for other in others:
        gap = slot.gap_to(other)
        if gap < crew.rest_minutes or gap < 0:
            kind = "overlap" if gap < 0 else "rest"
            at = f"{say_short(other.day)} {other.starts_at:%H:%M}"
            yield Objection(kind, {"member": worker.name, "shift": other.name, "at": at})
            break
    week = sum(other.week == slot.week for other in others)
    if worker.max_per_week is not None and week >= worker.max_per_week:
        yield Objection("week", {"member": worker.name, "most": str(worker.max_per_week)})
    month = sum(other.month == slot.month for other in others)
    if worker.max_per_month is not None and month >= worker.max_per_month:
        yield Objection("month", {"member": worker.name, "most": str(worker.max_per_month)})


def _of_place(
    crew: Crew, worker: Worker, slot: Slot, instead_of: int | None
) -> Iterator[Objection]:
    """What speaks against it in the shift itself: who is there, how many, and the skills needed."""
    if slot.state != "planned":
        yield Objection("cancelled", {"shift": slot.name})
    planned = crew.planned_in(slot.id, but=instead_of)
    if worker.id in planned:
        yield Objection("in", {"member": worker.name})
        return
    for other in planned:
        if crew.pairs.get(frozenset((worker.id, other))) == "apart":
            names = {"member": worker.name, "other": crew.names[other]}
            yield Objection("apart", names)
    if len(planned) >= slot.most:
        yield Objection("full", {"shift": slot.name, "most": str(slot.most)})
        return
    skills = [crew.skills.get(other, frozenset()) for other in planned]
    lacking = missing_skills([*skills, worker.skills], slot.needs)
    if len(lacking) > slot.most - len(planned) - 1:
        before = missing_skills(skills, slot.needs)
        if len(lacking) >= len(before):
            yield Objection(
                "skill", {"member": worker.name, "skill": crew.skill_names.get(lacking[0], "")}
            )


def missing_skills(skills: Iterable[frozenset[int]], needs: Iterable[tuple[int, int]]) -> list[int]:
    """Which places that need a skill stay empty when people with these skills are there.

    One person fills one of them; as many as can be are filled (augmenting paths, Kuhn 1955).
    """
    wanted = [skill for skill, places in needs for _each in range(places)]
    taken: dict[int, int] = {}
    people = list(skills)

    def place(person: int, tried: set[int]) -> bool:
        for number, skill in enumerate(wanted):
            if skill in people[person] and number not in tried:
                tried.add(number)
                if number not in taken or place(taken[number], tried):
                    taken[number] = person
                    return True
        return False

    for person in range(len(people)):
        place(person, set())
    return [skill for number, skill in enumerate(wanted) if number not in taken]


def _sentences() -> dict[str, str]:
    return {
        "team": _("{member} is not in the team on that day"),
        "absent": _("{member} is away from {first} to {last}"),
        "time": _("this is outside {member}'s usual times"),
        "skill": _("the last places are for somebody who knows {skill}"),
        "overlap": _("{member} is in {shift} ({at}) at that time"),
        "rest": _("{member} would have too little rest before or after {shift} ({at})"),
        "week": _("{member} has the most shifts of a week already: {most}"),
        "month": _("{member} has the most shifts of a month already: {most}"),
        "apart": _("{member} and {other} are not to work together"),
        "full": _("{shift} is full with {most}"),
        "cancelled": _("{shift} is cancelled"),
        "in": _("{member} is in this shift already"),
    }
