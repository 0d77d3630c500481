"""Who somebody is in the store: a resident, and all names and telephones they are known by."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from store.database import db
from store.errors import NotFound, StoreError
from store.language import _
from store.neighbours import households
from store.text import shown

# A member is theirs who is linked to them, or to nobody and is called like them: where no other
# resident is, or where the telephone is theirs.
_MEMBERS = """
    SELECT id, name, phone FROM member WHERE resident_id = :resident OR resident_id IS NULL
        AND name IN (SELECT value FROM json_each(:names))
        AND (name NOT IN (SELECT name FROM resident WHERE id <> :resident)
            OR phone IN (SELECT value FROM json_each(:phones)))"""
_FORMER = """
    SELECT json_extract(before, '$.name'), json_extract(before, '$.phone') FROM change
    WHERE table_name = ? AND row_id IN (SELECT value FROM json_each(?)) AND before IS NOT NULL"""
# Names and telephones of everybody else.
_OTHERS = """
    SELECT name, phone FROM resident WHERE id <> :resident
    UNION ALL
    SELECT name, phone FROM member WHERE id NOT IN (SELECT value FROM json_each(:members))"""


class Person(NamedTuple):
    """A resident, their members of the teams, and all their names and telephones, former ones too.

    `unique` are the names that nobody else has, `apart` those that no other name even holds;
    `private` are the telephones that nobody else has.
    """

    resident_id: int
    household_id: int
    address: str
    name: str
    members: tuple[int, ...]
    names: tuple[str, ...]
    unique: tuple[str, ...]
    apart: tuple[str, ...]
    phones: tuple[str, ...]
    private: tuple[str, ...]

    def values(self) -> dict[str, Any]:
        """What the questions of the inventory ask with."""
        return {
            "resident": self.resident_id,
            "household": self.household_id,
            "members": json.dumps(self.members),
            "names": json.dumps(self.names),
            "unique": json.dumps(self.unique),
            "phones": json.dumps(self.phones),
        }


def named(text: str, compound_id: int | None = None) -> Person:
    """Who is meant by an address and a name, as `3-502 李敏`. Raises NotFound or Ambiguous."""
    words = text.split()
    # An address may be in two words, and a name in several.
    trouble: StoreError = NotFound(
        _("Who is meant?"),
        _("“{text}” names nobody. Please give the address and the name, as 3-502 李敏.").format(
            text=shown(text)
        ),
    )
    for end in range(1, min(len(words), 3)):
        try:
            household = households.find(" ".join(words[:end]), compound_id)
        except NotFound as missing:
            if end == 1 and len(words) > 1:
                trouble = missing
            continue
        return of(households.resident_named(household.id, " ".join(words[end:])).id)
    raise trouble


def of(resident_id: int) -> Person:
    """The resident with this id. Raises NotFound."""
    found = db.execute_sql(
        "SELECT household_id, name, phone FROM resident WHERE id = ?", (resident_id,)
    ).fetchone()
    if found is None:
        raise NotFound(_("No such resident"), _("This resident is not in the store."))
    household_id, name, phone = found
    names, phones = {name}, {phone} - {""}
    _add_former("resident", (resident_id,), names, phones)
    asking = {"resident": resident_id, "names": _listed(names), "phones": _listed(phones)}
    members = db.execute_sql(_MEMBERS, asking).fetchall()
    names.update(row[1] for row in members)
    phones.update(row[2] for row in members if row[2])
    ids = tuple(row[0] for row in members)
    _add_former("member", ids, names, phones)
    others = _others(resident_id, ids)
    taken = {number for _name, number in others}
    unique = names - {theirs for theirs, _number in others}
    return Person(
        resident_id,
        household_id,
        households.get(household_id).address,
        name,
        ids,
        tuple(sorted(names)),
        tuple(sorted(unique)),
        tuple(sorted(n for n in unique if not any(n in theirs for theirs, _number in others))),
        tuple(sorted(phones)),
        tuple(sorted(phones - taken)),
    )


def _others(resident_id: int, members: Sequence[int]) -> list[tuple[str, str]]:
    """The names and telephones of everybody else."""
    asking = {"resident": resident_id, "members": json.dumps(members)}
    return db.execute_sql(_OTHERS, asking).fetchall()


def _add_former(table: str, ids: Sequence[int], names: set[str], phones: set[str]) -> None:
    """Add what the rows were called before, as far as the journal knows."""
    for name, phone in db.execute_sql(_FORMER, (table, json.dumps(ids))):
        names.update(filter(None, [name]))
        phones.update(filter(None, [phone]))


def _listed(texts: Iterable[str]) -> str:
    return json.dumps(sorted(texts))
