"""Everybody who may work in a period, with all that the rules of eligibility ask of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from peewee import fn

from store import settings
from store.errors import NotFound
from store.farm.models import (
    Absence,
    Assignment,
    Availability,
    Exemption,
    HoursEntry,
    Member,
    Membership,
    MemberSkill,
    Pair,
    Shift,
    ShiftSkill,
    Skill,
)
from store.language import _

DAY = 24 * 60
WEEK = 7 * DAY

# Shifts so many days before and after a period count for its weeks, months and rests.
AROUND = timedelta(32)

Stretch = tuple[int, int]


class Slot:
    """A shift as the rules see it; `needs` are its skills by id, with their places."""

    __slots__ = (
        "day", "ends_at", "from_minute", "id", "least", "minutes", "month", "most", "name", "needs",
        "starts_at", "state", "team_id", "to_minute", "wanted", "week",
    )  # fmt: skip

    def __init__(
        self,
        id: int,
        team_id: int,
        name: str,
        starts_at: datetime,
        ends_at: datetime,
        minutes: int,
        least: int,
        wanted: int,
        most: int,
        state: str = "planned",
        *,
        needs: tuple[tuple[int, int], ...] = (),
    ) -> None:
        self.id, self.team_id, self.name = id, team_id, name
        self.starts_at, self.ends_at, self.minutes = starts_at, ends_at, minutes
        self.least, self.wanted, self.most = least, wanted, most
        self.state, self.needs = state, needs
        self.day = starts_at.date()
        # Minutes of an endless wall clock, so that gaps are differences of whole numbers.
        self.from_minute = self.day.toordinal() * DAY + starts_at.hour * 60 + starts_at.minute
        self.to_minute = self.from_minute + int((ends_at - starts_at).total_seconds()) // 60
        self.week = (self.day.toordinal() - 1) // 7  # weeks from Monday on, in one count for ever
        self.month = self.day.year * 12 + self.day.month

    def gap_to(self, other: Slot) -> int:
        """The minutes between the two; below 0 where they overlap."""
        return max(self.from_minute - other.to_minute, other.from_minute - self.to_minute)


class Held(NamedTuple):
    """A place that a member holds; `noted` if it is known who came."""

    assignment_id: int
    slot: Slot
    state: str
    by_hand: bool
    noted: bool


class Worker:
    """One member: `teams` by id with the first and the last-but-one day; `minutes` is the load."""

    def __init__(
        self, id: int, name: str, most: tuple[int | None, int | None], minutes: int
    ) -> None:
        self.id, self.name = id, name
        self.max_per_week, self.max_per_month = most
        self.minutes = minutes
        self.teams: dict[int, tuple[date | None, date | None]] = {}
        self.skills: frozenset[int] = frozenset()
        self.absences: list[tuple[date, date]] = []
        self.exemptions: list[tuple[date, date, int]] = []
        self.windows: list[tuple[int, int, int]] = []

    def is_in_team(self, team_id: int, day: date) -> bool:
        """Whether the member is in a team on a day."""
        if team_id not in self.teams:
            return False
        joined, left = self.teams[team_id]
        return (joined is None or joined <= day) and (left is None or day < left)

    def is_in_team_between(self, team_id: int, first: date, last: date) -> bool:
        """Whether the member is in a team on one day at least."""
        if team_id not in self.teams:
            return False
        joined, left = self.teams[team_id]
        return (joined is None or joined <= last) and (left is None or first < left)

    def absence_on(self, slot: Slot) -> tuple[date, date] | None:
        """The absence that a shift falls into, if any."""
        if not self.absences:
            return None
        last = (slot.ends_at - timedelta(minutes=1)).date()
        return next(
            (each for each in self.absences if each[0] <= last and slot.day <= each[1]), None
        )

    def is_free(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether the usual times cover a stretch; without any windows all times do."""
        if not self.windows:
            return True
        start = starts_at.weekday() * DAY + starts_at.hour * 60 + starts_at.minute
        end = start + int((ends_at - starts_at).total_seconds()) // 60
        return any(first <= start and end <= last for first, last in self._stretches)

    @cached_property
    def _stretches(self) -> list[Stretch]:
        """The windows of two weeks on end, adjoining ones as one: nights cross days and Sundays."""
        twice = sorted(
            ((weekday - 1) * DAY + start + turn, (weekday - 1) * DAY + end + turn)
            for weekday, start, end in self.windows
            for turn in (0, WEEK)
        )
        merged: list[Stretch] = []
        for first, last in twice:
            if merged and first <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
            else:
                merged.append((first, last))
        return merged

    def share(self, first: date, last: date) -> int:
        """The percent of a full share that the member owes from one day to another, on average."""
        if not self.exemptions:
            return 100
        days = (last - first).days + 1
        owed = sum(
            min((each[2] for each in self.exemptions if each[0] <= day <= each[1]), default=100)
            for day in (first + timedelta(number) for number in range(days))
        )
        return round(owed / days)


