"""The desk's verbs for scripts and barcode scanners: lend, return, renew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store.calendar import say_day
from store.errors import Refused
from store.language import _, in_turn, listed, ngettext
from store.neighbours import households
from store.sharing import inventory, lending
from store.sharing.loans import LoanRow
from store.sharing.overdue import lateness
from store.sharing.words import CONDITION
from tui.plain import asked, rows
from tui.plain.output import as_object, say, write_object


def lend(
    item_text: str,
    address: str,
    today: date,
    form: str,
    *,
    compound: str | None,
    on: str | None,
    due: str | None,
    resident: str | None,
    note: str,
) -> None:
    """Lend an item to the household at `address`, and say until when. Raises StoreErrors."""
    item = inventory.find(item_text, today, asked.compound_id(compound))
    owner = households.get(item.household_id)
    borrower = households.find(address, owner.compound_id)
    taker = None if resident is None else households.resident_named(borrower.id, resident)
    loan = lending.check_out(
        item.id,
        borrower.id,
        today,
        resident_id=taker and taker.id,
        lent_on=asked.day(on, today, past=True),
        due_on=asked.day(due, today, past=False),
        note=note,
    )
    if form == "json":
        write_object(as_object(rows.loan(today), loan))
        return
    say(told_lent(loan))


def take_back(
    item_texts: Sequence[str],
    today: date,
    form: str,
    *,
    compound: str | None,
    on: str | None,
    condition: str | None,
) -> None:
    """Take items back, all or none, and say from whom. Raises StoreErrors."""
    returned = lending.check_in(
        _loans_of(item_texts, today, compound),
        today,
        returned_on=asked.day(on, today, past=True),
        condition=condition_named(condition),
    )
    if form == "json":
        _write_loans(returned, today)
    else:
        for loan in returned:
            say(told_return(loan, today))


def renew(item_texts: Sequence[str], today: date, form: str, *, compound: str | None) -> None:
    """Renew the loans of items, all or none, and say until when. Raises StoreErrors."""
    renewed = lending.renew(_loans_of(item_texts, today, compound), today)
    if form == "json":
        _write_loans(renewed, today)
    else:
        for loan in renewed:
            say(told_renewal(loan))


def _loans_of(item_texts: Sequence[str], today: date, compound: str | None) -> list[int]:
    where = asked.compound_id(compound)
    found = [inventory.find(text, today, where) for text in item_texts]
    return [lending.open_loan_of(item) for item in found]


def _write_loans(loans: Sequence[LoanRow], today: date) -> None:
    fields = rows.loan(today)
    write_object([as_object(fields, loan) for loan in loans])


def told_lent(loan: LoanRow) -> str:
    """What was lent to whom, and until when."""
    return _("Lent {item} ({number}) of {lender} to {borrower} until {due}.").format(
        item=loan.item,
        number=loan.item_id,
        lender=rows.named_door(loan.lender, loan.lender_name),
        borrower=rows.named_door(loan.borrower, loan.borrower_name),
        due=say_day(loan.due_on),
    )


def told_renewal(loan: LoanRow) -> str:
    """What was renewed for whom, and until when."""
    return _("Renewed {item} ({number}) for {borrower} until {due}.").format(
        item=loan.item,
        number=loan.item_id,
        borrower=rows.named_door(loan.borrower, loan.borrower_name),
        due=say_day(loan.due_on),
    )


def told_return(loan: LoanRow, today: date) -> str:
    """What came back from whom, whose it is, and how late it was."""
    told = _("Took back {item} ({number}) from {borrower}; it belongs to {lender}.").format(
        item=loan.item,
        number=loan.item_id,
        borrower=rows.named_door(loan.borrower, loan.borrower_name),
        lender=rows.named_door(loan.lender, loan.lender_name),
    )
    late = lateness(today).of(loan)
    if not late:
        return told
    told_late = ngettext("It was {days} day late.", "It was {days} days late.", late)
    return in_turn((told, told_late.format(days=late)))


def condition_named(text: str | None) -> str | None:
    """The condition that was typed, in Chinese or English. Raises Refused."""
    if text is None:
        return None
    from store.exchange.kinds import CONDITION_WORDS

    condition = asked.meant(text, CONDITION_WORDS, CONDITION)
    if condition is None:
        raise Refused(_("Condition"), say_conditions())
    return condition


def say_conditions() -> str:
    """Which conditions there are, in a sentence."""
    known = listed(map(_, CONDITION.values()))
    return _("A condition is one of these: {conditions}.").format(conditions=known)
