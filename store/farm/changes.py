"""Changes of the rota by hand: joining, standing by, leaving, and handing a place to another.

Each is one deed, refused with everything that speaks against it. Only the usual times of a member
refuse nothing: a person asked them, so it is told and not forbidden.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from store import history, recent, settings
from store.database import transaction
from store.errors import Refused
from store.farm import eligibility, places
from store.farm.gathering import read_slot
from store.farm.models import Assignment, Member
from store.farm.places import Place
from store.language import _, ngettext
from store.neighbours.models import NOTE_LENGTH
from store.text import clean

# What speaks against standing by: all but what may change when somebody leaves.
_AGAINST_WAITING = frozenset(
    {"team", "absent", "overlap", "rest", "week", "month", "cancelled", "in"}
)
# Room for what is written before a reason.
_PREFIX = 60


class Taken(NamedTuple):
    """A place as it was taken; `remarks` are what is to be told of it, in a few words each."""

    assignment_id: int
    shift_id: int
    member_id: int
    member: str
    shift: str
    starts_at: datetime
    remarks: tuple[str, ...]


class Waiting(NamedTuple):
    """Somebody on the standby list of a shift, and what is to be told if they come."""

    assignment_id: int
    member_id: int
    member: str
    remarks: tuple[str, ...]


class LeaveResult(NamedTuple):
    """A place given up, with so many `days` of notice; `standby` is the first who could come."""

    assignment_id: int
    shift_id: int
    member: str
    shift: str
    starts_at: datetime
    days: int
    short_notice: bool
    standby: Waiting | None


def join(shift_id: int, member_id: int) -> Taken:
    """Plan a member in a shift, who leaves its standby list for it.

    Raises NotFound, or Refused with all that speaks against it.
    """
    with transaction():
        remarks = places.check(shift_id, member_id)
        with history.deed("join_shift", **_words(shift_id, member_id)):
            assignment_id = places.take(shift_id, member_id)
        return _taken(assignment_id, remarks)


def stand_by(shift_id: int, member_id: int) -> Taken:
    """Put a member at the end of a shift's standby list, which may be done for a full shift.

    Raises NotFound, or Refused with all that speaks against it.
    """
    with transaction():
        found = eligibility.objections(shift_id, member_id)
        lasting = _AGAINST_WAITING | eligibility.ONLY_TOLD
        remarks = places.refuse(each for each in found if each.kind in lasting)
        words = _words(shift_id, member_id)
        waits = (Assignment.shift == shift_id) & (Assignment.member == member_id)
        if Assignment.select().where(waits, Assignment.state == "standby").exists():
            raise Refused(
                _("On standby already"),
                _("{member} is on standby for {shift} ({at}) already.").format(**words),
            )
        with history.deed("stand_by", **words):
            assignment_id = Assignment.insert(
                shift=shift_id, member=member_id, state="standby", by_hand=True
            ).execute()
        return _taken(assignment_id, remarks)


def promote(assignment_id: int) -> Taken:
    """Plan somebody who is on standby. Raises NotFound, or Refused with what speaks against it."""
    with transaction():
        place = places.get(assignment_id)
        if place.state == "planned":
            raise Refused(
                _("Planned already"),
                _("{member} is planned in {shift} ({at}) already.").format(**place.words()),
            )
        if place.state != "standby":
            raise places.given_up(place)
        remarks = places.check(place.shift_id, place.member_id)
        with history.deed("promote", **place.words()):
            places.take(place.shift_id, place.member_id)
        return _taken(assignment_id, remarks)


def leave(assignment_id: int, today: date, reason: str = "") -> LeaveResult:
    """Let a member give up a place, or leave the standby list.

    Less notice than the community asks for is noted with the reason. Raises NotFound, or Refused
    for what is over.
    """
    reason = clean(reason, NOTE_LENGTH - _PREFIX, _("Reason"))
    with transaction():
        place = places.get(assignment_id)
        if place.state != "standby":
            place = places.planned(assignment_id)
        _refuse_past(place, today)
        days = (place.day - today).days
        is_short = place.state == "planned" and days < settings.number("drop_days")
        if is_short:
            reason = _with_notice(days, reason)
        with history.deed(_leaving(place, is_short), **place.words(), days=days):
            places.give_up([place.id], "left", reason)
        first = _first_on_standby(place.shift_id) if place.state == "planned" else None
        return LeaveResult(
            place.id,
            place.shift_id,
            place.member,
            place.shift,
            place.starts_at,
            days,
            is_short,
            first,
        )


def give(assignment_id: int, member_id: int) -> Taken:
    """Give somebody's place away to another member, for good.

    Raises NotFound, or Refused with all that speaks against it.
    """
    return _hand_over("give_place", assignment_id, member_id)


def stand_in(assignment_id: int, member_id: int) -> Taken:
    """Let a member stand in for the one who holds a place, also where it turned out afterwards.

    Raises NotFound, or Refused with all that speaks against it.
    """
    return _hand_over("stand_in", assignment_id, member_id)


def latest_reasons(typed: str = "") -> list[str]:
    """The latest reasons to give a place up that hold what is typed."""
    return recent.texts(Assignment.reason, typed)


def _first_on_standby(shift_id: int) -> Waiting | None:
    """Who has been on the standby list the longest of those who could come now."""
    for number, found in eligibility.of_standby(shift_id):
        if not any(each.forbids for each in found):
            place = places.get(number)
            remarks = tuple(map(eligibility.say, found))
            return Waiting(number, place.member_id, place.member, remarks)
    return None


def _hand_over(verb: str, assignment_id: int, member_id: int) -> Taken:
    with transaction():
        place = places.planned(assignment_id)
        places.refuse_same(place, member_id)
        remarks = places.check(place.shift_id, member_id, instead_of=place.id)
        other = Member.get_by_id(member_id).name
        with history.deed(verb, **place.words(), other=other):
            places.give_up([place.id], "replaced")
            taken = places.take(place.shift_id, member_id, place.id if verb == "stand_in" else None)
        return _taken(taken, remarks)


def _leaving(place: Place, is_short: bool) -> str:
    if place.state == "standby":
        return "leave_standby"
    return "leave_shift_late" if is_short else "leave_shift"


def _refuse_past(place: Place, today: date) -> None:
    if place.day < today:
        raise Refused(
            _("Over already"),
            _("{shift} ({at}) is over. Please note instead whether {member} came.").format(
                **place.words()
            ),
        )


def _with_notice(days: int, reason: str) -> str:
    told = ngettext("{days} day before", "{days} days before", days).format(days=days)
    notice = _("on the day itself") if days == 0 else told
    return _("{notice}: {reason}").format(notice=notice, reason=reason) if reason else notice


def _words(shift_id: int, member_id: int) -> dict[str, str | int]:
    slot = read_slot(shift_id)
    member = Member.get_by_id(member_id).name
    return {"member": member, "shift": slot.name, "at": places.say_at(slot.starts_at)}


def _taken(assignment_id: int, remarks: tuple[str, ...]) -> Taken:
    place = places.get(assignment_id)
    return Taken(
        place.id,
        place.shift_id,
        place.member_id,
        place.member,
        place.shift,
        place.starts_at,
        remarks,
    )
