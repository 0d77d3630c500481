"""What was typed on the command line, looked up in the store."""

from __future__ import annotations

from datetime import date

from store.neighbours import compounds, households
from store.neighbours.households import HouseholdRow


def compound_id(name: str | None) -> int | None:
    """The compound called `name`, or None, which means all of them. Raises NotFound, Ambiguous."""
    return None if name is None else compounds.find(name).id


def household(address: str | None, compound: int | None) -> HouseholdRow | None:
    """The household at `address`, or None where none is asked for. Raises NotFound, Ambiguous."""
    return None if address is None else households.find(address, compound)


def day(text: str | None, today: date) -> date | None:
    """The day that was typed, or None where none was. Raises Refused."""
    if text is None:
        return None
    # The ways to type a day cost time that only a typed day needs.
    from store.calendar import parse_day

    return parse_day(text, today)
