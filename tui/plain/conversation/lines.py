"""A line that does a deed, as the desk's `:` takes one: what was understood, then the deed."""

from __future__ import annotations

from store.language import _
from tui.line.read import read, verb_of
from tui.line.reading import At, Choice, Go, Part, Reading
from tui.plain.conversation.choosing import Told, choose, one_after_another
from tui.plain.conversation.desk import Desk
from tui.plain.conversation.talk import agreed, ask, plain, together
from tui.plain.output import say


def is_one(line: str) -> bool:
    """Whether a line begins with a verb."""
    return verb_of(plain(line)) is not None


def take(desk: Desk, line: str) -> None:
    """Say what a line would do, ask which one where it may mean several, and do what is agreed to.

    Raises Left, Ended and StoreErrors.
    """
    reading = _settled(desk, plain(line))
    if reading is None:
        return
    if reading.go is not None:
        _show(desk, reading.go)
    elif reading.order is not None and agreed(reading.preview):
        say(reading.order.do(desk.today))


def _settled(desk: Desk, line: str) -> Reading | None:
    """The reading of a line in which nothing is open; None where something stays so."""
    while True:
        reading = read(line, At(desk.compound.id if desk.compound else None, desk.today))
        if reading.is_whole:
            return reading
        part = next((part for part in reading.parts if part.trouble), None)
        if reading.refusal or (part is not None and not part.choices):
            say(reading.refusal or reading.missing)
            return None
        longer = _with_more(line, reading.missing) if part is None else _with_choice(line, part)
        if longer is None:
            return None
        line = longer


def _with_more(line: str, missing: str) -> str | None:
    """The line with an answer to what it does not say; None where there is none."""
    answer = plain(ask(missing, (_("What the line does not say yet, as a household: 3-502."),)))
    return f"{line} {answer}" if answer else None


def _with_choice(line: str, part: Part) -> str | None:
    """The line with one of the things that a word of it may mean; None where none was chosen."""
    say(part.trouble)
    chosen = choose(Told(one_after_another(part.choices), _say_choice), {})
    if not isinstance(chosen, Choice):
        return None
    return f"{line[: part.word.start]}{chosen.text}{line[part.word.end :]}"


def _say_choice(choice: Choice) -> str:
    return together((choice.label, " ".join(choice.detail.split())))


def _show(desk: Desk, place: Go) -> None:
    from tui.plain.commands import line

    line.show(place.plain, desk.compound.name if desk.compound else None, desk.today)
