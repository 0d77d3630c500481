"""What stands on a deed, and writing its rows back as they were before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from peewee import JOIN, SQL, Expression, IntegrityError

from store import deeds
from store.database import db
from store.errors import Refused
from store.journal import ONLY_ADDED_TO, UNJOURNALLED
from store.journal_models import Change, Deed
from store.language import _
from store.telling import tell_original


class _Was(NamedTuple):
    """One change; `deed` is its id."""

    deed: int
    table_name: str
    row_id: int
    event: str
    before: str | None


def take_back(target: Deed) -> None:
    """Write every row that the deed changed as it was before, the last change first.

    Raises Refused, naming what stands on it, where a later deed changed the same rows or built upon
    them, and where what was there before has been erased.
    """
    refuse_if_changed_since(target)
    columns = (Change.deed, Change.table_name, Change.row_id, Change.event, Change.before)
    changes = Change.select(*columns).where(Change.deed == target.id).order_by(Change.id.desc())
    for row in changes.tuples().iterator():
        change = _Was(*row)
        if change.before is None and change.event != "insert":
            raise _erased(target)
        try:
            met = _reverse(change)
        except IntegrityError as clash:
            raise _built_upon(target, _later_deed_around(change)) from clash
        if not met:
            raise _built_upon(target, None)


def mark_undone(target: Deed, by: int) -> None:
    """Note that the deed `by` takes `target` back, and what that means for what target undid."""
    Deed.update(undone_by=by).where(Deed.id == target.id).execute()
    # What it took back is in force again, so what that one took back is not, and so on.
    by_whom, again = target, True
    while by_whom.undoes_id:
        undone_by = None if again else by_whom.id
        Deed.update(undone_by=undone_by).where(Deed.id == by_whom.undoes_id).execute()
        by_whom, again = by_whom.undoes, not again


def in_force() -> Expression:
    """The condition that a deed was not taken back, and takes none back itself."""
    return Deed.undone_by.is_null() & Deed.undoes.is_null()


def refuse_if_changed_since(target: Deed) -> None:
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


def _later_deed_around(change: _Was) -> Deed | None:
    """The first later deed in force on rows that point at the row of `change`, or rival it."""
    for table, column, value in _rows_around(change):
        around = SQL(f'(SELECT id FROM "{table}" WHERE "{column}" = ?)', [value])
        found = (
            Deed.select()
            .join(Change, on=(Change.deed == Deed.id))
            .where(Change.table_name == table, Change.row_id.in_(around), in_force())
            .where(Deed.id > change.deed)
            .order_by(Deed.id)
            .first()
        )
        if found is not None:
            return found
    return None


def _rows_around(change: _Was) -> Iterator[tuple[str, str, Any]]:
    """Where to look: (table, column, value) of what refers to the row or shares a unique column."""
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
    label = tell_original(target)
    if later is None:
        sentence = _("“{deed}” cannot be taken back: something later stands on it.").format(
            deed=label
        )
    else:
        sentence = _say_what_stands(later).format(
            deed=label, who=later.who, later=tell_original(later)
        )
    return Refused(_("Something stands on it"), sentence)


def _say_what_stands(later: Deed) -> str:
    """That `later` stands on a deed, and whether that one could be taken back first."""
    if later.verb in deeds.FINAL:
        return _("“{deed}” cannot be taken back: later, {who} {later}, which is final.")
    gone = Change.select().where(
        Change.deed == later.id, Change.before.is_null(), Change.event != "insert"
    )
    if gone.exists():
        return _(
            "“{deed}” cannot be taken back: later, {who} {later}. "
            "That cannot be taken back either: what was there before has been erased."
        )
    return _("“{deed}” cannot be taken back: later, {who} {later}. Please undo that first.")


def _reverse(change: _Was) -> int:
    """Write the row of `change` as it was before; answers with how many rows that met."""
    import json  # 1 ms that the nightly command has no use for

    table, row_id = _quoted(change.table_name), change.row_id
    if change.event == "insert":
        taking_back = ONLY_ADDED_TO.get(change.table_name, f"DELETE FROM {table} WHERE id = ?")
        return db.execute_sql(taking_back, (row_id,)).rowcount
    before = json.loads(change.before or "{}")
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


def _erased(target: Deed) -> Refused:
    sentence = _("“{deed}” cannot be taken back: what was there before has been erased.")
    return Refused(_("Erased"), sentence.format(deed=tell_original(target)))


def _quoted(name: str) -> str:
    """A name that the journal holds, as nothing but a name, whoever wrote it there."""
    return '"' + name.replace('"', '""') + '"'
