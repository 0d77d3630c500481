"""The shifts of some days, one that somebody means, and the people of each.

A shift's row and a list of any length are shift_rows' and shift_list's, and to be had here too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from peewee import JOIN, Case, Expression, ModelSelect, fn

from store import walltime
from store.calendar import parse_day
from store.errors import Ambiguous, NotFound, Refused
from store.farm import phones
from store.farm.models import IN_FORCE, Assignment, Member, Shift
from store.farm.needs import of_shift as needs
from store.farm.shift_list import ShiftList
from store.farm.shift_rows import ShiftRow, no_such_shift, on_days, rows, select_shifts
from store.language import _, listed
from store.neighbours.models import Resident
from store.text import fold, shown

__all__ = [
    "PlaceRow",
    "ShiftList",
    "ShiftRow",
    "between",
    "find",
    "get",
    "names_between",
    "needs",
    "of_ids",
    "of_member",
    "places",
    "select_shifts",
    "why_cancelled",
]

_MOST_NAMED = 5

StoodInFor = Assignment.alias("stood_in_for")
WasMember = Member.alias("was_member")


class PlaceRow(NamedTuple):
    """Somebody's place in a shift, in force or given up; `stand_in_for` names whose it was."""

    assignment_id: int
    member_id: int
    member: str
    phone: str
    state: str
    by_hand: bool
    attendance: str | None
    stand_in_for: str
    reason: str

    @property
    def in_force(self) -> bool:
        """Whether it holds: planned, or on standby."""
        return self.state in IN_FORCE


def between(first: date, last: date, team_id: int | None = None) -> tuple[ShiftRow, ...]:
    """The shifts that start from `first` to `last`, in the order in which they start."""
    query = select_shifts().where(*on_days(first, last, team_id))
    return tuple(rows(query.order_by(Shift.starts_at, Shift.id)))


def get(shift_id: int) -> ShiftRow:
    """The shift with this number. Raises NotFound."""
    found = next(rows(select_shifts().where(Shift.id == shift_id)), None)
    if found is None:
        raise no_such_shift(shift_id)
    return found


def of_ids(shift_ids: Iterable[int]) -> tuple[ShiftRow, ...]:
    """The shifts with these numbers that there are, in the order in which they start."""
    query = select_shifts().where(Shift.id.in_(list(shift_ids)))
    return tuple(rows(query.order_by(Shift.starts_at, Shift.id)))


def places(shift_id: int) -> tuple[PlaceRow, ...]:
    """Who is planned in a shift, who is on standby, and who was either before."""
    query = _select_places().where(Assignment.shift == shift_id)
    return tuple(PlaceRow(*row) for row in query.order_by(_standing(), Assignment.id).tuples())


def why_cancelled(places: Iterable[PlaceRow]) -> str:
    """Why the shift of these places was cancelled last, as its people were told; or nothing."""
    excused = [place for place in places if place.state == "excused"]
    return max(excused, key=attrgetter("assignment_id")).reason if excused else ""


def names_between(
    first: date, last: date, team_id: int | None = None
) -> dict[int, tuple[str, ...]]:
    """Who is planned in the shifts that start from `first` to `last`, by shift."""
    query = (
        Shift.select(Shift.id, Member.name)
        .join(Assignment, JOIN.LEFT_OUTER, on=_planned_in_it())
        .join(Member, JOIN.LEFT_OUTER)
        .where(*on_days(first, last, team_id), Member.id.is_null(False))
        .order_by(Shift.starts_at, Shift.id, Assignment.id)
    )
    names: dict[int, list[str]] = defaultdict(list)
    for shift_id, name in query.tuples():
        names[shift_id].append(name)
    return {shift_id: tuple(those) for shift_id, those in names.items()}


