"""What speaks against a loan, whoever enters it: the desk one at a time, or an import."""

from __future__ import annotations

from datetime import date

from store import calendar
from store.errors import Refused
from store.language import _
from store.neighbours.households import HouseholdRow


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
        )


def refuse_days(lent_on: date, due_on: date, today: date) -> None:
    """Raise Refused if a loan cannot have begun and be due on these days."""
    if lent_on > today:
        raise Refused(_("Date"), _("The day of lending is still to come. Please check the date."))
    if due_on < lent_on:
        raise Refused(
            _("Date"), _("The due date is before the day of lending. Please check the date.")
        )


def refuse_return_day(item: str, lent_on: date, returned_on: date, today: date) -> None:
    """Raise Refused if what was lent on `lent_on` cannot have come back on `returned_on`."""
    if returned_on > today:
        raise Refused(_("Date"), _("The day of return is still to come. Please check the date."))
    if returned_on < lent_on:
        raise Refused(
            _("Date"),
            _("“{item}” was lent on {day} only. Please check the date.").format(
                item=item, day=calendar.say_day(lent_on)
            ),
        )


def still_out(item: str, returned_on: date) -> Refused:
    """What is said of a loan that would begin before the item came back from another."""
    return Refused(
        _("Date"),
        _("“{item}” was still out on that day; it came back on {day}.").format(
            item=item, day=calendar.say_day(returned_on)
        ),
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
