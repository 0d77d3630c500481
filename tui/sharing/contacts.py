"""What a coordinator did about loans: reminded, called, knocked, was promised, or noted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from store.errors import Refused
from store.language import _, ngettext
from store.sharing import contacts, lending, reminders
from tui.days import day_field
from tui.reading import Reading, note_field
from tui.widgets.form import Form

if TYPE_CHECKING:
    from tui.sharing.loansroom import LoansRoom

# More than this many terminals drop on its way to the clipboard.
CLIPBOARD = 50_000


def record(room: LoansRoom, loan_ids: Sequence[int], kind: str) -> None:
    """Note that this was done today about all these loans."""
    contacts.record(loan_ids, kind, room.desk.today)
    room.settled(_noted(loan_ids, kind, room.desk.today))


def ask_promise(room: LoansRoom, loan_ids: Sequence[int]) -> None:
    """Ask for the day that was promised, and perhaps a note."""
    today = room.desk.today

    def save(values: dict[str, str]) -> str:
        read = Reading(_("Promise"))
        until = read.needed_day("until", values["until"], today)
        note = values["note"]
        read.do(lambda: contacts.record(loan_ids, "promised", today, until=until, note=note))
        return _noted(loan_ids, "promised", today, until)

    fields = (
        day_field("until", _("For when"), None, today),
        note_field(contacts.latest_notes),
    )
    title = _("Promised: {loans}").format(loans=_say_loans(loan_ids))
    room.app.push_screen(Form(title, fields, save, enter_saves=True), room.settled_if)


def ask_note(room: LoansRoom, loan_ids: Sequence[int]) -> None:
    """Ask for a note."""
    today = room.desk.today

    def save(values: dict[str, str]) -> str:
        contacts.record(loan_ids, "note", today, note=values["note"])
        return _noted(loan_ids, "note", today)

    title = _("Note: {loans}").format(loans=_say_loans(loan_ids))
    fields = (note_field(contacts.latest_notes),)
    room.app.push_screen(Form(title, fields, save, enter_saves=True), room.settled_if)


def copy_reminder(room: LoansRoom, loan_ids: Sequence[int]) -> None:
    """Copy a reminder of these loans to the clipboard of the terminal, however far away it is."""
    text = reminders.text(loan_ids, room.desk.today)
    if len(text.encode()) > CLIPBOARD:
        raise Refused(
            _("Too long"),
            _("That is too long for the terminal's clipboard. Please mark fewer loans."),
        )
    room.app.copy_to_clipboard(text)
    room.say(
        _("Copied the reminder for {loans}; m notes it as sent.").format(loans=_say_loans(loan_ids))
    )


def _noted(loan_ids: Sequence[int], kind: str, today: date, until: date | None = None) -> str:
    return _("Noted for {loans}: {contact}.").format(
        loans=_say_loans(loan_ids), contact=contacts.say_contact(kind, today, until, today)
    )


def _say_loans(loan_ids: Sequence[int]) -> str:
    """What the news and the titles call these loans."""
    if len(loan_ids) > 1:
        return ngettext("{count} loan", "{count} loans", len(loan_ids)).format(count=len(loan_ids))
    loan = lending.get(loan_ids[0])
    return _("“{item}”, {household}").format(item=loan.item, household=loan.borrower)
