"""Lending at the door: check out, check in, renew, and the rules they keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import NamedTuple

from store import calendar, history, settings
from store.database import transaction
from store.errors import NotFound, Refused
from store.language import _, ngettext
from store.neighbours import households
from store.neighbours.households import HouseholdRow
from store.neighbours.models import NOTE_LENGTH, Resident
from store.sharing import inventory, loans
from store.sharing.due import DueDates, days_kept
from store.sharing.inventory import ItemRow
from store.sharing.loans import LoanRow, select_loans
from store.sharing.models import CONDITIONS, OFF_THE_BOARD, Category, Item, Loan
from store.sharing.rules import (
    does_not_live_there,
    refuse_borrower,
    refuse_days,
    refuse_item,
    refuse_onto_board,
    refuse_return_day,
    refuse_vacant,
    still_out,
)
from store.text import clean


def loan_days(category_id: int) -> int:
    """How many days a thing of this category is lent."""
    return _rules({category_id})[category_id].loan_days


class Terms(NamedTuple):
    """What would be lent to whom, for how many days (0: to a day set by hand), and until when."""

    item: ItemRow
    borrower: HouseholdRow
    days: int
    due_on: date


def terms(
    item_id: int,
    household_id: int,
    today: date,
    *,
    days: int | None = None,
    due_on: date | None = None,
) -> Terms:
    """On what terms `check_out` would lend an item today; nothing is changed.

    Raises what `check_out` would raise.
    """
    return _terms(item_id, household_id, today, today, days, due_on, DueDates())


def check_out(
    item_id: int,
    household_id: int,
    today: date,
    *,
    resident_id: int | None = None,
    lent_on: date | None = None,
    days: int | None = None,
    due_on: date | None = None,
    note: str = "",
) -> LoanRow:
    """Lend an item to a household for `days` days, or until `due_on`, else as its category says.

    A forgotten loan may carry an earlier `lent_on`. Raises NotFound, or Refused with the rule that
    speaks against it.
    """
    lent_on = lent_on or today
    note = clean(note, NOTE_LENGTH, _("Note"))
    with transaction():
        agreed = _terms(item_id, household_id, today, lent_on, days, due_on, DueDates(today))
        _refuse_stranger(resident_id, agreed.borrower)
        item, address = agreed.item.name, agreed.borrower.address
        with history.deed("lend", item=item, household=address, days=agreed.days):
            loan_id = Loan.insert(
                item=item_id,
                household=household_id,
                resident=resident_id,
                lent_on=lent_on,
                due_on=agreed.due_on,
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
        returning = open_loans(loan_ids)
        for loan in returning:
            refuse_return_day(loan.item, loan.lent_on, returned_on, today)
        item_ids = [loan.item_id for loan in returning]
        if condition is not None and condition not in OFF_THE_BOARD:
            refuse_onto_board(item_ids)
        with _deed_on("return", returning):
            Loan.update(returned_on=returned_on).where(Loan.id.in_(loan_ids)).execute()
            if condition is not None:
                Item.update(condition=condition).where(Item.id.in_(item_ids)).execute()
        return _loans(loan_ids)


def renewed_until(loan_ids: Sequence[int], today: date) -> tuple[date, ...]:
    """Until when `renew` would renew each of these loans; nothing is changed.

    Raises what `renew` would raise.
    """
    renewing = open_loans(loan_ids)
    rules = _rules({loan.category_id for loan in renewing})
    due_dates = DueDates()
    return tuple(_renewed(loan, rules, today, due_dates) for loan in renewing)


def renew(loan_ids: Sequence[int], today: date) -> tuple[LoanRow, ...]:
    """Give lent items another loan period, all or none.

    Raises NotFound, or Refused where a loan has been renewed as often as its category allows.
    """
    with transaction():
        renewing = open_loans(loan_ids)
        rules = _rules({loan.category_id for loan in renewing})
        due_dates = DueDates(today)
        due_together: defaultdict[date, list[int]] = defaultdict(list)
        for loan in renewing:
            due_together[_renewed(loan, rules, today, due_dates)].append(loan.id)
        words: dict[str, str | int] = {
            "due": max(due_together).isoformat(),
            "on": today.isoformat(),
            "days": days_kept({category: rule.loan_days for category, rule in rules.items()}),
        }
        with _deed_on("renew", renewing, **words):
            for due_on, together in due_together.items():
                Loan.update(due_on=due_on, renewals=Loan.renewals + 1).where(
                    Loan.id.in_(together)
                ).execute()
        return _loans(loan_ids)


def get(loan_id: int) -> LoanRow:
    """The loan with this id. Raises NotFound."""
    return _loans([loan_id])[0]


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


class _Rules(NamedTuple):
    loan_days: int
    renewal_limit: int


def _rules(category_ids: Iterable[int]) -> dict[int, _Rules]:
    """The rules of these categories; the community's own where a category has none."""
    default = _Rules(settings.number("loan_days"), settings.number("renewal_limit"))
    query = Category.select(Category.id, Category.loan_days, Category.renewal_limit)
    return {
        category_id: _Rules(
            default.loan_days if days is None else days,
            default.renewal_limit if limit is None else limit,
        )
        for category_id, days, limit in query.where(Category.id.in_(category_ids)).tuples()
    }


