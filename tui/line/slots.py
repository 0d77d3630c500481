"""A word of the line for each thing that a verb wants: an item, a household, a day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from store.calendar import parse_day, say_near, say_short
from store.errors import Refused
from store.language import _
from store.neighbours import households
from store.neighbours.households import HouseholdRow
from store.sharing.inventory import ItemRow
from store.sharing.search import Match
from store.sharing.words import say_condition
from store.text import shown
from tui.line import lookup
from tui.line.reading import At, Choice, Part, Slot
from tui.line.words import COMMAS, Word
from tui.plain.rows import named_door

_PERIOD = re.compile(r"(\d{1,4})\s*个?([dw天日周]|星期|礼拜)", re.IGNORECASE)
_WEEKS = frozenset("w周") | {"星期", "礼拜"}


class Borrower(NamedTuple):
    """A household, and who of it takes the thing, if that was said; `name` is theirs."""

    household: HouseholdRow
    resident_id: int | None = None
    name: str = ""


class Until(NamedTuple):
    """For how long: a number of days, or a day that was named."""

    days: int | None = None
    day: date | None = None


def item(word: Word, at: At, prefer: Callable[[ItemRow], bool]) -> Slot[ItemRow]:
    """The item that `word` names; those of which `prefer` is true come before others."""
    found = lookup.items(word.text, at, prefer)
    if len(found) == 1:
        return Slot(Part(word, say_item(found[0])), found[0])
    return Slot(open_part(word, item_choices(found)))


def household(word: Word, at: At) -> Slot[HouseholdRow]:
    """The household that `word` names, by its address or letters of a name."""
    exact = lookup.household_at(word.text, at)
    if exact is None:
        found = lookup.households_called(word.text, at)
        if len(found) != 1:
            return Slot(open_part(word, tuple(map(_household_choice, found))))
        exact = households.get(found[0].household_id)
    return Slot(Part(word, named_door(exact.address, exact.name)), exact)


def borrower(word: Word, at: At) -> Slot[Borrower]:
    """The household that `word` names; where it is the whole name of a resident, they take it."""
    slot = household(word, at)
    if slot.value is None:
        return Slot(slot.part)
    if not any(character.isdigit() for character in word.text):
        resident = lookup.resident_called(word.text, slot.value.id, at)
        if resident is not None:
            part = slot.part._replace(means=_taken_by(slot.part.means, resident.label))
            return Slot(part, Borrower(slot.value, resident.id, resident.label))
    return Slot(slot.part, Borrower(slot.value))


def say_borrower(address: str, household_name: str, resident: str) -> str:
    """A household, and who of it takes a thing: `1-502 曾家 (曾小平)`."""
    door = named_door(address, household_name)
    return _taken_by(door, resident) if resident else door


def until(word: Word, at: At) -> Slot[Until]:
    """The day or the number of days that `word` says: `12-3`, `fri`, `2w`, `10天`."""
    try:
        meant = _until(word.text, at)
    except Refused as trouble:
        return Slot(Part(word, trouble=trouble.sentence))
    day = meant.day or parse_day(f"+{meant.days}", at.today)
    return Slot(Part(word, say_near(day, at.today)), meant)


def is_until(text: str, at: At) -> bool:
    """Whether `text` says a day or a number of days."""
    try:
        _until(text, at)
    except Refused:
        return False
    return True


def say_item(row: ItemRow) -> str:
    """An item with whose it is: `烤箱 of 3-301 王家`."""
    return _("{item} of {household}").format(
        item=row.name, household=named_door(row.household, row.household_name)
    )


def open_part(word: Word, choices: tuple[Choice, ...]) -> Part:
    """A word that may mean several things, or none."""
    if choices:
        sentence = _("“{typed}” may be any of these: choose one.")
    else:
        sentence = _("Nothing here answers to “{typed}”.")
    return Part(word, "", choices, sentence.format(typed=shown(word.text, 20)))


def item_choices(found: Sequence[ItemRow]) -> tuple[Choice, ...]:
    """Items to choose from, each with whose it is and where it is."""
    times = Counter((row.name, row.household_id) for row in found)
    return tuple(
        Choice(
            _only(row, times[row.name, row.household_id] == 1),
            row.name,
            f"{named_door(row.household, row.household_name)}  {_state(row)}",
        )
        for row in found
    )


def _taken_by(door: str, resident: str) -> str:
    return _("{household} ({resident})").format(household=door, resident=resident)


def _until(text: str, at: At) -> Until:
    period = re.fullmatch(_PERIOD, text.removeprefix("+"))
    if period is None:
        return Until(day=parse_day(text, at.today))
    days = int(period[1]) * (7 if period[2].lower() in _WEEKS else 1)
    parse_day(f"+{days}", at.today)  # refuses what is past the calendar
    if not days:
        raise Refused(_("Date"), _("A loan is for a day at least."))
    return Until(days=days)


def _only(row: ItemRow, is_alone: bool) -> str:
    """What names this item and no other of them."""
    if is_alone and not re.search(rf"[\s@{COMMAS}]", row.name):
        return f"{row.name}@{row.household}"
    return f"#{row.id}"


def _state(row: ItemRow) -> str:
    """Where an item is: at home, lent to whom, or not fit to be lent."""
    if row.borrower is not None and row.due_on is not None:
        lent = _("lent to {household}, due {day}")
        return lent.format(household=row.borrower, day=say_short(row.due_on))
    return _("at home") if row.availability == "available" else say_condition(row.condition)


def _household_choice(match: Match) -> Choice:
    found_by = match.label if match.kind == "resident" else ""
    return Choice(match.address, named_door(match.address, match.household_name), found_by)
