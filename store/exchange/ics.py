"""The rota as calendar files (RFC 5545): one of a team or of all, or one of each member.

A file says the same as long as nothing has changed. What is cancelled stays in it, so that a
calendar that knew of it strikes it out: a cancelled shift, and in a member's own calendar also a
place that was left or given to somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from store import walltime
from store.exchange.rota_changes import NEVER, Heard, Period
from store.farm.models import Assignment, Member, Shift, Team
from store.language import _, listed

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Qiaomen//Rota//EN"
DOMAIN = "rota.qiaomen"

# What no calendar should be made to show; the tables refuse it as well.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb]")

# How a member's place stands in a calendar; any other is cancelled.
_STANDING = {"planned": "CONFIRMED", "standby": "TENTATIVE"}


class _Place(NamedTuple):
    member_id: int
    member: str
    state: str


class _Told(NamedTuple):
    """A shift as a calendar tells it; `last` is when that changed, as far as it is known."""

    uid: str
    sequence: int
    status: str
    name: str
    team: str
    starts_at: datetime
    ends_at: datetime
    lines: tuple[str, ...]
    last: str


class _Shift(NamedTuple):
    """A shift with everybody who has or had a place in it, oldest place first."""

    id: int
    uid: str
    sequence: int
    name: str
    team: str
    starts_at: datetime
    ends_at: datetime
    state: str
    wanted: int
    note: str
    places: Sequence[_Place]
    heard: Heard
    heard_of: dict[int, Heard]

    def told(self) -> _Told:
        """The shift in the calendar of all."""
        status = "CONFIRMED" if self.state == "planned" else "CANCELLED"
        return self._told(self.sequence, status, max((each.at for each in self._all), default=""))

    def told_to(self, member_id: int) -> _Told:
        """The shift in the calendar of somebody who has or had a place in it."""
        states = [place.state for place in self.places if place.member_id == member_id]
        status = _STANDING.get(states[-1], "CANCELLED") if states else "CANCELLED"
        if self.state != "planned":
            status = "CANCELLED"
        mine = self.heard_of.get(member_id, NEVER)
        # Without a journal: given is once, given up and given again once more each.
        by_rows = 2 * max(0, len(states) - 1) + (bool(states) and states[-1] not in _STANDING)
        sequence = self.sequence + max(by_rows, mine.revision)
        return self._told(sequence, status, max(each.at for each in (*self._all, mine)))

    @property
    def _all(self) -> Iterable[Heard]:
        return (self.heard, *self.heard_of.values())

    def _told(self, sequence: int, status: str, last: str) -> _Told:
        return _Told(
            self.uid,
            sequence,
            status,
            self.name,
            self.team,
            self.starts_at,
            self.ends_at,
            tuple(self._lines()),
            last,
        )

    def _lines(self) -> Iterator[str]:
        yield self.team
        if self.state == "planned":
            names = [place.member for place in self.places if place.state == "planned"]
            count = _("{filled} of {wanted}").format(filled=len(names), wanted=self.wanted)
            told = _("{count}: {names}").format(count=count, names=listed(names))
            yield told if names else count
            standby = [place.member for place in self.places if place.state == "standby"]
            if standby:
                yield _("On standby: {names}").format(names=listed(standby))
        else:
            yield _("It is cancelled.")
        if self.note:
            yield self.note


def calendar(
    first: date | None = None,
    last: date | None = None,
    *,
    team_id: int | None = None,
    member_id: int | None = None,
) -> bytes:
    """The shifts that begin from `first` to `last`, of one team or of all, as a calendar file.

    With `member_id` those in which the member has or had a place.
    """
    period = _period(first, last, team_id)
    shifts = _shifts(period)
    zone = walltime.zone()
    if member_id is not None:
        member = Member.get_by_id(member_id).name
        mine = [shift.told_to(member_id) for shift in shifts if member_id in _concerned(shift)]
        return _written(member, mine, zone)
    team = _("Rota") if team_id is None else Team.get_by_id(team_id).name
    return _written(team, (*(shift.told() for shift in shifts), *_retracted(period)), zone)


def of_members(
    first: date | None = None, last: date | None = None, *, team_id: int | None = None
) -> Iterator[tuple[str, bytes]]:
    """Each member's name and calendar, of those who have or had a place in these shifts."""
    zone = walltime.zone()
    told: dict[int, list[_Told]] = {}
    for shift in _shifts(_period(first, last, team_id)):
        for member_id in _concerned(shift):
            told.setdefault(member_id, []).append(shift.told_to(member_id))
    query = Member.select(Member.id, Member.name).order_by(Member.name)
    for member_id, name in query.tuples():
        if member_id in told:
            yield name, _written(name, told[member_id], zone)


