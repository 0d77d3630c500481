"""Households by address, and the deeds that change them and their residents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from peewee import ModelSelect, fn

from store import history, phones
from store.database import transaction
from store.errors import Ambiguous, FieldError, Invalid, NotFound
from store.language import _
from store.neighbours import edits
from store.neighbours.models import (
    KINDS,
    NAME_LENGTH,
    NOTE_LENGTH,
    PHONE_LENGTH,
    Household,
    Resident,
    Unit,
)
from store.text import clean, fold, home_key, person_key, shown

# What a household may say yes or no to.
CONSENTS = ("on_board", "by_phone")

_ADDRESS = r"(?P<unit>.+?)\s*(?:单元\s*-?|-|\s)\s*(?P<door>[^-\s]+?)[号室]?"


class HouseholdRow(NamedTuple):
    """A household; `address` is `unit-door`, `kind` one of home, shop, vacant.

    `on_board` and `by_phone` are what it consents to, as Household has them.
    """

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
    on_board: bool
    by_phone: bool

    @property
    def address(self) -> str:
        return f"{self.unit}-{self.door}"


class ResidentRow(NamedTuple):
    """Who lives somewhere; `phone` is masked."""

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
        Household.on_board,
        Household.by_phone,
    ).join(Unit)


def get(household_id: int) -> HouseholdRow:
    """The household with this id. Raises NotFound."""
    row = select_households().where(Household.id == household_id).tuples().first()
    if row is None:
        raise _no_such_household()
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
    query = _select_residents().where(Resident.household == household_id).order_by(Resident.id)
    return tuple(ResidentRow(*row) for row in query.tuples())


def resident_named(household_id: int, name: str) -> ResidentRow:
    """The one resident of a household who is called `name`, in whatever width, case or accents.

    Raises NotFound where there is none, and Ambiguous where several are called so.
    """
    living = residents(household_id)
    found = [row for row in living if row.name == name.strip()]
    found = found or [row for row in living if fold(row.name) == fold(name)]
    if len(found) == 1:
        return found[0]
    household = get(household_id).address
    if not found:
        raise NotFound(
            _("No such resident"),
            _("Nobody called “{name}” is known in {household}.").format(
                name=shown(name, 60), household=household
            ),
        )
    raise Ambiguous(
        _("Who took it?"),
        _("Several residents of {household} are called “{name}”. Please rename one first.").format(
            name=shown(name, 60), household=household
        ),
    )


def edit(
    seen: HouseholdRow,
    *,
    name: str,
    kind: str,
    note: str,
    on_board: bool | None = None,
    by_phone: bool | None = None,
    refuse_vacating: Callable[[int], None],
) -> HouseholdRow:
    """Change what a household is called, its kind and note; `seen` is how the form showed it.

    What it consents to stays as it is where that is None.
    `refuse_vacating` raises Refused where the household with this id cannot become vacant. Raises
    NotFound, Invalid, or Refused where somebody else changed the same meanwhile.
    """
    if kind not in KINDS:
        raise Invalid(
            _("Household"), (FieldError("kind", _("Please choose home, shop or vacant.")),)
        )
    wanted = {
        "name": clean(name, NAME_LENGTH, _("Name")),
        "kind": kind,
        "note": clean(note, NOTE_LENGTH, _("Note")),
        "on_board": seen.on_board if on_board is None else on_board,
        "by_phone": seen.by_phone if by_phone is None else by_phone,
    }
    with transaction():
        household = get(seen.id)
        changed = edits.changes(Household, seen.id, seen, household, wanted)
        if not changed:
            return household
        if changed.get("kind") == "vacant":
            refuse_vacating(household.id)
        edited = household._replace(**changed)
        with history.deed("edit_household", household=household.address):
            key = home_key(household.address, edited.name)
            edits.save(Household, household.id, changed | {"search_key": key}, _no_such_household())
    return edited


def add_resident(household_id: int, *, name: str, phone: str = "", note: str = "") -> int:
    """Enter a resident and answer their id. Raises NotFound or Invalid."""
    values = _resident_values(name, phone, note)
    _refuse_masked(values["phone"])
    with transaction():
        household = get(household_id)
        with history.deed("add_resident", resident=values["name"], household=household.address):
            return Resident.insert(
                household=household_id,
                search_key=person_key(values["name"], values["phone"]),
                **values,
            ).execute()


def edit_resident(seen: ResidentRow, *, name: str, phone: str, note: str) -> None:
    """Change what is known of a resident; `seen` is how the form showed them, the phone masked.

    Raises NotFound, Invalid, or Refused where somebody else changed the same meanwhile.
    """
    wanted = _resident_values(name, phone, note)
    with transaction():
        resident = _resident(seen.id)
        changed = edits.changes(Resident, seen.id, seen, resident, wanted)
        if not changed:
            return
        _refuse_masked(changed.get("phone", ""))
        edited = resident._replace(**changed)
        household = get(resident.household_id)
        with history.deed("edit_resident", resident=edited.name, household=household.address):
            phone = changed.get("phone", Resident.get_by_id(seen.id).phone)
            key = person_key(edited.name, phone)
            edits.save(Resident, seen.id, changed | {"search_key": key}, _no_such_resident())


def _select_residents() -> ModelSelect:
    return Resident.select(
        Resident.id, Resident.household, Resident.name, fn.masked(Resident.phone), Resident.note
    )


def _resident(resident_id: int) -> ResidentRow:
    row = _select_residents().where(Resident.id == resident_id).tuples().first()
    if row is None:
        raise _no_such_resident()
    return ResidentRow(*row)


def _no_such_household() -> NotFound:
    return NotFound(_("No such household"), _("This household is not in the store."))


def _no_such_resident() -> NotFound:
    return NotFound(_("No such resident"), _("This resident is not in the store."))


def _refuse_masked(phone: str) -> None:
    if wrong := phones.whole("phone", phone):
        raise Invalid(_("Resident"), wrong)


def _resident_values(name: str, phone: str, note: str) -> dict[str, str]:
    name = clean(name, NAME_LENGTH, _("Name"))
    phone = clean(phone, PHONE_LENGTH, _("Phone"))
    note = clean(note, NOTE_LENGTH, _("Note"))
    if not name:
        raise Invalid(_("Resident"), (FieldError("name", _("Please give a name.")),))
    return {"name": name, "phone": phone, "note": note}
