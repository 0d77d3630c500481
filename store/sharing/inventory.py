"""The unit grid and what stands on it: a household per cell, and the things it lends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from peewee import JOIN, Field, ModelSelect, fn

from store import history
from store.database import transaction
from store.errors import Ambiguous, FieldError, Invalid, NotFound
from store.language import _, listed
from store.neighbours import edits, households
from store.neighbours.households import HouseholdRow
from store.neighbours.models import (
    AS_THEY_STAND,
    NAME_LENGTH,
    NOTE_LENGTH,
    Compound,
    Household,
    Unit,
)
from store.sharing.loans import LoanRow, rows, select_loans
from store.sharing.models import CONDITIONS, NOT_LENT, OFF_THE_BOARD, Category, Item, Loan
from store.sharing.overdue import Lateness, lateness
from store.sharing.rules import refuse_onto_board
from store.text import clean, search_key, shown


def availability(condition: str, days_late: int | None) -> str:
    """Whether an item can be had: `available`, `lent`, `overdue` or `unavailable`.

    `days_late` is how late its open loan is, None if it has none.
    """
    if days_late is not None:
        return "overdue" if days_late else "lent"
    return "unavailable" if condition in NOT_LENT else "available"


class Cell(NamedTuple):
    """One household in its unit's grid: how many items on the board, how many lent and overdue.

    What is lent counts also where it has been marked lost or withdrawn meanwhile.
    """

    household_id: int
    door: str
    floor: int
    position: int
    name: str
    kind: str
    items: int
    lent: int
    overdue: int


class Grid(NamedTuple):
    """A unit as its building stands: `cells` top floor first, from the left."""

    unit_id: int
    unit: str
    cells: tuple[Cell, ...]


class HouseholdCount(NamedTuple):
    """One household of a list, its things counted as those of a cell."""

    compound: str
    unit: str
    floor: int
    door: str
    name: str
    kind: str
    on_board: bool
    by_phone: bool
    items: int
    lent: int
    overdue: int

    @property
    def address(self) -> str:
        return f"{self.unit}-{self.door}"


class ItemRow(NamedTuple):
    """An item and, where it is lent, to whom and until when."""

    id: int
    name: str
    category_id: int
    category: str
    household_id: int
    household: str
    household_name: str
    condition: str
    note: str
    loan_id: int | None
    lent_on: date | None
    due_on: date | None
    borrower: str | None
    availability: str


def grid(unit_id: int, today: date) -> Grid:
    """The grid of one unit. Raises NotFound."""
    unit = Unit.select(Unit.name).where(Unit.id == unit_id).tuples().first()
    if unit is None:
        raise NotFound(_("No such unit"), _("This unit is not in the store."))
    query = (
        _select_counts(
            today,
            Household.id,
            Household.door,
            Household.floor,
            Household.position,
            Household.name,
            Household.kind,
        )
        .where(Household.unit == unit_id)
        .order_by(Household.floor.desc(), Household.position, Household.id)
        .tuples()
    )
    return Grid(unit_id, unit[0], tuple(Cell(*row) for row in query))


def all_households(
    compound_id: int | None, today: date, household_id: int | None = None
) -> Iterator[HouseholdCount]:
    """Every household as one walks, one at a time; of one compound, or one alone, where given."""
    columns = (Compound.name, Unit.name, Household.floor, Household.door, Household.name)
    consents = (Household.on_board, Household.by_phone)
    query = (
        _select_counts(today, *columns, Household.kind, *consents)
        .join_from(Household, Unit)
        .join(Compound)
        .order_by(*AS_THEY_STAND)
    )
    if compound_id is not None:
        query = query.where(Unit.compound == compound_id)
    if household_id is not None:
        query = query.where(Household.id == household_id)
    for values in query.tuples().iterator():
        yield HouseholdCount(*values)


def all_items(
    compound_id: int | None, today: date, household_id: int | None = None
) -> Iterator[ItemRow]:
    """Every item by number, one at a time; of one compound or household where given."""
    query = _select_items().order_by(Item.id)
    if compound_id is not None:
        query = query.where(Unit.compound == compound_id)
    if household_id is not None:
        query = query.where(Item.household == household_id)
    late = lateness(today)
    for values in query.tuples().iterator():
        yield _item_row(values, late)


def items(household_id: int, today: date) -> tuple[ItemRow, ...]:
    """What a household has on the board, and what it has off it, in the order entered."""
    query = _select_items().where(Item.household == household_id).order_by(Item.id)
    late = lateness(today)
    return tuple(_item_row(values, late) for values in query.tuples())


def borrowed(*household_ids: int) -> tuple[LoanRow, ...]:
    """What households have borrowed and still hold, soonest due first."""
    query = select_loans().where(Loan.household.in_(household_ids), Loan.returned_on.is_null())
    return tuple(rows(query.order_by(Loan.due_on, Loan.id)))


def several(item_ids: Iterable[int], today: date) -> tuple[ItemRow, ...]:
    """The items with these numbers that there are, in this order."""
    late = lateness(today)
    query = _select_items().where(Item.id.in_(list(item_ids)))
    found = {values[0]: _item_row(values, late) for values in query.tuples()}
    return tuple(found[item_id] for item_id in item_ids if item_id in found)


def item(item_id: int, today: date) -> ItemRow:
    """The item with this number. Raises NotFound."""
    values = _select_items().where(Item.id == item_id).tuples().first()
    if values is None:
        raise _no_such_item(item_id)
    return _item_row(values, lateness(today))


def find(text: str, today: date, compound_id: int | None = None) -> ItemRow:
    """The one item that `text` names: by number, by name, or by `3-502 name` or `name@3-502`.

    Raises NotFound where nothing answers, and Ambiguous, naming the candidates, where several do.
    """
    text = text.strip()
    if text.removeprefix("#").isdecimal() and len(text) < 19:
        return item(int(text.removeprefix("#")), today)
    name, household_id = _name_and_owner(text, compound_id)
    query = _select_items().where(Item.name == name)
    if household_id is not None:
        query = query.where(Item.household == household_id)
    elif compound_id is not None:
        doors = Household.select(Household.id).join(Unit).where(Unit.compound == compound_id)
        query = query.where(Item.household.in_(doors))
    late = lateness(today)
    found = [_item_row(values, late) for values in query.order_by(Item.id).limit(6).tuples()]
    if not found:
        raise NotFound(_("No such item"), _("There is no item “{name}”.").format(name=shown(text)))
    if len(found) > 1:
        candidates = listed(
            _("{number} ({household})").format(number=row.id, household=row.household)
            for row in found[:5]
        )
        raise Ambiguous(
            _("Which item?"),
            _("Several items are called “{name}”: {listed}. Please give the number.").format(
                name=shown(name), listed=candidates + ("…" if len(found) > 5 else "")
            ),
        )
    return found[0]


def add_item(
    household_id: int, *, name: str, category: str, condition: str = "good", note: str = ""
) -> int:
    """Put an item on the board and answer its number; a new category is made on the way.

    Raises NotFound, or Invalid naming every field that is wrong.
    """
    values = _item_values(name, category, condition, note)
    with transaction():
        household = owner(household_id)
        with history.deed("add_item", item=values["name"], household=household.address):
            return _insert(household_id, values)


def add_items(household_id: int, named: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    """Put items, each a name with its category, on the board as one deed; answer their numbers.

    Raises what `add_item` does; then none of them is added.
    """
    if len(named) == 1:
        ((name, category),) = named
        return (add_item(household_id, name=name, category=category),)
    all_values = [_item_values(name, category, "good", "") for name, category in named]
    with transaction():
        household = owner(household_id)
        with history.deed("add_items", count=len(named), household=household.address):
            return tuple(_insert(household_id, values) for values in all_values)


def owner(household_id: int) -> HouseholdRow:
    """The household with this id, if things may be added to it. Raises NotFound, Invalid."""
    household = households.get(household_id)
    if household.kind == "vacant":
        trouble = _("{household} is vacant. Please edit the household first.")
        raise Invalid(_("Item"), (FieldError("name", trouble.format(household=household.address)),))
    return household


def edit_item(seen: ItemRow, *, name: str, category: str, condition: str, note: str) -> None:
    """Change what an item is called, its category, condition and note.

    `seen` is how the form showed it. Raises NotFound, Invalid naming every field that is wrong, or
    Refused where somebody else changed the same meanwhile or the household is vacant.
    """
    wanted = _item_values(name, category, condition, note)
    with transaction():
        now = _stored(seen.id)
        changed = edits.changes(Item, seen.id, seen, now, wanted)
        if not changed:
            return
        if changed.get("condition", now.condition) not in OFF_THE_BOARD:
            refuse_onto_board([seen.id])
        household = households.get(now.household)
        told = changed.get("name", now.name)
        with history.deed("edit_item", item=told, household=household.address):
            edits.save(Item, seen.id, _columns(changed), _no_such_item(seen.id))


def _select_counts(today: date, *columns: Field) -> ModelSelect:
    """`columns` of each household, then its items on the board, all lent, and those overdue."""
    return (
        Household.select(
            *columns,
            fn.COALESCE(fn.SUM(Item.condition.not_in(OFF_THE_BOARD)), 0),
            fn.COUNT(Loan.id),
            fn.COALESCE(fn.SUM(lateness(today).is_late()), 0),
        )
        .join(Item, JOIN.LEFT_OUTER)
        .join(Loan, JOIN.LEFT_OUTER, on=((Loan.item == Item.id) & Loan.returned_on.is_null()))
        .group_by(Household.id)
    )


def _select_items() -> ModelSelect:
    borrower, borrower_unit = Household.alias("borrower"), Unit.alias("borrower_unit")
    return (
        Item.select(
            Item.id,
            Item.name,
            Category.id,
            Category.name,
            Household.id,
            Unit.name.concat("-").concat(Household.door),
            Household.name,
            Item.condition,
            Item.note,
            Loan.id,
            Loan.lent_on,
            Loan.due_on,
            borrower_unit.name.concat("-").concat(borrower.door),
            Unit.compound_id,
        )
        .join(Category)
        .join_from(Item, Household)
        .join(Unit)
        .join_from(
            Item, Loan, JOIN.LEFT_OUTER, on=((Loan.item == Item.id) & Loan.returned_on.is_null())
        )
        .join(borrower, JOIN.LEFT_OUTER, on=(Loan.household == borrower.id))
        .join(borrower_unit, JOIN.LEFT_OUTER, on=(borrower.unit == borrower_unit.id))
    )


class _Stored(NamedTuple):
    """What the table says of an item; `household` is its id."""

    name: str
    category: str
    condition: str
    note: str
    household: int


def _stored(item_id: int) -> _Stored:
    """What the table says of an item now. Raises NotFound."""
    columns = (Item.name, Category.name, Item.condition, Item.note, Item.household)
    query = Item.select(*columns).join(Category).where(Item.id == item_id)
    found = query.tuples().first()
    if found is None:
        raise _no_such_item(item_id)
    return _Stored(*found)


def _no_such_item(item_id: int) -> NotFound:
    return NotFound(
        _("No such item"), _("There is no item number {number}.").format(number=item_id)
    )


def _item_row(values: Sequence[Any], late: Lateness) -> ItemRow:
    """An item from the columns of `_select_items`, the last of which is its compound."""
    condition, due_on, compound_id = values[7], values[11], values[13]
    days_late = None if due_on is None else late.days(due_on, None, compound_id)
    return ItemRow(*(*values[:13], availability(condition, days_late)))


def _name_and_owner(text: str, compound_id: int | None) -> tuple[str, int | None]:
    """`3-502 烤箱` or `烤箱@3-502` as (烤箱, the id of 3-502); anything else is a name alone."""
    address, _space, name = text.partition(" ")
    if not (households.split_address(address) and name):
        name, _at, address = text.rpartition("@")
    if not (households.split_address(address) and name):
        return text, None
    return name.strip(), households.find(address, compound_id).id


def _item_values(name: str, category: str, condition: str, note: str) -> dict[str, str]:
    name = clean(name, NAME_LENGTH, _("Name"))
    note = clean(note, NOTE_LENGTH, _("Note"))
    category = clean(category, NAME_LENGTH, _("Category"))
    errors = []
    if not name:
        errors.append(FieldError("name", _("Please give the item a name.")))
    if not category:
        errors.append(FieldError("category", _("Please choose a category.")))
    if condition not in CONDITIONS:
        errors.append(FieldError("condition", _("Please choose a condition.")))
    if errors:
        raise Invalid(_("Item"), tuple(errors))
    return {"name": name, "category": category, "condition": condition, "note": note}


def _columns(values: dict[str, str]) -> dict[str, Any]:
    """Such values as the table holds them; a new category is made on the way."""
    columns: dict[str, Any] = dict(values)
    if "category" in columns:
        columns["category"] = _category_id(values["category"])
    if "name" in columns:
        columns["search_key"] = search_key(values["name"])
    return columns


def _insert(household_id: int, values: dict[str, str]) -> int:
    return Item.insert(household=household_id, **_columns(values)).execute()


def _category_id(name: str) -> int:
    category, _made = Category.get_or_create(name=name)
    return category.id
