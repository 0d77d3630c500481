"""Compounds and the units that stand in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from peewee import ModelSelect

from store import acting, opendays
from store.database import db, transaction
from store.errors import Ambiguous, FieldError, Invalid, NotFound, Refused
from store.language import _
from store.neighbours.models import (
    DUE_MOVES,
    NAME_LENGTH,
    Community,
    Compound,
    Household,
    Unit,
)
from store.text import clean, search_key, shown

if TYPE_CHECKING:
    from store.neighbours.plan import UnitPlan


class CompoundRow(NamedTuple):
    id: int
    name: str
    community: str


class Policy(NamedTuple):
    """What a compound does about closed days.

    `due_moves` says off which days its due dates move, one of DUE_MOVES; `closed_days_late` whether
    a loan gets later on a closed day.
    """

    due_moves: str
    closed_days_late: bool


class UnitRow(NamedTuple):
    id: int
    name: str


def compounds(named: str = "", limit: int = 200) -> tuple[CompoundRow, ...]:
    """The first `limit` compounds whose own or community's name holds `named`, oldest first."""
    query = _select().order_by(Compound.id).limit(limit)
    if named.strip():
        query = query.where(
            Compound.name.contains(named.strip()) | Community.name.contains(named.strip())
        )
    return tuple(CompoundRow(*row) for row in query.tuples())


def exists(compound_id: int) -> bool:
    """Whether the store holds this compound."""
    return Compound.select().where(Compound.id == compound_id).exists()


def get(compound_id: int) -> CompoundRow:
    """The compound with this id. Raises NotFound."""
    row = _select().where(Compound.id == compound_id).tuples().first()
    if row is None:
        raise _unknown()
    return CompoundRow(*row)


def find(name: str | None) -> CompoundRow:
    """The compound called `name`, or the only one there is where no name is given.

    Raises NotFound where there is none, Ambiguous where a name is needed or several share it.
    """
    query = _select()
    if name is not None:
        query = query.where(Compound.name == name.strip())
    rows = [CompoundRow(*row) for row in query.limit(2).tuples()]
    if not rows:
        if name is None:
            nothing = _("The store holds no compound yet. Please make or import one first.")
        else:
            nothing = _("There is no compound “{name}”.").format(name=shown(name))
        raise NotFound(_("No such compound"), nothing)
    if len(rows) > 1:
        raise Ambiguous(
            _("Which compound?"), _("The store holds several compounds. Please name one.")
        )
    return rows[0]


def units(compound_id: int) -> tuple[UnitRow, ...]:
    """The units of a compound, as they stand."""
    query = (
        Unit.select(Unit.id, Unit.name)
        .where(Unit.compound == compound_id)
        .order_by(Unit.position, Unit.id)
        .tuples()
    )
    return tuple(UnitRow(*row) for row in query)


def create(name: str, plans: tuple[UnitPlan, ...], community: str = "") -> int:
    """Make a compound of empty homes as the plans say, and answer its id.

    Without a community's name it belongs to one of its own name. Raises Invalid, naming the field,
    where the name cannot be used or is taken.
    """
    name = clean(name, NAME_LENGTH, _("Name"))
    community = clean(community, NAME_LENGTH, _("Community")) or name
    with transaction():
        _refuse_name(name)
        return _create(name, plans, community)


def policy(compound_id: int) -> Policy:
    """What a compound does about closed days. Raises NotFound."""
    query = Compound.select(Compound.due_moves, Compound.closed_days_late)
    row = query.where(Compound.id == compound_id).tuples().first()
    if row is None:
        raise _unknown()
    return Policy(*row)


def policies() -> tuple[tuple[CompoundRow, Policy], ...]:
    """What every compound does about closed days, oldest compound first."""
    query = _select().select_extend(Compound.due_moves, Compound.closed_days_late)
    rows = query.order_by(Compound.id).tuples()
    return tuple((CompoundRow(*row[:3]), Policy(*row[3:])) for row in rows)


def set_policy(
    compound_id: int,
    due_moves: str,
    closed_days_late: bool,
    weekdays: Iterable[int] | None = None,
) -> None:
    """Change what a compound does about closed days, from now on.

    With `weekdays` these days of the week, and no others, are closed from then on too. Raises
    NotFound, Refused.
    """
    if due_moves not in DUE_MOVES:
        raise Refused(_("Due dates"), _("Please choose off which days due dates move."))
    with transaction():
        name = get(compound_id).name
        with acting.deed("change_policy", compound=name):
            Compound.update(due_moves=due_moves, closed_days_late=closed_days_late).where(
                Compound.id == compound_id
            ).execute()
            if weekdays is not None:
                opendays.put_closed_weekdays(weekdays)


def is_empty() -> bool:
    """Whether the store holds no compound yet."""
    return db.execute_sql("SELECT 1 FROM compound LIMIT 1").fetchone() is None


def _unknown() -> NotFound:
    return NotFound(_("No such compound"), _("This compound is not in the store."))


def _select() -> ModelSelect:
    return Compound.select(Compound.id, Compound.name, Community.name).join(Community)


def _refuse_name(name: str) -> None:
    trouble = None
    if not name:
        trouble = _("Please give the compound a name.")
    elif Compound.select().where(Compound.name == name).exists():
        trouble = _("There is a compound of this name already.")
    if trouble:
        raise Invalid(_("Compound"), (FieldError("name", trouble),))


def _create(name: str, plans: tuple[UnitPlan, ...], community: str) -> int:
    with acting.deed("create_compound", compound=name):
        belongs_to, _made = Community.get_or_create(name=community)
        compound = Compound.create(community=belongs_to, name=name)
        for position, plan in enumerate(plans, 1):
            unit = Unit.create(compound=compound, name=plan.name, position=position)
            Household.insert_many(
                {
                    "unit": unit.id,
                    "door": home.door,
                    "floor": home.floor,
                    "position": home.position,
                    "kind": home.kind,
                    "search_key": search_key(f"{plan.name}-{home.door}"),
                }
                for home in plan.homes
            ).execute()
    return compound.id
