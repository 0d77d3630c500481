"""What the journal keeps of somebody: what rows about them were before, and words of deeds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from store.database import db
from store.privacy import texts
from store.privacy.person import Person
from store.privacy.places import Found, Place
from store.privacy.texts import Mention, Names

# What the journal kept of some rows in some columns; of whatever column, where none are given.
_OF_ROWS = """
    SELECT id FROM change
    WHERE table_name = ? AND row_id IN (SELECT value FROM json_each(?)) AND before IS NOT NULL"""
_IN_COLUMNS = """ AND EXISTS (SELECT 1 FROM json_each(before)
        WHERE key IN (SELECT value FROM json_each(?)))"""
# Rows that named the resident before.
_LEFT_BEHIND = """
    SELECT id, row_id, table_name FROM change WHERE table_name IN ('loan', 'member')
        AND json_extract(before, '$.resident_id') = ?"""
_DEEDS_ON = """
    SELECT DISTINCT deed_id FROM change
    WHERE table_name = ? AND row_id IN (SELECT value FROM json_each(?)) AND deed_id IS NOT NULL"""


class Traces(NamedTuple):
    """Changes and deeds of the journal, by their numbers; `left` deeds may mean another person."""

    changes: frozenset[int]
    deeds: frozenset[int]
    left: int


def find(person: Person, found: Sequence[Found], named: Sequence[Mention]) -> Traces:
    """What the journal keeps of this person, who stood at `found` and was `named` in texts."""
    changes = {number for each in found for number in _of_place(each.place, each.ids)}
    left_behind = db.execute_sql(_LEFT_BEHIND, (person.resident_id,)).fetchall()
    changes.update(change for change, _row_id, _table in left_behind)
    certain, possible = texts.certain(person), texts.all_of(person)
    changes.update(_naming("change", "before", certain))
    changes.update(_naming("change", "before", possible) & _of_texts(named))
    told = _naming("deed", "words", possible)
    deeds = _naming("deed", "words", certain) | (told & _on_them(person, found))
    return Traces(frozenset(changes), frozenset(deeds), len(told - deeds))


def deeds_about(person: Person, found: Sequence[Found]) -> list[int]:
    """The deeds that changed a row about this person, or are told with them, the oldest first."""
    return sorted(_on_them(person, found) | _naming("deed", "words", texts.certain(person)))


def _of_place(place: Place, ids: Sequence[int]) -> set[int]:
    """The changes that keep what erasing a place empties of these rows."""
    asking = [place.table, json.dumps(ids)]
    if place.removed:
        found = db.execute_sql(_OF_ROWS, asking)
    elif place.emptied:
        asking.append(json.dumps([*place.emptied, "search_key"]))
        found = db.execute_sql(_OF_ROWS + _IN_COLUMNS, asking)
    else:
        return set()
    return {row[0] for row in found}


def _of_texts(named: Sequence[Mention]) -> set[int]:
    """The changes of rows in whose texts somebody was named."""
    rows = db.execute_sql(
        "SELECT change.id FROM json_each(?) AS mine CROSS JOIN change"
        " ON table_name = mine.value ->> 0 AND row_id = mine.value ->> 1",
        (json.dumps([(mention.table, mention.row_id) for mention in named]),),
    )
    return {row[0] for row in rows}


def _on_them(person: Person, found: Sequence[Found]) -> set[int]:
    """The deeds that changed a row which is about this person, or was."""
    deeds = {deed for each in found for deed in _deeds_on(each.place.table, each.ids)}
    for _change, row_id, table in db.execute_sql(_LEFT_BEHIND, (person.resident_id,)).fetchall():
        deeds.update(_deeds_on(table, (row_id,)))
    return deeds


def _deeds_on(table: str, ids: Sequence[int]) -> set[int]:
    """The deeds that changed these rows."""
    return {row[0] for row in db.execute_sql(_DEEDS_ON, (table, json.dumps(ids)))}


def _naming(table: str, column: str, names: Names) -> set[int]:
    """The rows of the journal whose JSON holds one of `names`."""
    sought = tuple(texts.as_json(text) for text in names.texts)
    if not sought:
        return set()
    holds = " OR ".join(f"instr({column}, ?)" for _text in sought)
    rows = db.execute_sql(f"SELECT id, {column} FROM {table} WHERE {holds}", sought)
    return {row_id for row_id, text in rows if Names(sought).are_in(text)}