class Crew:
    """The workers by id, what they hold around the period, and the rules between them."""

    def __init__(
        self,
        workers: dict[int, Worker],
        slots: dict[int, Slot],
        held: Mapping[int, Sequence[Held]],
        pairs: dict[frozenset[int], str],
        skill_names: dict[int, str],
        rest_minutes: int,
    ) -> None:
        self.workers = workers
        self.slots = slots
        self.held = held
        self.pairs = pairs
        self.skill_names = skill_names
        self.rest_minutes = rest_minutes
        self._in_shift: dict[int, list[tuple[int, Held]]] = defaultdict(list)
        for member_id, places in held.items():
            for place in places:
                self._in_shift[place.slot.id].append((member_id, place))

    def members_of(self, shift_id: int) -> set[int]:
        """Who is planned or on standby in a shift."""
        return {member_id for member_id, _place in self._in_shift[shift_id]}

    def planned_in(self, shift_id: int, but: int | None = None) -> list[int]:
        """Who is planned in a shift, without the holder of one place."""
        return [
            member_id
            for member_id, place in self._in_shift[shift_id]
            if place.state == "planned" and place.assignment_id != but
        ]

    def skills_of(self, member_id: int) -> frozenset[int]:
        """The skills of a member, also of one who is not asked about."""
        worker = self.workers.get(member_id)
        return worker.skills if worker else frozenset(_skills((member_id,)).get(member_id, ()))

    def name(self, member_id: int) -> str:
        """The name of a member, also of one who is not asked about."""
        worker = self.workers.get(member_id)
        return worker.name if worker else Member.get_by_id(member_id).name


def read_slot(shift_id: int) -> Slot:
    """One shift. Raises NotFound."""
    found = _slots(Shift.id == shift_id)
    if shift_id not in found:
        raise NotFound(_("No such shift"), _("There is no shift {number}.").format(number=shift_id))
    return found[shift_id]


def read_crew(
    first: date, last: date, *, team_id: int | None = None, members: Sequence[int] | None = None
) -> Crew:
    """Everybody who is in a team (or one team), or the `members` named, with what they hold.

    What they hold is read from a month before `first` to a month after `last`.
    """
    workers = _workers(team_id, members)
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
        .where(Assignment.state.in_(("planned", "standby")))
    )
    for member_id, assignment_id, shift_id, state, by_hand, noted in query.tuples():
        place = Held(assignment_id, slots[shift_id], state, bool(by_hand), bool(noted))
        held[member_id].append(place)
    pairs = {
        frozenset((one, other)): kind
        for one, other, kind in Pair.select(Pair.member_id, Pair.other_id, Pair.kind).tuples()
    }
    names = dict(Skill.select(Skill.id, Skill.name).tuples())
    return Crew(workers, slots, held, pairs, names, settings.number("rest_hours") * 60)


def loads(members: Iterable[int] | None = None) -> dict[int, int]:
    """The load of each member in minutes: before, worked by the ledger, and planned to come."""
    before = Member.select(Member.id, Member.minutes_before)
    worked = HoursEntry.select(HoursEntry.member_id, fn.sum(HoursEntry.minutes))
    to_come = (
        Assignment.select(Assignment.member_id, fn.sum(Shift.minutes))
        .join(Shift)
        .where(Assignment.state == "planned", Assignment.attendance.is_null())
        .where(Shift.state == "planned")
    )
    if members is not None:
        wanted = tuple(members)
        before = before.where(Member.id.in_(wanted))
        worked = worked.where(HoursEntry.member_id.in_(wanted))
        to_come = to_come.where(Assignment.member_id.in_(wanted))
    found: dict[int, int] = dict(before.tuples())
    for part in (
        worked.group_by(HoursEntry.member_id),
        to_come.group_by(Assignment.member_id),
    ):
        for member_id, minutes in part.tuples():
            found[member_id] = found.get(member_id, 0) + minutes
    return found


def _workers(team_id: int | None, members: Sequence[int] | None) -> dict[int, Worker]:
    wanted = Membership.select(Membership.member_id)
    if team_id is not None:
        wanted = wanted.where(Membership.team == team_id)
    mine = Member.id.in_(wanted if members is None else members)
    query = Member.select(Member.id, Member.name, Member.max_per_week, Member.max_per_month)
    minutes = loads(members)
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
    for member_id, skills in _skills(tuple(workers)).items():
        workers[member_id].skills = frozenset(skills)
    return workers


def _skills(members: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    query = MemberSkill.select(MemberSkill.member_id, MemberSkill.skill_id)
    known = set(members)
    for member_id, skill_id in query.tuples():
        if member_id in known:
            found[member_id].add(skill_id)
    return found


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
