"""`l kx 3-502 2w`: what is lent, to whom, until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from store import opendays
from store.calendar import say_near
from store.language import _
from store.sharing import lending, rules
from store.sharing.inventory import ItemRow
from store.sharing.lending import Terms
from tui.line import lookup, slots
from tui.line.orders import Lend
from tui.line.reading import At, Part, Reading, Slot, decided, open_question
from tui.line.slots import Until
from tui.line.words import Word, from_to
from tui.plain.rows import named_door

_TO = frozenset({"to", "给", "到", "→", "->"})
_TILL = "到"  # a place, or a day
_UNTIL = frozenset({"until", "till", "for", "due", "至", "直到"})


def read(line: str, rest: Sequence[Word], at: At) -> Reading:
    """Read what follows the verb."""
    what, whom, when = _apart(line, list(rest), at)
    if what is None:
        return Reading(missing=_("What is lent?"))
    item = slots.item(what, at, _can_be_lent)
    if whom is None:
        return Reading(parts=(item.part,), missing=item.part.trouble or _("To whom?"))
    borrower = slots.borrower(whom, at)
    parts = [item.part, borrower.part]
    until: Slot[Until] = Slot(Part(what), Until())
    if when is not None:
        until = slots.until(when, at)
        parts.append(until.part)
    if item.value is None or borrower.value is None or until.value is None:
        return Reading(parts=tuple(parts), missing=open_question(parts))
    taker = borrower.value
    order = Lend(item.value.id, taker.household.id, taker.resident_id, *until.value)
    return decided(parts, lambda: _lending(order, taker.name, at))


def _lending(order: Lend, taker: str, at: At) -> Reading:
    terms = lending.terms(
        order.item_id, order.household_id, at.today, days=order.days, due_on=order.due_on
    )
    return Reading(preview=_say(terms, taker, at), order=order)


def _can_be_lent(row: ItemRow) -> bool:
    return rules.why_not_lent(row) is None


def _apart(line: str, rest: list[Word], at: At) -> tuple[Word | None, Word | None, Word | None]:
    """The words for the item, the household and the day.

    The household is what stands behind `to` or 给, else the last word that is no day; what
    stands before it is the item.
    """
    parted = [word for one in rest for word in _unglued(one)]
    rest = _without_links([word for one in parted for word in _day_apart(one, at)], at)
    link = next((place for place, word in enumerate(rest) if word.text.lower() in _TO), 0)
    if link:
        return (from_to(line, rest[:link]), *_whom_and_when(line, rest[link + 1 :], at))
    when = None
    if len(rest) > 2 and slots.is_until(rest[-1].text, at) and not _is_last_door(rest, at):
        when = rest.pop()
    if len(rest) < 2:
        return (rest[0] if rest else None), None, None
    if _is_one_item(line, rest, at):
        return from_to(line, rest), None, None
    return from_to(line, rest[:-1]), rest[-1], when


def _unglued(word: Word) -> list[Word]:
    """烤箱给3-502 as 烤箱, 给 and 3-502."""
    place = word.text.find("给")
    if not 0 < place < len(word.text) - 1:
        return [word]
    what, behind = word.cut(place)
    return [what, *behind.cut(1)]


def _day_apart(word: Word, at: At) -> list[Word]:
    """3-502到周六, or 3-502周六, as 3-502 and 周六."""
    end = word.text.find(_TILL)
    if end < 0:
        end = 1 + max((place for place, sign in enumerate(word.text) if sign.isdigit()), default=-1)
    door, behind = word.cut(end)
    if behind.text.startswith(_TILL):
        behind = behind.cut(len(_TILL))[1]
    if not (door.text and behind.text and lookup.household_at(door.text, at)):
        return [word]
    return [door, behind] if slots.is_until(behind.text, at) else [word]


def _without_links(rest: Sequence[Word], at: At) -> list[Word]:
    """The words but for `until` and the like; 到 is one where a day follows it."""
    return [word for place, word in enumerate(rest) if not _links_a_day(rest[place:], at)]


def _links_a_day(rest: Sequence[Word], at: At) -> bool:
    word = rest[0].text.lower()
    if word == _TILL and len(rest) > 1:
        return slots.is_until(rest[1].text, at)
    return word in _UNTIL


def _whom_and_when(line: str, behind: list[Word], at: At) -> tuple[Word | None, Word | None]:
    when = None
    if len(behind) > 1 and slots.is_until(behind[-1].text, at):
        when = behind.pop()
    return (from_to(line, behind) if behind else None), when


def _is_last_door(rest: Sequence[Word], at: At) -> bool:
    """Whether the last word, though it may be a day, is the only address: `l hair dryer 1-12`."""
    named = slots.household(rest[-1], at).value
    return named is not None and slots.household(rest[-2], at).value is None


def _is_one_item(line: str, rest: Sequence[Word], at: At) -> bool:
    """Whether all the words are an item's and none is a household's: `hair dryer`."""
    last = slots.household(rest[-1], at)
    if last.value is not None or last.part.choices:
        return False
    whole = slots.item(from_to(line, rest), at, _can_be_lent)
    return whole.value is not None or bool(whole.part.choices)


def _say(terms: Terms, taker: str, at: At) -> str:
    """What would be lent, and when it is due; if that is not the usual day, why."""
    item, borrower = terms.item, terms.borrower
    said = _("Lend {item} of {lender} to {borrower}, due {due}.").format(
        item=item.name,
        lender=named_door(item.household, item.household_name),
        borrower=slots.say_borrower(borrower.address, borrower.name, taker),
        due=say_near(terms.due_on, at.today),
    )
    counted = at.today + timedelta(terms.days) if terms.days else terms.due_on
    if why := opendays.read().why_closed(counted):
        closed = _("{day} is no open day ({why}).")
        said = f"{said} {closed.format(day=say_near(counted, at.today), why=why)}"
    return said