def _deed_on(verb: str, chosen: Sequence[LoanRow], **words: str | int) -> AbstractContextManager:
    if len(chosen) == 1:
        loan = chosen[0]
        return history.deed(verb, item=loan.item, household=loan.borrower, **words)
    return history.deed(f"{verb}_many", count=len(chosen), **words)


def _refuse_still_out(item: ItemRow, lent_on: date) -> None:
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


def _loans(loan_ids: Sequence[int]) -> tuple[LoanRow, ...]:
    """The loans with these ids, each once, in this order. Raises NotFound."""
    found = {loan.id: loan for loan in loans.rows(select_loans().where(Loan.id.in_(loan_ids)))}
    wanted = tuple(dict.fromkeys(loan_ids))
    if len(found) < len(wanted):
        raise NotFound(_("No such loan"), _("This loan is not in the store."))
    return tuple(found[loan_id] for loan_id in wanted)


def open_loans(loan_ids: Sequence[int]) -> tuple[LoanRow, ...]:
    """The loans with these ids, all of them out. Raises NotFound, or Refused where one is back."""
    if not loan_ids:
        raise NotFound(_("Nothing chosen"), _("No loan is chosen."))
    chosen = _loans(loan_ids)
    for loan in chosen:
        if loan.returned_on is not None:
            raise Refused(
                _("Not lent"),
                _("“{item}” came back on {day} already.").format(
                    item=loan.item, day=calendar.say_day(loan.returned_on)
                ),
            )
    return chosen


def _terms(
    item_id: int,
    household_id: int,
    today: date,
    lent_on: date,
    days: int | None,
    due_on: date | None,
    due_dates: DueDates,
) -> Terms:
    item = inventory.item(item_id, today)
    refuse_item(item)
    borrower = households.get(household_id)
    refuse_borrower(item.name, households.get(item.household_id), borrower)
    refuse_vacant(borrower)
    if due_on is not None:
        days = 0
    elif days is None:
        days = loan_days(item.category_id)
    due_on = due_on or due_dates.due_date(lent_on, days, borrower.compound_id)
    refuse_days(lent_on, due_on, today)
    _refuse_still_out(item, lent_on)
    return Terms(item, borrower, days, due_on)


def _renewed(loan: LoanRow, rules: Mapping[int, _Rules], today: date, due_dates: DueDates) -> date:
    """Until when a loan goes on where it is renewed. Raises Refused where it may not be."""
    rule = rules[loan.category_id]
    _refuse_renewal(loan, rule)
    return due_dates.due_date(max(loan.due_on, today), rule.loan_days, loan.compound_id)


def _refuse_renewal(loan: LoanRow, rules: _Rules) -> None:
    if loan.renewals >= rules.renewal_limit:
        raise Refused(
            _("No further renewal"),
            ngettext(
                "“{item}” has been renewed {count} time; {category} may be renewed no more.",
                "“{item}” has been renewed {count} times; {category} may be renewed no more.",
                loan.renewals,
            ).format(item=loan.item, count=loan.renewals, category=loan.category),
        )
