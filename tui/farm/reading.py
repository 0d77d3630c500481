"""What the forms of the farm have in common: how they ask, and how days and hours are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from store import walltime
from store.calendar import parse_day
from store.errors import FieldError, Invalid, Refused
from store.farm.team import TeamRow
from store.language import _
from store.neighbours.models import NOTE_LENGTH
from tui.days import understood
from tui.room import Room
from tui.widgets.form import Field, Form, Suggestion

Values = dict[str, str]
MOST_DIGITS = 6
T = TypeVar("T")


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

    def of(self, field: str, question: Callable[[], T]) -> T | None:
        """The answer, or None where it was refused."""
        try:
            return question()
        except Refused as trouble:
            self._errors.append(FieldError(field, trouble.sentence))
            return None

    def day(self, field: str, typed: str, today: date, *, past: bool = False) -> date | None:
        """The day typed; None for nothing."""
        if not typed.strip():
            return None
        return self.of(field, lambda: parse_day(typed, today, past=past))

    def number(self, field: str, typed: str) -> int | None:
        """The whole number typed; None for nothing."""
        if not typed.strip():
            return None
        if typed.strip().isdecimal() and len(typed.strip()) <= MOST_DIGITS:
            return int(typed)
        self._errors.append(FieldError(field, _("Please type a whole number.")))
        return None

    def settle(self) -> None:
        """Raise Invalid if anything was refused."""
        if self._errors:
            raise Invalid(self._title, tuple(self._errors))


def read_hours(typed: str, *, signed: bool = False) -> int:
    """The minutes meant by hours such as `12.5` or by a length such as `1 h 30`. Raises Refused."""
    text = typed.strip()
    sign = -1 if signed and text.startswith(("-", "−")) else 1
    text = text.lstrip("-−+").strip() if signed else text
    whole, _point, part = text.partition(".")
    if whole.isdecimal() and len(whole) <= MOST_DIGITS and (part.isdecimal() or not part):
        return sign * round(float(f"{whole}.{part or 0}") * 60)
    return sign * walltime.parse_minutes(text)


def understood_hours(typed: str, *, signed: bool = False) -> str:
    if not typed.strip():
        return ""
    try:
        minutes = read_hours(typed, signed=signed)
    except Refused as trouble:
        return trouble.sentence
    said = walltime.say_minutes(abs(minutes))
    return _("{length} less").format(length=said) if minutes < 0 else said


def day_field(name: str, label: str, value: date, today: date, *, past: bool = False) -> Field:
    """A field for a day, which says the day that it understands."""
    return Field(
        name,
        label,
        kind="day",
        value=value.isoformat(),
        hint=lambda text: understood(text, today, past=past),
        guess=True,
    )


def team_field(teams: Sequence[TeamRow], chosen: int | None, *, or_all: bool = False) -> Field:
    """A field for one of the teams, the first unless another is `chosen`, or for all of them."""
    choices = [Suggestion("", _("all teams"))] if or_all else []
    choices += [Suggestion(str(row.id), row.name) for row in teams]
    value = choices[0].key if chosen is None else str(chosen)
    return Field("team", _("Team"), kind="choice", value=value, choices=choices)


def note_field() -> Field:
    """A field for a note."""
    return Field("note", _("Note"), limit=NOTE_LENGTH)
