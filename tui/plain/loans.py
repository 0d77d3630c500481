"""One loan: how its due date came about, and what was done about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from store.calendar import say_day, say_moment
from store.errors import Refused
from store.language import N_, _, listed
from store.sharing import contacts, due, inventory, lending, notices
from store.sharing.contacts import ContactRow
from store.sharing.loans import LoanRow
from store.sharing.notices import NoticeRow
from store.sharing.steps import say_step, steps
from tui.plain import asked, rows
from tui.plain.output import as_object, say, write_object

NOTICE_STATES = {"pending": N_("pending"), "sent": N_("sent"), "skipped": N_("skipped")}


def write(item_text: str, today: date, form: str, *, compound: str | None) -> None:
    """Write the loan by which an item is out, and all about it. Raises StoreErrors."""
    write_one(_loan_of(item_text, today, compound), today, form)


def record_contact(
    item_text: str,
    word: str,
    today: date,
    form: str,
    *,
    compound: str | None,
    until: str | None,
    note: str,
) -> None:
    """Note what was done about the loan of an item, and write the loan. Raises StoreErrors."""
    loan = _loan_of(item_text, today, compound)
    day = asked.day(until, today, past=False)
    contacts.record([loan.id], _kind(word), today, until=day, note=note)
    write_one(loan, today, form)


def _loan_of(item_text: str, today: date, compound: str | None) -> LoanRow:
    item = inventory.find(item_text, today, asked.compound_id(compound))
    return lending.get(lending.open_loan_of(item))


def _kind(word: str) -> str:
    """The kind of contact that was typed, in Chinese or English. Raises Refused."""
    said = {kind: kind for kind in contacts.KINDS}
    said |= {_(name): kind for kind, name in contacts.KINDS.items()}
    kind = said.get(word.strip().lower())
    if kind is None:
        raise Refused(
            _("Contact"),
            _("A contact is one of these: {contacts}.").format(contacts=listed(said)),
        )
    return kind


def write_one(loan: LoanRow, today: date, form: str) -> None:
    """Write a loan, how its due date came about, and what was done about it."""
    explanation = due.explain(loan.id, today)
    about = contacts.history_of(loan.id)
    sent = notices.of_loan(loan.id)
    if form == "json":
        write_object(
            {
                **as_object(rows.loan(today), loan),
                "explanation": list(explanation),
                "contacts": [_bare(contact) for contact in about],
                "notices": [_bare(notice) for notice in sent],
            }
        )
        return
    say(
        _("{item} ({number}) of {lender}, lent to {borrower}").format(
            item=loan.item,
            number=loan.item_id,
            lender=rows.named_door(loan.lender, loan.lender_name),
            borrower=rows.named_door(loan.borrower, loan.borrower_name),
        )
    )
    _say_part(_("Due date"), explanation)
    _say_part(_("Contacts"), [_told_contact(contact, today) for contact in about])
    _say_part(_("Notices"), list(_told_notices(sent)))


def _say_part(title: str, lines: Sequence[str]) -> None:
    if lines:
        say()
        say(title)
        for line in lines:
            say(f"  {line}")


def _told_contact(contact: ContactRow, today: date) -> str:
    words = _(contacts.KINDS[contact.kind])
    if contact.until is not None:
        words = contacts.say_contact(contact.kind, contact.day, contact.until, today)
    told = _("{day}  {who}: {contact}").format(
        day=say_day(contact.day), who=contact.who, contact=words
    )
    return _("{contact} ({note})").format(contact=told, note=contact.note) if contact.note else told


def _told_notices(sent: Sequence[NoticeRow]) -> Iterator[str]:
    names = {step.days: say_step(step.name) for step in steps()}
    for notice in sent:
        yield _("due {due}: {step}, {state} {at}").format(
            due=say_day(notice.due_on),
            step=names.get(notice.step, _("step at {days} days late").format(days=notice.step)),
            state=_(NOTICE_STATES[notice.state]),
            at=say_moment(datetime.fromisoformat(notice.at)),
        )


def _bare(row: ContactRow | NoticeRow) -> dict[str, Any]:
    """A row as programs read it, without the store's own numbers."""
    fields = {key: value for key, value in row._asdict().items() if key not in ("id", "loan_id")}
    return {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in fields.items()
    }
