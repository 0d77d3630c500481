"""A key that does nothing here: which keys are near it, or that an input method is on."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from store.language import _, listed
from tui import actions
from tui.actions import Action

MOST_NAMED = 3
# What input methods make of keys that open something, besides the full-width forms themselves.
TWINS = {"。": ".", "、": "/", "【": "[", "】": "]", "「": "[", "」": "]"}
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# Frequent actions of the desk's rooms, by the key that goes to the room.
ELSEWHERE = {
    "1": ("lend", "return", "renew", "add", "edit", "residents"),
    "2": ("copy", "reminded", "called", "knocked", "promised", "loan", "route"),
    "3": ("draft", "view", "cancel_shift"),
    "4": ("reach", "move_forecast", "only_late", "ranking", "next_status"),
    "5": ("ballots", "open_vote", "selection"),
    "8": ("closure", "closed_weekdays"),
}


def twin(character: str) -> str:
    """The ASCII sign or digit for which an input method typed `character`; else `character`.

    Letters have no twin: who types them would soon type a whole word as deeds.
    """
    plain = TWINS.get(character) or unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 and plain.isascii() and not plain.isalpha() else character


def meant(character: str, offered: Sequence[Action]) -> Action | None:
    """The action whose key an input method turned into `character`."""
    sign = twin(character)
    if sign == character:
        return None
    return next((action for action in offered if action.shown.replace("␣", " ") == sign), None)


def say(character: str, offered: Sequence[Action]) -> str:
    """A sentence on a key that nothing of `offered` knows."""
    if not character.isascii():
        return _("“{character}” comes from an input method: please switch it to English.").format(
            character=character
        )
    shown = "␣" if character == " " else character
    near = list(_near(character, offered))[:MOST_NAMED]
    if not near:
        return _("{key} does nothing here; ? shows the keys.").format(key=shown)
    return _("{key} does nothing here; near: {keys}.").format(key=shown, keys=listed(near))


def _near(character: str, offered: Sequence[Action]) -> Iterator[str]:
    """The same letter in the other case, the same key in another room, the keys beside it."""
    for action in offered:
        if action.shown == character.swapcase():
            yield _told(action)
    yield from _in_another_room(character)
    beside = _beside(character)
    for action in offered:
        if action.shown in beside:
            yield _told(action)


def _in_another_room(character: str) -> Iterator[str]:
    """What the key does in the first of the rooms where it does something frequent."""
    for room, ids in ELSEWHERE.items():
        for action in (actions.ACTIONS[action_id] for action_id in ids):
            if action.shown == character:
                yield _("{key} on {room}").format(key=_told(action), room=room)
                return


def _beside(letter: str) -> str:
    """The letters left and right of one on the keyboard."""
    for row in ROWS:
        place = row.find(letter)
        if place >= 0:
            return row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
    return ""


def _told(action: Action) -> str:
    return f"{action.shown} {actions.label(action)}"
