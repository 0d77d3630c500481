"""Texts that people write freely, in which somebody may be named."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from store.database import db
from store.privacy.person import Person
from store.text import home_key, search_key

# What stands where somebody was named.
GAP = "…"

# Notes and the like, which a name is taken out of.
FREE: Mapping[str, tuple[str, ...]] = {
    "absence": ("note",),
    "assignment": ("reason",),
    "ballot": ("reason",),
    "cap_override": ("reason",),
    "contact": ("note",),
    "decision": ("reason",),
    "exemption": ("note",),
    "hours_entry": ("note",),
    "household": ("name", "note"),
    "item": ("name", "note"),
    "loan": ("note",),
    "member": ("note",),
    "milestone": ("evidence", "reason"),
    "payment": ("note",),
    "project": ("reason", "note"),
    "proposal": ("note",),
    "resident": ("note",),
    "review": ("note",),
    "series": ("note",),
    "shift": ("note",),
    "supervision": ("note",),
    "team": ("note",),
}

# What things are called, and the community's own words: a person there is for people to decide.
CALLED: Mapping[str, tuple[str, ...]] = {
    "address": ("name", "url"),
    "budget_line": ("name",),
    "calendar_day": ("name",),
    "category": ("name",),
    "community": ("name", "district"),
    "compound": ("name",),
    "criterion": ("name",),
    "milestone": ("name",),
    "milestone_series": ("name",),
    "organisation": ("name",),
    "person": ("name", "public_key"),
    "programme_year": ("seed",),
    "project": ("name",),
    "proposal": ("name",),
    "series": ("name",),
    "setting": ("value",),
    "shift": ("name",),
    "skill": ("name",),
    "step": ("name",),
    "team": ("name",),
    "tranche": ("name",),
    "unit": ("name",),
}

# Who did something, by name alone.
DOERS: Mapping[str, tuple[str, ...]] = {
    "cap_override": ("by",),
    "contact": ("who",),
    "project_person": ("name",),
    "proposal": ("proposer",),
    "review": ("reviewer",),
    "roll_entry": ("proxy", "witness"),
    "supervision": ("who",),
}

# Where a search looks for what was written: the key of a row of the table, from its text.
_KEYS: Mapping[str, tuple[str, Callable[..., str]]] = {
    "household": (
        "SELECT (SELECT name FROM unit WHERE id = unit_id) || '-' || door, name FROM household",
        home_key,
    ),
    "item": ("SELECT name FROM item", search_key),
}

# The household's own rows, where who is named is the one who lives there.
_OWN = {"household": "id", "item": "household_id"}


class Names:
    """Some names and telephones, to be found in texts."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        """Single characters are left out: they stand in too many other words."""
        self.texts = tuple(text for text in texts if len(text) > 1)
        longest_first = sorted(self.texts, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_whole_word, longest_first)) or "(?!)")

    def are_in(self, text: str) -> bool:
        """Whether one of them stands in `text`."""
        return self._pattern.search(text) is not None

    def taken_out_of(self, text: str) -> str:
        """`text` with a gap where one of them stood."""
        return self._pattern.sub(GAP, text)


class Mention(NamedTuple):
    """That somebody is named in a column of a row: its text, and what it says without them."""

    table: str
    column: str
    row_id: int
    text: str
    without: str


def certain(person: Person) -> Names:
    """What can only mean this person, wherever it stands."""
    return Names((*person.apart, *person.private))


def all_of(person: Person) -> Names:
    """All that may mean this person, or somebody called the same."""
    return Names((*person.names, *person.phones))


def mentions(person: Person) -> list[Mention]:
    """Where this person is named in notes; another one of the name elsewhere is left in peace."""
    found = {
        (mention.table, mention.column, mention.row_id): mention
        for table, columns in FREE.items()
        for column in columns
        for mention in _in_column(table, column, certain(person))
    }
    for table, of_household in _OWN.items():
        where = f"{of_household} = {person.household_id}"
        for column in FREE[table]:
            for mention in _in_column(table, column, all_of(person), where):
                found[table, column, mention.row_id] = mention
    return list(found.values())


def uncertain(person: Person) -> Counter[str]:
    """How many texts of each table name somebody who may be this person."""
    names = all_of(person)
    return Counter(
        mention.table
        for texts in (FREE, CALLED, DOERS)
        for table, columns in texts.items()
        for column in columns
        for mention in _in_column(table, column, names)
    )


def take_out(found: list[Mention]) -> None:
    """Write the texts without the person, inside the caller's deed."""
    for table, column, row_id, _text, without in found:
        db.execute_sql(f'UPDATE "{table}" SET "{column}" = ? WHERE id = ?', (without, row_id))
        if table in _KEYS:
            sql, key = _KEYS[table]
            texts = db.execute_sql(f"{sql} WHERE id = ?", (row_id,)).fetchone()
            sql = f'UPDATE "{table}" SET search_key = ? WHERE id = ?'
            db.execute_sql(sql, (key(*texts), row_id))


def as_json(text: str) -> str:
    """A text as it stands within the journal's JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _in_column(table: str, column: str, names: Names, where: str = "1") -> list[Mention]:
    if not names.texts:
        return []
    holds = " OR ".join(f'instr("{column}", ?)' for _text in names.texts)
    rows = db.execute_sql(
        f'SELECT id, "{column}" FROM "{table}" WHERE ({holds}) AND {where} ORDER BY id', names.texts
    )
    return [
        Mention(table, column, row_id, text, names.taken_out_of(text))
        for row_id, text in rows.fetchall()
        if names.are_in(text)
    ]


def _whole_word(text: str) -> str:
    """The pattern of a text; letters and digits around it would make it another, Chinese not."""
    before = r"(?<![A-Za-z0-9])" if _is_latin(text[0]) else ""
    after = r"(?![A-Za-z0-9])" if _is_latin(text[-1]) else ""
    return f"{before}{re.escape(text)}{after}"


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()
