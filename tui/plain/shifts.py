"""Shifts and the people in them: as a list, a week, or one by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from store import walltime
from store.calendar import say_day
from store.farm import hours, shifts
from store.farm.attendance import CAME, SAID_AS
from store.farm.availability import refuse_span
from store.farm.shifts import PlaceRow, ShiftRow
from store.language import N_, _, in_turn, listed, ngettext
from tui.plain import asked
from tui.plain.output import Field, as_object, say, write_object, write_rows

Names = Mapping[int, tuple[str, ...]]

SHOWN = ("id", "day", "at", "shift", "team", "filled", "wanted", "missing", "members")

PLACE_STATES = {
    "planned": N_("planned"),
    "standby": N_("on standby"),
    "left": N_("left"),
    "replaced": N_("replaced"),
    "excused": N_("excused"),
}


class Days(NamedTuple):
    """The days asked for, as they were typed; None where none was."""

    first: str | None
    last: str | None

    def read(self, today: date, first: date, last: date) -> tuple[date, date]:
        """The days, each as given where none was typed. Raises Refused."""
        begin = asked.day(self.first, today, past=False) or first
        end = asked.day(self.last, today, past=False) or max(begin, last)
        refuse_span(begin, end)
        return begin, end


def write_list(days: Days, today: date, form: str, *, team: str | None) -> None:
    """Write the shifts of some days; of all from `today` on, unless others were asked for.

    Raises NotFound, Refused.
    """
    first, last = days.read(today, today, date.max)
    team_id = asked.team_id(team)
    names = shifts.names_between(first, last, team_id)
    write_rows(fields(names), SHOWN, shifts.between(first, last, team_id), form)


def write_week(day_text: str | None, today: date, form: str, *, team: str | None) -> None:
    """Write the week of a day (or of `today`), day by day. Raises NotFound, Refused."""
    day = asked.day(day_text, today, past=False) or today
    monday = day - timedelta(day.weekday())
    sunday = monday + timedelta(6)
    team_id = asked.team_id(team)
    names = shifts.names_between(monday, sunday, team_id)
    found = shifts.between(monday, sunday, team_id)
    if form != "plain":
        write_rows(fields(names), SHOWN, found, form)
        return
    year, week, _weekday = monday.isocalendar()
    say(
        _("Week {week} of {year}, from {first} to {last}").format(
            week=week, year=year, first=say_day(monday), last=say_day(sunday)
        )
    )
    for day, those in groupby(found, lambda shift: shift.day):
        say()
        say(say_day(day))
        for shift in those:
            say(f"  {_told(shift, names.get(shift.id, ()))}")
    if not found:
        say(_("There is no shift in this week."))
    elif missing := sum(shift.missing for shift in found):
        say()
        say(
            ngettext("{count} place is empty.", "{count} places are empty.", missing).format(
                count=missing
            )
        )


def write_one(shift: ShiftRow, form: str, remarks: Sequence[str] = ()) -> None:
    """Write one shift and everybody who has or had a place in it; for people, `remarks` first."""
    places, needs = shifts.places(shift.id), shifts.needs(shift.id)
    counted = hours.in_force(place.assignment_id for place in places)
    worked = {
        place.assignment_id: sum(entry.minutes for entry in counted.get(place.assignment_id, ()))
        for place in places
        if place.attendance in CAME
    }
    if form == "json":
        names = {shift.id: tuple(place.member for place in places if place.state == "planned")}
        write_object(
            as_object(fields(names), shift)
            | {"needs": dict(needs), "places": [_bare(place, worked) for place in places]}
        )
        return
    for remark in remarks:
        say(remark)
    say(
        _("#{number} {shift}, {day}, {start} to {end} ({team})").format(
            number=shift.id,
            shift=shift.name,
            day=say_day(shift.day),
            start=f"{shift.starts_at:%H:%M}",
            end=f"{shift.ends_at:%H:%M}",
            team=shift.team,
        )
    )
    say(f"  {_say_filled(shift)}")
    for skill, count in needs:
        say("  " + _("Needed: {skill}, {count}").format(skill=skill, count=count))
    if shift.note:
        say(f"  {shift.note}")
    for place in places:
        minutes = worked.get(place.assignment_id, shift.minutes)
        say(f"  {listed(_said_of(place, minutes if minutes != shift.minutes else None))}")


def fields(names: Names) -> Sequence[Field[ShiftRow]]:
    """The fields of a shift, with the `names` of those who are planned in each."""
    return (
        Field("id", lambda row: row.id, N_("No."), align="right"),
        Field("day", lambda row: row.day, N_("Day"), lambda row: say_day(row.day), least=14),
        Field("at", lambda row: f"{row.starts_at:%H:%M}", N_("At"), least=5),
        Field("ends_at", lambda row: f"{row.ends_at:%Y-%m-%dT%H:%M}"),
        Field("minutes", lambda row: row.minutes),
        Field("shift", lambda row: row.name, N_("Shift"), partial(say_name), least=8),
        Field("team", lambda row: row.team, N_("Team")),
        Field("least", lambda row: row.least),
        Field("filled", lambda row: row.filled, N_("Filled"), align="right", least=4),
        Field("wanted", lambda row: row.wanted, N_("Wanted"), align="right", least=4),
        Field("most", lambda row: row.most),
        Field("missing", lambda row: row.missing, N_("Missing"), align="right", least=4),
        Field("standby", lambda row: row.standby),
        Field("state", lambda row: row.state),
        Field(
            "members",
            lambda row: "; ".join(names.get(row.id, ())),
            N_("Members"),
            lambda row: listed(names.get(row.id, ())),
            least=12,
        ),
        Field("note", lambda row: row.note),
    )


def say_name(shift: ShiftRow) -> str:
    """What a shift is called, and whether it is cancelled."""
    if shift.is_planned:
        return shift.name
    return _("{shift} (cancelled)").format(shift=shift.name)


def _told(shift: ShiftRow, names: Sequence[str]) -> str:
    """A shift in a line of its week."""
    told = f"{shift.starts_at:%H:%M}-{shift.ends_at:%H:%M}  #{shift.id} {say_name(shift)}"
    if not shift.is_planned:
        return f"   {told}"
    mark = "!!" if shift.is_short else "! " if shift.missing else "  "
    return f"{mark} {told}  {shift.filled}/{shift.wanted}  {listed(names)}".rstrip()


def _say_filled(shift: ShiftRow) -> str:
    if not shift.is_planned:
        return _("It is cancelled.")
    told = _("{filled} of {wanted} places are filled.").format(
        filled=shift.filled, wanted=shift.wanted
    )
    if shift.is_short:
        least = shift.least
        needed = ngettext("At least {least} is needed.", "At least {least} are needed.", least)
        return in_turn((told, needed.format(least=least)))
    return told


def _said_of(place: PlaceRow, minutes: int | None) -> Iterator[str]:
    """Whose place it is and how it stands; `minutes` where it counts otherwise than its shift."""
    yield place.member
    yield _(SAID_AS[place.attendance]) if place.attendance else _(PLACE_STATES[place.state])
    if minutes is not None:
        yield walltime.say_minutes(minutes)
    if place.stand_in_for:
        yield _("for {member}").format(member=place.stand_in_for)
    if place.reason:
        yield place.reason


def _bare(place: PlaceRow, worked: Mapping[int, int]) -> dict[str, Any]:
    """A place as programs read it: no telephone number, and no number of the store's own.

    `worked` is how many minutes it counts, by its number, for those who came.
    """
    return {
        "member": place.member,
        "state": place.state,
        "attendance": place.attendance,
        "minutes": worked.get(place.assignment_id),
        "stand_in_for": place.stand_in_for or None,
        "by_hand": bool(place.by_hand),
        "reason": place.reason,
    }
