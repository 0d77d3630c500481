"""Things and loans: told in a line, and found by a few letters."""

from __future__ import annotations

from collections.abc import Sequence

from store.calendar import say_day
from store.errors import StoreError
from store.language import _, ngettext
from store.sharing import inventory, lending, search
from store.sharing.inventory import ItemRow
from store.sharing.loans import LoanRow
from store.sharing.overdue import Lateness
from store.sharing.words import say_availability, say_condition
from tui.plain.conversation import choosing
from tui.plain.conversation.desk import Desk
from tui.plain.conversation.talk import plain, together
from tui.plain.rows import named_door

MOST = 50  # answers that are looked at
MOST_DIGITS = 18  # of a number that SQLite can look for
FEW = 5  # doors whose things are told where no thing itself answers


def say_item(item: ItemRow) -> str:
    """A thing: what, whose, its number, and how it stands."""
    whose = named_door(item.household, item.household_name)
    said = _("{item} ({number}) of {household}").format(
        item=item.name, number=item.id, household=whose
    )
    return together((said, say_state(item), item.note))


def say_state(item: ItemRow) -> str:
    """Where a thing is, or whether it can be had."""
    if item.borrower is not None and item.due_on is not None:
        return _("{state}: {household}, due {due}").format(
            state=say_availability(item.availability),
            household=item.borrower,
            due=say_day(item.due_on),
        )
    words = [say_availability(item.availability)]
    if item.condition != "good":
        words.append(say_condition(item.condition))
    return together(words)


def say_loan(loan: LoanRow, rule: Lateness) -> str:
    """A loan: what, with whom, since when it is late or until when it is lent, and whose it is."""
    who = named_door(loan.borrower, loan.borrower_name)
    parts = [
        _("{item} ({number}) at {household}").format(
            item=loan.item, number=loan.item_id, household=who
        ),
        _("due {due}").format(due=say_day(loan.due_on)),
    ]
    if late := rule.of(loan):
        parts.append(ngettext("{days} day late", "{days} days late", late).format(days=late))
    if loan.resident:
        parts.append(_("taken by {resident}").format(resident=loan.resident))
    parts.append(_("it belongs to {lender}").format(lender=loan.lender))
    return together(parts)


def find_item(desk: Desk, question: str) -> ItemRow | None:
    """The thing that is meant. Raises Left and Ended."""
    help = (
        _("Letters of its name, pinyin, its number, or whose it is."),
        _("Several answers are numbered."),
    )
    return choosing.find(question, help, lambda line: items(desk, line), say_item)


def find_loan(desk: Desk, question: str) -> LoanRow | None:
    """The loan that is meant. Raises Left and Ended."""
    from store.sharing.overdue import lateness

    help = (
        _("Letters of the thing, its number, or who has it."),
        _("Several answers are numbered."),
    )
    rule = lateness(desk.today)
    return choosing.find(
        question, help, lambda line: _loans(desk, line), lambda loan: say_loan(loan, rule)
    )


def items(desk: Desk, line: str) -> Sequence[ItemRow]:
    """The things that answer to a number, to letters, or to whose they are."""
    today = desk.today
    number = plain(line).removeprefix("#")
    if number.isdecimal() and (one := inventory.several([int(number[:MOST_DIGITS])], today)):
        return one
    found = search.find(desk.compound_id, line)
    own = [match.id for match in found if match.kind == "item"][:MOST]
    if own:
        return inventory.several(own, today)
    doors = dict.fromkeys(match.household_id for match in found[:FEW])
    theirs = [item for door in doors for item in inventory.items(door, today)]
    return theirs or _named_with_owner(desk, line)


def _named_with_owner(desk: Desk, line: str) -> Sequence[ItemRow]:
    """The thing meant by `3-502 烤箱`, as the command line has it."""
    try:
        return (inventory.find(line, desk.today, desk.compound_id),)
    except StoreError:
        return ()


def _loans(desk: Desk, line: str) -> Sequence[LoanRow]:
    """What is out, of the things that answer or with the households that do."""
    doors = {m.household_id for m in search.find(desk.compound_id, line) if m.kind != "item"}
    held = inventory.borrowed(*sorted(doors)[:MOST])
    out = [item.loan_id for item in items(desk, line) if item.loan_id is not None]
    of_things = lending.open_loans(out) if out else ()
    return tuple({loan.id: loan for loan in (*held, *of_things)}.values())
