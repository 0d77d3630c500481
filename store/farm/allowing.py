"""The rules of a problem as they would have to be for everybody to be allowed where they are.

Places are given by hand, and caps, skills and rests change after a draft. What no sharing could be
better than is asked of rules that the rota as it stands keeps to, else it might be better itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from store.farm.crew import Slot
from store.farm.eligibility import missing_skills
from store.farm.fairness import Person, Places, Problem, clash


def allowing(problem: Problem, places: Places) -> Problem:
    """The problem with nobody exempted, and without those rules that its places break."""
    seated: list[list[int]] = [[] for _slot in problem.slots]
    shifts = [list(outside) for outside in problem.outside]
    for slot, person in places | problem.fixed:
        seated[slot].append(person)
        shifts[person].append(problem.slots[slot])
    rested = all(_are_rested(of_person, problem.rest_minutes) for of_person in shifts)
    return problem._replace(
        people=tuple(map(_allowed, problem.people, shifts)),
        slots=tuple(
            _without_needs(shift) if _lacks_skills(problem, shift, there) else shift
            for shift, there in zip(problem.slots, seated, strict=True)
        ),
        rest_minutes=problem.rest_minutes if rested else 0,
    )


def _allowed(person: Person, shifts: Sequence[Slot]) -> Person:
    """Somebody who may have as many shifts in a week and in a month as they have."""
    return person._replace(
        share=100,
        week=_no_less(person.week, (shift.week for shift in shifts)),
        month=_no_less(person.month, (shift.month for shift in shifts)),
    )


def _no_less(cap: int | None, spans: Iterable[int]) -> int | None:
    return None if cap is None else max([cap, *Counter(spans).values()])


def _lacks_skills(problem: Problem, shift: Slot, there: Sequence[int]) -> bool:
    """Whether fewer places are left than are needed for skills that nobody there has."""
    if not shift.needs:
        return False
    lacking = missing_skills([problem.people[person].skills for person in there], shift.needs)
    return len(lacking) > max(0, shift.wanted - len(there))


def _without_needs(shift: Slot) -> Slot:
    return Slot(
        shift.id,
        shift.team_id,
        shift.name,
        shift.starts_at,
        shift.ends_at,
        shift.minutes,
        shift.least,
        shift.wanted,
        shift.most,
        shift.state,
    )


def _are_rested(shifts: Iterable[Slot], rest_minutes: int) -> bool:
    in_turn = sorted(shifts, key=lambda shift: shift.from_minute)
    return not any(clash(one, other, rest_minutes) for one, other in pairwise(in_turn))
