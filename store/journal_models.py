"""The tables of the journal: deeds, changes, and what seals them."""

from __future__ import annotations

from peewee import SQL, AutoField, BlobField, ForeignKeyField, IntegerField, TextField

from store.fields import Row, one_of

EVENTS = ("insert", "update", "delete")


class Deed(Row):
    """One public change, made by `who` at `at` (UTC); `verb` and `words` are told by store.deeds.

    A deed that takes another back names it in `undoes`, and is named in that one's `undone_by`.
    """

    id = AutoField()
    at = TextField()
    who = TextField(index=True)
    verb = TextField()
    words = TextField()
    undoes = ForeignKeyField("self", null=True, backref="+", index=False)
    undone_by = ForeignKeyField("self", null=True, backref="+", index=False)
    salt = BlobField(null=True)


class Change(Row):
    """What one row was before a deed changed it.

    Where another program did, there is no deed, but when it was (UTC; empty where nobody knows) and
    the newest deed before it, 0 where there was none.
    """

    id = AutoField()
    deed = ForeignKeyField(Deed, null=True)
    table_name = TextField()
    row_id = IntegerField()
    event = TextField(constraints=[one_of("event", EVENTS)])
    before = TextField(null=True)
    salt = BlobField(null=True)
    at = TextField(null=True)
    after_deed = IntegerField(null=True)

    class Meta:
        # With the deed, so that a history need not look into the table.
        indexes = ((("table_name", "row_id", "deed"), False),)


Change.add_index(
    Change.index(Change.after_deed, where=SQL("deed_id IS NULL"), name="change_by_others")
)
Change.add_index(
    Change.index(Change.table_name, where=SQL("event = 'delete'"), name="change_deleted")
)


class CurrentDeed(Row):
    """The deed that is going on, for the journal's triggers: one row, empty between deeds.

    `erasing` is set while what the journal keeps may be emptied, by store.erasure alone.
    """

    id = AutoField()
    deed_id = IntegerField(null=True)
    erasing = IntegerField(default=0)


class Seal(Row):
    """A link of the chain: the hash over the one before and all that was written down since."""

    id = AutoField()
    last_deed = IntegerField()
    last_change = IntegerField()
    hash = TextField()


class Erased(Row):
    """The digest of what a deed or a change kept before it was erased."""

    id = AutoField()
    table_name = TextField(constraints=[one_of("table_name", ("change", "deed"))])
    row_id = IntegerField()
    digest = TextField()

    class Meta:
        indexes = ((("table_name", "row_id"), True),)


TABLES = (Deed, Change, CurrentDeed, Seal, Erased)
