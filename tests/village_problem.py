"""A made-up village as the problem that a draft solves, without a store."""

from __future__ import annotations

from fixtures.village import SKILLS, Village
from store.farm.crew import Slot
from store.farm.fairness import Person, Problem
from tests.oracle import can_work


def as_problem(village: Village, rest: int = 0) -> Problem:
    """The village's shifts, all of them empty, and who could work in each; `rest` is in minutes."""
    numbers = {skill: number for number, skill in enumerate(SKILLS, 1)}
    shifts = village.occurrences()
    return Problem(
        people=tuple(
            Person(
                number,
                farmer.minutes_before,
                100,
                farmer.max_per_week,
                farmer.max_per_month,
                frozenset(numbers[skill] for skill in farmer.skills),
            )
            for number, farmer in enumerate(village.farmers)
        ),
        slots=tuple(_slots(village, numbers)),
        able=tuple(
            frozenset(
                number for number, farmer in enumerate(village.farmers) if can_work(farmer, shift)
            )
            for shift in shifts
        ),
        fixed=frozenset(),
        outside=tuple(() for _farmer in village.farmers),
        rest_minutes=rest,
        apart=frozenset(map(frozenset, village.apart)),
        together=frozenset(),
    )


def _slots(village: Village, numbers: dict[str, int]) -> list[Slot]:
    slots = []
    for number, shift in enumerate(village.occurrences()):
        work = village.works[shift.work]
        needs = tuple((numbers[skill], count) for skill, count in work.needs)
        wanted = work.wanted
        times = (shift.starts_at, shift.ends_at, work.minutes)
        slots.append(Slot(number, 1, work.name, *times, work.least, wanted, wanted, needs=needs))
    return slots
