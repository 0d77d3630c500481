"""One search over the items, households and residents of a compound."""

from __future__ import annotations

from typing import NamedTuple

from peewee import ModelSelect, fn

from store.access import showing
from store.neighbours import consent
from store.neighbours.models import Household, Resident, Unit
from store.sharing.models import Category, Item
from store.text import terms


class Match(NamedTuple):
    """One answer: `kind` is household, item or resident; `label` is what was found."""

    kind: str
    id: int
    household_id: int
    unit_id: int
    address: str
    household_name: str
    label: str
    detail: str


def find(compound_id: int, query: str, limit: int = 500) -> tuple[Match, ...]:
    """What answers to every word of `query`: households first, then items, then residents.

    Words may be Chinese, full pinyin, initials, an address or, for who may see it, part of a phone
    number. Within a kind those whose name begins with the first word stand first. An empty query
    has no answer.
    """
    words = terms(query)
    if not words:
        return ()
    found: list[Match] = []
    for kind, select in (("household", _households), ("item", _items), ("resident", _residents)):
        if len(found) < limit and (kind != "resident" or showing.may_be_sought(words)):
            rows = _matching(select(compound_id), kind, words).limit(limit - len(found))
            found += (Match(kind, *row) for row in rows.tuples())
    return tuple(found)


def households(compound_id: int, query: str, limit: int = 50) -> tuple[Match, ...]:
    """Each household that answers, by its own address or name, a resident's, or an item's, once.

    An empty query answers with the first households of the compound.
    """
    words = terms(query)
    if not words:
        rows = _households(compound_id).order_by(Unit.position, Household.id).limit(limit)
        return tuple(Match("household", *row) for row in rows.tuples())
    once: dict[int, Match] = {}
    for match in find(compound_id, query):
        once.setdefault(match.household_id, match)
    return tuple(once.values())[:limit]


_KEYS = {
    "household": Household.search_key,
    "item": Item.search_key,
    "resident": Resident.search_key,
}


def _matching(query: ModelSelect, kind: str, words: tuple[str, ...]) -> ModelSelect:
    key = _KEYS[kind]
    for word in words:
        query = query.where(fn.INSTR(key, word) > 0)
    return query.order_by(
        fn.INSTR(key, words[0]) > 1, Unit.position, Household.floor, Household.position
    )


def _households(compound_id: int) -> ModelSelect:
    return _placed(Household, compound_id, Household.id, Household.name, Household.kind).join(Unit)


def _items(compound_id: int) -> ModelSelect:
    return (
        _placed(Item, compound_id, Item.id, Item.name, Category.name)
        .join(Category)
        .join_from(Item, Household)
        .join(Unit)
    )


def _residents(compound_id: int) -> ModelSelect:
    return (
        _placed(
            Resident,
            compound_id,
            Resident.id,
            Resident.name,
            fn.masked(consent.offered_phone()),
        )
        .join(Household)
        .join(Unit)
    )


def _placed(model, compound_id: int, row_id, label, detail) -> ModelSelect:
    """A query of `model` that ends at its unit; the caller joins the way there."""
    return model.select(
        row_id,
        Household.id,
        Unit.id,
        Unit.name.concat("-").concat(Household.door),
        Household.name,
        label,
        detail,
    ).where(Unit.compound == compound_id)
