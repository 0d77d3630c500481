"""What is told to a team's chat: one shift, or several, ready to be pasted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter

from store.calendar import say_near
from store.farm import shifts
from store.farm.shifts import ShiftRow
from store.language import _, in_turn, listed, ngettext


def text(shift_ids: Sequence[int], today: date) -> str:
    """What to tell of these shifts, in the language spoken now. Raises NotFound."""
    if len(shift_ids) == 1:
        return _of_one(shifts.get(shift_ids[0]), today)
    found = shifts.of_ids(shift_ids)
    if not found:
        return ""
    names = shifts.names_between(found[0].day, found[-1].day)
    lines: list[str] = []
    for day, those in groupby(found, attrgetter("day")):
        lines.append(say_near(day, today))
        lines += [_line(shift, names.get(shift.id, ())) for shift in those]
    return "\n".join(lines)


def _of_one(shift: ShiftRow, today: date) -> str:
    """When it is, who is in it, and how many are still wanted."""
    told = _("{shift} on {day}, {start} to {end}.").format(
        shift=shift.name,
        day=say_near(shift.day, today),
        start=f"{shift.starts_at:%H:%M}",
        end=f"{shift.ends_at:%H:%M}",
    )
    places = shifts.places(shift.id)
    if not shift.is_planned:
        off = _("It is cancelled: nobody needs to come.")
        if reason := shifts.why_cancelled(places):
            off = _("It is cancelled ({reason}): nobody needs to come.").format(reason=reason)
        return in_turn(filter(None, (told, off, shift.note)))
    planned = [place.member for place in places if place.state == "planned"]
    standby = [place.member for place in places if place.state == "standby"]
    parts = [told]
    if planned:
        parts.append(_("With {names}.").format(names=listed(planned)))
    if standby:
        parts.append(_("On standby: {names}.").format(names=listed(standby)))
    if shift.missing:
        asked = ngettext(
            "{count} more is wanted: who can come?",
            "{count} more are wanted: who can come?",
            shift.missing,
        )
        parts.append(asked.format(count=shift.missing))
    if shift.note:
        parts.append(shift.note)
    return in_turn(parts)


def _line(shift: ShiftRow, names: Sequence[str]) -> str:
    """One shift in a line: its time and name, who is in it and how many are wanted."""
    return f"{shift.starts_at:%H:%M} " + _("{shift}: {people}").format(
        shift=shift.name, people=listed(_people(shift, names))
    )


def _people(shift: ShiftRow, names: Sequence[str]) -> Iterator[str]:
    if not shift.is_planned:
        yield _("cancelled")
        return
    yield from names
    if shift.missing:
        yield ngettext("{count} more wanted", "{count} more wanted", shift.missing).format(
            count=shift.missing
        )
