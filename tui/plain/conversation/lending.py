"""Lending, taking back and renewing."""

from __future__ import annotations

from datetime import date

from store.calendar import parse_day, say_day
from store.errors import Refused, StoreError
from store.language import _
from store.neighbours import households
from store.neighbours.households import HouseholdRow, ResidentRow
from store.sharing import inventory, lending, rules
from store.sharing.due import DueDates
from store.sharing.inventory import ItemRow
from store.sharing.words import say_condition
from tui.plain import desk as sentences
from tui.plain.conversation import finding, things
from tui.plain.conversation.desk import Desk
from tui.plain.conversation.talk import YES, ask, ask_for, not_understood, plain, saying_refusals
from tui.plain.output import say
from tui.plain.rows import named_door


def lend(desk: Desk) -> None:
    """Ask what to lend, and to whom."""
    item = things.find_item(desk, _("Lend what?"))
    if item is not None:
        lend_item(desk, item)


def lend_item(desk: Desk, item: ItemRow) -> None:
    """Ask to whom, and until when. Raises StoreErrors."""
    rules.refuse_item(item)
    borrower = finding.find_household(desk, _("To which household?"))
    if borrower is None:
        return
    days = lending.loan_days(item.category_id)
    due_on = DueDates().due_date(desk.today, days, borrower.compound_id)
    taker: ResidentRow | None = None
    help = (
        _("y: lend it as it was said."),
        _("A day, as 12-3, +2w, fri: lend it until then."),
        _("A name: note which resident takes it."),
    )
    while True:
        say(_said(item, borrower, due_on, taker))
        line = ask(_("y, another due date, who takes it, or Enter:"), help)
        if not line:
            return
        if plain(line).lower() == YES:
            break
        with saying_refusals():
            due_on, taker = _changed(line, desk.today, borrower, due_on, taker)
    loan = lending.check_out(
        item.id, borrower.id, desk.today, resident_id=taker and taker.id, due_on=due_on
    )
    say(sentences.told_lent(loan))


def take_back(desk: Desk) -> None:
    """Ask what came back, and take it back today."""
    loan = things.find_loan(desk, _("Take back what?"))
    if loan is not None:
        take_back_loan(desk, loan.id)


def take_back_loan(desk: Desk, loan_id: int) -> None:
    """Take it back today, in the condition it was lent in. Raises StoreErrors."""
    _returned(desk, loan_id, None, None)


def take_back_otherwise(desk: Desk, loan_id: int) -> None:
    """Ask when it came back, and in which condition. Raises StoreErrors."""
    help = (_("A day that has been, as 11-20, fri, yesterday; today is one, too."),)
    day = ask_for(
        _("It came back on which day?"),
        help,
        lambda line: parse_day(plain(line), desk.today, past=True),
    )
    if day is None:
        return
    item = inventory.item(lending.get(loan_id).item_id, desk.today)
    condition = ask_for(
        _("In which condition? Enter alone: {condition}.").format(
            condition=say_condition(item.condition)
        ),
        (sentences.say_conditions(),),
        sentences.condition_named,
    )
    _returned(desk, loan_id, day, condition)


def renew(desk: Desk) -> None:
    """Ask what is to be renewed, and renew it."""
    loan = things.find_loan(desk, _("Renew what?"))
    if loan is not None:
        renew_loan(desk, loan.id)


def renew_loan(desk: Desk, loan_id: int) -> None:
    """Give it another loan period. Raises StoreErrors."""
    for loan in lending.renew([loan_id], desk.today):
        say(sentences.told_renewal(loan))


def _returned(desk: Desk, loan_id: int, day: date | None, condition: str | None) -> None:
    for loan in lending.check_in([loan_id], desk.today, returned_on=day, condition=condition):
        desk.done(sentences.told_return(loan, desk.today))


def _said(item: ItemRow, borrower: HouseholdRow, due_on: date, taker: ResidentRow | None) -> str:
    """What would be lent."""
    told = _("{item} ({number}) to {household} until {due}").format(
        item=item.name,
        number=item.id,
        household=named_door(borrower.address, borrower.name),
        due=say_day(due_on),
    )
    if taker is None:
        return told
    return _("{lent}, taken by {resident}").format(lent=told, resident=taker.name)


def _changed(
    line: str, today: date, borrower: HouseholdRow, due_on: date, taker: ResidentRow | None
) -> tuple[date, ResidentRow | None]:
    """The due date and the taker, one of them as it was typed. Raises Refused."""
    try:
        return parse_day(plain(line), today), taker
    except Refused:
        pass
    try:
        return due_on, households.resident_named(borrower.id, line)
    except StoreError:
        sentence = _("y, a day, or the name of somebody who lives there")
        raise not_understood(line, sentence) from None
