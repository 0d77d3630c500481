"""A courteous message about late milestones to who is in charge, ready to be pasted into a chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store.calendar import say_near
from store.errors import Refused
from store.language import _, listed, ngettext
from store.programme import milestones, projects
from store.programme.milestones import MilestoneRow
from store.text import shown


def text(milestone_ids: Sequence[int], today: date) -> str:
    """The message about these, in the language spoken now; a paragraph for each project.

    Raises NotFound, or Refused where one is not late.
    """
    by_project: dict[int, list[MilestoneRow]] = {}
    for milestone_id in dict.fromkeys(milestone_ids):
        row = milestones.get(milestone_id)
        if not row.is_late(today):
            sentence = _("“{milestone}” is not late: there is nothing to remind of.")
            raise Refused(_("Not late"), sentence.format(milestone=shown(row.name, 60)))
        by_project.setdefault(row.project_id, []).append(row)
    return "\n\n".join(_paragraph(key, rows, today) for key, rows in by_project.items())


def _paragraph(project_id: int, rows: Sequence[MilestoneRow], today: date) -> str:
    project = projects.get(project_id)
    people = listed(person.name for person in project.people)
    told = listed(
        _("“{milestone}” ({day})").format(milestone=row.name, day=say_near(row.forecast, today))
        for row in rows
    )
    asked = ngettext(
        "Hello {people}, “{project}” was to reach {milestones}, which is not noted as reached yet. "
        "Is it done, or when do you expect it, and is there anything we can help with? Thank you!",
        "Hello {people}, “{project}” was to reach {milestones}, which are not noted as reached "
        "yet. Are they done, or when do you expect them, and is there anything we can help with? "
        "Thank you!",
        len(rows),
    )
    return asked.format(
        people=people or project.organisation or _("everybody"),
        project=project.name,
        milestones=told,
    )
