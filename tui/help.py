"""The keys of a screen by task, and its actions by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from store.language import _
from store.text import search_key, terms
from tui import actions
from tui.actions import Action
from tui.room import Room
from tui.widgets.bar import KeyHint
from tui.widgets.listing import Column, ListingRow
from tui.widgets.picker import Picker

# What a key does is never cut: in a window of 60 the names give way.
COLUMNS = (Column("", 4, priority=2), Column("", 18, priority=1), Column("", 52, 1, priority=3))


class Help(Picker):
    """The keys of a room; two of them can be pressed here as well."""

    AT_ONCE = (actions.ACTIONS["language"], actions.ACTIONS["first_steps"])
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(action.keys[0], f"at_once('{action.id}')", show=False) for action in AT_ONCE
    ]

    def hints(self) -> list[KeyHint]:
        told = [KeyHint(action.shown, actions.label(action)) for action in self.AT_ONCE]
        return [hint for hint in super().hints() if hint.key != "F1"] + told

    def action_help(self) -> None:
        """It is there already."""

    def action_at_once(self, action_id: str) -> None:
        """Do this, whatever is under the cursor."""
        self.answer(action_id)


def keys_of(room: Room) -> Help:
    """All keys of `room`, one line each under its topic; answers with the id of the one to do."""
    return Help(
        _("Help: the keys of this screen"),
        COLUMNS,
        lambda query: _lines(room.OFFERED, query),
        prompt=_("type to find a key"),
        empty=_("No key does that here. Delete what is typed to see all."),
    )


def named(room: Room, query: str) -> list[ListingRow]:
    """The actions of `room` by name; one that cannot act says why. Keyed by the action's id."""
    return _lines(room.OFFERED, query, why_not=room.refusal)


def _can_always(_action_id: str) -> None:
    return None


def _lines(
    offered: Sequence[Action],
    query: str,
    why_not: Callable[[str], str | None] = _can_always,
) -> list[ListingRow]:
    """The actions that answer to `query`; one that cannot act says why.

    Without a query they stand under their topics, else those come first whose name answers.
    """
    words = terms(query)
    answering = [action for action in offered if _answers(_text(action), words)]
    if words:
        answering.sort(key=lambda action: not _answers(_name(action), words))
    else:
        topics = list(dict.fromkeys(action.topic for action in answering))
        answering.sort(key=lambda action: topics.index(action.topic))
    return [_line(action, why_not(action.id), grouped=not words) for action in answering]


def _line(action: Action, reason: str | None, grouped: bool) -> ListingRow:
    return ListingRow(
        action.id,
        (action.shown, actions.label(action), reason or _(action.help)),
        group=_(action.topic) if grouped else "",
        dimmed=reason is not None,
    )


def _name(action: Action) -> str:
    return search_key(action.id.replace("_", " "), actions.label(action))


def _text(action: Action) -> str:
    return f"{_name(action)} {search_key(_(action.help), _(action.topic))}"


def _answers(key: str, words: Sequence[str]) -> bool:
    return all(word in key for word in words)
