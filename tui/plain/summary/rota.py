"""What a night's summary says of the rota's coming shifts."""

from __future__ import annotations

from datetime import date
from typing import Any

from store.calendar import say_near
from store.farm.evening import ComingShift
from store.language import _, listed, ngettext


def told_shift(shift: ComingShift, today: date) -> list[str]:
    """A shift in a bullet: when and what it is, the team, and what is to be done about it."""
    return [said_start(shift, today), shift.name, shift.team, said_matter(shift)]


def said_start(shift: ComingShift, today: date) -> str:
    """When a shift starts, as one says it."""
    return f"{say_near(shift.day, today)} {shift.starts_at:%H:%M}"


def said_matter(shift: ComingShift) -> str:
    """Who is to hear that a shift is off, or how many people it has and still wants."""
    if shift.people:
        return _("to be told: {names}").format(names=listed(shift.people))
    missing = ngettext("{count} is missing", "{count} are missing", shift.missing)
    return _("{filled} of {wanted}: {missing}").format(
        filled=shift.filled,
        wanted=shift.wanted,
        missing=missing.format(count=shift.missing),
    )


def lacking_object(shift: ComingShift) -> dict[str, Any]:
    """A shift that lacks people, as programs read it."""
    return _object(shift) | {
        "filled": shift.filled,
        "wanted": shift.wanted,
        "missing": shift.missing,
    }


def cancelled_object(shift: ComingShift) -> dict[str, Any]:
    """A cancelled shift that people still expect, as programs read it."""
    return _object(shift) | {"people": list(shift.people)}


def _object(shift: ComingShift) -> dict[str, Any]:
    return {
        "day": shift.day.isoformat(),
        "at": f"{shift.starts_at:%H:%M}",
        "shift": shift.name,
        "team": shift.team,
    }
