"""Who may work in which shifts, with all that the rules of eligibility ask: as plain objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from store.farm.models import DAY_MINUTES

WEEK_MINUTES = 7 * DAY_MINUTES

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
        self.from_minute = (
            self.day.toordinal() * DAY_MINUTES + starts_at.hour * 60 + starts_at.minute
        )
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
    """One member: `teams` by id with the first day in them and the first day after.

    `minutes` is the load.
    """

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
        start = starts_at.weekday() * DAY_MINUTES + starts_at.hour * 60 + starts_at.minute
        end = start + int((ends_at - starts_at).total_seconds()) // 60
        return any(first <= start and end <= last for first, last in self._stretches)

    @cached_property
    def _stretches(self) -> list[Stretch]:
        """The windows of two weeks on end, adjoining ones as one: nights cross days and Sundays."""
        twice = sorted(
            ((weekday - 1) * DAY_MINUTES + start + turn, (weekday - 1) * DAY_MINUTES + end + turn)
            for weekday, start, end in self.windows
            for turn in (0, WEEK_MINUTES)
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
    """The workers by id, what they hold around the period, and the rules between them.

    `names` and `skills` are those of everybody, by id: of whoever else is in a shift as well.
    """

    def __init__(
        self,
        workers: dict[int, Worker],
        slots: dict[int, Slot],
        held: Mapping[int, Sequence[Held]],
        pairs: dict[frozenset[int], str],
        names: dict[int, str],
        skills: Mapping[int, frozenset[int]],
        skill_names: dict[int, str],
        rest_minutes: int,
    ) -> None:
        self.workers = workers
        self.slots = slots
        self.held = held
        self.pairs = pairs
        self.names = names
        self.skills = skills
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
