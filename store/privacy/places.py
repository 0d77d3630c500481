"""Where a person can stand in the store: the one table of places, for erasing and for telling."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from store.database import db
from store.privacy.person import Person

_MEMBER = "member_id IN (SELECT value FROM json_each(:members))"
_LENT = "loan_id IN (SELECT id FROM loan WHERE resident_id = :resident)"
_UNIQUE = "{} IN (SELECT value FROM json_each(:unique))"

# What stands where a name must.
NOBODY = "'…'"
NOTHING = "''"


class Place(NamedTuple):
    """Rows that are about somebody: of `table`, those that answer to `whose`.

    `emptied` is what erasing leaves in which columns (SQL), and `removed` that it leaves nothing
    of the row. With neither it stays: what a nameless member did, what somebody did at the desk.
    """

    table: str
    whose: str
    emptied: Mapping[str, str] = {}
    removed: bool = False


# In an order in which they can be erased: the resident, whom others name, comes last.
PLACES = (
    Place("contact", _LENT, {"note": NOTHING}),
    Place("loan", "resident_id = :resident", {"resident_id": "NULL", "note": NOTHING}),
    Place("membership", _MEMBER),
    Place("member_skill", _MEMBER),
    Place("availability", _MEMBER),
    Place("absence", _MEMBER, {"note": NOTHING}),
    Place("exemption", _MEMBER, {"note": NOTHING}),
    Place("pair", f"{_MEMBER} OR {_MEMBER.replace('member_id', 'other_id')}"),
    Place("assignment", _MEMBER, {"reason": NOTHING}),
    Place("hours_entry", _MEMBER, {"note": NOTHING}),
    Place(
        "member",
        "id IN (SELECT value FROM json_each(:members))",
        {
            "name": "'#' || id",
            "resident_id": "NULL",
            "phone": NOTHING,
            "note": NOTHING,
            "search_key": NOTHING,
        },
    ),
    Place(
        "project_person",
        "name IN (SELECT value FROM json_each(:names))"
        " AND (name IN (SELECT value FROM json_each(:unique))"
        " OR phone IN (SELECT value FROM json_each(:phones)))",
        removed=True,
    ),
    Place("proposal", _UNIQUE.format("proposer"), {"proposer": NOTHING}),
    Place("roll_entry", _UNIQUE.format("proxy"), {"proxy": NOBODY}),
    Place("roll_entry", _UNIQUE.format("witness"), {"witness": NOBODY}),
    Place("contact", _UNIQUE.format("who")),
    Place("review", _UNIQUE.format("reviewer")),
    Place("supervision", _UNIQUE.format("who")),
    Place("cap_override", _UNIQUE.format('"by"')),
    Place("resident", "id = :resident", removed=True),
)


class Found(NamedTuple):
    """The rows at a place."""

    place: Place
    ids: tuple[int, ...]


def find(person: Person) -> tuple[Found, ...]:
    """Every place with a row about this person."""
    values = person.values()
    found = []
    for place in PLACES:
        sql = f'SELECT id FROM "{place.table}" WHERE {place.whose} ORDER BY id'
        ids = tuple(row[0] for row in db.execute_sql(sql, values))
        if ids:
            found.append(Found(place, ids))
    return tuple(found)


def empty(found: Found) -> None:
    """Erase what stands there, inside the caller's deed."""
    place, chosen = found.place, (json.dumps(found.ids),)
    which = "WHERE id IN (SELECT value FROM json_each(?))"
    if place.removed:
        db.execute_sql(f'DELETE FROM "{place.table}" {which}', chosen)
    elif place.emptied:
        changed = ", ".join(f'"{column}" = {left}' for column, left in place.emptied.items())
        db.execute_sql(f'UPDATE "{place.table}" SET {changed} {which}', chosen)
