"""Supervision of weak projects: the visits and trainings they were given."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from store import history, recent
from store.calendar import say_day
from store.database import transaction
from store.errors import FieldError, Invalid, NotFound, Refused
from store.language import _
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH
from store.programme import projects, terms
from store.programme.models import SUPERVISIONS, Project, Supervision
from store.text import clean, shown


class SupervisionRow(NamedTuple):
    """A visit or a training: when, by whom, and what came of it."""

    id: int
    kind: str
    day: date
    who: str
    note: str


def of_project(project_id: int) -> tuple[SupervisionRow, ...]:
    """What a project was given, by day."""
    query = Supervision.select(
        Supervision.id, Supervision.kind, Supervision.day, Supervision.who, Supervision.note
    ).where(Supervision.project == project_id)
    rows = query.order_by(Supervision.day, Supervision.id).tuples()
    return tuple(SupervisionRow(*row) for row in rows)


def log(project_id: int, kind: str, day: date, who: str, note: str, today: date) -> int:
    """Note a visit or a training, and answer its number.

    Raises NotFound, or Invalid naming every field that is wrong.
    """
    who = clean(who, NAME_LENGTH, _("Name"))
    note = clean(note, NOTE_LENGTH, _("Note"))
    errors = []
    if kind not in SUPERVISIONS:
        errors.append(FieldError("kind", _("Please choose a visit or a training.")))
    if day > today:
        errors.append(FieldError("day", _("{day} has not come yet.").format(day=say_day(day))))
    if errors:
        raise Invalid(_("Supervision"), tuple(errors))
    with transaction():
        name = Project.select(Project.name).where(Project.id == project_id).scalar()
        if name is None:
            raise projects.no_such_project(f"#{project_id}")
        with history.deed("log_supervision", kind=terms.SUPERVISION_NAMES[kind], project=name):
            return Supervision.insert(
                project=project_id, kind=kind, day=day, who=who, note=note
            ).execute()


def remove(supervision_id: int) -> None:
    """Take back that a visit or a training took place. Raises NotFound."""
    with transaction():
        query = Supervision.select(Supervision.kind, Project.name).join(Project)
        found = query.where(Supervision.id == supervision_id).tuples().first()
        if found is None:
            raise NotFound(_("No such visit"), _("This visit or training is not in the store."))
        kind, name = found
        said = terms.SUPERVISION_NAMES[kind]
        with history.deed("remove_supervision", kind=said, project=name):
            Supervision.delete().where(Supervision.id == supervision_id).execute()


def supervise(project_id: int, reason: str, today: date) -> None:
    """Put a project under supervision. Raises as projects.set_status does."""
    projects.set_status(projects.get(project_id), "supervised", reason, today)


def release(project_id: int, today: date) -> None:
    """Let a project run on by itself. Raises Refused where it is not under supervision."""
    row = projects.get(project_id)
    if row.status != "supervised":
        sentence = _("{project} is {status}: it is not under supervision.")
        words = {"project": shown(row.name, 60), "status": _(terms.STATUS_NAMES[row.status])}
        raise Refused(_("Supervision"), sentence.format(**words))
    projects.set_status(row, "running", "", today)


def latest_supervisors(typed: str = "") -> list[str]:
    """Who visited or trained latest, of those whose name holds what is typed."""
    return recent.texts(Supervision.who, typed)
