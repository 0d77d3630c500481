"""One field of a form: what it is declared as, and how it stands on the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

from textual.widget import Widget

from tui import cells
from tui.widgets.bar import Bar
from tui.widgets.choice import Choice
from tui.widgets.entry import Entry
from tui.widgets.painted import BOLD, DIM, PLAIN
from tui.widgets.tabs import Tab

Kind = Literal["text", "choice", "day", "pick"]
ERROR = "!"
SHOWN = ".shown"  # in a draft: the label that a pick shows for its key


class Suggestion(NamedTuple):
    """An answer to what is typed: `key` becomes the value, `label` is shown (`detail` beside)."""

    key: str
    label: str
    detail: str = ""


class Field(NamedTuple):
    """One field of a form, declared.

    `choices` is for kind choice; `suggest` for pick (the value is a suggestion's key) and for text
    (a suggestion may be taken); `hint` says beneath the field what is understood while typing;
    `joint` stands between lines that are pasted; `shown` is what a pick shows for its initial
    value; a `sticky` field keeps its value when the next thing is added; of a `guess` the whole is
    replaced by what is typed; a `secret` is never kept in a draft, and of anything else what `kept`
    makes of it: tomorrow is another day later.
    """

    name: str
    label: str
    kind: Kind = "text"
    value: str = ""
    shown: str = ""
    limit: int = 200
    joint: str = " "
    choices: Sequence[Suggestion] = ()
    suggest: Callable[[str], Sequence[Suggestion]] | None = None
    hint: Callable[[str], str] | None = None
    sticky: bool = False
    guess: bool = False
    secret: bool = False
    kept: Callable[[str], str] | None = None


class FieldRow:
    """The widgets of one field: its label, where it is filled in, and a note beneath."""

    def __init__(self, field: Field, indent: int) -> None:
        self.field = field
        self.label = Bar(field.label, style=BOLD)
        self.note = Bar(classes="note")
        self.theirs = ""  # a sentence on what somebody else made of it meanwhile
        self.error = ""  # the sentence on what is wrong, while it stands beneath
        self._indent = " " * indent
        # The suggestion taken, and its label.
        self._key, self._shown = field.value, field.shown or field.value
        self.input: Entry | Choice
        if field.kind == "choice":
            tabs = [Tab(choice.key, choice.label) for choice in field.choices]
            self.input = Choice(tabs, self._key)
        else:
            select = field.guess or field.suggest is not None
            self.input = Entry(self._shown, limit=field.limit, select=select, joint=field.joint)

    def widgets(self) -> tuple[Widget, Widget, Widget]:
        """What to mount, in order."""
        return self.label, self.input, self.note

    @property
    def text(self) -> str:
        """What stands in the field."""
        if isinstance(self.input, Choice):
            return self.input.selected or ""
        return self.input.value

    @property
    def value(self) -> str:
        """What the field means: the key of the suggestion taken, else what is typed."""
        return self._key if self.text == self._shown else self.text

    @property
    def is_settled(self) -> bool:
        """Whether a suggestion is taken, or nothing is typed."""
        return self.text in ("", self._shown)

    def draft(self) -> dict[str, str]:
        """What is typed, to begin a later form of the same fields with."""
        kept = self.field.kept
        draft = {self.field.name: kept(self.value) if kept else self.value}
        return draft | {self.field.name + SHOWN: self.text} if self.field.kind == "pick" else draft

    def take(self, suggestion: Suggestion) -> None:
        """Let `suggestion` be the answer."""
        self._key, self._shown = suggestion.key, suggestion.label
        if isinstance(self.input, Entry):
            self.input.put(suggestion.label)

    def fill_in(self, draft: Mapping[str, str]) -> None:
        """Let what `draft` holds of this field, if anything, be the answer."""
        key = draft.get(self.field.name)
        if key is None:
            return
        shown = draft.get(self.field.name + SHOWN) or key
        if self.field.kind == "pick" and isinstance(self.input, Entry) and shown == key:
            self.input.put(shown)  # no suggestion was taken yet
        else:
            self._put(key, shown)

    def reset(self) -> None:
        """Begin anew, as declared."""
        self.theirs = ""
        self._put(self.field.value, self.field.shown or self.field.value)

    def _put(self, key: str, shown: str) -> None:
        self._key, self._shown = key, shown
        if isinstance(self.input, Choice):
            self.input.select(key)
        else:
            self.input.put(shown)
        self.say_hint()

    def declared(self) -> str:
        """What the field showed at first, as one reads it."""
        for choice in self.field.choices:
            if choice.key == self.field.value:
                return choice.label
        return self.field.shown or self.field.value

    def say_hint(self) -> None:
        """Say beneath what is understood so far, or what somebody else made of it."""
        if self.theirs:
            self.say_error(self.theirs)
            return
        self.error = ""
        hint = self.field.hint(self.text) if self.field.hint else ""
        self.note.say(self._indent + hint if hint else "", style=DIM)

    def is_cut(self, width: int) -> bool:
        """Whether not all that is wrong can be read beneath in so many cells."""
        return bool(self.error) and width < len(self._indent) + 2 + cells.width(self.error)

    def say_error(self, sentence: str) -> None:
        """Say beneath what is wrong."""
        self.error = sentence
        self.note.say(f"{self._indent}{ERROR} {sentence}", style=PLAIN)
