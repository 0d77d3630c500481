"""What coordinators did about overdue loans: who called or knocked, and what was promised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import NamedTuple

from peewee import Expression, Field, ModelSelect, fn

from store import acting, recent
from store.calendar import say_day, say_short
from store.database import transaction
from store.errors import Refused
from store.language import N_, _
from store.neighbours.models import NOTE_LENGTH
from store.sharing.loans import LoanRow
from store.sharing.models import CONTACTS, Contact
from store.text import clean

KINDS = {
    "reminded": N_("reminded"),
    "called": N_("called"),
    "knocked": N_("knocked"),
    "promised": N_("promised"),
    "note": N_("noted"),
}


class ContactRow(NamedTuple):
    """One contact; a promise holds until its day `until` has passed."""

    id: int
    loan_id: int
    day: date
    who: str
    kind: str
    until: date | None
    note: str

    def holds(self, today: date) -> bool:
        """Whether this is a promise whose day has not passed."""
        return self.until is not None and self.until >= today


def record(
    loan_ids: Sequence[int], kind: str, today: date, *, until: date | None = None, note: str = ""
) -> None:
    """Note what was done today about loans that are out, as one deed.

    A promise needs the day `until` which it holds, today or later. Raises NotFound, or Refused with
    what speaks against it.
    """
    if kind not in CONTACTS:
        raise Refused(_("Contact"), _("Please choose what was done."))
    note = clean(note, NOTE_LENGTH, _("Note"))
    _refuse_promise(kind, until, today)
    if kind == "note" and not note:
        raise Refused(_("Note"), _("Please write the note."), "note")
    # The nightly run tells contacts, and has no use for the rules of lending.
    from store.sharing import lending

    with transaction():
        loans = lending.open_loans(loan_ids)
        with _deed_on(KINDS[kind], loans):
            Contact.insert_many(
                {
                    "loan": loan.id,
                    "day": today,
                    "who": acting.user(),
                    "kind": kind,
                    "until": until,
                    "note": note,
                }
                for loan in loans
            ).execute()


def history_of(loan_id: int) -> tuple[ContactRow, ...]:
    """Every contact about one loan, oldest first."""
    return _rows(Contact.loan == loan_id)


def latest(loan_ids: Iterable[int], today: date) -> dict[int, ContactRow]:
    """What says most about each of these loans: a promise that holds, else the last contact.

    A note is no contact; loans without one are left out.
    """
    of_each = Contact.select(last_contact_id(Contact.loan, today)).distinct()
    wanted = of_each.where(Contact.loan.in_(list(loan_ids)))
    return {row.loan_id: row for row in _rows(Contact.id.in_(wanted))}


def last_contact_id(loan_id: Field, today: date) -> Expression:
    """The contact of `loan_id` that says most, as `latest` has it, within a query."""
    any_kind = Contact.alias("any_contact")
    last = any_kind.select(fn.MAX(any_kind.id)).where(
        any_kind.loan == loan_id, any_kind.kind != "note"
    )
    return fn.COALESCE(promise_that_holds(loan_id, today), last)


def promise_that_holds(loan_id: Field, today: date) -> ModelSelect:
    """The last promise about `loan_id`, if its day has not passed, within a query."""
    promise, last = Contact.alias("promise"), Contact.alias("last_promise")
    last_id = last.select(fn.MAX(last.id)).where(last.loan == loan_id, last.kind == "promised")
    return promise.select(promise.id).where(promise.id == last_id, promise.until >= today)


def say_contact(kind: str, day: date, until: date | None, today: date) -> str:
    """A contact in few words, in the language spoken now."""
    if until is None:
        return _("{contact} {day}").format(contact=_(KINDS[kind]), day=say_short(day))
    if until >= today:
        return _("promised for {day}").format(day=say_day(until))
    return _("promised for {day}, not kept").format(day=say_short(until))


def latest_notes(typed: str = "") -> list[str]:
    """The latest notes about loans that hold what is typed."""
    return recent.texts(Contact.note, typed)


def _deed_on(contact: str, loans: Sequence[LoanRow]) -> AbstractContextManager:
    if len(loans) > 1:
        return acting.deed("contact_many", contact=contact, count=len(loans))
    loan = loans[0]
    return acting.deed("contact", contact=contact, item=loan.item, household=loan.borrower)


def _refuse_promise(kind: str, until: date | None, today: date) -> None:
    if kind != "promised":
        if until is not None:
            raise Refused(_("Promise"), _("Only a promise is for a day."))
    elif until is None:
        raise Refused(_("Promise"), _("Please give the day for which it was promised."), "until")
    elif until < today:
        raise Refused(
            _("Promise"), _("That day has passed. Please give the day promised."), "until"
        )


def _rows(which) -> tuple[ContactRow, ...]:
    columns = (
        Contact.id,
        Contact.loan_id,
        Contact.day,
        Contact.who,
        Contact.kind,
        Contact.until,
        Contact.note,
    )
    query = Contact.select(*columns).where(which).order_by(Contact.id).tuples()
    return tuple(ContactRow(*row) for row in query)
