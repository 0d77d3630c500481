"""The people of shifts, and who of them would be in two at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from store.farm.models import IN_FORCE, Assignment, Member, Shift
from store.farm.shifts import ShiftRow


class Person(NamedTuple):
    """Somebody's place in a shift: planned, or on standby."""

    assignment_id: int
    member_id: int
    member: str
    state: str


class Other(NamedTuple):
    """The shift that somebody is in at the same time."""

    id: int
    name: str
    starts_at: datetime
    ends_at: datetime


class Clash(NamedTuple):
    """Somebody who would be in two shifts at once, and has to leave `shift` for `other`."""

    person: Person
    shift: ShiftRow
    other: Other


class _Place(NamedTuple):
    """A place as it will be; those in shifts that stay come first."""

    moves: bool
    at: Other
    person: Person


def people_in(shift_ids: Sequence[int]) -> dict[int, tuple[Person, ...]]:
    """Who is planned or on standby in these shifts."""
    query = (
        Assignment.select(
            Assignment.shift, Assignment.id, Assignment.member, Member.name, Assignment.state
        )
        .join(Member)
        .where(Assignment.shift.in_(list(shift_ids)))
        .where(Assignment.state.in_(IN_FORCE))
        .order_by(Assignment.id)
    )
    found: dict[int, tuple[Person, ...]] = {}
    for shift_id, *person in query.tuples():
        found[shift_id] = (*found.get(shift_id, ()), Person(*person))
    return found


def clashes(
    moving: Mapping[int, tuple[ShiftRow, Sequence[Person]]], cancelled: Iterable[int] = ()
) -> tuple[Clash, ...]:
    """Who must leave one of the shifts that are moving, each with the people in it.

    A shift that stays where it is goes before one that moves, and of two that move the earlier.
    """
    planned = [
        (row, person)
        for row, people in moving.values()
        for person in people
        if person.state == "planned"
    ]
    if not planned:
        return ()
    places = _elsewhere([row for row, _person in planned], planned, {*moving, *cancelled})
    for row, person in planned:
        at = Other(row.id, row.name, row.starts_at, row.ends_at)
        places[person.member_id].append(_Place(True, at, person))
    in_turn = [sorted(mine, key=_order) for mine in places.values()]
    found = [clash for mine in in_turn for clash in _leaving(mine, moving)]
    return tuple(sorted(found, key=lambda clash: (clash.shift.starts_at, clash.person.member)))


def _elsewhere(
    rows: Sequence[ShiftRow], planned: Sequence[tuple[ShiftRow, Person]], but: set[int]
) -> defaultdict[int, list[_Place]]:
    """What else these people are planned in at the time, but for some shifts."""
    query = (
        Assignment.select(
            Shift.id,
            Shift.name,
            Shift.starts_at,
            Shift.ends_at,
            Assignment.id,
            Assignment.member,
            Member.name,
            Assignment.state,
        )
        .join(Shift)
        .join_from(Assignment, Member)
        .where(Assignment.member.in_({person.member_id for _row, person in planned}))
        .where(Assignment.state == "planned", Shift.state == "planned")
        .where(Shift.starts_at < max(row.ends_at for row in rows))
        .where(Shift.ends_at > min(row.starts_at for row in rows))
    )
    found: defaultdict[int, list[_Place]] = defaultdict(list)
    for shift_id, name, starts_at, ends_at, *person in query.tuples():
        if shift_id not in but:
            there = Other(shift_id, name, starts_at, ends_at)
            found[person[1]].append(_Place(False, there, Person(*person)))
    return found


def _leaving(
    places: Iterable[_Place], moving: Mapping[int, tuple[ShiftRow, Sequence[Person]]]
) -> Iterator[Clash]:
    """Which of one member's places go, taken in this order."""
    kept: list[_Place] = []
    for place in places:
        met = next((other for other in kept if _meet(place.at, other.at)), None)
        if met is None:
            kept.append(place)
        else:
            yield Clash(place.person, moving[place.at.id][0], met.at)


def _order(place: _Place) -> tuple[bool, datetime, int]:
    return place.moves, place.at.starts_at, place.at.id


def _meet(one: Other, another: Other) -> bool:
    return one.starts_at < another.ends_at and another.starts_at < one.ends_at
