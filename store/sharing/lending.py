"""Lending at the door: check out, check in, renew, and the rules they keep."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, timedelta

from peewee import Field

from store import calendar, history, settings
from store.database import transaction
from store.errors import NotFound, Refused
from store.language import _, ngettext
from store.neighbours import households
from store.neighbours.households import HouseholdRow
from store.neighbours.models import NOTE_LENGTH, Resident
from store.sharing import loans
from store.sharing.inventory import NOT_LENT, ItemRow
from store.sharing.loans import LoanRow, select_loans
from store.sharing.models import CONDITIONS, Category, Item, Loan
from store.sharing.rules import (
    already_lent,
    does_not_live_there,
    refuse_borrower,
    refuse_days,
    refuse_return_day,
    refuse_vacant,
    still_out,
)
from store.sharing.words import say_condition
from store.text import clean


def due_date(start: date, days: int) -> date:
    """The day a loan of `days` days that starts on `start` is due. Raises Refused past 9999."""
    try:
        return start + timedelta(days=days)
    except OverflowError as beyond:
        raise Refused(
            _("Date"), _("That day is too far away for the calendar. Please check the date.")
        ) from beyond


def renewed_due_date(due_on: date, today: date, days: int) -> date:
    """The due date after a renewal: counted from the due date, or from today if that is later."""
    return due_date(max(due_on, today), days)


def loan_days(category_id: int) -> int:
    """How many days a thing of this category is lent."""
    return _rule(category_id, Category.loan_days, "loan_days")


def renewal_limit(category_id: int) -> int:
    """How often a loan of a thing of this category may be renewed."""
    return _rule(category_id, Category.renewal_limit, "renewal_limit")


def check_out(
    item_id: int,
    household_id: int,
    today: date,
    *,
    resident_id: int | None = None,
    lent_on: date | None = None,
    due_on: date | None = None,
    note: str = "",
) -> LoanRow:
    """Lend an item to a household; the due date follows the category where none is given.

    A forgotten loan may carry an earlier `lent_on`. Raises NotFound, or Refused with the rule that
    speaks against it.
    """
    lent_on = lent_on or today
    note = clean(note, NOTE_LENGTH, _("Note"))
    with transaction():
        item = _item_to_lend(item_id)
        borrower = households.get(household_id)
        refuse_borrower(item.name, households.get(item.household_id), borrower)
        refuse_vacant(borrower)
        due_on = due_on or due_date(lent_on, loan_days(item.category_id))
        refuse_days(lent_on, due_on, today)
        _refuse_still_out(item, lent_on)
        _refuse_stranger(resident_id, borrower)
        with history.deed("lend", item=item.name, household=borrower.address):
            loan_id = Loan.insert(
                item=item_id,
                household=household_id,
                resident=resident_id,
                lent_on=lent_on,
                due_on=due_on,
                note=note,
            ).execute()
    return get(loan_id)


def check_in(
    loan_ids: Sequence[int],
    today: date,
    *,
    returned_on: date | None = None,
    condition: str | None = None,
) -> tuple[LoanRow, ...]:
    """Take lent items back, all or none, noting the condition they came back in if given.

    A forgotten return may carry an earlier `returned_on`. Raises NotFound, or Refused with the
    rule that speaks against it.
    """
    returned_on = returned_on or today
    if condition is not None and condition not in CONDITIONS:
        raise Refused(_("Condition"), _("Please choose a condition."))
    with transaction():
        returning = _open_loans(loan_ids)
        for loan in returning:
            refuse_return_day(loan.item, loan.lent_on, returned_on, today)
        with _deed_on("return", returning):
            Loan.update(returned_on=returned_on).where(Loan.id.in_(loan_ids)).execute()
            if condition is not None:
                item_ids = [loan.item_id for loan in returning]
                Item.update(condition=condition).where(Item.id.in_(item_ids)).execute()
    return tuple(get(loan.id) for loan in returning)


def renew(loan_ids: Sequence[int], today: date) -> tuple[LoanRow, ...]:
    """Give lent items another loan period, all or none.

    Raises NotFound, or Refused where a loan has been renewed as often as its category allows.
    """
    with transaction():
        renewing = _open_loans(loan_ids)
        due_days = {loan.id: _renewal(loan, today) for loan in renewing}
        with _deed_on("renew", renewing, due=max(due_days.values()).isoformat()):
            for loan_id, due_on in due_days.items():
                Loan.update(due_on=due_on, renewals=Loan.renewals + 1).where(
                    Loan.id == loan_id
                ).execute()
    return tuple(get(loan.id) for loan in renewing)


def get(loan_id: int) -> LoanRow:
    """The loan with this id. Raises NotFound."""
    row = loans.one(select_loans().where(Loan.id == loan_id))
    if row is None:
        raise NotFound(_("No such loan"), _("This loan is not in the store."))
    return row


def open_loan_of(item: ItemRow) -> int:
    """The id of the loan by which `item` is out. Raises Refused where it is not lent."""
    if item.loan_id is None:
        raise Refused(
            _("Not lent"),
            _("“{item}” of {household} is not lent.").format(
                item=item.name, household=item.household
            ),
        )
    return item.loan_id


def _rule(category_id: int, column: Field, setting: str) -> int:
    found = Category.select(column).where(Category.id == category_id).tuples().first()
    return found[0] if found and found[0] is not None else settings.number(setting)


def _deed_on(verb: str, chosen: Sequence[LoanRow], **words: str) -> AbstractContextManager:
    if len(chosen) == 1:
        loan = chosen[0]
        return history.deed(verb, item=loan.item, household=loan.borrower, **words)
    return history.deed(f"{verb}_many", count=len(chosen), **words)


def _item_to_lend(item_id: int) -> Item:
    item = Item.get_or_none(Item.id == item_id)
    if item is None:
        raise NotFound(
            _("No such item"), _("There is no item number {number}.").format(number=item_id)
        )
    if item.condition in NOT_LENT:
        raise Refused(
            _("Not lent"),
            _("“{item}” is {condition} and is not lent.").format(
                item=item.name, condition=say_condition(item.condition)
            ),
        )
    lent = loans.one(select_loans().where(Loan.item == item_id, Loan.returned_on.is_null()))
    if lent is not None:
        raise already_lent(item.name, lent.borrower, lent.lent_on)
    return item


def _refuse_still_out(item: Item, lent_on: date) -> None:
    later = (
        Loan.select(Loan.returned_on)
        .where(Loan.item == item.id, Loan.returned_on > lent_on)
        .order_by(Loan.returned_on.desc())
        .tuples()
        .first()
    )
    if later is not None:
        raise still_out(item.name, later[0])


def _refuse_stranger(resident_id: int | None, borrower: HouseholdRow) -> None:
    if resident_id is None:
        return
    lives = Resident.select().where(Resident.id == resident_id, Resident.household == borrower.id)
    if not lives.exists():
        raise does_not_live_there(borrower)


def _open_loans(loan_ids: Sequence[int]) -> list[LoanRow]:
    chosen = [get(loan_id) for loan_id in dict.fromkeys(loan_ids)]
    if not chosen:
        raise NotFound(_("Nothing chosen"), _("No loan is chosen."))
    for loan in chosen:
        if loan.returned_on is not None:
            raise Refused(
                _("Not lent"),
                _("“{item}” came back on {day} already.").format(
                    item=loan.item, day=calendar.say_day(loan.returned_on)
                ),
            )
    return chosen


def _renewal(loan: LoanRow, today: date) -> date:
    limit = renewal_limit(loan.category_id)
    if loan.renewals >= limit:
        raise Refused(
            _("No further renewal"),
            ngettext(
                "“{item}” has been renewed {count} time; {category} may be renewed no more.",
                "“{item}” has been renewed {count} times; {category} may be renewed no more.",
                loan.renewals,
            ).format(item=loan.item, count=loan.renewals, category=loan.category),
        )
    return renewed_due_date(loan.due_on, today, loan_days(loan.category_id))
