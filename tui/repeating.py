"""The last deed once more, on what is under the cursor: what `.` does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from textual.screen import Screen

from store import database
from store.errors import Refused, Unusable
from store.language import _
from tui import actions
from tui.room import Doing, Room
from tui.widgets.form import Form
from tui.widgets.picker import Picker

# Fields that are one thing's own: no other is to have the same.
OWN = {"name", "phone"}


def why_not(room: Room, deed: Doing | None) -> str | None:
    """Why `deed` cannot be done again in `room` now; None where it can."""
    if deed is None:
        return _("There is no deed that . could do again.")
    action = actions.ACTIONS[deed.action]
    name = actions.label(action)
    own = any(not isinstance(given, str) and OWN & given.keys() for given in deed.answers)
    if own or action.id not in actions.AGAIN:
        return _("“{deed}” is about one thing only: . does not do it again.").format(deed=name)
    if action not in room.OFFERED:
        return _("The last deed was “{deed}”, and that is not done here.").format(deed=name)
    reason = room.refusal(action.id)
    if reason is None and room.takes_back(action.id) != deed.back:
        return _("Here this is so already: “{deed}”.").format(deed=name)
    return reason


def do(room: Room, deed: Doing) -> None:
    """Do `deed` here, with the answers that were given then; only what it asks more is opened.

    Raises Refused where it asks something else here, and StoreError as the deed does.
    """
    act = getattr(room, f"do_{deed.action}")
    with room.desk.opening_nothing() as opened:
        if deed.answers:
            _only_ask(act, deed)
        else:
            act()
        for given in deed.answers:
            if not opened:
                raise _asks_otherwise(deed)
            _answer(room, deed, *opened.pop(), given)
    for screen, answered in opened:
        room.desk.push_screen(screen, answered)


def _only_ask(act: Callable[[], object], deed: Doing) -> None:
    """Let an action ask what it asked then; one that does its deed at once here is refused."""
    try:
        with database.told(), database.only_looking():
            act()
    except Unusable as changes:
        raise _asks_otherwise(deed) from changes


def _answer(
    room: Room,
    deed: Doing,
    asked: Screen[Any],
    answered: Callable[[Any], object] | None,
    given: str | Mapping[str, str],
) -> None:
    """Give an answer to what is asked, as if it was chosen or typed there."""
    result: object
    if isinstance(asked, Picker) and isinstance(given, str):
        result = given
    elif isinstance(asked, Form) and not isinstance(given, str):
        result = asked.answer(given)
    else:
        raise _asks_otherwise(deed)
    if answered is not None:
        answered(result)
    elif isinstance(result, str):  # a form that tells its news to the room by itself
        room.done(result)


def _asks_otherwise(deed: Doing) -> Refused:
    action = actions.ACTIONS[deed.action]
    return Refused(
        _("Again"),
        _("Here this asks something else than it did then: please press {key}.").format(
            key=action.shown
        ),
    )
