"""What a change of series, or of the calendar, does to their shifts and to the people in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from peewee import fn

from store import walltime
from store.farm import comparing, needs, occurring, overlaps, shifts
from store.farm.models import Assignment, Shift
from store.farm.needs import Skills
from store.farm.occurring import Calendar
from store.farm.overlaps import Clash, Person
from store.farm.overlaps import people_in as people_in
from store.farm.series_values import SeriesValues
from store.farm.shifts import ShiftRow

# What calendars must hear of.
HEARD = frozenset({"at", "day", "minutes", "name", "state"})


class Wish(NamedTuple):
    """A series as it will be, and the days of which that is to hold."""

    series_id: int
    values: SeriesValues
    first: date
    last: date = date.max


class NewShift(NamedTuple):
    """A shift that will be there: `day` is the occurrence that it is of."""

    series_id: int
    team_id: int
    name: str
    day: date
    at: int
    starts_at: datetime
    minutes: int


class Moved(NamedTuple):
    """A shift that will be otherwise, and the people who keep their places in it.

    `changes` names what changes: at, day, minutes, name, least, wanted, most, skills, team, state.
    """

    shift: ShiftRow
    became: ShiftRow
    skills: Skills
    changes: tuple[str, ...]
    people: tuple[Person, ...]


class Cancelled(NamedTuple):
    """A shift that will not take place, and who is excused; one nobody was ever in goes away."""

    shift: ShiftRow
    people: tuple[Person, ...]
    goes_away: bool


class Kept(NamedTuple):
    """A shift that stays as it is, though its series says otherwise, and in what."""

    shift: ShiftRow
    fields: tuple[str, ...]


class Consequences(NamedTuple):
    """All that happens to shifts: `restored` were cancelled and take place after all, with nobody
    in them yet; `clashes` are people who would be in two shifts at once, and leave one.
    """

    new: tuple[NewShift, ...] = ()
    moved: tuple[Moved, ...] = ()
    cancelled: tuple[Cancelled, ...] = ()
    restored: tuple[Moved, ...] = ()
    kept: tuple[Kept, ...] = ()
    clashes: tuple[Clash, ...] = ()

    @property
    def is_none(self) -> bool:
        """Whether no shift becomes otherwise."""
        return not (self.new or self.moved or self.cancelled or self.restored)

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody whose shift is cancelled, moves or must be left, each once, by name."""
        concerned = [person for shift in self.cancelled for person in shift.people]
        for moved in self.moved:
            if HEARD.intersection(moved.changes):
                concerned += moved.people
        concerned += [clash.person for clash in self.clashes]
        by_member = {person.member_id: person for person in reversed(concerned)}
        return tuple(sorted(by_member.values(), key=lambda person: (person.member, person)))

    def effect(self) -> tuple:
        """What must still hold when it is carried out."""
        return (
            self.new,
            [(it.became[:13], it.skills, it.changes) for it in (*self.moved, *self.restored)],
            [(it.shift.id, it.goes_away) for it in self.cancelled],
            [person.assignment_id for it in self.cancelled for person in it.people],
            [person.assignment_id for it in self.moved for person in it.people],
            [clash.person.assignment_id for clash in self.clashes],
        )


class _Found(NamedTuple):
    """A shift as it stands, with the day by which its series knows it."""

    row: ShiftRow
    occurrence: date


class _Given(NamedTuple):
    """What all wishes are weighed against."""

    today: date
    calendar: Calendar
    zone: ZoneInfo
    needs: Mapping[int, Skills]


class _Sorted:
    """Shifts on their way into what becomes of them."""

    def __init__(self) -> None:
        self.new: list[NewShift] = []
        self.moved: list[tuple[ShiftRow, ShiftRow, Skills, tuple[str, ...]]] = []
        self.cancelled: list[ShiftRow] = []
        self.kept: list[Kept] = []


def foresee(wishes: Sequence[Wish], today: date, calendar: Calendar) -> Consequences:
    """What becomes of the shifts of these series where they are as wished; nothing is written.

    What has begun before `today`, or has somebody's attendance, stays as it is. New shifts come no
    later than shifts are laid out anyway.
    """
    there = _there(wishes)
    laid_until = _laid_until(wishes, occurring.horizon(today))
    ids = [found.row.id for rows in there.values() for found in rows]
    given = _Given(today, calendar, walltime.zone(), needs.of_shifts(ids))
    found = _Sorted()
    for wish in wishes:
        rows = there.get(wish.series_id, [])
        _sort(wish, rows, laid_until[wish.series_id], given, found)
    found.new.sort(key=lambda shift: (shift.starts_at, shift.series_id))
    found.moved.sort(key=lambda it: (it[0].starts_at, it[0].id))
    found.cancelled.sort(key=lambda shift: (shift.starts_at, shift.id))
    return _with_people(found)


