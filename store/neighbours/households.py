"""Households by address, and the deeds that change them and their residents."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from peewee import ModelSelect

from store import history
from store.errors import Ambiguous, FieldError, Invalid, NotFound
from store.language import _
from store.neighbours.models import (
    KINDS,
    NAME_LENGTH,
    NOTE_LENGTH,
    PHONE_LENGTH,
    Household,
    Resident,
    Unit,
)
from store.text import clean, search_key, shown

_ADDRESS = r"(?P<unit>.+?)\s*(?:单元\s*-?|-|\s)\s*(?P<door>[^-\s]+?)[号室]?"


class HouseholdRow(NamedTuple):
    """A household; `address` is `unit-door`, `kind` one of home, shop, vacant."""

    id: int
    compound_id: int
    unit_id: int
    unit: str
    floor: int
    position: int
    door: str
    name: str
    kind: str
    note: str

    @property
    def address(self) -> str:
        return f"{self.unit}-{self.door}"


class ResidentRow(NamedTuple):
    id: int
    household_id: int
    name: str
    phone: str
    note: str


def split_address(text: str) -> tuple[str, str] | None:
    """`3-502`, `3单元502`, `3 502` or full-width `3-502` as ("3", "502"); None if it is none."""
    found = re.fullmatch(_ADDRESS, unicodedata.normalize("NFKC", text).strip())
    return (found["unit"].removesuffix("-"), found["door"]) if found else None


def spellings(address: str) -> tuple[tuple[str, str], ...]:
    """The (unit, door) pairs that `address` may mean, the most literal first; () if it is none.

    `3-502` also means unit `3单元` and door `502室`, where units and doors are called so.
    """
    unit, _dash, door = address.strip().rpartition("-")
    pairs = [(unit, door)] if unit and door else []
    if parts := split_address(address):
        units = (parts[0], f"{parts[0]}单元")
        doors = (parts[1], f"{parts[1]}室", f"{parts[1]}号")
        pairs += [(unit, door) for unit in units for door in doors]
    return tuple(dict.fromkeys(pairs))


def select_households() -> ModelSelect:
    """The query behind every HouseholdRow, its columns in the row's order."""
    return Household.select(
        Household.id,
        Unit.compound,
        Unit.id,
        Unit.name,
        Household.floor,
        Household.position,
        Household.door,
        Household.name,
        Household.kind,
        Household.note,
    ).join(Unit)


def get(household_id: int) -> HouseholdRow:
    """The household with this id. Raises NotFound."""
    row = select_households().where(Household.id == household_id).tuples().first()
    if row is None:
        raise NotFound(_("No such household"), _("This household is not in the store."))
    return HouseholdRow(*row)


def find(address: str, compound_id: int | None = None) -> HouseholdRow:
    """The household at `address`, of one compound where given.

    Raises NotFound, or Ambiguous where several compounds have that address.
    """
    meant = spellings(address)
    units, doors = {unit for unit, _door in meant}, {door for _unit, door in meant}
    query = select_households().where(Unit.name.in_(units), Household.door.in_(doors))
    if compound_id is not None:
        query = query.where(Unit.compound == compound_id)
    rows = [HouseholdRow(*row) for row in query.tuples()] if meant else []
    for pair in meant:
        found = [row for row in rows if (row.unit, row.door) == pair]
        if len(found) > 1:
            raise Ambiguous(
                _("Which compound?"),
                _("“{address}” is in several compounds. Please name the compound.").format(
                    address=shown(address, 20)
                ),
            )
        if found:
            return found[0]
    raise no_such_address(address)


def no_such_address(address: str) -> NotFound:
    """What is said of an address at which nobody lives."""
    return NotFound(
        _("No such address"),
        _("There is no household “{address}”. An address is unit-door, like 3-502.").format(
            address=shown(address, 20)
        ),
    )


def residents(household_id: int) -> tuple[ResidentRow, ...]:
    """Who lives there, in the order they were entered."""
    query = (
        Resident.select(
            Resident.id, Resident.household, Resident.name, Resident.phone, Resident.note
        )
        .where(Resident.household == household_id)
        .order_by(Resident.id)
        .tuples()
    )
    return tuple(ResidentRow(*row) for row in query)


def edit(household_id: int, *, name: str, kind: str, note: str) -> HouseholdRow:
    """Change what a household is called, its kind and note. Raises NotFound or Invalid."""
    household = get(household_id)
    if kind not in KINDS:
        raise Invalid(
            _("Household"), (FieldError("kind", _("Please choose home, shop or vacant.")),)
        )
    name = clean(name, NAME_LENGTH, _("Name"))
    note = clean(note, NOTE_LENGTH, _("Note"))
    with history.deed("edit_household", household=household.address):
        Household.update(
            name=name, kind=kind, note=note, search_key=search_key(household.address, name)
        ).where(Household.id == household_id).execute()
    return get(household_id)


def add_resident(household_id: int, *, name: str, phone: str = "", note: str = "") -> int:
    """Enter a resident and answer their id. Raises NotFound or Invalid."""
    household = get(household_id)
    values = _resident_values(name, phone, note)
    with history.deed("add_resident", resident=values["name"], household=household.address):
        return Resident.insert(household=household_id, **values).execute()


def edit_resident(resident_id: int, *, name: str, phone: str, note: str) -> None:
    """Change what is known of a resident. Raises NotFound or Invalid."""
    resident = Resident.get_or_none(Resident.id == resident_id)
    if resident is None:
        raise NotFound(_("No such resident"), _("This resident is not in the store."))
    values = _resident_values(name, phone, note)
    household = get(resident.household_id)
    with history.deed("edit_resident", resident=values["name"], household=household.address):
        Resident.update(**values).where(Resident.id == resident_id).execute()


def _resident_values(name: str, phone: str, note: str) -> dict[str, str]:
    name = clean(name, NAME_LENGTH, _("Name"))
    phone = clean(phone, PHONE_LENGTH, _("Phone"))
    note = clean(note, NOTE_LENGTH, _("Note"))
    if not name:
        raise Invalid(_("Resident"), (FieldError("name", _("Please give a name.")),))
    return {"name": name, "phone": phone, "note": note, "search_key": search_key(name, phone)}
