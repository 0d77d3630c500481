"""What a night's summary says of a loan, milestone or shift, and how much of a telephone number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from store.calendar import say_near
from store.farm.evening import ComingShift
from store.language import _
from store.phones import masked
from store.programme.late_milestones import LateMilestone
from store.sharing.contacts import say_contact
from store.sharing.loans import LoanRow
from store.sharing.summary import NightRow
from tui.plain.rows import named_door
from tui.plain.summary.milestones import say_days_late, told_milestone
from tui.plain.summary.rota import told_shift


def phone_teller(phones: bool) -> Callable[[str], str]:
    """How numbers are told: whole, or masked."""
    return str if phones else masked


def told_contact(row: NightRow, today: date) -> str:
    """The last contact in few words, if there was one."""
    if row.contact_day is None:
        return ""
    return say_contact(row.contact, row.contact_day, row.contact_until, today)


class Saying:
    """How a loan, a milestone or a shift is told in a list, on a page or in a message."""

    def __init__(self, today: date, phones: bool) -> None:
        self._today = today
        self._phone = phone_teller(phones)

    def __call__(self, row: NightRow | LoanRow | LateMilestone | ComingShift) -> list[str]:
        """The door, project or start first, then the rest; what is empty is left out.

        It is as somebody wrote it: a form must see to it that it stays text.
        """
        if isinstance(row, ComingShift):
            return told_shift(row, self._today)
        if isinstance(row, LateMilestone):
            return told_milestone(row, self._today)
        lender = named_door(row.lender, row.lender_name)
        told = [
            named_door(row.borrower, row.borrower_name),
            _("{item} of {lender}").format(item=row.item, lender=lender),
        ]
        if isinstance(row, NightRow):
            told += [
                say_days_late(row.days_overdue),
                f"{row.resident} {self._phone(row.phone)}".strip(),
                told_contact(row, self._today),
            ]
        else:
            told += [_("due {day}").format(day=say_near(row.due_on, self._today)), row.resident]
        return [each for each in told if each]
