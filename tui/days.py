"""Days as they are typed into forms."""

from __future__ import annotations

from datetime import date

from store.calendar import parse_day, say_away, say_day
from store.errors import Refused
from tui.widgets.field import Field


def understood(text: str, today: date, *, past: bool) -> str:
    """The day that is understood, with its weekday and how far away it is; else what is wrong."""
    if not text.strip():
        return ""
    try:
        day = parse_day(text, today, past=past)
    except Refused as trouble:
        return trouble.sentence
    return f"{say_day(day)}  {say_away(day, today)}"


def day_field(
    name: str,
    label: str,
    value: date | None,
    today: date,
    *,
    past: bool = False,
    empty: str = "",
) -> Field:
    """A field for a day, which says the day that it understands; of none it says `empty`."""
    return Field(
        name,
        label,
        kind="day",
        value=value.isoformat() if value else "",
        hint=lambda text: understood(text, today, past=past) or empty,
        guess=True,
    )
