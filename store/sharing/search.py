"""One search over the items, households and residents of a compound."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from peewee import SQL, ModelSelect, fn

from store import sought
from store.access import showing
from store.answering import EXACTLY, rank
from store.database import db
from store.neighbours import consent
from store.neighbours.models import Household, Resident, Unit
from store.sharing.models import Category, Item
from store.sought import Hit
from store.text import terms

# What was lent last stands before what answers as well; so many loans of the store are looked at.
RECENT = 100

KINDS = ("household", "item", "resident")


class Match(NamedTuple):
    """One answer: `kind` is household, item or resident; `label` is what was found.

    `rank` says how well it answers, 0 best; `search_key` is what it was found by.
    """

    kind: str
    id: int
    household_id: int
    unit_id: int
    address: str
    household_name: str
    label: str
    detail: str
    search_key: str = ""
    rank: int = 0


def find(
    compound_id: int, query: str, limit: int = 500, kinds: Sequence[str] = KINDS
) -> tuple[Match, ...]:
    """What answers to every word of `query`, at most `limit`, the best first.

    Words may be Chinese, full pinyin, initials, a mixture, an address, `#` and an item's number,
    or, for who may see it, a telephone's beginning or its last digits. The best is what a word says
    exactly, then what begins so, then what has these initials, then what goes on so; among equals
    what was lent or borrowed last, then households before items before residents, as they stand. An
    empty query has no answer.
    """
    words = terms(query)
    number = _item_number(query)
    if number is not None and "item" in kinds:
        return tuple(_rows(compound_id, "item", [Hit(EXACTLY, number)]))
    lately = _lately(compound_id, words) if words else {}
    chosen: list[tuple[int, int, int, Hit]] = []
    for place, kind in enumerate(kinds):
        if kind == "resident" and not showing.may_be_sought(words):
            continue
        recent = lately.get(kind, [])
        turns = {hit.row_id: turn for turn, hit in enumerate(recent)}
        chosen += ((hit.rank, turn, place, hit) for turn, hit in enumerate(recent))
        chosen += (
            (hit.rank, RECENT, place, hit)
            for hit in sought.hits(kind, words, compound_id, limit)
            if hit.row_id not in turns
        )
    chosen.sort(key=lambda each: each[:3])
    return _in_order(compound_id, kinds, chosen[:limit])


def households(compound_id: int, query: str, limit: int = 50) -> tuple[Match, ...]:
    """Each household that answers, by its own address or name, a resident's, or an item's, once.

    An empty query answers with the first households of the compound.
    """
    words = terms(query)
    if not words:
        rows = _households().where(Unit.compound == compound_id)
        rows = rows.order_by(Unit.position, Household.id).limit(limit)
        return tuple(Match("household", *row) for row in rows.tuples())
    once: dict[int, Match] = {}
    for match in find(compound_id, query, 4 * limit):  # several may be of one household
        once.setdefault(match.household_id, match)
    return tuple(once.values())[:limit]


def _item_number(query: str) -> int | None:
    """The number that `#12` names."""
    sign, digits = query.strip()[:1], query.strip()[1:]
    return int(digits) if sign in ("#", "＃") and digits.isdecimal() and len(digits) < 19 else None


_LATELY = """
    SELECT item.id, item.search_key, household.id, household.search_key,
        resident.id, resident.search_key
    FROM (SELECT * FROM loan ORDER BY id DESC LIMIT ?) AS loan
    JOIN item ON item.id = loan.item_id
    JOIN household ON household.id = loan.household_id
    JOIN unit ON unit.id = household.unit_id AND unit.compound_id = ?
    LEFT JOIN resident ON resident.id = loan.resident_id
    ORDER BY loan.id DESC"""


def _lately(compound_id: int, words: Sequence[str]) -> dict[str, list[Hit]]:
    """What was lent, and who borrowed, lately and answers, the newest first."""
    found: dict[str, dict[int, Hit]] = {kind: {} for kind in KINDS}
    for item, its, household, theirs, resident, hers in db.execute_sql(
        _LATELY, (RECENT, compound_id)
    ).fetchall():
        for kind, row_id, key in (
            ("item", item, its),
            ("household", household, theirs),
            ("resident", resident, hers),
        ):
            how_well = None if row_id is None else rank(key, words)
            if how_well is not None:
                found[kind].setdefault(row_id, Hit(how_well, row_id))
    return {kind: list(hits.values()) for kind, hits in found.items()}


def _in_order(
    compound_id: int, kinds: Sequence[str], chosen: Sequence[tuple[int, int, int, Hit]]
) -> tuple[Match, ...]:
    """The rows of some hits, in their order; those that answer as well, as they stand."""
    ordered = []
    for place, kind in enumerate(kinds):
        mine = [each for each in chosen if each[2] == place]
        order = {hit.row_id: how[:3] for *how, hit in mine}
        for at, match in enumerate(_rows(compound_id, kind, [each[3] for each in mine])):
            ordered.append(((*order[match.id], at), match))
    ordered.sort(key=lambda each: each[0])
    return tuple(match for _order, match in ordered)


def _rows(compound_id: int, kind: str, hits: Sequence[Hit]) -> Iterator[Match]:
    """The rows of some hits, as they stand in the compound."""
    ranks = {hit.row_id: hit.rank for hit in hits}
    if not ranks:
        return
    select, model = _SELECTS[kind]
    rows = (
        select()
        # As a function's value it is no way into the table: a compound may be very large.
        .where(model.id.in_(_listed(ranks)), fn.ifnull(Unit.compound, 0) == compound_id)
        .order_by(Unit.position, Unit.id, Household.floor, Household.position, model.id)
    )
    for row in rows.tuples().iterator():
        yield Match(kind, *row)._replace(rank=ranks[row[0]])


def _listed(ids: Iterable[int]) -> SQL:
    """Ids as one value of a question, which Peewee puts together in no time."""
    return SQL("(SELECT value FROM json_each(?))", (json.dumps(list(ids)),))


def _households() -> ModelSelect:
    return _placed(Household, Household.id, Household.name, Household.kind).join(Unit)


def _items() -> ModelSelect:
    return (
        _placed(Item, Item.id, Item.name, Category.name)
        .join(Category)
        .join_from(Item, Household)
        .join(Unit)
    )


def _residents() -> ModelSelect:
    return (
        _placed(
            Resident,
            Resident.id,
            Resident.name,
            fn.masked(consent.offered_phone()),
        )
        .join(Household)
        .join(Unit)
    )


_SELECTS = {
    "household": (_households, Household),
    "item": (_items, Item),
    "resident": (_residents, Resident),
}


def _placed(model, row_id, label, detail) -> ModelSelect:
    """A query of `model` that ends at its unit; the caller joins the way there."""
    return model.select(
        row_id,
        Household.id,
        Unit.id,
        Unit.name.concat("-").concat(Household.door),
        Household.name,
        label,
        detail,
        model.search_key,
    )
