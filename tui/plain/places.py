"""Changes of the rota by hand, and who came: each answers with the shift as it is then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store import walltime
from store.errors import NotFound, Refused
from store.exchange import kinds
from store.farm import attendance, changes, eligibility, shift_changes, shifts, team
from store.farm.changes import LeaveResult, Taken
from store.farm.eligibility import Candidate
from store.farm.models import ATTENDANCES
from store.farm.shifts import PlaceRow, ShiftRow
from store.language import N_, _, listed, ngettext
from tui.plain.output import Field, write_rows
from tui.plain.shifts import write_one
from tui.plain.team import hours

CANDIDATE: Sequence[Field[Candidate]] = (
    Field("member", lambda row: row.member, N_("Member"), least=8),
    Field(
        "hours",
        lambda row: hours(row.minutes),
        N_("Hours"),
        lambda row: walltime.say_hours(row.minutes),
        align="right",
    ),
    Field("could", lambda row: not any(each.forbids for each in row.objections)),
    Field(
        "objections",
        lambda row: [eligibility.say(each) for each in row.objections],
        N_("Against it"),
        lambda row: listed(map(eligibility.say, row.objections)),
        least=12,
    ),
)
CANDIDATE_SHOWN = ("member", "hours", "objections")


def write(shift_text: str, today: date, form: str) -> None:
    """Write one shift and its people. Raises StoreErrors."""
    write_one(shifts.find(shift_text, today), form)


def write_stand_ins(shift_text: str, today: date, form: str) -> None:
    """Write who could come to a shift, least hours first, then who could not.

    Raises StoreErrors.
    """
    shift = shifts.find(shift_text, today)
    write_rows(CANDIDATE, CANDIDATE_SHOWN, eligibility.stand_ins(shift.id), form)


def join(shift_text: str, member_text: str, today: date, form: str) -> None:
    """Plan a member in a shift. Raises StoreErrors."""
    shift, member = shifts.find(shift_text, today), team.find_member(member_text, today)
    _told(changes.join(shift.id, member.id), form)


def stand_by(shift_text: str, member_text: str, today: date, form: str) -> None:
    """Put a member on a shift's standby list. Raises StoreErrors."""
    shift, member = shifts.find(shift_text, today), team.find_member(member_text, today)
    _told(changes.stand_by(shift.id, member.id), form)


def leave(shift_text: str, member_text: str, reason: str, today: date, form: str) -> None:
    """Give a member's place up, and say who is first on standby. Raises StoreErrors."""
    shift = shifts.find(shift_text, today)
    left = changes.leave(place_of(shift, member_text, today).assignment_id, today, reason)
    write_one(shifts.get(shift.id), form, _remarks(left))


def give(shift_text: str, member_text: str, other_text: str, today: date, form: str) -> None:
    """Give a member's place to another for good. Raises StoreErrors."""
    shift, other = shifts.find(shift_text, today), team.find_member(other_text, today)
    place = place_of(shift, member_text, today)
    _told(changes.give(place.assignment_id, other.id), form)


def stand_in(shift_text: str, member_text: str, other_text: str, today: date, form: str) -> None:
    """Let another stand in for a member. Raises StoreErrors."""
    shift, other = shifts.find(shift_text, today), team.find_member(other_text, today)
    place = place_of(shift, member_text, today)
    _told(changes.stand_in(place.assignment_id, other.id), form)


def attend(
    shift_text: str, member_text: str | None, word: str | None, today: date, form: str
) -> None:
    """Note whether a member came, or that everybody did of whom nothing is noted yet.

    Raises StoreErrors.
    """
    shift = shifts.find(shift_text, today)
    if member_text is None or word is None:
        attendance.record_all(shift.id, today)
    else:
        noted = _attendance(word)
        attendance.record([place_of(shift, member_text, today).assignment_id], noted, today)
    write_one(shifts.get(shift.id), form)


def correct(
    shift_text: str, member_text: str, length: str, note: str, today: date, form: str
) -> None:
    """Correct how long somebody worked who is noted as having come. Raises StoreErrors."""
    shift = shifts.find(shift_text, today)
    place = place_of(shift, member_text, today)
    attendance.set_minutes(place.assignment_id, walltime.parse_minutes(length), note)
    write_one(shifts.get(shift.id), form)


def cancel(shift_text: str, reason: str, today: date, form: str) -> None:
    """Cancel a shift, and say who is to be told. Raises StoreErrors."""
    shift = shifts.find(shift_text, today)
    planned = [place.member for place in shifts.places(shift.id) if place.in_force]
    shift_changes.cancel([shift.id], reason, today)
    told = [_("Please tell {names}.").format(names=listed(planned))] if planned else []
    write_one(shifts.get(shift.id), form, told)


def restore(shift_text: str, today: date, form: str) -> None:
    """Let a cancelled shift take place after all. Raises StoreErrors."""
    shift = shifts.find(shift_text, today)
    shift_changes.restore(shift.id)
    write_one(shifts.get(shift.id), form)


def place_of(shift: ShiftRow, member_text: str, today: date) -> PlaceRow:
    """The place in force that a member has in a shift. Raises NotFound, Ambiguous."""
    member = team.find_member(member_text, today)
    for place in shifts.places(shift.id):
        if place.member_id == member.id and place.in_force:
            return place
    raise NotFound(
        _("No such place"),
        _("{member} has no place in {shift} on {day}. Please look at the shift.").format(
            member=member.name, shift=shift.name, day=shift.day.isoformat()
        ),
    )


def _told(taken: Taken, form: str) -> None:
    write_one(shifts.get(taken.shift_id), form, say_remarks(taken.remarks))


def _remarks(left: LeaveResult) -> Sequence[str]:
    remarks = []
    if left.short_notice and not left.days:
        remarks.append(_("That is on the day of the shift: short notice."))
    elif left.short_notice:
        told = ngettext(
            "That is {days} day before the shift: short notice.",
            "That is {days} days before the shift: short notice.",
            left.days,
        )
        remarks.append(told.format(days=left.days))
    if left.standby is not None:
        told = _("First on standby: {member}.").format(member=left.standby.member)
        remarks += [told, *say_remarks(left.standby.remarks)]
    return remarks


def say_remarks(remarks: Sequence[str]) -> Sequence[str]:
    """What is to be told of a deed, a sentence each."""
    return [_("Please note: {remark}.").format(remark=remark) for remark in remarks]


def _attendance(word: str) -> str | None:
    """The attendance that was typed, in Chinese or English; None for none. Raises Refused."""
    typed = word.strip().lower()
    if typed in ("none", _("none")):
        return None
    said = {_(name): kind for kind, name in attendance.SAID_AS.items()}
    if found := said.get(typed) or kinds.value(typed, kinds.ATTENDANCE_WORDS):
        return found
    words = listed((*ATTENDANCES, *(name for name in said if name not in ATTENDANCES), _("none")))
    raise Refused(_("Attendance"), _("An attendance is one of these: {words}.").format(words=words))
