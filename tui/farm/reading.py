"""What the forms of the farm have in common: how hours are read, and a team is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from store import walltime
from store.farm.team import TeamRow
from store.language import _
from tui.reading import MOST_DIGITS, understood
from tui.widgets.form import Field, Suggestion


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
    """The length that is understood; what is wrong with it otherwise."""

    def say(text: str) -> str:
        minutes = read_hours(text, signed=signed)
        said = walltime.say_minutes(abs(minutes))
        return _("{length} less").format(length=said) if minutes < 0 else said

    return understood(typed, say)


def understood_time(typed: str) -> str:
    """The time of day that is understood; what is wrong with it otherwise."""
    return understood(typed, lambda text: walltime.say_at(walltime.parse_at(text)))


def team_field(teams: Sequence[TeamRow], chosen: int | None, *, or_all: bool = False) -> Field:
    """A field for one of the teams, the first unless another is `chosen`, or for all of them."""
    choices = [Suggestion("", _("all teams"))] if or_all else []
    choices += [Suggestion(str(row.id), row.name) for row in teams]
    value = choices[0].key if chosen is None else str(chosen)
    return Field("team", _("Team"), kind="choice", value=value, choices=choices)
