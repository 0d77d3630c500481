"""Days as they are typed into forms."""

from __future__ import annotations

from datetime import date

from store.calendar import parse_day, say_away, say_day
from store.errors import Refused
from tui.reading import understood
from tui.widgets.field import Field


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

    def say(typed: str) -> str:
        """The day with its weekday, and how far away it is."""
        day = parse_day(typed, today, past=past)
        return f"{say_day(day)}  {say_away(day, today)}"

    def kept(typed: str) -> str:
        """The day itself, which 明天 will not mean when a draft is taken up."""
        try:
            return parse_day(typed, today, past=past).isoformat()
        except Refused:
            return typed

    return Field(
        name,
        label,
        kind="day",
        value=value.isoformat() if value else "",
        hint=lambda text: understood(text, say) or empty,
        guess=True,
        kept=kept,
    )
