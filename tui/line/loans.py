"""`r kx` and `n kx`: loans by their items, by who has them, or both."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from store.calendar import say_near
from store.errors import Refused
from store.language import _, listed, ngettext
from store.neighbours.households import HouseholdRow
from store.sharing import inventory, lending
from store.sharing.inventory import ItemRow
from store.sharing.loans import LoanRow
from store.sharing.overdue import lateness
from tui.line import lookup, slots
from tui.line.orders import Renew, TakeBack
from tui.line.reading import At, Order, Part, Reading, Slot, decided, open_question
from tui.line.words import Word, listed_words
from tui.plain.rows import named_door


def read_return(line: str, rest: Sequence[Word], at: At) -> Reading:
    """Read what comes back."""
    return _read(line, rest, at, _("What came back?"), TakeBack, _say_return)


def read_renew(line: str, rest: Sequence[Word], at: At) -> Reading:
    """Read what is renewed."""
    return _read(line, rest, at, _("What is renewed?"), Renew, _say_renewal)


def _read(
    line: str,
    rest: Sequence[Word],
    at: At,
    question: str,
    order: Callable[[tuple[int, ...]], Order],
    say: Callable[[Sequence[LoanRow], At], str],
) -> Reading:
    typed = [word for piece in listed_words(line, rest) for word in _door_apart(piece, at)]
    if not typed:
        return Reading(missing=question)
    doors = {word: found for word in typed if (found := lookup.household_at(word.text, at))}
    borrowers = {household.address for household in doors.values()}
    items = {
        word: slots.item(word, at, lambda row: _is_with(row, borrowers))
        for word in typed
        if word not in doors
    }
    parts = tuple(_part(word, doors.get(word), items.get(word)) for word in typed)
    if trouble := open_question(parts):
        return Reading(parts=parts, missing=trouble)
    named = [slot.value for slot in items.values() if slot.value is not None]

    def decide() -> Reading:
        loan_ids = _loans(named, list(doors.values()))
        return Reading(preview=say(lending.open_loans(loan_ids), at), order=order(loan_ids))

    return decided(parts, decide)


def _door_apart(piece: Word, at: At) -> list[Word]:
    """`hair dryer 2-102` as the thing and the door."""
    what, space, door = piece.text.rpartition(" ")
    if not (space and what.strip() and lookup.household_at(door, at)):
        return [piece]
    thing, behind = piece.cut(len(what))
    return [thing, behind.cut(1)[1]]


def _is_with(row: ItemRow, borrowers: set[str]) -> bool:
    """Whether an item is lent: to one of these, if any are named."""
    return row.borrower is not None and (not borrowers or row.borrower in borrowers)


def _part(word: Word, door: HouseholdRow | None, item: Slot[ItemRow] | None) -> Part:
    if door is not None:
        return Part(word, named_door(door.address, door.name))
    assert item is not None
    return item.part


def _loans(items: Sequence[ItemRow], doors: Sequence[HouseholdRow]) -> tuple[int, ...]:
    """The loans of these items; where only doors are named, all that these have borrowed.

    Raises Refused where there are none.
    """
    if items:
        return tuple(dict.fromkeys(map(lending.open_loan_of, items)))
    found = tuple(loan.id for door in doors for loan in inventory.borrowed(door.id))
    if not found:
        sentence = _("{household} has borrowed nothing.")
        raise Refused(
            _("Not lent"), sentence.format(household=listed(door.address for door in doors))
        )
    return tuple(dict.fromkeys(found))


def _say_return(loans: Sequence[LoanRow], at: At) -> str:
    if len(loans) > 1:
        told = ngettext(
            "Take back {count} thing: {items}.", "Take back {count} things: {items}.", len(loans)
        )
        return told.format(count=len(loans), items=listed(map(_item_at, loans)))
    (loan,) = loans
    said = _("Take back {item} of {lender} from {borrower}.").format(**_words(loan))
    late = lateness(at.today).of(loan)
    if not late:
        return said
    told = ngettext("It is {days} day late.", "It is {days} days late.", late)
    return f"{said} {told.format(days=late)}"


def _say_renewal(loans: Sequence[LoanRow], at: At) -> str:
    due = lending.renewed_until([loan.id for loan in loans], at.today)
    if len(loans) == 1:
        said = _("Renew {item} of {lender} for {borrower}, due {due}.")
        return said.format(**_words(loans[0]), due=say_near(due[0], at.today))
    told = ngettext("Renew {count} loan: {items}.", "Renew {count} loans: {items}.", len(loans))
    return told.format(
        count=len(loans),
        items=listed(
            _("{item} until {day}").format(item=_item_at(loan), day=say_near(day, at.today))
            for loan, day in zip(loans, due, strict=True)
        ),
    )


def _words(loan: LoanRow) -> dict[str, str]:
    return {
        "item": loan.item,
        "lender": named_door(loan.lender, loan.lender_name),
        "borrower": named_door(loan.borrower, loan.borrower_name),
    }


def _item_at(loan: LoanRow) -> str:
    return _("{item} ({household})").format(item=loan.item, household=loan.borrower)
