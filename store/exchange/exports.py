"""Exporting every kind of table as CSV that an import takes back unchanged."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO

from peewee import JOIN, BooleanField, Case, ModelSelect

from store.access import showing
from store.database import db
from store.exchange import OF_COMMUNITY, OF_PROGRAMME, programme_exports, rota_exports
from store.exchange.guard import harmless, written
from store.exchange.kinds import COMMUNITY, COMPOUND, KINDS, WORDS, word
from store.language import current
from store.neighbours.models import AS_THEY_STAND, Community, Compound, Household, Resident, Unit
from store.sharing.loans import BorrowerHousehold, BorrowerUnit, LenderHousehold, LenderUnit
from store.sharing.models import Category, Item, Loan

# What holds telephones, which leave the store whole.
WITH_PHONES = frozenset({"residents", "members", "projects"})


def header(kind: str, language: str | None = None) -> tuple[str, ...]:
    """The first line of an export, in `language` or else the one spoken now.

    The compound is a column for households, and where the store holds several; the community
    where one is not called like its compound.
    """
    spoken = language or current()
    columns = KINDS[kind].columns
    return tuple(column.header(spoken) for column in columns if column.key in _kept(kind))


def rows(
    kind: str, compound_id: int | None = None, language: str | None = None
) -> Iterator[tuple[str, ...]]:
    """The rows of an export one at a time, each cell made harmless for a spreadsheet.

    `compound_id` leaves out other compounds; teams and their shifts are of no compound.
    """
    spoken = language or current()
    keys = [column.key for column in KINDS[kind].columns]
    kept = _kept(kind)
    places = [place for place, key in enumerate(keys) if key in kept]
    words = {
        keys.index(key): {value: word(value, known, spoken) for value in known}
        for key, known in WORDS.items()
        if key in keys
    }
    for values in _values(kind, compound_id, spoken):
        yield tuple(
            harmless(
                words[place][values[place]]
                if place in words and values[place] is not None
                else written(values[place])
            )
            for place in places
        )


def write(
    kind: str, file: TextIO, compound_id: int | None = None, language: str | None = None
) -> None:
    """Write an export to an open text file; with telephones it is a deed, of who may see them.

    Raises Refused.
    """
    if kind in WITH_PHONES:
        showing.write_out(KINDS[kind].name)
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header(kind, language))
    writer.writerows(rows(kind, compound_id, language))


def _values(kind: str, compound_id: int | None, language: str) -> Iterable[tuple]:
    """What each row holds, in the order of the kind's columns."""
    if kind in OF_PROGRAMME:
        return programme_exports.values(kind, language)
    if kind in OF_COMMUNITY:
        return rota_exports.values(kind, language)
    return _SELECTS[kind](compound_id).tuples().iterator()


def _households(compound_id: int | None) -> ModelSelect:
    query = (
        Household.select(
            Community.name,
            Compound.name,
            Unit.name,
            Household.floor,
            Household.door,
            Household.name,
            Household.kind,
            Household.position,
            Household.note,
            _yes_or_no(Household.on_board),
            _yes_or_no(Household.by_phone),
        )
        .join(Unit)
        .join(Compound)
        .join(Community)
        .order_by(*AS_THEY_STAND)
    )
    return _of(query, Unit, compound_id)


def _yes_or_no(column: BooleanField) -> Case:
    return Case(None, ((column, "yes"),), "no")


def _residents(compound_id: int | None) -> ModelSelect:
    query = (
        Resident.select(
            Compound.name,
            Unit.name.concat("-").concat(Household.door),
            Resident.name,
            Resident.phone,
            Resident.note,
        )
        .join(Household)
        .join(Unit)
        .join(Compound)
        .order_by(Resident.id)
    )
    return _of(query, Unit, compound_id)


def _items(compound_id: int | None) -> ModelSelect:
    query = (
        Item.select(
            Item.id,
            Compound.name,
            Unit.name.concat("-").concat(Household.door),
            Item.name,
            Category.name,
            Item.condition,
            Item.note,
        )
        .join(Category)
        .join_from(Item, Household)
        .join(Unit)
        .join(Compound)
        .order_by(Item.id)
    )
    return _of(query, Unit, compound_id)


def _loans(compound_id: int | None) -> ModelSelect:
    query = (
        Loan.select(
            Loan.id,
            Compound.name,
            Item.id,
            Item.name,
            LenderUnit.name.concat("-").concat(LenderHousehold.door),
            BorrowerUnit.name.concat("-").concat(BorrowerHousehold.door),
            Resident.name,
            Loan.lent_on,
            Loan.due_on,
            Loan.returned_on,
            Loan.renewals,
            Loan.note,
        )
        .join(Item)
        .join(LenderHousehold)
        .join(LenderUnit)
        .join(Compound)
        .join_from(Loan, BorrowerHousehold)
        .join(BorrowerUnit)
        .join_from(Loan, Resident, JOIN.LEFT_OUTER)
        .order_by(Loan.id)
    )
    return _of(query, LenderUnit, compound_id)


# The columns of each query stand in the order of the kind's own.
_SELECTS: dict[str, Callable[[int | None], ModelSelect]] = {
    "households": _households,
    "residents": _residents,
    "items": _items,
    "loans": _loans,
}


def _of(query: ModelSelect, unit: type[Unit], compound_id: int | None) -> ModelSelect:
    return query if compound_id is None else query.where(unit.compound == compound_id)


def _kept(kind: str) -> set[str]:
    """The columns that an export of this store has."""
    keys = {column.key for column in KINDS[kind].columns}
    if kind in OF_PROGRAMME:
        return keys
    named = db.execute_sql(
        "SELECT count(*), coalesce(sum(compound.name <> community.name), 0)"
        " FROM compound JOIN community ON community.id = compound.community_id"
    )
    compounds, communities = named.fetchone()
    if kind != "households" and compounds < 2:
        keys.discard(COMPOUND.key)
    if not communities:
        keys.discard(COMMUNITY.key)
    return keys
