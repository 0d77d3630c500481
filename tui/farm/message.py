"""Messages for a team's chat, copied to the clipboard of the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from store.errors import Refused
from store.farm import announcing
from store.farm.shifts import ShiftRow
from store.language import _, ngettext
from tui.room import Room

# More than this many terminals drop on its way to the clipboard.
CLIPBOARD = 50_000


def copy(room: Room, chosen: Sequence[ShiftRow]) -> None:
    """Copy what is to be said of one shift, or of several."""
    text = announcing.text([shift.id for shift in chosen], room.desk.today)
    if len(text.encode()) > CLIPBOARD:
        raise Refused(
            _("Too long"),
            _("That is too long for the terminal's clipboard. Please take fewer days."),
        )
    room.app.copy_to_clipboard(text)
    room.say(
        ngettext(
            "Copied a message about {count} shift; paste it into the team's chat.",
            "Copied a message about {count} shifts; paste it into the team's chat.",
            len(chosen),
        ).format(count=len(chosen))
    )
