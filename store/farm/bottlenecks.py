"""Why places stay empty: for each shift, and in sentences about what happens again and again."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

from store.farm import shifts
from store.farm.crew import Crew
from store.farm.eligibility import missing_skills
from store.farm.fairness import Places, Problem
from store.farm.shifts import ShiftRow
from store.farm.state import State
from store.language import _, ngettext
from store.opendays import WEEKDAYS

# Sentences that a person reads; of many different troubles the commonest are named.
MOST_SENTENCES = 12


class Unfilled(NamedTuple):
    """A shift with so many of its wanted places empty, and why."""

    shift: ShiftRow
    missing: int
    reason: str


class _Trouble(NamedTuple):
    """Why places of one shift stay empty: `skill` if only those who have it could, `can` people.

    So many of them are `free`: they could come as the rota stands.
    """

    shift: str
    weekday: int
    at: str
    skill: str
    wanted: int
    can: int
    free: int

    @property
    def short(self) -> int:
        """How many places no change of plans could fill."""
        return max(0, self.wanted - self.can)


def unfilled(crew: Crew, problem: Problem, places: Places) -> tuple[Unfilled, ...]:
    """The shifts with empty places, by their start, each with a reason in a few words."""
    found = _troubles(crew, problem, places)
    rows = {row.id: row for row in shifts.of_ids([problem.slots[slot].id for slot in found])}
    return tuple(
        Unfilled(rows[problem.slots[slot].id], missing, _reason(trouble))
        for slot, (missing, trouble) in found.items()
    )


def sentences(crew: Crew, problem: Problem, places: Places) -> tuple[str, ...]:
    """The bottlenecks: weekday, time and shift, what they need and who could, commonest first."""
    times: Counter[_Trouble] = Counter()
    missing: Counter[_Trouble] = Counter()
    for count, trouble in _troubles(crew, problem, places).values():
        times[trouble] += 1
        missing[trouble] += count
    ranked = sorted(times, key=lambda trouble: (-missing[trouble], trouble))
    return tuple(_sentence(trouble, times[trouble]) for trouble in ranked[:MOST_SENTENCES])


def _troubles(crew: Crew, problem: Problem, places: Places) -> dict[int, tuple[int, _Trouble]]:
    """By shift with empty places: how many, and what is the trouble."""
    there: dict[int, list[int]] = defaultdict(list)
    for slot, person in places:
        there[slot].append(person)
    state = State(problem, places - problem.fixed)
    found = {}
    for slot, shift in enumerate(problem.slots):
        missing = shift.wanted - len(there[slot])
        if missing > 0:
            found[slot] = missing, _trouble(crew, state, slot, there[slot])
    return found


def _trouble(crew: Crew, state: State, slot: int, there: list[int]) -> _Trouble:
    problem = state.problem
    shift = problem.slots[slot]
    could = problem.able[slot].union(there)
    lacking = missing_skills([problem.people[each].skills for each in there], shift.needs)
    skill, wanted = "", shift.wanted
    if lacking and len(lacking) >= shift.wanted - len(there):
        # All that is empty is kept for those who have a skill.
        skill = crew.skill_names.get(lacking[0], "")
        could = frozenset(each for each in could if lacking[0] in problem.people[each].skills)
        wanted = dict(shift.needs)[lacking[0]]
    return _Trouble(
        shift.name,
        shift.day.weekday(),
        f"{shift.starts_at:%H:%M}",
        skill,
        wanted,
        len(could),
        sum(state.may_take(each, slot) for each in could),
    )


def _reason(trouble: _Trouble) -> str:
    if trouble.free:
        return ngettext(
            "{count} person could come", "{count} people could come", trouble.free
        ).format(count=trouble.free)
    if trouble.skill:
        if not trouble.can:
            return _("nobody free then knows {skill}").format(skill=trouble.skill)
        if trouble.short:
            return _("needs {wanted} who know {skill}, only {can} can").format(
                wanted=trouble.wanted, skill=trouble.skill, can=trouble.can
            )
        return _("who knows {skill} is in other shifts or has the most already").format(
            skill=trouble.skill
        )
    if not trouble.can:
        return _("needs {wanted}, nobody can").format(wanted=trouble.wanted)
    if trouble.short:
        return _("needs {wanted}, only {can} can").format(wanted=trouble.wanted, can=trouble.can)
    reason = _("needs {wanted}; {can} could, but are in other shifts or have the most already")
    return reason.format(wanted=trouble.wanted, can=trouble.can)


def _sentence(trouble: _Trouble, times: int) -> str:
    sentence = _("{weekday} {at} {shift}: {reason}").format(
        weekday=_(WEEKDAYS[trouble.weekday]),
        at=trouble.at,
        shift=trouble.shift,
        reason=_reason(trouble),
    )
    if times == 1:
        return sentence
    return ngettext("{sentence} ({times} time)", "{sentence} ({times} times)", times).format(
        sentence=sentence, times=times
    )
