"""Removing an unsuitable project from the funding: what is not paid yet is free again."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from store import history
from store.database import transaction
from store.errors import FieldError, Invalid, Refused
from store.language import _
from store.neighbours.models import NOTE_LENGTH
from store.programme import money, projects, tranches
from store.programme.models import Project, Tranche
from store.programme.projects import ProjectRow
from store.programme.tranches import TrancheRow
from store.text import clean, shown


class Removal(NamedTuple):
    """What removing a project does: the tranches that are cancelled, and the fen that frees."""

    project: ProjectRow
    cancelled: tuple[TrancheRow, ...]
    freed: int


def preview(project_id: int) -> Removal:
    """What removing a project would do; nothing is written.

    Raises NotFound, and Refused for one that has no grant, is completed, or was removed already.
    """
    project = projects.get(project_id)
    words = {"project": shown(project.name, 60)}
    refusals = {
        "proposed": _("{project} has no grant: there is nothing to remove it from."),
        "completed": _("{project} is completed: there is nothing to remove it from."),
        "removed": _("{project} was removed from the funding already."),
    }
    if project.status in refusals:
        raise Refused(_("Removal"), refusals[project.status].format(**words))
    open_ones = tuple(row for row in tranches.of_project(project_id) if row.left)
    return Removal(project, open_ones, project.left)


def remove(project_id: int, reason: str, today: date) -> Removal:
    """Remove a project from the funding and cancel what was not paid, as one deed.

    Raises NotFound, Refused as `preview` does, and Invalid without a reason.
    """
    reason = clean(reason, NOTE_LENGTH, _("Reason"))
    if not reason:
        sentence = _("Please say why it is removed.")
        raise Invalid(_("Reason missing"), (FieldError("reason", sentence),))
    with transaction():
        planned = preview(project_id)
        words = {"project": planned.project.name, "freed": money.say(planned.freed)}
        with history.deed("remove_project", **words):
            ids = [row.id for row in planned.cancelled]
            Tranche.update(state="cancelled").where(Tranche.id.in_(ids)).execute()
            Project.update(status="removed", reason=reason).where(
                Project.id == project_id
            ).execute()
    return planned
