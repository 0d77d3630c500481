"""What a line was understood to say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from store.errors import Refused, StoreError
from store.language import _
from tui.line.verbs import Verb
from tui.line.words import Word

T = TypeVar("T")


@dataclass(frozen=True)
class At:
    """Where and when a line is said; `compound_id` is None where there is no compound.

    What was asked of the store for a word of it is kept in `asked`, so that it is asked once.
    """

    compound_id: int | None
    today: date
    asked: dict[Any, Any] = field(default_factory=dict, repr=False)

    @property
    def compound(self) -> int:
        """The compound's id. Raises Refused where there is none."""
        if self.compound_id is None:
            raise Refused(
                _("No compound"), _("There is no compound yet: 1 shows how to enter one.")
            )
        return self.compound_id

    def once(self, ask: Callable[[str, At], T], typed: str) -> T:
        """What `ask` answers about a word, asked once."""
        key = (ask, typed)
        if key not in self.asked:
            self.asked[key] = ask(typed, self)
        return self.asked[key]


class Choice(NamedTuple):
    """What a word may mean: `text` in its place says so and nothing else.

    `key` is the shortest way to say a verb.
    """

    text: str
    label: str
    detail: str = ""
    key: str = ""


class Part(NamedTuple):
    """A word with what it means; where that is open, `trouble` says so in a sentence."""

    word: Word
    means: str = ""
    choices: tuple[Choice, ...] = ()
    trouble: str = ""


class Slot(NamedTuple, Generic[T]):
    """A part, and what of the store it names; None where that is open."""

    part: Part
    value: T | None = None


class Order(Protocol):
    """A deed with all that it needs."""

    def do(self, today: date) -> str:
        """Do it, and say what was done. Raises StoreErrors."""
        ...


class Go(NamedTuple):
    """Somewhere to go: a room of the desk, there to a household, one of its things, or a day.

    `plain` is the command line that shows the same.
    """

    room: str
    plain: tuple[str, ...]
    household_id: int | None = None
    item_id: int | None = None
    day: date | None = None


class Reading(NamedTuple):
    """A line as it was understood.

    One of these is set: `missing` asks for what is not there or open, `refusal` says why it could
    not be done, `preview` says what would be done by `order`, or where `go` leads.
    """

    verb: Verb | None = None
    parts: tuple[Part, ...] = ()
    missing: str = ""
    refusal: str = ""
    preview: str = ""
    order: Order | None = None
    go: Go | None = None

    @property
    def is_whole(self) -> bool:
        """Whether Enter does something."""
        return self.order is not None or self.go is not None

    def part_at(self, cursor: int) -> Part | None:
        """The part whose choices are offered: under the cursor, else the first that is open."""
        offering = [part for part in self.parts if part.choices]
        under = [part for part in offering if part.word.start <= cursor <= part.word.end]
        still_open = [part for part in offering if part.trouble]
        return next(iter((*under, *still_open)), None)


def decided(parts: Sequence[Part], decide: Callable[[], Reading]) -> Reading:
    """What a line comes to whose parts are all clear; what the store refuses is told of it."""
    try:
        return decide()._replace(parts=tuple(parts))
    except StoreError as refused:
        return Reading(parts=tuple(parts), refusal=refused.sentence)


def standing_alone(rest: Sequence[Word], alone: Callable[[], Reading]) -> Reading:
    """`alone`, as of a verb behind which nothing stands; where something does, that is told."""
    if not rest:
        return alone()
    parts = tuple(Part(word, trouble=_("That says nothing here.")) for word in rest)
    return Reading(parts=parts, missing=parts[0].trouble)


def open_question(parts: Sequence[Part]) -> str:
    """What the first part that is open asks; nothing where none is."""
    return next((part.trouble for part in parts if part.trouble), "")
