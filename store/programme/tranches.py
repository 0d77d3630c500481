"""The parts in which a grant is paid, and how much of it is committed, paid and left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from peewee import fn

from store import history
from store.database import db, transaction
from store.errors import FieldError, Invalid, NotFound, Refused
from store.language import _
from store.neighbours import edits
from store.programme import money
from store.programme.models import (
    MOST_FEN,
    TITLE_LENGTH,
    Milestone,
    Payment,
    Project,
    Tranche,
)
from store.text import clean, shown

_SELECT = """
    SELECT tranche.id, tranche.project_id, project.name, tranche.name, milestone_id,
        coalesce(milestone.name, ''), coalesce(actual, forecast, due_on), actual IS NOT NULL,
        due_on, tranche.amount,
        (SELECT coalesce(sum(payment.amount), 0) FROM payment
         WHERE payment.tranche_id = tranche.id), state
    FROM tranche JOIN project ON project.id = tranche.project_id
    LEFT JOIN milestone ON milestone.id = milestone_id
    WHERE {} ORDER BY coalesce(actual, forecast, due_on) IS NULL,
        coalesce(actual, forecast, due_on), tranche.id
"""
# With those that were cancelled: what they had left went back, so no other tranche can have it.
_SHARED_OUT = "SELECT coalesce(sum(amount), 0) FROM tranche WHERE project_id = ? AND id <> ?"


class TrancheRow(NamedTuple):
    """A part of a grant, in fen; it is due with its milestone, or on `due_on`.

    `due` is the day of that as it looks today, `reached` whether the milestone was.
    """

    id: int
    project_id: int
    project: str
    name: str
    milestone_id: int | None
    milestone: str
    due: date | None
    reached: bool
    due_on: date | None
    amount: int
    paid: int
    state: str

    @property
    def left(self) -> int:
        """What is still to be paid, in fen."""
        return self.amount - self.paid if self.state == "planned" else 0


class Sums(NamedTuple):
    """Money in fen."""

    granted: int
    committed: int
    paid: int

    @property
    def left(self) -> int:
        """What is committed and not paid yet."""
        return self.committed - self.paid


def get(tranche_id: int) -> TrancheRow:
    """The tranche with this id. Raises NotFound."""
    return _rows([tranche_id])[0]


def of_project(project_id: int) -> tuple[TrancheRow, ...]:
    """The tranches of a project, by when they are due."""
    return tuple(map(_row, db.execute_sql(_SELECT.format("tranche.project_id = ?"), (project_id,))))


def add(
    project_id: int,
    name: str,
    amount: int,
    *,
    milestone_id: int | None = None,
    due_on: date | None = None,
) -> int:
    """Set aside `amount` fen of a grant, and answer the tranche's id.

    Raises NotFound, Invalid naming every field that is wrong, or Refused where that is more than
    the grant leaves.
    """
    values = _check(name, amount, milestone_id, due_on)
    with transaction():
        called, granted = _project(project_id)
        _refuse_milestone(project_id, milestone_id)
        _refuse_same_name(project_id, values["name"])
        _refuse_more(project_id, granted, amount)
        words = {"tranche": values["name"], "project": called, "amount": money.say(amount)}
        with history.deed("add_tranche", **words):
            return Tranche.insert(project=project_id, **values).execute()


def edit(
    seen: TrancheRow, *, name: str, amount: int, milestone_id: int | None, due_on: date | None
) -> None:
    """Change a tranche; `seen` is how the form showed it.

    Raises as `add` does, and Refused for one that was cancelled, below what was paid of it, or
    where somebody else changed the same meanwhile.
    """
    wanted = _check(name, amount, milestone_id, due_on)
    with transaction():
        now = get(seen.id)
        said = {"amount": money.say(now.amount), "milestone_id": now.milestone}
        changed = edits.changes(Tranche, seen.id, seen, now, wanted, said=said)
        if not changed:
            return
        _refuse_cancelled(now)
        if "amount" in changed and amount < now.paid:
            sentence = _("{paid} of it is paid already: it cannot be less.")
            refused = FieldError("amount", sentence.format(paid=money.say(now.paid)))
            raise Invalid(_("Tranche"), (refused,))
        if "name" in changed:
            _refuse_same_name(now.project_id, wanted["name"])
        if "milestone_id" in changed:
            _refuse_milestone(now.project_id, milestone_id)
        _called, granted = _project(now.project_id)
        _refuse_more(now.project_id, granted, changed.get("amount", now.amount), now.id)
        with history.deed("edit_tranche", tranche=wanted["name"], project=now.project):
            edits.save(Tranche, now.id, changed, _no_such_tranche())


def cancel(tranche_ids: Sequence[int]) -> None:
    """Pay these no further: what is left of them is committed no more.

    Raises NotFound, or Refused for one that is cancelled already or wholly paid.
    """
    with transaction():
        rows = _rows(tranche_ids)
        for row in rows:
            _refuse_cancelled(row)
            if not row.left:
                raise _refused(_("{tranche} is wholly paid: there is nothing to cancel."), row)
        with _deed_of(rows, "cancel_tranche", "cancel_tranches"):
            ids = [row.id for row in rows]
            Tranche.update(state="cancelled").where(Tranche.id.in_(ids)).execute()


def restore(tranche_ids: Sequence[int]) -> None:
    """Take up cancelled tranches again. Raises NotFound, or Refused, also beyond the caps."""
    with transaction():
        rows = _rows(tranche_ids)
        for row in rows:
            if row.state != "cancelled":
                raise _refused(_("{tranche} is not cancelled."), row)
        with _deed_of(rows, "restore_tranche", "restore_tranches"):
            for project_id in dict.fromkeys(row.project_id for row in rows):
                own = [row for row in rows if row.project_id == project_id]
                _commit_again(own)
                ids = [row.id for row in own]
                Tranche.update(state="planned").where(Tranche.id.in_(ids)).execute()


def remove(tranche_id: int) -> None:
    """Take away a tranche of which nothing was ever paid. Raises NotFound or Refused.

    What a cancelled one had left is committed again then: it may be shared out anew.
    """
    with transaction():
        row = get(tranche_id)
        if Payment.select().where(Payment.tranche_id == tranche_id).exists():
            sentence = _("{tranche} stands in the ledger: it can be cancelled, not removed.")
            raise _refused(sentence, row)
        if row.state == "cancelled":
            _commit_again([row])
        with history.deed("remove_tranche", tranche=row.name, project=row.project):
            Tranche.delete().where(Tranche.id == tranche_id).execute()


def shared_out(project_id: int, but: int = 0) -> int:
    """What the tranches of a project come to, in fen, all but the one of number `but`."""
    return db.execute_sql(_SHARED_OUT, (project_id, but)).fetchone()[0]


def sums(project_id: int) -> Sums:
    """The money of one project."""
    return _sums("project_id = ?", project_id)


def sums_of_year(year: int) -> Sums:
    """The money of all projects of a year."""
    return _sums("year_id = ?", year)


def by_community(year: int) -> dict[str, int]:
    """What is committed in a year, in fen, by community; the most first."""
    rows = db.execute_sql(
        "SELECT community.name, sum(committed) AS together FROM project_money"
        " JOIN community ON community.id = community_id WHERE year_id = ?"
        " GROUP BY community_id HAVING together > 0 ORDER BY together DESC, community.name",
        (year,),
    )
    return dict(rows.fetchall())


def _sums(condition: str, value: int) -> Sums:
    columns = ", ".join(
        f"coalesce(sum({column}), 0)" for column in ("granted", "committed", "paid")
    )
    sql = f"SELECT {columns} FROM project_money WHERE {condition}"
    return Sums(*db.execute_sql(sql, (value,)).fetchone())


def _rows(tranche_ids: Sequence[int]) -> list[TrancheRow]:
    marks = ", ".join("?" * len(tranche_ids))
    found = db.execute_sql(_SELECT.format(f"tranche.id IN ({marks})"), tuple(tranche_ids))
    rows = [_row(row) for row in found]
    if not rows or len(rows) < len(set(tranche_ids)):
        raise _no_such_tranche()
    return rows


def _row(row: Sequence[Any]) -> TrancheRow:
    found = dict(zip(TrancheRow._fields, row, strict=True))
    found["reached"] = bool(found["reached"])
    for field in ("due", "due_on"):
        found[field] = date.fromisoformat(found[field]) if found[field] else None
    return TrancheRow(**found)


def _deed_of(rows: Sequence[TrancheRow], verb: str, verb_of_many: str) -> Any:
    if len(rows) == 1:
        return history.deed(verb, tranche=rows[0].name, project=rows[0].project)
    return history.deed(verb_of_many, count=len(rows))


def _check(name: str, amount: int, milestone_id: int | None, due_on: date | None) -> dict[str, Any]:
    errors = []
    name = clean(name, TITLE_LENGTH, _("Name"))
    if not name:
        errors.append(FieldError("name", _("Please give a name.")))
    if not 0 < amount <= MOST_FEN:
        errors.append(FieldError("amount", _("Please give an amount above nothing.")))
    if errors:
        raise Invalid(_("Tranche"), tuple(errors))
    return {"name": name, "amount": amount, "milestone_id": milestone_id, "due_on": due_on}


def _project(project_id: int) -> tuple[str, int]:
    query = Project.select(Project.name, Project.granted).where(Project.id == project_id)
    found = query.tuples().first()
    if found is None:
        raise NotFound(_("No such project"), _("This project is not in the store."))
    return found


def _refuse_milestone(project_id: int, milestone_id: int | None) -> None:
    if milestone_id is None:
        return
    query = Milestone.select(Milestone.project_id).where(Milestone.id == milestone_id)
    if query.scalar() != project_id:
        sentence = _("This milestone is not one of the project's.")
        raise Invalid(_("Tranche"), (FieldError("milestone_id", sentence),))


def _refuse_same_name(project_id: int, name: str) -> None:
    same = (Tranche.project == project_id) & (Tranche.name == name)
    if Tranche.select(fn.COUNT(Tranche.id)).where(same).scalar():
        sentence = _("There is a tranche “{name}” already.").format(name=shown(name))
        raise Invalid(_("Tranche"), (FieldError("name", sentence),))


def _refuse_more(project_id: int, granted: int, amount: int, but: int = 0) -> None:
    room = granted - shared_out(project_id, but)
    if amount > room:
        sentence = _("The grant leaves {room} for it.").format(room=money.say(max(room, 0)))
        raise Invalid(_("Tranche"), (FieldError("amount", sentence),))


def _commit_again(rows: Sequence[TrancheRow]) -> None:
    """See to it that what cancelled tranches of one project had left fits into the caps again."""
    from store.programme import caps, projects

    project = projects.get(rows[0].project_id)
    if project.status == "removed":
        raise _refused(_("{project} was removed from the funding."), rows[0])
    together = project.committed + sum(row.amount - row.paid for row in rows)
    caps.check(caps.meter(project.year, project.community, together, project.id), None)


def _refuse_cancelled(row: TrancheRow) -> None:
    if row.state == "cancelled":
        raise _refused(_("{tranche} was cancelled."), row)


def _refused(sentence: str, row: TrancheRow) -> Refused:
    words = {"tranche": shown(row.name, 60), "project": shown(row.project, 60)}
    return Refused(_("Tranche"), sentence.format(**words))


def _no_such_tranche() -> NotFound:
    return NotFound(_("No such tranche"), _("This tranche is not in the store."))
