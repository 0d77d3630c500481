"""The tables of sharing: categories, items and loans."""

from __future__ import annotations

from peewee import (
    SQL,
    AutoField,
    Check,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from store.fields import DayField, Row, one_of, plain_text, real_day
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH, Household, Resident
from store.runs import Run

CONDITIONS = ("good", "worn", "damaged", "lost", "withdrawn")
OFF_THE_BOARD = ("lost", "withdrawn")
NOT_LENT = ("damaged", *OFF_THE_BOARD)
CONTACTS = ("reminded", "called", "knocked", "promised", "note")
NOTICE_STATES = ("pending", "sent", "skipped")
STEP_LENGTH = 30


class Category(Row):
    """A kind of thing; an empty loan rule means the compound's default."""

    id = AutoField()
    name = TextField(unique=True, constraints=[plain_text("name", NAME_LENGTH, 1)])
    loan_days = IntegerField(null=True, constraints=[Check("loan_days BETWEEN 1 AND 366")])
    renewal_limit = IntegerField(null=True, constraints=[Check("renewal_limit BETWEEN 0 AND 99")])


class Item(Row):
    """A thing that a household lends at its own door."""

    id = AutoField()
    household = ForeignKeyField(Household)
    category = ForeignKeyField(Category, index=False)
    name = TextField(constraints=[plain_text("name", NAME_LENGTH, 1)])
    condition = TextField(default="good", constraints=[one_of("condition", CONDITIONS)])
    note = TextField(default="", constraints=[plain_text("note", NOTE_LENGTH)])
    search_key = TextField(default="")


class Loan(Row):
    """An item lent to a household; the resident who took it is noted where known."""

    id = AutoField()
    item = ForeignKeyField(Item)
    household = ForeignKeyField(Household)
    resident = ForeignKeyField(Resident, null=True, index=False)
    lent_on = DayField(constraints=[real_day("lent_on")])
    due_on = DayField(constraints=[real_day("due_on")])
    returned_on = DayField(null=True, constraints=[real_day("returned_on")])
    renewals = IntegerField(default=0, constraints=[Check("renewals >= 0")])
    note = TextField(default="", constraints=[plain_text("note", NOTE_LENGTH)])

    class Meta:
        constraints = [
            Check("due_on >= lent_on"),
            Check("returned_on IS NULL OR returned_on >= lent_on"),
        ]


# Two coordinators lending one item at once: the second insert fails here.
Loan.add_index(
    Loan.index(Loan.item, unique=True, where=SQL("returned_on IS NULL"), name="loan_open_item")
)
# What is open, soonest due first, with all that the counts ask of a loan. That it is open is in the
# condition and among the columns, or SQLite would not see that it need not look into the table.
Loan.add_index(
    Loan.index(
        Loan.due_on,
        Loan.id,
        Loan.item,
        Loan.household,
        Loan.returned_on,
        where=SQL("returned_on IS NULL"),
        name="loan_open_due",
    )
)


class Step(Row):
    """One rung of the ladder: what is done once a loan is so many `days` late."""

    id = AutoField()
    days = IntegerField(unique=True, constraints=[Check("days BETWEEN 1 AND 3650")])
    name = TextField(constraints=[plain_text("name", STEP_LENGTH, 1)])


class Notice(Row):
    """That a step fell due for a loan's due date: once ever, whoever asks and however often.

    `step` is the rung's days; `run` the nightly run that was to tell it.
    """

    loan = ForeignKeyField(Loan, index=False)
    due_on = DayField(constraints=[real_day("due_on")])
    step = IntegerField()
    run = ForeignKeyField(Run, index=False)
    state = TextField(constraints=[one_of("state", NOTICE_STATES)])

    class Meta:
        primary_key = CompositeKey("loan", "due_on", "step")
        without_rowid = True  # looked up by its key a million times a night, in a large store


Notice.add_index(Notice.index(Notice.run, where=SQL("state = 'pending'"), name="notice_pending"))


class Told(Row):
    """Which message carries a notice to a channel; once that has arrived, it is no news there."""

    loan_id = IntegerField()
    due_on = DayField()
    channel = TextField()
    step = IntegerField()
    delivery_id = IntegerField()

    class Meta:
        # In the order of the columns: SQLite 3.40 calls a table damaged where it is not.
        primary_key = CompositeKey("loan_id", "due_on", "channel", "step")
        without_rowid = True


class Contact(Row):
    """What a coordinator did about an overdue loan on a day; a promise holds `until` its day."""

    id = AutoField()
    loan = ForeignKeyField(Loan)
    day = DayField(constraints=[real_day("day")])
    who = TextField(constraints=[plain_text("who", NAME_LENGTH)])
    kind = TextField(constraints=[one_of("kind", CONTACTS)])
    until = DayField(null=True, constraints=[real_day("until")])
    note = TextField(default="", constraints=[plain_text("note", NOTE_LENGTH)])

    class Meta:
        constraints = [Check("(kind = 'promised') = (until IS NOT NULL)")]
