"""What is overdue and what is due soon, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from store import settings
from store.language import _, ngettext
from store.neighbours import consent
from store.sharing import contacts
from store.sharing.contacts import ContactRow
from store.sharing.late_loans import LateLoans
from store.sharing.loans import LoanRow
from store.sharing.overdue import Lateness, lateness
from store.sharing.steps import say_to_do
from tui.plain.conversation import looking, things
from tui.plain.conversation.choosing import Told, choose
from tui.plain.conversation.desk import Desk
from tui.plain.conversation.talk import together
from tui.plain.output import say


class _Line(NamedTuple):
    """A loan, what says most of the contacts about it, and whether one may call."""

    loan: LoanRow
    contact: ContactRow | None
    by_phone: bool


def overdue(desk: Desk) -> None:
    """Say what is overdue, longest first, and do about a loan what is asked."""
    loans = LateLoans(desk.compound_id, desk.today)
    count = loans.count()
    if not count:
        say(_("Nothing is overdue."))
        return
    say(ngettext("{count} is overdue.", "{count} are overdue.", count).format(count=count))
    _go_through(desk, loans)


def soon(desk: Desk) -> None:
    """Say what falls due in the next days, soonest first, and do about a loan what is asked."""
    days = settings.number("due_soon_days")
    loans = LateLoans(desk.compound_id, desk.today, due_soon_days=days)
    if not loans.count():
        say(_("Nothing is due."))
        return
    say(ngettext("Due in {days} day:", "Due in {days} days:", days).format(days=days))
    _go_through(desk, loans)


def _go_through(desk: Desk, loans: LateLoans) -> None:
    rule = lateness(desk.today)

    def following(last: _Line | None, limit: int) -> Sequence[_Line]:
        return _lines(loans.after(last and last.loan.id, limit), desk.today)

    told: Told[_Line] = Told(following, lambda line: _said(line, rule))
    while isinstance(line := choose(told, {}), _Line):
        looking.at_loan(desk, line.loan.id)


def _lines(loans: Sequence[LoanRow], today: date) -> Sequence[_Line]:
    known = contacts.latest((loan.id for loan in loans), today)
    unwilling = consent.not_to_call({loan.borrower_id for loan in loans})
    return [_Line(loan, known.get(loan.id), loan.borrower_id not in unwilling) for loan in loans]


def _said(line: _Line, rule: Lateness) -> str:
    """A loan, what is to be done about it, and what was done last."""
    parts = [things.say_loan(line.loan, rule)]
    contact = line.contact
    step = rule.stage(rule.of(line.loan))
    if contact is not None:
        parts.append(contacts.say_contact(contact.kind, contact.day, contact.until, rule.today))
    if step is not None and not (contact and contact.holds(rule.today)):
        to_do = say_to_do(step.name, by_phone=line.by_phone)
        parts.append(_("to do: {step}").format(step=to_do))
    return together(parts)