def _concerned(shift: _Shift) -> set[int]:
    return {place.member_id for place in shift.places} | shift.heard_of.keys()


def _period(first: date | None, last: date | None, team_id: int | None) -> Period:
    after = "9999-12-31T24" if last is None else f"{last.isoformat()}T24"
    return Period("" if first is None else f"{first.isoformat()}T", after, team_id)


def _shifts(period: Period) -> list[_Shift]:
    within = (Shift.starts_at >= period.first) & (Shift.starts_at < period.after)
    if period.team is not None:
        within &= Shift.team == period.team
    places: dict[int, list[_Place]] = {}
    held = Assignment.select(Assignment.shift, Member.id, Member.name, Assignment.state)
    held = held.join(Member).join_from(Assignment, Shift).where(within).order_by(Assignment.id)
    for shift_id, *place in held.tuples():
        places.setdefault(shift_id, []).append(_Place(*place))
    heard, heard_of = period.shifts(), period.places()
    query = Shift.select(
        Shift.id,
        Shift.uid,
        Shift.sequence,
        Shift.name,
        Team.name,
        Shift.starts_at,
        Shift.ends_at,
        Shift.state,
        Shift.wanted,
        Shift.note,
    )
    query = query.join(Team).where(within).order_by(Shift.starts_at, Shift.id)
    found = []
    for id, uid, sequence, *rest in query.tuples():
        mine = heard.get(id, NEVER)
        told = (id, uid, max(sequence, mine.revision), *rest)
        found.append(_Shift._make((*told, places.get(id, ()), mine, heard_of.get(id, {}))))
    return found


def _retracted(period: Period) -> Iterator[_Told]:
    for uid, name, starts_at, ends_at, heard in period.retracted():
        told = (_("It is cancelled."),)
        yield _Told(uid, heard.revision, "CANCELLED", name, "", starts_at, ends_at, told, heard.at)


def _written(name: str, told: Sequence[_Told], zone: ZoneInfo) -> bytes:
    from icalendar import Calendar

    from store.exchange.vtimezone import vtimezone

    file = Calendar()
    file.add("PRODID", PRODUCT)
    file.add("VERSION", "2.0")
    file.add("CALSCALE", "GREGORIAN")
    file.add("X-WR-CALNAME", _seen(name))
    file.add("X-WR-TIMEZONE", zone.key)
    days = [each.starts_at.date() for each in told] or [date(2000, 1, 1)]
    file.add_component(vtimezone(zone, min(days), max(days)))
    for each in told:
        file.add_component(_event(each, zone))
    return file.to_ical()


def _event(told: _Told, zone: ZoneInfo) -> Event:
    from icalendar import Event

    starts_at = told.starts_at.replace(tzinfo=zone)
    # Without a deed in the journal nothing says when it changed; the time must stay the same.
    last = datetime.fromisoformat(told.last) if told.last else starts_at.astimezone(UTC)
    event = Event()
    event.add("UID", f"{_seen(told.uid)}@{DOMAIN}")
    event.add("SEQUENCE", told.sequence)
    event.add("DTSTAMP", last)
    event.add("DTSTART", starts_at)
    event.add("DTEND", told.ends_at.replace(tzinfo=zone))
    event.add("SUMMARY", _seen(told.name))
    event.add("DESCRIPTION", "\n".join(map(_seen, told.lines)))
    event.add("STATUS", told.status)
    if told.team:
        event.add("CATEGORIES", [_seen(told.team)])
    return event


def _seen(text: str) -> str:
    return _UNSEEN.sub(" ", text)
