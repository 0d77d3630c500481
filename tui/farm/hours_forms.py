"""The forms by which hours are corrected."""

from __future__ import annotations

from store import walltime
from store.farm import attendance, hours
from store.farm.shifts import PlaceRow, ShiftRow
from store.farm.team import MemberRow
from store.language import _
from tui.days import day_field
from tui.farm.reading import read_hours, understood_hours
from tui.reading import Reading, Values, ask, note_field
from tui.room import Room
from tui.widgets.form import Field


def add_correction(room: Room, member: MemberRow) -> None:
    """Ask for hours to be added to a member's, or taken off."""
    today = room.desk.today

    def save(values: Values) -> str:
        read = Reading(_("Hours"))
        day = read.day("day", values["day"], today, past=True)
        minutes = read.of("hours", lambda: read_hours(values["hours"], signed=True), 1)
        note = values["note"]
        read.do(lambda: hours.add_correction(member.id, day or today, minutes, note))
        return _("Noted {hours} h for {member}.").format(
            hours=walltime.say_hours(minutes), member=member.name
        )

    fields = (
        Field(
            "hours",
            _("Hours"),
            limit=20,
            hint=lambda typed: (
                understood_hours(typed, signed=True) or _("like 2.5, or -1 to take one off")
            ),
        ),
        day_field("day", _("Day"), today, today, past=True),
        note_field(hours.latest_notes),
    )
    ask(room, _("Correct the hours of {member}").format(member=member.name), fields, save)


def correct_minutes(room: Room, shift: ShiftRow, place: PlaceRow) -> None:
    """Ask how long somebody really worked in a shift."""

    noted = hours.in_force([place.assignment_id]).get(place.assignment_id, ())
    worked = sum(entry.minutes for entry in noted) if noted else shift.minutes

    def save(values: Values) -> str:
        read = Reading(_("Hours"))
        minutes = read.of("hours", lambda: read_hours(values["hours"]), 1)
        read.do(lambda: attendance.set_minutes(place.assignment_id, minutes, values["note"]))
        return _("Noted {hours} h for {member}.").format(
            hours=walltime.say_hours(minutes), member=place.member
        )

    fields = (
        Field(
            "hours",
            _("Hours"),
            value=walltime.say_hours(worked),
            limit=20,
            hint=understood_hours,
            guess=True,
        ),
        note_field(hours.latest_notes),
    )
    title = _("How long did {member} work?").format(member=place.member)
    ask(room, title, fields, save)
