"""Days as they are typed into forms."""

from __future__ import annotations

from datetime import date

from store.calendar import parse_day, say_day
from store.errors import Refused


def understood(text: str, today: date, *, past: bool) -> str:
    """The day that is understood, with its weekday; what is wrong with it otherwise."""
    if not text.strip():
        return ""
    try:
        return say_day(parse_day(text, today, past=past))
    except Refused as trouble:
        return trouble.sentence
