"""Reminding, calling, knocking, and what was promised."""

from __future__ import annotations

from datetime import date

from store.calendar import parse_day
from store.language import _
from store.sharing import contacts, lending, phones, reminders
from tui.plain.conversation.desk import Desk
from tui.plain.conversation.talk import ask_for, plain
from tui.plain.output import say


def write_reminder(desk: Desk, loan_id: int) -> None:
    """Say the text of a reminder, a line of it a line, to be copied. Raises StoreErrors."""
    for line in reminders.text([loan_id], desk.today).splitlines():
        say(line)
    say(_("m notes it as sent."))


def reminded(desk: Desk, loan_id: int) -> None:
    """Note that a message was sent. Raises StoreErrors."""
    _record(desk, loan_id, "reminded")


def called(desk: Desk, loan_id: int) -> None:
    """Note that they were called. Raises StoreErrors."""
    _record(desk, loan_id, "called")


def knocked(desk: Desk, loan_id: int) -> None:
    """Note a knock on the door. Raises StoreErrors."""
    _record(desk, loan_id, "knocked")


def promised(desk: Desk, loan_id: int) -> None:
    """Ask for the day that was promised, and note it. Raises StoreErrors."""
    help = (_("A day to come, as 12-3, +3, fri, tomorrow."),)

    def promise(line: str) -> None:
        _record(desk, loan_id, "promised", parse_day(plain(line), desk.today))

    ask_for(_("Promised for which day?"), help, promise)


def note(desk: Desk, loan_id: int) -> None:
    """Ask for a note about the loan, and keep it. Raises StoreErrors."""
    help = (_("A sentence for whoever looks at the loan next."),)
    ask_for(_("What is to be noted?"), help, lambda line: _record(desk, loan_id, "note", note=line))


def show_phone(_desk: Desk, loan_id: int) -> None:
    """Say whole telephone numbers, which the history tells. Raises StoreErrors."""
    for phone in phones.show(loan_id):
        say(f"{phone.name} {phone.phone}")


def _record(desk: Desk, loan_id: int, kind: str, until: date | None = None, note: str = "") -> None:
    contacts.record([loan_id], kind, desk.today, until=until, note=note)
    loan = lending.get(loan_id)
    desk.done(
        _("Noted for “{item}”, {household}: {contact}.").format(
            item=loan.item,
            household=loan.borrower,
            contact=contacts.say_contact(kind, desk.today, until, desk.today),
        )
    )
