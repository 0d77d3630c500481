"""Loans as rows of a list: what each column says, and a page of the store's list at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from store.calendar import say_short
from store.language import _
from store.neighbours import consent
from store.sharing import contacts
from store.sharing.contacts import ContactRow
from store.sharing.late_loans import LateLoans
from store.sharing.loans import LoanRow
from store.sharing.overdue import Lateness
from store.sharing.steps import say_to_do
from store.sharing.words import say_unit
from tui.sharing.board import OVERDUE
from tui.widgets.listing import Column, ListingRow

PROMISED = "○"

# The columns of each list, left to right; their priority says which of them give way first.
LATE = ("item", "borrower", "days", "due", "step", "contact", "lender", "resident", "renewals")
SOON = ("item", "borrower", "days", "due", "lender", "contact", "resident", "renewals")
ROUTE = ("borrower", "item", "days", "due", "step", "contact", "resident")


def columns(layout: Sequence[str]) -> tuple[Column, ...]:
    """The columns of a layout."""
    known = {
        "item": Column(_("item"), 11, flex=4, priority=9),
        "borrower": Column(_("borrower"), 14, flex=2, priority=8),
        "days": Column(_("days"), 5 if layout is SOON else 4, align="right", priority=7),
        "step": Column(_("to do"), 10, flex=6, priority=6),
        "contact": Column(_("last contact"), 14, priority=5),
        "lender": Column(_("lender"), 12, flex=2, priority=4),
        "due": Column(_("due"), 6, priority=3),
        "resident": Column(_("taken by"), 8, flex=1, priority=2),
        "renewals": Column(_("renewed"), 7, align="right", priority=1),
    }
    return tuple(known[name] for name in layout)


class LoanSource(NamedTuple):
    """The store's list of loans as a source of rows, in the columns of `layout`."""

    loans: LateLoans
    layout: Sequence[str]
    rule: Lateness

    def after(self, key: str | None, limit: int) -> Sequence[ListingRow]:
        """Up to `limit` loans that follow the one of `key`."""
        return self._lines(self.loans.after(_loan_id(key), limit))

    def before(self, key: str | None, limit: int) -> Sequence[ListingRow]:
        """Up to `limit` loans that stand before the one of `key`."""
        return self._lines(self.loans.before(_loan_id(key), limit))

    def _lines(self, loans: Sequence[LoanRow]) -> list[ListingRow]:
        known = contacts.latest((loan.id for loan in loans), self.rule.today)
        unwilling = consent.not_to_call({loan.borrower_id for loan in loans})
        return [
            self._line(loan, known.get(loan.id), loan.borrower_id not in unwilling)
            for loan in loans
        ]

    def _line(self, loan: LoanRow, contact: ContactRow | None, by_phone: bool) -> ListingRow:
        rule = self.rule
        late = rule.of(loan)
        waits = contact is not None and contact.holds(rule.today)
        texts = {
            "item": loan.item,
            "borrower": f"{loan.borrower} {loan.borrower_name}",
            "days": _days(loan, late, rule),
            "due": say_short(loan.due_on),
            "step": _("wait") if waits else _step(late, rule, by_phone),
            "contact": _contact(contact, rule) if contact else "",
            "lender": f"{loan.lender} {loan.lender_name}",
            "resident": loan.resident,
            "renewals": str(loan.renewals) if loan.renewals else "",
        }
        return ListingRow(
            str(loan.id),
            tuple(texts[name] for name in self.layout),
            group=_stairs(loan) if self.loans.by_route else "",
            dimmed=waits,
            glyph=PROMISED if waits else OVERDUE if late else "",
        )


def _loan_id(key: str | None) -> int | None:
    return None if key is None else int(key)


def _days(loan: LoanRow, late: int, rule: Lateness) -> str:
    """The days late, or how many are left."""
    ahead = (loan.due_on - rule.today).days
    return str(late) if late else _("today") if ahead <= 0 else f"+{ahead}"


def _step(late: int, rule: Lateness, by_phone: bool) -> str:
    step = rule.stage(late)
    return say_to_do(step.name, by_phone=by_phone) if step else ""


def _contact(contact: ContactRow, rule: Lateness) -> str:
    """A contact in a column's width: of a promise its own day, else the day of the contact."""
    if contact.until is None:
        return contacts.say_contact(contact.kind, contact.day, None, rule.today)
    told = _("promised {day}") if contact.holds(rule.today) else _("not kept {day}")
    return told.format(day=say_short(contact.until))


def _stairs(loan: LoanRow) -> str:
    """Where one stands on the walk: the unit, and its floor."""
    return _("{unit}, floor {floor}").format(
        unit=say_unit(loan.borrower_unit), floor=loan.borrower_floor
    )
