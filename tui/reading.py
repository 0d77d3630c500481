"""What forms have in common: how they ask, and how all that is wrong is gathered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from store import database
from store.calendar import parse_day
from store.errors import Ambiguous, FieldError, Invalid, NotFound, Refused, StoreError
from store.language import _
from store.neighbours.models import NOTE_LENGTH
from store.numerals import narrow
from tui.room import Room
from tui.widgets.form import Field, Form, Suggestion

Values = dict[str, str]
Latest = Callable[[str], Sequence[str]]  # the latest answers that hold what is typed
MOST_DIGITS = 6
T = TypeVar("T")
S = TypeVar("S")


class LongForm(Form[T]):
    """A form of more fields than fit: they scroll, and what stands beneath keeps a few lines."""

    DEFAULT_CSS = """
    LongForm #fields { height: 1fr; max-height: 100%; }
    LongForm #suggestions, LongForm #below { height: 4; min-height: 4; }
    """


def ask(
    room: Room,
    title: str,
    fields: Sequence[Field],
    save: Callable[[Values], str],
    below: Callable[[Values], Sequence[str]] | None = None,
) -> None:
    """Ask, and tell `room` the news with which `save` answers; unchanged fields are no deed."""
    shown = {field.name: field.value for field in fields}

    def check(values: Values) -> str:
        return _("Nothing was changed.") if values == shown else save(values)

    def saved(news: str | None) -> None:
        if news is not None:
            room.done(news)

    room.app.push_screen(Form(title, fields, check, below=below), saved)


class Reading:
    """What is read from the fields of a form, with every refusal kept for the end."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._errors: list[FieldError] = []

    def of(self, field: str, question: Callable[[], T], stand_in: S) -> T | S:
        """The answer; where it was refused, `stand_in`, to go on with to the next field."""
        try:
            return question()
        except Invalid as trouble:
            self._errors += (FieldError(field, error.sentence) for error in trouble.errors)
        except (Refused, NotFound, Ambiguous) as trouble:
            self._errors.append(FieldError(field, trouble.sentence))
        return stand_in

    def day(self, field: str, typed: str, today: date, *, past: bool = False) -> date | None:
        """The day typed; None for nothing."""
        if not typed.strip():
            return None
        return self.needed_day(field, typed, today, past=past)

    def needed_day(self, field: str, typed: str, today: date, *, past: bool = False) -> date:
        """The day typed, which must not be left out."""

        def question() -> date:
            if not typed.strip():
                raise Refused(
                    self._title, _("Please give the day, like 2026-12-03, 12-3, +2w or fri.")
                )
            return parse_day(typed, today, past=past)

        return self.of(field, question, today)

    def number(self, field: str, typed: str) -> int | None:
        """The whole number typed, in whatever width; None for nothing."""
        number = narrow(typed)
        if not number:
            return None
        if number.isdecimal() and len(number) <= MOST_DIGITS:
            return int(number)
        self.refuse(field, _("Please type a whole number."))
        return None

    def needed_number(self, field: str, typed: str, *, unit: str = "") -> int:
        """The whole number typed, which must not be left out, with or without its unit."""
        number = narrow(typed).removesuffix(unit).strip()
        if not number:
            self.refuse(field, _("Please type a whole number."))
        return self.number(field, number) or 0

    def refuse(self, field: str, sentence: str) -> None:
        """Say what is wrong with a field."""
        self._errors.append(FieldError(field, sentence))

    def settle(self) -> None:
        """Raise Invalid if anything was refused."""
        if self._errors:
            raise Invalid(self._title, tuple(self._errors))

    def do(self, deed: Callable[[], T]) -> T:
        """What `deed` answers with.

        Where a field was refused the deed is tried with what stands in for that, and taken back,
        only to hear what it refuses of the other fields. Raises Invalid then, or as `deed` does.
        """
        if not self._errors:
            return deed()
        try:
            with database.taking_back():
                deed()
        except (Invalid, Refused) as trouble:
            named = {error.field for error in self._errors}
            self._errors += (error for error in trouble.errors if error.field not in named)
        except StoreError:
            pass  # it is no field's, and will be told once all fields can be read
        raise Invalid(self._title, tuple(self._errors))


def understood(typed: str, say: Callable[[str], str]) -> str:
    """What `say` makes of what is typed, or what is wrong with that; nothing of nothing."""
    if not typed.strip():
        return ""
    try:
        return say(typed)
    except Refused as trouble:
        return trouble.sentence


def offering(latest: Latest) -> Callable[[str], list[Suggestion]]:
    """What a field of text suggests."""
    how = _("written before; ↓ takes it")
    return lambda typed: [Suggestion(text, text, how) for text in latest(typed)]


def note_field(latest: Latest | None = None) -> Field:
    """A field for a note; the `latest` notes of its kind are offered."""
    suggest = offering(latest) if latest is not None else None
    return Field("note", _("Note"), limit=NOTE_LENGTH, suggest=suggest)
