"""What a few letters may mean: items and households, best first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from store.errors import NotFound
from store.neighbours import households
from store.neighbours.households import HouseholdRow
from store.sharing import inventory, search
from store.sharing.inventory import ItemRow
from store.sharing.search import Match
from store.text import fold
from tui.line.reading import At

MOST = 40  # that are looked at


def items(typed: str, at: At, prefer: Callable[[ItemRow], bool]) -> tuple[ItemRow, ...]:
    """The items that `typed` may mean: by number, letters, or `letters@address`.

    Where one is called just so, only those; where `prefer` is true of some, only these; and of
    these those that answer best. Of things that are alike in all that is told of them the first
    stands for all.
    """
    found = at.once(_named, typed)
    exact = [row for row in found if fold(row.name) == fold(typed.rpartition("@")[0] or typed)]
    pool = exact or found
    wanted = _best([row for row in pool if prefer(row)] or pool, typed, at)
    alike = {(row.name, row.household_id, row.borrower): row for row in reversed(wanted)}
    return tuple(row for row in wanted if row in alike.values())


def households_called(typed: str, at: At) -> tuple[Match, ...]:
    """The households that `typed` may mean by address, name or a resident's, each once."""
    once: dict[int, Match] = {}
    for match in at.once(_doors, typed):
        once.setdefault(match.household_id, match)
    named = [match for match in once.values() if fold(typed) in _names(match)]
    return tuple(named or once.values())[:MOST]


def resident_called(typed: str, household_id: int, at: At) -> Match | None:
    """Who lives in a household and is called just so, if one alone is."""
    found = [
        match
        for match in at.once(_doors, typed)
        if (match.kind, match.household_id) == ("resident", household_id)
        and fold(match.label) == fold(typed)
    ]
    return found[0] if len(found) == 1 else None


def household_at(typed: str, at: At) -> HouseholdRow | None:
    """The household whose whole address is `typed`, if it is one."""
    return at.once(_at_address, typed) if households.split_address(typed) else None


def usual_category(name: str, at: At) -> str | None:
    """The category of a thing that is called just so in the compound."""
    matches = at.once(_things, name)
    return next((match.detail for match in matches if fold(match.label) == fold(name)), None)


def _best(rows: Sequence[ItemRow], typed: str, at: At) -> Sequence[ItemRow]:
    """Those that answer to letters as well as the best of them."""
    ranks = {match.id: match.rank for match in at.once(_things, typed)}
    best = min((ranks.get(row.id, 0) for row in rows), default=0)
    return [row for row in rows if ranks.get(row.id, 0) == best]


def _names(match: Match) -> tuple[str, str]:
    return fold(match.household_name), fold(match.label)


def _at_address(typed: str, at: At) -> HouseholdRow | None:
    with suppress(NotFound):
        return households.find(typed, at.compound)
    return None


def _named(typed: str, at: At) -> tuple[ItemRow, ...]:
    return _numbered(typed, at) or _of_household(typed, at) or _answering(typed, at)


def _numbered(typed: str, at: At) -> tuple[ItemRow, ...]:
    digits = typed.removeprefix("#")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 19):
        return ()
    found = inventory.several([int(digits)], at.today)
    there = [households.get(row.household_id).compound_id for row in found]
    return found if there == [at.compound] else ()


def _of_household(typed: str, at: At) -> tuple[ItemRow, ...]:
    name, _at, address = typed.rpartition("@")
    household = household_at(address, at) if name else None
    if household is None:
        return ()
    there = inventory.items(household.id, at.today)
    called = tuple(row for row in there if fold(row.name) == fold(name))
    if called:
        return called
    answering = {match.id for match in at.once(_things, name)}
    return tuple(row for row in there if row.id in answering)


def _answering(typed: str, at: At) -> tuple[ItemRow, ...]:
    numbers = [match.id for match in at.once(_things, typed)]
    return inventory.several(numbers, at.today)


def _things(typed: str, at: At) -> tuple[Match, ...]:
    return search.find(at.compound, typed, MOST, ("item",))


def _doors(typed: str, at: At) -> tuple[Match, ...]:
    return search.find(at.compound, typed, MOST, ("household", "resident"))
