"""What was typed on the command line, looked up in the store."""

from __future__ import annotations

from datetime import date


def compound_id(name: str | None) -> int | None:
    """The compound called `name`, or None, which means all of them. Raises NotFound, Ambiguous."""
    if name is None:
        return None
    # 10 ms that the nightly command has no use for.
    from store.neighbours import compounds

    return compounds.find(name).id


def household_id(address: str | None, compound: int | None) -> int | None:
    """The household at `address`, or None, which means all. Raises NotFound, Ambiguous."""
    if address is None:
        return None
    from store.neighbours import households

    return households.find(address, compound).id


def day(text: str | None, today: date, *, past: bool) -> date | None:
    """The day that was typed, or None where none was; `past` as in parse_day. Raises Refused."""
    from store.calendar import parse_day

    return None if text is None else parse_day(text, today, past=past)


def team_id(name: str | None) -> int | None:
    """The team called `name`, or None, which means all of them. Raises NotFound."""
    if name is None:
        return None
    from store.farm import team

    return team.find_team(name).id
