"""Who did what: every change of the store belongs to a deed, and a deed can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, NamedTuple

from peewee import (
    JOIN,
    SQL,
    AutoField,
    Expression,
    ForeignKeyField,
    IntegerField,
    IntegrityError,
    TextField,
)

from store import calendar, deeds
from store.acting import act_as as act_as
from store.acting import user
from store.database import db, transaction
from store.errors import NotFound, Refused
from store.fields import Row, one_of
from store.language import _

EVENTS = ("insert", "update", "delete")

# Deeds that change so much that nobody should take one back by a slip of the finger.
LARGE = frozenset(
    {"create_compound", "import", "closure", "closure_and_shifts", "accept_selection"}
)

# What the program does by itself, under its own name: nobody's undo proposes it.
PROGRAM = "qiaomen"
BY_PROGRAM = frozenset({"load_holidays", "lay_out", "settle_shifts"})

# What nobody takes back, once it is done.
FINAL = frozenset({"begin_count", "close_vote"})

_done_here: set[int] = set()


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


class Change(Row):
    """What one row was before a deed changed it; no deed where another program did."""

    id = AutoField()
    deed = ForeignKeyField(Deed, null=True)
    table_name = TextField()
    row_id = IntegerField()
    event = TextField(constraints=[one_of("event", EVENTS)])
    before = TextField(null=True)

    class Meta:
        indexes = ((("table_name", "row_id"), False),)


class CurrentDeed(Row):
    """The deed that is going on, for the journal's triggers: one row, empty between deeds."""

    id = AutoField()
    deed_id = IntegerField(null=True)


class Told(NamedTuple):
    """A deed as it is told: `label` in the language spoken now."""

    id: int
    at: str
    who: str
    label: str
    undone: bool


class Undoable(NamedTuple):
    """The deed that `undo` would take back; `here` if this process did it, `large` if in LARGE."""

    id: int
    label: str
    here: bool
    large: bool


def undoable() -> Undoable:
    """My last deed not yet taken back. Raises NotFound where there is none."""
    target = _deed_to_undo(None)
    label = _tell_original(target)
    return Undoable(target.id, label, target.id in _done_here, target.verb in LARGE)


def deed(verb: str, **words: str | int) -> AbstractContextManager[Told]:
    """One transaction in which every change is journalled as this deed.

    An exception inside takes all of it back; a deed around this one goes on behind it. Raises
    Unusable where the database refuses.
    """
    return _deed(verb, words, user())


def deed_of_program(verb: str, **words: str | int) -> AbstractContextManager[Told]:
    """As `deed`, for one of BY_PROGRAM."""
    return _deed(verb, words, PROGRAM)


def reword(told: Told, **words: str | int) -> None:
    """Give the deed that is going on its words anew, where they are known only at its end."""
    Deed.update(words=_written(words)).where(Deed.id == told.id).execute()


def undo(deed_id: int | None = None) -> Told:
    """Take back my last deed not yet taken back, or the deed `deed_id`, whoever did it.

    Raises NotFound where there is none, and Refused, naming what stands on it, where a later deed
    changed the same rows or built upon them.
    """
    with transaction():
        target = _deed_to_undo(deed_id)
        _refuse_if_changed_since(target)
        told = _begin("redo" if target.undoes_id else "undo", {}, user(), undoes=target.id)
        changes = Change.select().where(Change.deed == target.id).order_by(Change.id.desc())
        for change in changes.namedtuples().iterator():
            try:
                met = _reverse(change)
            except IntegrityError as clash:
                raise _built_upon(target, _later_deed_around(change)) from clash
            if not met:
                raise _built_upon(target, None)
        _mark_undone(target, told.id)
        CurrentDeed.update(deed_id=None).execute()
    return told


def redo() -> Told:
    """Do again what I took back last. Raises NotFound where there is nothing to do again."""
    last = (
        Deed.select(Deed.id)
        .where(Deed.who == user(), Deed.verb == "undo", Deed.undone_by.is_null())
        .order_by(Deed.id.desc())
        .first()
    )
    newer = last and (
        Deed.select(Deed.id).where(Deed.who == user(), _in_force(), Deed.id > last.id).exists()
    )
    if last is None or newer:
        raise NotFound(_("Nothing to do again"), _("There is nothing to do again."))
    return undo(last.id)


def latest(limit: int, before: int | None = None) -> list[Told]:
    """The newest deeds of everybody, newest first; only those older than deed `before` if given."""
    query = Deed.select().order_by(Deed.id.desc()).limit(limit)
    if before is not None:
        query = query.where(Deed.id < before)
    return [as_told(row) for row in query]


@contextmanager
def _deed(verb: str, words: dict[str, Any], who: str) -> Iterator[Told]:
    with transaction():
        around = CurrentDeed.select(CurrentDeed.deed_id).scalar()
        yield _begin(verb, words, who)
        CurrentDeed.update(deed_id=around).execute()


def _begin(verb: str, words: dict[str, Any], who: str, undoes: int | None = None) -> Told:
    row = Deed.create(
        at=calendar.now(),
        who=who,
        verb=verb,
        words=_written(words),
        undoes=undoes,
    )
    CurrentDeed.update(deed_id=row.id).execute()
    _done_here.add(row.id)
    return as_told(row)


def as_told(row: Deed) -> Told:
    """A deed as it is told in the language spoken now."""
    words = {"deed": _tell_original(row)} if row.undoes_id else _read(row.words)
    return Told(row.id, row.at, row.who, deeds.tell(row.verb, words), row.undone_by_id is not None)


def _tell_original(target: Deed) -> str:
    """How the deed behind a chain of undoing and doing again is told."""
    while target.undoes_id:
        target = Deed.get_by_id(target.undoes_id)
    return deeds.tell(target.verb, _read(target.words))


