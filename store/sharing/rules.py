"""What speaks against a loan, whoever enters it: the desk one at a time, or an import."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from store import calendar
from store.errors import Refused
from store.language import _
from store.neighbours import households
from store.neighbours.households import HouseholdRow
from store.neighbours.models import Household
from store.sharing.models import NOT_LENT, OFF_THE_BOARD, Item, Loan
from store.sharing.words import say_condition

if TYPE_CHECKING:
    from store.sharing.inventory import ItemRow


def refuse_item(item: ItemRow) -> None:
    """Raise Refused if this item cannot be lent now: it is out, or not fit."""
    if item.borrower is not None and item.lent_on is not None:
        raise already_lent(item.name, item.borrower, item.lent_on)
    if item.condition in NOT_LENT:
        raise Refused(
            _("Not lent"),
            _("“{item}” is {condition} and is not lent.").format(
                item=item.name, condition=say_condition(item.condition)
            ),
        )


def why_not_lent(item: ItemRow) -> str | None:
    """The sentence that speaks against lending this item now, if one does."""
    try:
        refuse_item(item)
    except Refused as refused:
        return refused.sentence
    return None


def refuse_borrower(item: str, owner: HouseholdRow, borrower: HouseholdRow) -> None:
    """Raise Refused if `owner` cannot lend anything to `borrower` at all."""
    if borrower.id == owner.id:
        raise Refused(
            _("Own household"),
            _("“{item}” belongs to {household}; nobody borrows from themselves.").format(
                item=item, household=borrower.address
            ),
        )
    if borrower.compound_id != owner.compound_id:
        raise Refused(
            _("Other compound"),
            _("{household} is in another compound; lending stays within one.").format(
                household=borrower.address
            ),
        )


def refuse_vacant(borrower: HouseholdRow) -> None:
    """Raise Refused if nobody lives there now."""
    if borrower.kind == "vacant":
        raise Refused(
            _("Vacant"),
            _(
                "{household} is vacant. If somebody moved in, please edit the household first."
            ).format(household=borrower.address),
            "household",
        )


def refuse_vacating(household_id: int) -> None:
    """Raise Refused if a household cannot be vacant: it has things on the board, or borrowed.

    Raises NotFound where there is no such household.
    """
    household = households.get(household_id)
    lends = Item.select().where(
        Item.household == household_id, Item.condition.not_in(OFF_THE_BOARD)
    )
    borrows = Loan.select().where(Loan.household == household_id, Loan.returned_on.is_null())
    if lends.exists() or borrows.exists():
        raise Refused(
            _("Not vacant"),
            _("{household} still lends or borrows things, so it cannot be vacant.").format(
                household=household.address
            ),
        )


def refuse_onto_board(item_ids: Sequence[int]) -> None:
    """Raise Refused if one of these is off the board of a household that is vacant now."""
    emptied = (
        Item.select(Household.id)
        .join(Household)
        .where(Item.id.in_(item_ids), Item.condition.in_(OFF_THE_BOARD), Household.kind == "vacant")
        .tuples()
        .first()
    )
    if emptied is not None:
        raise Refused(
            _("Vacant"),
            _("{household} is vacant. Please edit the household first.").format(
                household=households.get(emptied[0]).address
            ),
        )


def refuse_days(lent_on: date, due_on: date, today: date) -> None:
    """Raise Refused if a loan cannot have begun and be due on these days."""
    if lent_on > today:
        raise Refused(
            _("Date"), _("The day of lending is still to come. Please check the date."), "lent_on"
        )
    if due_on < lent_on:
        raise Refused(
            _("Date"),
            _("The due date is before the day of lending. Please check the date."),
            "due_on",
        )


def refuse_return_day(item: str, lent_on: date, returned_on: date, today: date) -> None:
    """Raise Refused if what was lent on `lent_on` cannot have come back on `returned_on`."""
    if returned_on > today:
        raise Refused(
            _("Date"),
            _("The day of return is still to come. Please check the date."),
            "returned_on",
        )
    if returned_on < lent_on:
        raise Refused(
            _("Date"),
            _("“{item}” was lent on {day} only. Please check the date.").format(
                item=item, day=calendar.say_day(lent_on)
            ),
            "returned_on",
        )


def still_out(item: str, returned_on: date) -> Refused:
    """What is said of a loan that would begin before the item came back from another."""
    return Refused(
        _("Date"),
        _("“{item}” was still out on that day; it came back on {day}.").format(
            item=item, day=calendar.say_day(returned_on)
        ),
        "lent_on",
    )


def already_lent(item: str, household: str, lent_on: date) -> Refused:
    """What is said of an item that is out."""
    return Refused(
        _("Already lent"),
        _("“{item}” is lent to {household} since {day}.").format(
            item=item, household=household, day=calendar.say_day(lent_on)
        ),
    )


def does_not_live_there(borrower: HouseholdRow) -> Refused:
    """What is said of somebody who took a thing home to another door than their own."""
    return Refused(
        _("Who took it?"),
        _("This resident does not live in {household}.").format(household=borrower.address),
    )
