"""The tables of the neighbourhood: community > compound > unit > household > resident."""

from __future__ import annotations

from peewee import AutoField, BooleanField, Check, ForeignKeyField, IntegerField, TextField

from store.fields import Row, one_of, plain_text

NAME_LENGTH = 60
DOOR_LENGTH = 12
PHONE_LENGTH = 20
NOTE_LENGTH = 500

KINDS = ("home", "shop", "vacant")
DUE_MOVES = ("never", "holidays", "closed")


class Community(Row):
    """A neighbourhood or a village; `district` is what it belongs to, as far as that matters."""

    id = AutoField()
    name = TextField(unique=True, constraints=[plain_text("name", NAME_LENGTH, 1)])
    district = TextField(default="", constraints=[plain_text("district", NAME_LENGTH)])


class Compound(Row):
    """`due_moves` says which days its due dates move off, `closed_days_late` whether such count."""

    id = AutoField()
    community = ForeignKeyField(Community)
    name = TextField(constraints=[plain_text("name", NAME_LENGTH, 1)])
    due_moves = TextField(default="holidays", constraints=[one_of("due_moves", DUE_MOVES)])
    closed_days_late = BooleanField(default=True)

    class Meta:
        indexes = ((("community", "name"), True),)


class Unit(Row):
    """One staircase of a compound; `position` orders the units as they stand."""

    id = AutoField()
    compound = ForeignKeyField(Compound, index=False)
    name = TextField(constraints=[plain_text("name", DOOR_LENGTH, 1)])
    position = IntegerField()

    class Meta:
        indexes = ((("compound", "name"), True),)


class Household(Row):
    """One cell of its unit's grid, at `floor` and `position` (from the left, 1 first).

    Its address is `unit.name-door`. A vacant home stays a household: its history lives on. It may
    not want to stand on the public board (`on_board`), nor to be telephoned (`by_phone`).
    """

    id = AutoField()
    unit = ForeignKeyField(Unit, index=False)
    door = TextField(constraints=[plain_text("door", DOOR_LENGTH, 1)])
    floor = IntegerField()
    position = IntegerField()
    name = TextField(default="", constraints=[plain_text("name", NAME_LENGTH)])
    kind = TextField(default="home", constraints=[one_of("kind", KINDS)])
    note = TextField(default="", constraints=[plain_text("note", NOTE_LENGTH)])
    search_key = TextField(default="")
    on_board = BooleanField(default=True, constraints=[Check("on_board IN (0, 1)")])
    by_phone = BooleanField(default=True, constraints=[Check("by_phone IN (0, 1)")])

    class Meta:
        indexes = ((("unit", "door"), True),)


# Every door of the store in the order that one would walk by: the order of all whole lists.
AS_THEY_STAND = (
    Compound.id,
    Unit.position,
    Unit.id,
    Household.floor,
    Household.position,
    Household.id,
)


class Resident(Row):
    id = AutoField()
    household = ForeignKeyField(Household)
    name = TextField(constraints=[plain_text("name", NAME_LENGTH, 1)])
    phone = TextField(default="", constraints=[plain_text("phone", PHONE_LENGTH)])
    note = TextField(default="", constraints=[plain_text("note", NOTE_LENGTH)])
    search_key = TextField(default="")