def _sort(
    wish: Wish, rows: Sequence[_Found], laid_until: date, given: _Given, found: _Sorted
) -> None:
    """What becomes of the shifts of one series."""
    last = min(wish.last, max([laid_until, *(row.occurrence for row in rows)]))
    times = occurring.times(wish.values, wish.first, last, given.calendar)
    by_rule: dict[date, int] = {}
    if any("day" in row.row.edited.split() for row in rows):
        by_rule = occurring.times(wish.values, wish.first, last, None)
    for shift, occurrence in rows:
        at = times.pop(occurrence, None)
        if at is None and "day" in shift.edited.split():
            # What was put on another day by hand does not go by the calendar of its first one.
            at = by_rule.get(occurrence)
        if shift.day >= given.today:
            _sort_one(shift, occurrence, at, wish.values, given, found)
    found.new += [
        _new(wish, day, at, given.zone)
        for day, at in times.items()
        if given.today <= day <= laid_until
    ]


def _sort_one(
    shift: ShiftRow,
    occurrence: date,
    at: int | None,
    values: SeriesValues,
    given: _Given,
    found: _Sorted,
) -> None:
    """What becomes of a shift whose series begins at `at` on its day, or has none with None."""
    edited = frozenset(shift.edited.split())
    needed = given.needs.get(shift.id, ())
    became, skills = shift._replace(state="cancelled"), needed
    if at is not None:
        became, skills = comparing.become(shift, occurrence, at, values, needed, edited, given.zone)
    changes = comparing.changes(shift, became, needed, skills)
    if shift.checked or ("state" in edited and "state" in changes):
        if changes:
            found.kept.append(Kept(shift, ("attendance",) if shift.checked else ("state",)))
    elif at is None:
        if changes:
            found.cancelled.append(shift)
    elif changes:
        found.moved.append((shift, became, skills, changes))
    elif held := comparing.held(shift, occurrence, at, values, needed, edited, given.zone):
        found.kept.append(Kept(shift, held))


def _new(wish: Wish, day: date, at: int, zone: ZoneInfo) -> NewShift:
    values = wish.values
    starts_at = walltime.start(day, at, zone)
    return NewShift(wish.series_id, values.team_id, values.name, day, at, starts_at, values.minutes)


def _there(wishes: Sequence[Wish]) -> dict[int, list[_Found]]:
    """The shifts that the wishes are about, by series, in their order."""
    if not wishes:
        return {}
    first, last = min(wish.first for wish in wishes), max(wish.last for wish in wishes)
    query = (
        shifts.select_shifts()
        .select_extend(Shift.occurrence)
        .where(Shift.series.in_([wish.series_id for wish in wishes]))
        .where(Shift.occurrence.between(first, last))
        .order_by(Shift.starts_at, Shift.id)
    )
    days = {wish.series_id: (wish.first, wish.last) for wish in wishes}
    found: dict[int, list[_Found]] = {}
    for *values, occurrence in query.tuples():
        row = ShiftRow(*values)
        assert row.series_id is not None
        of_series_first, of_series_last = days[row.series_id]
        if of_series_first <= occurrence <= of_series_last:
            found.setdefault(row.series_id, []).append(_Found(row, occurrence))
    return found


def _laid_until(wishes: Sequence[Wish], ahead: date) -> dict[int, date]:
    """Up to which day each series has its shifts laid out, or will have by itself."""
    query = (
        Shift.select(Shift.series, fn.MAX(Shift.occurrence))
        .where(Shift.series.in_([wish.series_id for wish in wishes]))
        .group_by(Shift.series)
    )
    last = {series_id: _day(day) for series_id, day in query.tuples()}
    return {wish.series_id: max(ahead, last.get(wish.series_id, ahead)) for wish in wishes}


def _day(written: date | str) -> date:
    """A day that the database was asked for by a function, which tells not that it is one."""
    return written if isinstance(written, date) else date.fromisoformat(written)


def _with_people(found: _Sorted) -> Consequences:
    moved = [it for it in found.moved if "state" not in it[3]]
    ids = [it[0].id for it in moved] + [shift.id for shift in found.cancelled]
    people = people_in(ids)
    clashes = overlaps.clashes(
        {
            became.id: (became, people.get(became.id, ()))
            for _shift, became, _skills, changes in moved
            if {"at", "day", "minutes"}.intersection(changes) and became.is_planned
        },
        [shift.id for shift in found.cancelled],
    )
    gone = {clash.person.assignment_id for clash in clashes}
    ever = _ever_in([shift.id for shift in found.cancelled])
    return Consequences(
        new=tuple(found.new),
        moved=tuple(Moved(*it, tuple(_staying(people.get(it[0].id, ()), gone))) for it in moved),
        cancelled=tuple(
            Cancelled(shift, people.get(shift.id, ()), shift.id not in ever)
            for shift in found.cancelled
        ),
        restored=tuple(Moved(*it, ()) for it in found.moved if "state" in it[3]),
        kept=tuple(found.kept),
        clashes=clashes,
    )


def _staying(people: Sequence[Person], gone: set[int]) -> Iterator[Person]:
    return (person for person in people if person.assignment_id not in gone)


def _ever_in(shift_ids: Sequence[int]) -> set[int]:
    """Which of these shifts had somebody in them at any time."""
    query = Assignment.select(Assignment.shift).where(Assignment.shift.in_(list(shift_ids)))
    return {row[0] for row in query.distinct().tuples()}
