"""A person's own data: all that the store holds about them, to be handed over to them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from store import history, rowvalues, rowwords
from store.database import db, transaction
from store.journal_models import Deed
from store.privacy import places, texts, traces
from store.privacy.person import Person
from store.privacy.places import Found

VERB = "export_person"


class Fact(NamedTuple):
    """A row about somebody: its `values` for programs, and its `fields` in words."""

    table: str
    values: Mapping[str, Any]
    fields: tuple[tuple[str, str], ...]


class Mention(NamedTuple):
    """A text of the table, of `what` row, in which they are named."""

    table: str
    what: str
    text: str


class OwnData(NamedTuple):
    """All that the store holds about somebody; `history` are the deeds about them."""

    address: str
    name: str
    facts: tuple[Fact, ...]
    mentions: tuple[Mention, ...]
    history: tuple[history.Told, ...]


def hand_over(person: Person) -> OwnData:
    """All that is kept of this person; that it was handed over is a deed."""
    with transaction(), history.deed(VERB, household=person.address):
        found = places.find(person)
        return OwnData(
            person.address,
            person.name,
            tuple(_facts(found)),
            tuple(_mentions(person)),
            tuple(_deeds(traces.deeds_about(person, found))),
        )


def _facts(found: Sequence[Found]) -> list[Fact]:
    rows = {
        (each.place.table, row["id"]): row
        for each in reversed(found)
        for row in _rows(each.place.table, each.ids)
    }
    named = _names(rows)
    return [_fact(table, row, named) for (table, _id), row in rows.items()]


def _rows(table: str, ids: Sequence[int]) -> list[dict[str, Any]]:
    cursor = db.execute_sql(
        f'SELECT * FROM "{table}" WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id',
        (json.dumps(ids),),
    )
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _names(rows: Mapping[tuple[str, int], Mapping[str, Any]]) -> dict[tuple[str, int], str]:
    """What the rows are called that a value of these rows names."""
    wanted: dict[str, set[int]] = {}
    for (table, _id), row in rows.items():
        for column, value in row.items():
            there = rowvalues.points_at(table, column)
            if there is not None and value is not None:
                wanted.setdefault(there, set()).add(value)
    return {
        (table, number): name
        for table, ids in wanted.items()
        for number, name in rowvalues.names(table, ids).items()
    }


def _fact(table: str, row: Mapping[str, Any], named: Mapping[tuple[str, int], str]) -> Fact:
    told = {
        column: value
        for column, value in row.items()
        if column not in rowvalues.UNTOLD and value not in (None, "")
    }
    values = {}
    fields = []
    for column, value in told.items():
        there = rowvalues.points_at(table, column)
        name = named.get((there, value)) if there else None
        values[column.removesuffix("_id") if name else column] = name or value
        # Their own telephone they may see whole.
        said = value if column == "phone" else rowvalues.say(table, column, value, named)
        fields.append((rowwords.say_column(column), said))
    return Fact(table, values, tuple(fields))


def _mentions(person: Person) -> list[Mention]:
    found = texts.mentions(person)
    named = {
        (table, number): name
        for table in {mention.table for mention in found}
        for number, name in rowvalues.names(
            table, [mention.row_id for mention in found if mention.table == table]
        ).items()
    }
    return [
        Mention(each.table, named.get((each.table, each.row_id), f"#{each.row_id}"), each.text)
        for each in found
    ]


def _deeds(ids: Sequence[int]) -> list[history.Told]:
    chosen = Deed.id.in_(list(ids))
    return [history.as_told(row) for row in Deed.select().where(chosen).order_by(Deed.id)]
