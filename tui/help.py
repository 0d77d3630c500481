"""The keys of a screen by task, and the palette that does them by name."""

from __future__ import annotations

from collections.abc import Sequence

from store.language import _
from store.text import search_key, terms
from tui import actions
from tui.actions import Action
from tui.room import Room
from tui.widgets.listing import Column, ListingRow
from tui.widgets.picker import Picker

_COLUMNS = (Column("", 6), Column("", 14), Column("", 30, flex=1))


class Help(Picker):
    """All keys of one screen, one line each; typing leaves the lines that answer."""

    def __init__(self, offered: Sequence[Action]) -> None:
        super().__init__(
            _("Help: the keys of this screen. Esc goes back."),
            _COLUMNS,
            lambda query: _lines(offered, query),
            prompt=_("type to find a key"),
            empty=_("No key does that here."),
        )


def palette(room: Room) -> Picker:
    """Every action of `room` by name; answers with the id of the one to do."""

    def find(query: str) -> list[ListingRow]:
        return _lines(room.OFFERED, query, why_not=room.why_not)

    return Picker(
        _("Commands"),
        _COLUMNS,
        find,
        prompt=_("type a command's name"),
        empty=_("There is no such command here."),
    )


def _lines(offered: Sequence[Action], query: str, why_not=lambda _id: None) -> list[ListingRow]:
    """The actions that answer to `query`, under their topics; one that cannot act says why."""
    words = terms(query)
    lines = []
    for action in offered:
        name, help_text, topic = actions.label(action), _(action.help), _(action.topic)
        key = search_key(action.id.replace("_", " "), name, help_text, topic)
        if all(word in key for word in words):
            reason = why_not(action.id)
            fields = (action.shown, name, reason or help_text)
            lines.append(ListingRow(action.id, fields, group=topic, dimmed=reason is not None))
    return lines
