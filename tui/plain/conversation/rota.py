"""The rota, a week at a time, and who came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from store.calendar import say_day
from store.farm import attendance, shifts
from store.farm.attendance import SAID_AS
from store.farm.shifts import PlaceRow, ShiftRow
from store.language import N_, _, listed, ngettext
from tui.plain.conversation.choosing import Told, choose, choose_letter, one_after_another
from tui.plain.conversation.desk import Desk
from tui.plain.conversation.talk import saying_refusals, together
from tui.plain.output import say
from tui.plain.shifts import PLACE_STATES, say_name

WEEK = timedelta(7)

# What can be noted of somebody, by the letters of the screens.
CAME = {
    "p": ("present", SAID_AS["present"]),
    "l": ("late", SAID_AS["late"]),
    "o": ("excused", SAID_AS["excused"]),
    "n": ("absent", SAID_AS["absent"]),
    "x": (None, N_("nothing noted")),
}


def week(desk: Desk) -> None:
    """Say the shifts of this week, go to others, and look at a shift."""
    monday = desk.today - timedelta(desk.today.weekday())
    letters = {"]": _("the next week"), "[": _("the week before")}
    told = _shifts_of(monday)
    while (picked := choose(told, letters)) is not None:
        if isinstance(picked, ShiftRow):
            _look_at(desk, picked.id)
        else:
            monday = monday + WEEK if picked == "]" else monday - WEEK
            told = _shifts_of(monday)


def _shifts_of(monday: date) -> Told[ShiftRow]:
    sunday = monday + timedelta(6)
    found = shifts.between(monday, sunday)
    names = shifts.names_between(monday, sunday)
    say(_("From {first} to {last}:").format(first=say_day(monday), last=say_day(sunday)))
    if not found:
        say(_("There is no shift in this week."))
    return Told(one_after_another(found), lambda shift: _said(shift, names))


def _said(shift: ShiftRow, names: Mapping[int, tuple[str, ...]]) -> str:
    """A shift: when, what, of whom, who is in it, and how many are missing."""
    parts = [f"{say_day(shift.day)} {shift.starts_at:%H:%M}", say_name(shift), shift.team]
    parts.append(listed(names.get(shift.id, ())))
    if shift.missing:
        told = ngettext("{count} place is empty", "{count} places are empty", shift.missing)
        parts.append(told.format(count=shift.missing))
    return together(parts)


def _look_at(desk: Desk, shift_id: int) -> None:
    """Say who has a place in a shift, and note who came. Raises NotFound."""
    while True:
        shift = shifts.get(shift_id)
        say(_said(shift, {}))
        there = [place for place in shifts.places(shift_id) if place.in_force]
        told: Told[PlaceRow] = Told(one_after_another(there), _said_of)
        picked = choose(told, {"m": _("all came")} if there else {})
        if picked is None:
            return
        with saying_refusals():
            if isinstance(picked, PlaceRow):
                _ask_who_came(desk, shift, picked)
            else:
                _note_all(desk, shift)


def _note_all(desk: Desk, shift: ShiftRow) -> None:
    """Note everybody as present of whom nothing is noted yet. Raises StoreErrors."""
    count = attendance.record_all(shift.id, desk.today)
    present = ngettext("{count} person was present", "{count} people were present", count)
    _say_noted(shift, present.format(count=count))


def _ask_who_came(desk: Desk, shift: ShiftRow, place: PlaceRow) -> None:
    """Ask how it was with somebody, and note it. Raises StoreErrors."""
    say(place.member)
    letter = choose_letter({letter: _(told) for letter, (_kind, told) in CAME.items()})
    if letter is None:
        return
    kind, told = CAME[letter]
    attendance.record([place.assignment_id], kind, desk.today)
    _say_noted(shift, _("{member} {attendance}").format(member=place.member, attendance=_(told)))


def _say_noted(shift: ShiftRow, noted: str) -> None:
    sentence = _("Noted for {shift} on {day}: {noted}.")
    say(sentence.format(shift=shift.name, day=say_day(shift.day), noted=noted))


def _said_of(place: PlaceRow) -> str:
    """Whose place it is, whether they came, and their telephone."""
    state = SAID_AS[place.attendance] if place.attendance else PLACE_STATES[place.state]
    return together((place.member, _(state), place.phone))
