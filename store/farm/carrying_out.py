"""Writing what becomes of shifts: people first, then the shifts they were in, then new ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from peewee import fn

from store.errors import Refused
from store.farm import needs, new_shifts
from store.farm.consequences import HEARD, Cancelled, Consequences, Moved
from store.farm.models import Assignment, Shift, ShiftSkill
from store.farm.overlaps import Clash
from store.farm.series_values import SeriesValues
from store.language import _
from store.neighbours.models import NOTE_LENGTH
from store.text import clean

# Rows that are written in one statement.
_TOGETHER = 500

_COLUMNS = {
    "at": ("starts_at", "ends_at"),
    "day": ("starts_at", "ends_at"),
    "minutes": ("minutes", "ends_at"),
    "team": ("team_id",),
    "skills": (),
}


def carry_out(found: Consequences, series: Mapping[int, SeriesValues], reason: str) -> None:
    """Write all that was foreseen, inside the caller's deed; `reason` is why shifts are cancelled.

    `series` says how each series is whose shifts are new.
    """
    cancel(found.cancelled, reason)
    _take_out(found.clashes)
    move((*found.moved, *found.restored))
    times: dict[int, dict[date, int]] = {}
    for shift in found.new:
        times.setdefault(shift.series_id, {})[shift.day] = shift.at
    for series_id, of_series in times.items():
        new_shifts.put(series_id, series[series_id], of_series)


def cancel(cancelled: Sequence[Cancelled], reason: str) -> None:
    """Cancel shifts and excuse who is in them, inside the caller's deed."""
    places = [person.assignment_id for it in cancelled for person in it.people]
    for part in _parts(places):
        Assignment.update(state="excused", reason=clean(reason, NOTE_LENGTH, _("Reason"))).where(
            Assignment.id.in_(part)
        ).execute()
    for part in _parts(it.shift.id for it in cancelled if it.goes_away):
        ShiftSkill.delete().where(ShiftSkill.shift.in_(part)).execute()
        Shift.delete().where(Shift.id.in_(part)).execute()
    for part in _parts(it.shift.id for it in cancelled if not it.goes_away):
        Shift.update(state="cancelled", sequence=Shift.sequence + 1).where(
            Shift.id.in_(part)
        ).execute()


def move(moved: Sequence[Moved]) -> None:
    """Let shifts be as they will be, inside the caller's deed.

    The database knows of nobody in two shifts at once, not even while shifts change places: what
    goes to another time is set aside until all the times are right. Raises Refused where more are
    planned than a shift will take.
    """
    _refuse_overfull(moved)
    aside = [it for it in moved if {"at", "day", "minutes", "state"}.intersection(it.changes)]
    aside = [it for it in aside if it.became.is_planned]
    set_aside = {it.shift.id for it in aside}
    for it in moved:
        columns = _written(it)
        if it.shift.id in set_aside:
            columns["state"] = "cancelled"
        if HEARD.intersection(it.changes):
            columns["sequence"] = Shift.sequence + 1
        if columns:
            Shift.update(**columns).where(Shift.id == it.shift.id).execute()
        if "skills" in it.changes:
            needs.replace(it.shift.id, it.skills)
    for part in _parts(set_aside):
        Shift.update(state="planned").where(Shift.id.in_(part)).execute()


def _refuse_overfull(moved: Sequence[Moved]) -> None:
    """Refuse to lower the most of a shift below those who are planned in it."""
    lowered = {it.shift.id: it.became for it in moved if "most" in it.changes}
    for part in _parts(lowered):
        planned = Assignment.select(Assignment.shift, fn.COUNT(Assignment.id)).where(
            Assignment.shift.in_(part),
            Assignment.state == "planned",
            Assignment.attendance.is_null(),
        )
        for shift_id, count in planned.group_by(Assignment.shift).tuples():
            became = lowered[shift_id]
            if count > became.most:
                raise Refused(
                    _("Full"),
                    _(
                        "{count} people are planned in {shift} ({at}), more than {most}. "
                        "Please take some out first."
                    ).format(
                        count=count,
                        shift=became.name,
                        at=f"{became.starts_at:%Y-%m-%d %H:%M}",
                        most=became.most,
                    ),
                )


def _written(it: Moved) -> dict:
    names = [name for field in it.changes for name in _COLUMNS.get(field, (field,))]
    columns = {name: getattr(it.became, name) for name in names}
    if "team_id" in columns:
        columns["team"] = columns.pop("team_id")
    return columns


def _take_out(clashes: Sequence[Clash]) -> None:
    reason = _("The shift was moved to the time of another one.")
    for part in _parts(clash.person.assignment_id for clash in clashes):
        Assignment.update(state="replaced", reason=reason).where(Assignment.id.in_(part)).execute()


def _parts(ids: Iterable[int]) -> list[list[int]]:
    whole = sorted(ids)
    return [whole[start : start + _TOGETHER] for start in range(0, len(whole), _TOGETHER)]
