"""Shifts changed by hand: edited, cancelled, taken up again, or added without a series."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from store import history, walltime
from store.calendar import say_day
from store.database import transaction
from store.errors import ChangedMeanwhile, FieldError, Invalid, NotFound, Refused
from store.farm import carrying_out, needs, occurring, overlaps, series, shifts
from store.farm.consequences import Cancelled, Moved, people_in
from store.farm.demands import Complaints
from store.farm.models import Shift, Team
from store.farm.needs import Skills
from store.farm.shifts import ShiftRow
from store.language import N_, _, listed
from store.neighbours.models import NOTE_LENGTH
from store.public_holidays import CalendarByYear
from store.text import clean

FIELDS = ("at", "day", "minutes", "name", "least", "wanted", "most", "skills", "note")

_FIELD_WORDS = {
    "at": N_("the time"),
    "day": N_("the day"),
    "minutes": N_("the length"),
    "name": N_("the name"),
    "least": N_("the least number of people"),
    "wanted": N_("the number of people wanted"),
    "most": N_("the largest number of people"),
    "skills": N_("the skills"),
    "note": N_("the note"),
}


class ShiftValues(NamedTuple):
    """All that a person says of one shift; `at` counts minutes from midnight."""

    team_id: int
    name: str
    day: date
    at: int
    minutes: int
    least: int
    wanted: int
    most: int
    skills: tuple[tuple[str, int], ...] = ()
    note: str = ""


def values_of(shift: ShiftRow) -> ShiftValues:
    """What stands of a shift, for a form to show."""
    return _values(shift, needs.of_shift(shift.id))


def add(values: ShiftValues) -> int:
    """Add a shift that is of no series. Raises Invalid."""
    with transaction():
        values = _check(values)
        if not Team.select().where(Team.id == values.team_id).exists():
            error = FieldError("team", _("There is no such team. Please choose one."))
            raise Invalid(_("Shift"), (error,))
        starts_at = walltime.start(values.day, values.at)
        with history.deed("add_shift", shift=label(values.name, starts_at)):
            shift_id = Shift.insert(
                team=values.team_id,
                name=values.name,
                starts_at=starts_at,
                ends_at=walltime.end(starts_at, values.minutes),
                minutes=values.minutes,
                least=values.least,
                wanted=values.wanted,
                most=values.most,
                note=values.note,
            ).execute()
            needs.put([shift_id], values.skills)
    return shift_id


def edit(seen: ShiftRow, seen_skills: Skills | None = None, **changes: Any) -> None:
    """Change a shift by hand, any of FIELDS; `seen` (and `seen_skills`) is how the form showed it.

    A shift of a series keeps what was changed so when the series changes. Raises Invalid, NotFound,
    and Refused where somebody else changed the same meanwhile, somebody planned would be in two
    shifts at once, or the hours of people who came depend on it.
    """
    with transaction():
        now = shifts.get(seen.id)
        needed = needs.of_shift(seen.id)
        before = _values(now, needed)
        shown = _values(seen, needed if seen_skills is None else seen_skills)
        changes = {
            field: value
            for field, value in changes.items()
            if value not in (getattr(shown, field), getattr(before, field))
        }
        if not changes:
            return
        _refuse_changed_meanwhile(shown, before, changes)
        values = _check(before._replace(**changes))
        became = _became(now, values)
        heard = _differences(became, before, values)
        _refuse_attended(now, heard)
        _refuse_overlap(became, heard)
        with history.deed("edit_shift", shift=label(now.name, now.starts_at)):
            carrying_out.move([Moved(now, became, values.skills, heard, ())])
            columns: dict[str, Any] = {"note": values.note} if "note" in changes else {}
            if now.series_id is not None:
                edited = dict.fromkeys((*now.edited.split(), *changes))
                columns["edited"] = " ".join(edited)
            if columns:
                Shift.update(**columns).where(Shift.id == now.id).execute()


def cancel(shift_ids: Sequence[int], reason: str, today: date) -> int:
    """Cancel shifts as one deed and excuse who is in them; answers how many people that are.

    Raises NotFound, and Refused for what is cancelled already or is over.
    """
    reason = clean(reason, NOTE_LENGTH, _("Reason"))
    with transaction():
        found = [shifts.get(shift_ids[0])] if len(shift_ids) == 1 else shifts.of_ids(shift_ids)
        if len(found) < len(set(shift_ids)) or not found:
            raise NotFound(_("No such shift"), _("One of these shifts is not there any more."))
        for shift in found:
            _refuse_to_cancel(shift, today)
        people = people_in([shift.id for shift in found])
        with _cancelling(found):
            cancelled = [Cancelled(it, people.get(it.id, ()), False) for it in found]
            carrying_out.cancel(cancelled, reason)
            for shift in found:
                _remember(shift, "state")
    members = {person.member_id for in_shift in people.values() for person in in_shift}
    return len(members)


def restore(shift_id: int) -> None:
    """Let a cancelled shift take place after all; who was excused stays excused.

    Raises NotFound, and Refused where it is not cancelled.
    """
    with transaction():
        shift = shifts.get(shift_id)
        if shift.is_planned:
            raise Refused(_("Shift"), _("This shift is not cancelled."))
        became = shift._replace(state="planned")
        with history.deed("restore_shift", shift=label(shift.name, shift.starts_at)):
            carrying_out.move([Moved(shift, became, (), ("state",), ())])
            _remember(shift, "state", forget=_occurs(shift))


def label(name: str, starts_at: datetime) -> str:
    """A shift as the journal names it: `2026-12-01 07:00 浇水`."""
    return f"{starts_at:%Y-%m-%d %H:%M} {name}"


def _values(shift: ShiftRow, skills: Skills) -> ShiftValues:
    return ShiftValues(
        shift.team_id,
        shift.name,
        shift.day,
        shift.at,
        shift.minutes,
        shift.least,
        shift.wanted,
        shift.most,
        skills,
        shift.note,
    )


def _check(values: ShiftValues) -> ShiftValues:
    complaints = Complaints()
    name, note = complaints.name(values.name), complaints.note(values.note)
    complaints.time(values.at)
    complaints.length(values.minutes)
    complaints.places(values.least, values.wanted, values.most)
    skills = complaints.skills(values.skills, values.most)
    if complaints.errors:
        raise Invalid(_("Shift"), tuple(complaints.errors))
    return values._replace(name=name, note=note, skills=skills)


def _refuse_changed_meanwhile(seen: ShiftValues, now: ShiftValues, changes: dict[str, Any]) -> None:
    clashing = [field for field in changes if getattr(seen, field) != getattr(now, field)]
    if clashing:
        raise ChangedMeanwhile(
            _("Somebody changed {changes} meanwhile. Please look again.").format(
                changes=listed(_(_FIELD_WORDS[field]) for field in clashing)
            )
        )


def _became(now: ShiftRow, values: ShiftValues) -> ShiftRow:
    starts_at, ends_at = now.starts_at, now.ends_at
    if (values.day, values.at) != (now.day, now.at):
        starts_at = walltime.start(values.day, values.at)
    if (starts_at, values.minutes) != (now.starts_at, now.minutes):
        ends_at = walltime.end(starts_at, values.minutes)
    return now._replace(
        name=values.name,
        starts_at=starts_at,
        ends_at=ends_at,
        minutes=values.minutes,
        least=values.least,
        wanted=values.wanted,
        most=values.most,
    )


def _differences(became: ShiftRow, before: ShiftValues, values: ShiftValues) -> tuple[str, ...]:
    after = _values(became, values.skills)
    fields = [name for name in FIELDS if name != "note"]
    return tuple(name for name in fields if getattr(before, name) != getattr(after, name))


def _refuse_attended(now: ShiftRow, heard: Sequence[str]) -> None:
    if now.checked and {"at", "day", "minutes"}.intersection(heard):
        raise Refused(
            _("Shift"),
            _(
                "Who came to this shift is noted already, so its time stays. Please correct the "
                "hours of its people instead."
            ),
        )


def _refuse_overlap(became: ShiftRow, heard: Sequence[str]) -> None:
    if not became.is_planned or not {"at", "day", "minutes"}.intersection(heard):
        return
    people = people_in([became.id]).get(became.id, ())
    found = overlaps.clashes({became.id: (became, people)})
    if found:
        told = _("{member} ({other}, {time})")
        raise Refused(
            _("Two shifts at once"),
            _(
                "Then some would be in two shifts at once: {people}. Please find stand-ins for "
                "them first."
            ).format(
                people=listed(
                    told.format(
                        member=clash.person.member,
                        other=clash.other.name,
                        time=f"{clash.other.starts_at:%H:%M}",
                    )
                    for clash in found
                )
            ),
        )


def _refuse_to_cancel(shift: ShiftRow, today: date) -> None:
    sentence = None
    if not shift.is_planned:
        sentence = _("{shift} is cancelled already.")
    elif shift.day < today:
        sentence = _("{shift} is over. Please note who came instead.")
    elif shift.checked:
        sentence = _("Who came to {shift} is noted already, so it has taken place.")
    if sentence is not None:
        raise Refused(_("Shift"), sentence.format(shift=_told(shift)))


def _told(shift: ShiftRow) -> str:
    return _("{shift} on {day}").format(shift=shift.name, day=say_day(shift.day))


def _cancelling(found: Sequence[ShiftRow]) -> Any:
    if len(found) == 1:
        return history.deed("cancel_shift", shift=label(found[0].name, found[0].starts_at))
    return history.deed("cancel_shifts", count=len(found))


def _remember(shift: ShiftRow, field: str, *, forget: bool = False) -> None:
    """Remember of a shift of a series that a field was set by hand, or forget it."""
    if shift.series_id is None:
        return
    edited = dict.fromkeys(shift.edited.split())
    if forget:
        edited.pop(field, None)
    else:
        edited[field] = None
    Shift.update(edited=" ".join(edited)).where(Shift.id == shift.id).execute()


def _occurs(shift: ShiftRow) -> bool:
    """Whether the series of a shift has it take place anyway."""
    if shift.series_id is None:
        return False
    day = Shift.select(Shift.occurrence).where(Shift.id == shift.id).scalar()
    values = series.get(shift.series_id).values
    return day in occurring.times(values, day, day, CalendarByYear())
