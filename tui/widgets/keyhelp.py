"""The keys of a form or of a question, as F1 shows them there: one line each, found by typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from store.language import N_, _
from store.text import search_key, terms
from tui.widgets.bar import KeyHint
from tui.widgets.listing import Column, ListingRow
from tui.widgets.picker import Picker

COLUMNS = (Column("", 14, priority=2), Column("", 41, flex=1))


class Key(NamedTuple):
    """A key, or what can be typed, and what it does; under a topic."""

    shown: str
    help: str
    topic: str


FORM = N_("The form")
ANSWERS = N_("What is offered")
DAYS = N_("A day can be typed as")
QUESTION = N_("The question")

OF_QUESTIONS = (
    Key(N_("letters"), N_("Find by characters, pinyin or initials"), QUESTION),
    Key("↑ ↓", N_("Choose among the answers"), QUESTION),
    Key("PgUp PgDn", N_("A page of answers up or down"), QUESTION),
    Key("Enter", N_("Take the answer under the cursor"), QUESTION),
    Key("Esc", N_("Leave; nothing is changed"), QUESTION),
)
OF_FORMS = (
    Key("Tab", N_("The next field; Shift+Tab the one before"), FORM),
    Key("Enter", N_("The next field; in the last one save"), FORM),
    Key("Ctrl+S", N_("Save; all that is wrong is said at once"), FORM),
    Key("Esc", N_("Leave; what is typed is kept for later"), FORM),
    Key("Ctrl+O", N_("Bring back what was half typed"), FORM),
    Key("Ctrl+T", N_("Take what somebody else made of a field"), FORM),
    Key("↑ ↓", N_("Choose what is offered, or another field"), ANSWERS),
    Key("← →", N_("Another choice, in a field of choices"), ANSWERS),
)
OF_DAYS = (
    Key("12-3", N_("That day, in the year that makes sense"), DAYS),
    Key("+3  +2w", N_("In three days, in two weeks"), DAYS),
    Key("fri  周五", N_("The next Friday, or the last one"), DAYS),
    Key("tomorrow  明天", N_("So do today, yesterday, 今天 and 昨天"), DAYS),
    Key("eom  月底", N_("The last day of the month"), DAYS),
)


class KeyHelp(Picker):
    """`keys`, to be looked at; whatever ends it goes back to where it was asked for."""

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__(
            _("Help: the keys here"),
            COLUMNS,
            lambda query: _lines(keys, query),
            prompt=_("type to find a key"),
            empty=_("No key does that here. Delete what is typed to see all."),
        )

    def hints(self) -> list[KeyHint]:
        return [KeyHint("↑↓", _("choose")), KeyHint("Esc", _("back"), always=True)]

    def answer(self, key: str) -> None:
        self.dismiss(None)

    def action_help(self) -> None:
        """It is there already."""


def _lines(keys: Sequence[Key], query: str) -> list[ListingRow]:
    words = terms(query)
    answering = [key for key in keys if all(word in _text(key) for word in words)]
    return [
        ListingRow(
            f"{key.topic} {key.shown}",
            (_(key.shown), _(key.help)),
            group="" if words else _(key.topic),
        )
        for key in answering
    ]


def _text(key: Key) -> str:
    return search_key(key.shown, _(key.shown), _(key.help), _(key.topic))
