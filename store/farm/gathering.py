"""Gathering, from the store, who may work in a period, with what they hold around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from store import settings
from store.farm import hours
from store.farm.crew import Crew, Held, Slot, Worker
from store.farm.models import (
    IN_FORCE,
    Absence,
    Assignment,
    Availability,
    Exemption,
    Member,
    Membership,
    MemberSkill,
    Pair,
    Shift,
    ShiftSkill,
    Skill,
)
from store.farm.shift_rows import no_such_shift

# Shifts so many days before and after a period count for its weeks, months and rests.
AROUND = timedelta(32)


def read_slot(shift_id: int) -> Slot:
    """One shift. Raises NotFound."""
    found = _slots(Shift.id == shift_id)
    if shift_id not in found:
        raise no_such_shift(shift_id)
    return found[shift_id]


def read_crew(
    first: date, last: date, *, team_id: int | None = None, members: Sequence[int] | None = None
) -> Crew:
    """Everybody who is in a team (or one team), or the `members` named, with what they hold.

    What they hold is read from a month before `first` to a month after `last`.
    """
    skills = _skills()
    workers = _workers(team_id, members, skills)
    begin, end = _text(first - AROUND), _text(last + AROUND + timedelta(1))
    slots = _slots((Shift.starts_at >= begin) & (Shift.starts_at < end))
    held: dict[int, list[Held]] = defaultdict(list)
    query = (
        Assignment.select(
            Assignment.member_id,
            Assignment.id,
            Assignment.shift_id,
            Assignment.state,
            Assignment.by_hand,
            Assignment.attendance.is_null(False),
        )
        .join(Shift)
        .where(Shift.starts_at >= begin, Shift.starts_at < end, Shift.state == "planned")
        .where(Assignment.state.in_(IN_FORCE))
    )
    for member_id, assignment_id, shift_id, state, by_hand, noted in query.tuples():
        place = Held(assignment_id, slots[shift_id], state, bool(by_hand), bool(noted))
        held[member_id].append(place)
    pairs = {
        frozenset((one, other)): kind
        for one, other, kind in Pair.select(Pair.member_id, Pair.other_id, Pair.kind).tuples()
    }
    names = dict(Member.select(Member.id, Member.name).tuples())
    skill_names = dict(Skill.select(Skill.id, Skill.name).tuples())
    rest_minutes = settings.number("rest_hours") * 60
    return Crew(workers, slots, held, pairs, names, skills, skill_names, rest_minutes)


def _workers(
    team_id: int | None, members: Sequence[int] | None, skills: Mapping[int, frozenset[int]]
) -> dict[int, Worker]:
    wanted = Membership.select(Membership.member_id)
    if team_id is not None:
        wanted = wanted.where(Membership.team == team_id)
    mine = Member.id.in_(wanted if members is None else members)
    query = Member.select(Member.id, Member.name, Member.max_per_week, Member.max_per_month)
    minutes = hours.loads(members)
    workers = {
        id: Worker(id, name, (per_week, per_month), minutes.get(id, 0))
        for id, name, per_week, per_month in query.where(mine).order_by(Member.id).tuples()
    }

    def rows(model: Any, *columns: Any) -> Iterable[tuple[Worker, tuple]]:
        for member_id, *row in model.select(model.member_id, *columns).tuples():
            if member_id in workers:
                yield workers[member_id], tuple(row)

    for worker, (team, joined, left) in rows(
        Membership, Membership.team_id, Membership.joined_on, Membership.left_on
    ):
        worker.teams[team] = (joined, left)
    for worker, window in rows(
        Availability, Availability.weekday, Availability.from_minute, Availability.to_minute
    ):
        worker.windows.append(window)
    for worker, days in rows(Absence, Absence.first, Absence.last):
        worker.absences.append(days)
    for worker, exemption in rows(Exemption, Exemption.first, Exemption.last, Exemption.share):
        worker.exemptions.append(exemption)
    for worker in workers.values():
        worker.skills = skills.get(worker.id, frozenset())
    return workers


def _skills() -> dict[int, frozenset[int]]:
    """What every member knows, by the ids of both."""
    found: dict[int, set[int]] = defaultdict(set)
    query = MemberSkill.select(MemberSkill.member_id, MemberSkill.skill_id)
    for member_id, skill_id in query.tuples():
        found[member_id].add(skill_id)
    return {member_id: frozenset(skills) for member_id, skills in found.items()}


def _slots(which: Any) -> dict[int, Slot]:
    needs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    skilled = ShiftSkill.select(ShiftSkill.shift_id, ShiftSkill.skill_id, ShiftSkill.places)
    for shift_id, skill_id, places in skilled.join(Shift).where(which).tuples():
        needs[shift_id].append((skill_id, places))
    query = Shift.select(
        Shift.id,
        Shift.team_id,
        Shift.name,
        Shift.starts_at,
        Shift.ends_at,
        Shift.minutes,
        Shift.least,
        Shift.wanted,
        Shift.most,
        Shift.state,
    )
    rows = query.where(which).order_by(Shift.starts_at, Shift.id).tuples()
    return {row[0]: Slot(*row, needs=tuple(sorted(needs[row[0]]))) for row in rows}


def _text(day: date) -> str:
    return f"{day.isoformat()}T00:00"
