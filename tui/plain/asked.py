"""What was typed on the command line, looked up in the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from store.errors import NotFound
from store.language import _, listed
from store.text import fold, shown


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


def status(typed: str, words: Mapping[str, str], names: Mapping[str, str]) -> str:
    """The status that was typed, as files write it or as lists say it. Raises NotFound."""
    found = meant(typed, words, names)
    if found is None:
        sentence = _("There is no status “{status}”; there are {known}.")
        known = listed(map(_, names.values()))
        raise NotFound(_("Status"), sentence.format(status=shown(typed), known=known))
    return found


def meant(typed: str, words: Mapping[str, str], names: Mapping[str, str]) -> str | None:
    """Which of `names` was typed, as files write it or as lists say it; None where it is none."""
    from store.exchange.kinds import value

    return value(typed, words) or value(typed, {key: fold(_(name)) for key, name in names.items()})