def _deed_to_undo(deed_id: int | None) -> Deed:
    if deed_id is None:
        mine = (Deed.who == user()) & Deed.verb.not_in(BY_PROGRAM)
        found = Deed.select().where(mine, _in_force()).order_by(Deed.id.desc()).first()
        if found is None:
            raise NotFound(_("Nothing to undo"), _("You have done nothing that could be undone."))
        _refuse_final(found)
        return found
    found = Deed.get_or_none(Deed.id == deed_id)
    if found is None:
        raise NotFound(_("No such deed"), _("There is no deed {number}.").format(number=deed_id))
    if found.undone_by_id is not None:
        raise Refused(_("Already undone"), _("This deed has been taken back already."))
    _refuse_final(found)
    return found


def _refuse_final(target: Deed) -> None:
    if target.verb in FINAL:
        sentence = _("“{deed}” is final: nobody can take that back.")
        raise Refused(_("Final"), sentence.format(deed=_tell_original(target)))


def _mark_undone(target: Deed, by: int) -> None:
    Deed.update(undone_by=by).where(Deed.id == target.id).execute()
    if target.undoes_id:
        # Doing again: the first deed is in force once more.
        Deed.update(undone_by=None).where(Deed.id == target.undoes_id).execute()


def _refuse_if_changed_since(target: Deed) -> None:
    """Refuse if the same rows are not as the deed left them: a later change met them and stands.

    What stands is a later deed in force, a later taking back (or doing again) of a deed older than
    this one, or another program's change. Later deeds that were taken back cancel out.
    """
    mine, later = Change.alias(), Change.alias()
    stands = Deed.undone_by.is_null() & (Deed.undoes.is_null() | (Deed.undoes < target.id))
    met = (
        later.select(later.deed.alias("deed_id"))
        .join(mine, on=((mine.table_name == later.table_name) & (mine.row_id == later.row_id)))
        .join_from(later, Deed, JOIN.LEFT_OUTER)
        .where(mine.deed == target.id, later.id > mine.id)
        .where(later.deed.is_null() | ((later.deed != target.id) & stands))
        .order_by(later.id)
        .tuples()
        .first()
    )
    if met is not None:
        raise _built_upon(target, met[0] and Deed.get_by_id(met[0]))


def _in_force() -> Expression:
    return Deed.undone_by.is_null() & Deed.undoes.is_null()


def _later_deed_around(change: Any) -> Deed | None:
    """The first later deed in force on rows that point at the row of `change`, or rival it."""
    for table, column, value in _rows_around(change):
        around = SQL(f'(SELECT id FROM "{table}" WHERE "{column}" = ?)', [value])
        found = (
            Deed.select()
            .join(Change, on=(Change.deed == Deed.id))
            .where(Change.table_name == table, Change.row_id.in_(around), _in_force())
            .where(Deed.id > change.deed)
            .order_by(Deed.id)
            .first()
        )
        if found is not None:
            return found
    return None


def _rows_around(change: Any) -> Iterator[tuple[str, str, Any]]:
    """Where to look: (table, column, value) of what refers to the row or shares a unique column."""
    from store.journal import UNJOURNALLED

    for table in sorted(set(db.get_tables()) - UNJOURNALLED):
        for key in db.get_foreign_keys(table):
            if key.dest_table == change.table_name:
                yield table, key.column, change.row_id
    for index in db.get_indexes(change.table_name):
        if index.unique and len(index.columns) == 1:
            column = index.columns[0]
            sql = f'SELECT "{column}" FROM "{change.table_name}" WHERE id = ?'
            row = db.execute_sql(sql, (change.row_id,)).fetchone()
            if row is not None:
                yield change.table_name, column, row[0]


def _built_upon(target: Deed, later: Deed | None) -> Refused:
    label = _tell_original(target)
    if later is None:
        sentence = _("“{deed}” cannot be taken back: something later stands on it.").format(
            deed=label
        )
    else:
        sentence = (
            _("“{deed}” cannot be taken back: later, {who} {later}, which is final.")
            if later.verb in FINAL
            else _("“{deed}” cannot be taken back: later, {who} {later}. Please undo that first.")
        ).format(deed=label, who=later.who, later=_tell_original(later))
    return Refused(_("Something stands on it"), sentence)


def _reverse(change: Any) -> int:
    """Write the row of `change` as it was before; answers with how many rows that met."""
    from store.journal import ONLY_ADDED_TO

    table, row_id = _quoted(change.table_name), change.row_id
    if change.event == "insert":
        taking_back = ONLY_ADDED_TO.get(change.table_name, f"DELETE FROM {table} WHERE id = ?")
        return db.execute_sql(taking_back, (row_id,)).rowcount
    before = _read(change.before)
    if change.event == "delete":
        columns = ", ".join(map(_quoted, before))
        marks = ", ".join("?" * len(before))
        sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
        return db.execute_sql(sql, tuple(before.values())).rowcount
    if not before:
        return 1
    assignments = ", ".join(f"{_quoted(column)} = ?" for column in before)
    sql = f"UPDATE {table} SET {assignments} WHERE id = ?"
    return db.execute_sql(sql, (*before.values(), row_id)).rowcount


def _quoted(name: str) -> str:
    """A name that the journal holds, as nothing but a name, whoever wrote it there."""
    return '"' + name.replace('"', '""') + '"'


def _written(words: dict[str, Any]) -> str:
    import json  # 1 ms that the nightly command has no use for

    return json.dumps(words, ensure_ascii=False)


def _read(text: str) -> dict[str, Any]:
    import json

    return json.loads(text)
