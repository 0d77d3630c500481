"""Attendance: who came, who came late, who was excused and who stayed away, and what it counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date

from peewee import fn

from store import history
from store.database import transaction
from store.errors import Refused
from store.farm import eligibility, hours, places
from store.farm.models import ATTENDANCES, DAY_MINUTES, IN_FORCE, Assignment, HoursEntry, Shift
from store.farm.places import Place
from store.language import N_, _
from store.neighbours.models import NOTE_LENGTH
from store.text import clean

SAID_AS = {
    "present": N_("present"),
    "late": N_("late"),
    "excused": N_("excused"),
    "absent": N_("did not come"),
}
# Who came has worked the shift's length, until that is corrected.
CAME = frozenset({"present", "late"})


def record(assignment_ids: Sequence[int], attendance: str | None, today: date) -> int:
    """Note for places whether their holders came, or take back (None) what was noted.

    Who was on standby and came is planned from now on. Answers with how many were noted otherwise
    before. Raises NotFound, or Refused, with nothing noted.
    """
    if attendance is not None and attendance not in ATTENDANCES:
        raise Refused(_("Attendance"), _("Please choose who came, came late or did not come."))
    with transaction():
        chosen = places.several(assignment_ids)
        for place in chosen:
            _refuse(place, attendance, today)
        changed = [place for place in chosen if place.attendance != attendance]
        if changed:
            with _deed_on(changed, attendance):
                _write(changed, attendance)
        return len(changed)


def record_all(shift_id: int, today: date) -> int:
    """Note everybody in a shift as present of whom nothing is noted yet; answers with how many.

    Raises Refused for a shift that has not begun or is cancelled.
    """
    with transaction():
        open_places = Assignment.select(Assignment.id).where(
            Assignment.shift == shift_id,
            Assignment.state == "planned",
            Assignment.attendance.is_null(),
        )
        ids = [number for (number,) in open_places.order_by(Assignment.id).tuples()]
        if not ids:
            return 0
        chosen = places.several(ids)
        for place in chosen:
            _refuse(place, "present", today)
        shift = {"shift": chosen[0].shift, "at": chosen[0].at}
        with history.deed("attendance_of_all", **shift, count=len(chosen)):
            _write(chosen, "present")
        return len(chosen)


def set_minutes(assignment_id: int, minutes: int, note: str = "") -> None:
    """Correct how long somebody worked who came: the old line is reversed and a new one added.

    Raises NotFound, or Refused for one who is not noted as having come.
    """
    note = clean(note, NOTE_LENGTH, _("Note"))
    if not 0 <= minutes <= DAY_MINUTES:
        raise Refused(
            _("Hours"),
            _("A shift counts from none to {most} hours.").format(most=DAY_MINUTES // 60),
            "hours",
        )
    with transaction():
        place = places.get(assignment_id)
        if place.attendance not in CAME:
            raise Refused(
                _("Not noted"),
                _(
                    "It is not noted that {member} came to {shift} ({at}). Please note that first."
                ).format(**place.words()),
            )
        counted = hours.in_force([place.id]).get(place.id, ())
        if sum(entry.minutes for entry in counted) == minutes:
            return
        with history.deed("correct_attendance", **place.words(), minutes=minutes):
            hours.reverse(counted)
            _count([(place, minutes)], "correction", note)
            # What was noted before cannot be undone alone: the correction stands on it.
            Assignment.update(attendance=place.attendance).where(
                Assignment.id == place.id
            ).execute()


def _write(chosen: Sequence[Place], attendance: str | None) -> None:
    """Note it, and let the ledger follow where it counts otherwise than before."""
    waits = set() if attendance else _without_room(chosen)
    ids = [place.id for place in chosen]
    Assignment.update(state="standby", attendance=None).where(Assignment.id.in_(waits)).execute()
    Assignment.update(state="planned", attendance=attendance).where(
        Assignment.id.in_(ids), Assignment.id.not_in(waits)
    ).execute()
    came = attendance in CAME
    otherwise = [place for place in chosen if (place.attendance in CAME) != came]
    if came:
        _count([(place, place.minutes) for place in otherwise], "attendance")
    else:
        counted = hours.in_force([place.id for place in otherwise])
        hours.reverse(entry for entries in counted.values() for entry in entries)


def _without_room(chosen: Sequence[Place]) -> set[int]:
    """Which of the places are beyond the most of their shift, once nobody is known to have come.

    Who came may be more than were planned; these are on standby again.
    """
    planned = fn.COUNT(Assignment.id).filter(
        (Assignment.state == "planned") & Assignment.attendance.is_null()
    )
    query = Shift.select(Shift.id, Shift.most - planned).join(Assignment).group_by(Shift.id)
    room = dict(query.where(Shift.id.in_({place.shift_id for place in chosen})).tuples())
    waits = set()
    for place in sorted(chosen, key=lambda place: place.id):
        room[place.shift_id] -= 1
        if room[place.shift_id] < 0:
            waits.add(place.id)
    return waits


def _count(worked: Iterable[tuple[Place, int]], kind: str, note: str = "") -> None:
    lines = [
        {
            "member": place.member_id,
            "assignment_id": place.id,
            "day": place.day,
            "minutes": minutes,
            "kind": kind,
            "note": note,
        }
        for place, minutes in worked
        if minutes
    ]
    if lines:
        HoursEntry.insert_many(lines).execute()


def _deed_on(chosen: Sequence[Place], attendance: str | None) -> AbstractContextManager:
    verb = "attendance" if attendance else "clear_attendance"
    said = {"attendance": SAID_AS[attendance]} if attendance else {}
    if len(chosen) > 1:
        return history.deed(f"{verb}_many", **said, count=len(chosen))
    return history.deed(verb, **chosen[0].words(), **said)


def _refuse(place: Place, attendance: str | None, today: date) -> None:
    if place.day > today:
        raise Refused(
            _("Not yet"),
            _("{shift} ({at}) has not begun. Please note on the day who came.").format(
                **place.words()
            ),
        )
    if place.shift_state != "planned" or place.state not in IN_FORCE:
        raise places.given_up(place)
    if place.state != "standby":
        return
    if attendance not in CAME:
        raise Refused(
            _("On standby"),
            _("{member} is on standby for {shift} ({at}): note only whether they came.").format(
                **place.words()
            ),
        )
    # Who came, came: of all that may speak against it, only another shift makes it impossible.
    found = eligibility.objections(place.shift_id, place.member_id)
    places.refuse(each for each in found if each.kind == "overlap")
