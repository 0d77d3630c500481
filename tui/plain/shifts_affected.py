"""The shifts that a change of the calendar cancels, moves or brings, and the people in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from store.calendar import say_day
from store.farm import series_changes
from store.farm.consequences import Consequences
from store.language import N_, _, listed
from tui.plain.output import Field, as_object, say, write_rows

WHAT = {
    "cancelled": N_("is cancelled"),
    "removed": N_("goes away"),
    "restored": N_("takes place after all"),
    "moved": N_("changes"),
    "new": N_("is new"),
    "kept": N_("stays"),
}


class Affected(NamedTuple):
    """A shift, what becomes of it, and who is in it; a new one has no number yet."""

    id: int | None
    name: str
    starts_at: datetime
    becomes: str
    people: tuple[str, ...]


FIELDS: Sequence[Field[Affected]] = (
    Field("id", lambda row: row.id),
    Field(
        "day",
        lambda row: row.starts_at.date(),
        N_("Day"),
        lambda row: say_day(row.starts_at.date()),
        least=14,
    ),
    Field("at", lambda row: f"{row.starts_at:%H:%M}", N_("Time"), least=5),
    Field("name", lambda row: row.name, N_("Name"), least=8),
    Field("becomes", lambda row: row.becomes, N_("What"), lambda row: _(WHAT[row.becomes])),
    Field("people", lambda row: list(row.people), N_("People"), lambda row: listed(row.people)),
)
SHOWN = ("day", "at", "name", "becomes", "people")


def tell(found: Consequences) -> None:
    """Tell people which shifts become otherwise; nothing where none does."""
    if found.is_none:
        return
    say()
    write_rows(FIELDS, SHOWN, rows(found), "plain")
    say()
    say(series_changes.say_counts(found))


def as_objects(found: Consequences) -> list[dict[str, Any]]:
    """The same for programs."""
    return [as_object(FIELDS, row) for row in rows(found)]


def rows(found: Consequences) -> list[Affected]:
    """What is lost first, then what changes, what comes, and what stays."""
    told = [
        Affected(
            it.shift.id,
            it.shift.name,
            it.shift.starts_at,
            "removed" if it.goes_away else "cancelled",
            tuple(person.member for person in it.people),
        )
        for it in found.cancelled
    ]
    for becomes, moved in (("moved", found.moved), ("restored", found.restored)):
        told += [
            Affected(
                it.shift.id,
                it.became.name,
                it.became.starts_at,
                becomes,
                tuple(person.member for person in it.people),
            )
            for it in moved
        ]
    told += [Affected(None, it.name, it.starts_at, "new", ()) for it in found.new]
    told += [
        Affected(it.shift.id, it.shift.name, it.shift.starts_at, "kept", ()) for it in found.kept
    ]
    return told
