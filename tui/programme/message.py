"""A message about late milestones, copied to the clipboard of the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from store.errors import Refused
from store.language import _, listed
from store.programme import late_message, projects
from store.programme.milestones import MilestoneRow
from tui.room import Room

# More than this many terminals drop on its way to the clipboard.
CLIPBOARD = 50_000


def copy(room: Room, rows: Sequence[MilestoneRow]) -> None:
    """Copy what is to be asked of who is in charge, and say whom to send it to."""
    text = late_message.text([row.id for row in rows], room.desk.today)
    if len(text.encode()) > CLIPBOARD:
        raise Refused(
            _("Too long"),
            _("That is too long for the terminal's clipboard. Please mark fewer milestones."),
        )
    room.app.copy_to_clipboard(text)
    told = _("Copied the message about {milestones} for {people}.")
    room.say(
        told.format(
            milestones=listed(f"“{row.name}”" for row in rows),
            people=listed(_in_charge(key) for key in dict.fromkeys(r.project_id for r in rows)),
        )
    )


def _in_charge(project_id: int) -> str:
    project = projects.get(project_id)
    people = listed(f"{person.name} {person.phone}".strip() for person in project.people)
    return people or project.organisation or _("who is in charge")