def of_member(
    member_id: int, first: date, last: date, *, former: bool = False
) -> tuple[tuple[ShiftRow, PlaceRow], ...]:
    """A member's places in the shifts that start from `first` to `last`, as these start.

    Those in force alone; with `former` also what was left, replaced or excused.
    """
    held = (Assignment.shift == Shift.id) & (Assignment.member == member_id)
    if not former:
        held &= Assignment.state.in_(IN_FORCE)
    inside = fn.EXISTS(Assignment.select(Assignment.id).where(held))
    query = select_shifts().where(*on_days(first, last), inside)
    shifts = tuple(rows(query.order_by(Shift.starts_at, Shift.id)))
    mine = _places_of(member_id, [shift.id for shift in shifts])
    return tuple(
        (shift, place) for shift in shifts for place in mine[shift.id] if former or place.in_force
    )


def find(text: str, today: date) -> ShiftRow:
    """The one shift meant by `#12`, `12`, `2026-12-01 07:00`, `fri 7 浇水` or `明天 浇水`.

    A shift that takes place is meant before a cancelled one. Raises NotFound where nothing
    answers, and Ambiguous, naming the candidates, where several do.
    """
    typed = text.strip()
    if typed.removeprefix("#").isdecimal() and len(typed) < 19:
        return get(int(typed.removeprefix("#")))
    found = _named(typed, today)
    found = [shift for shift in found if shift.is_planned] or found
    if not found:
        raise NotFound(
            _("No such shift"),
            _("No shift is “{typed}”. Give its number, or its day, time and name.").format(
                typed=shown(typed)
            ),
        )
    if len(found) > 1:
        candidates = listed(
            _("{number} ({shift} {time}, {team})").format(
                number=shift.id,
                shift=shift.name,
                time=shift.starts_at.strftime("%H:%M"),
                team=shift.team,
            )
            for shift in found[:_MOST_NAMED]
        )
        raise Ambiguous(
            _("Which shift?"),
            _("Several shifts are “{typed}”: {listed}. Please give the number.").format(
                typed=shown(typed),
                listed=candidates + ("…" if len(found) > _MOST_NAMED else ""),
            ),
        )
    return found[0]


def _named(typed: str, today: date) -> list[ShiftRow]:
    """The shifts on the day that the first word says, at the time and of the name of the rest."""
    word, _space, rest = re.sub(r"^(\S*\d)[Tt](?=\d\d:)", r"\1 ", typed).partition(" ")
    try:
        day = parse_day(word, today)
    except Refused:
        return []
    at, name = _time_and_name(rest.strip())
    found = [shift for shift in between(day, day) if at is None or shift.at == at]
    wanted = fold(name)
    exactly = [shift for shift in found if fold(shift.name) == wanted]
    return exactly or [shift for shift in found if wanted in fold(shift.name)]


def _time_and_name(rest: str) -> tuple[int | None, str]:
    word, _space, name = rest.partition(" ")
    try:
        return walltime.parse_at(word), name
    except Refused:
        return None, rest


def _places_of(member_id: int, shift_ids: list[int]) -> dict[int, list[PlaceRow]]:
    query = _select_places().select_extend(Assignment.shift)
    # By the shifts, not by all the places that the member ever had.
    query = query.where(Assignment.member + 0 == member_id, Assignment.shift.in_(shift_ids))
    mine: dict[int, list[PlaceRow]] = defaultdict(list)
    for *place, shift_id in query.order_by(_standing(), Assignment.id).tuples():
        mine[shift_id].append(PlaceRow(*place))
    return mine


def _select_places() -> ModelSelect:
    """The query behind every PlaceRow; telephones are masked."""
    return (
        Assignment.select(
            Assignment.id,
            Assignment.member,
            Member.name,
            fn.masked(phones.number()),
            Assignment.state,
            Assignment.by_hand,
            Assignment.attendance,
            fn.COALESCE(WasMember.name, ""),
            Assignment.reason,
        )
        .join(Member)
        .join(Resident, JOIN.LEFT_OUTER)
        .join_from(
            Assignment, StoodInFor, JOIN.LEFT_OUTER, on=Assignment.stand_in_for == StoodInFor.id
        )
        .join(WasMember, JOIN.LEFT_OUTER, on=StoodInFor.member == WasMember.id)
    )


def _standing() -> Case:
    return Case(Assignment.state, [(state, at) for at, state in enumerate(IN_FORCE)], 2)


def _planned_in_it() -> Expression:
    return (Assignment.shift == Shift.id) & (Assignment.state == "planned")
