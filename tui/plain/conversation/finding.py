"""Finding a household, a thing or a person by a few letters, and looking at it."""

from __future__ import annotations

from collections.abc import Sequence

from store.errors import StoreError
from store.language import _
from store.neighbours import households
from store.neighbours.households import HouseholdRow
from store.sharing import search
from store.sharing.search import Match
from tui.plain.conversation import choosing
from tui.plain.conversation.desk import Desk
from tui.plain.conversation.talk import ask, together
from tui.plain.rows import named_door


def search_for(desk: Desk) -> None:
    """Ask what is looked for, and look at it."""
    if line := ask(_("Find what?"), _help()):
        look_for(desk, line)


def look_for(desk: Desk, line: str) -> None:
    """Look at what answers to `line`, chosen where that is more than one. Raises StoreErrors."""
    match = choosing.chosen(line, lambda typed: _everything(desk, typed), say_match)
    if match is None:
        return
    from tui.plain.conversation import looking

    if match.kind == "item":
        looking.at_item(desk, match.id)
    else:
        looking.at_household(desk, match.household_id)


def find_household(desk: Desk, question: str) -> HouseholdRow | None:
    """The household that is meant. Raises Left and Ended."""
    match = choosing.find(question, _help(), lambda line: _households(desk, line), say_match)
    return households.get(match.household_id) if match else None


def say_match(match: Match) -> str:
    """What was found, and at which door."""
    door = named_door(match.address, match.household_name)
    return door if match.kind == "household" else together((match.label, door))


def _everything(desk: Desk, line: str) -> Sequence[Match]:
    """The household at this address, else all that answers to the letters."""
    return _at_address(desk, line) or search.find(desk.compound_id, line)


def _households(desk: Desk, line: str) -> Sequence[Match]:
    """The household at this address, else those that answer to the letters."""
    return _at_address(desk, line) or search.households(desk.compound_id, line)


def _at_address(desk: Desk, line: str) -> Sequence[Match]:
    try:
        there = households.find(line, desk.compound_id)
    except StoreError:
        return ()
    place = (there.id, there.id, there.unit_id, there.address)
    return (Match("household", *place, there.name, there.name, there.kind),)


def _help() -> Sequence[str]:
    return (
        _("Letters of a name, pinyin or its initials, an address as 3-502, or a thing."),
        _("Several answers are numbered."),
    )
