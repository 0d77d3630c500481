"""A night of the sample after much was done, and nights of any loans that one can think of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from store import public_holidays
from store.messages import nightly
from store.neighbours import compounds
from store.sharing import contacts
from store.sharing.late_loans import LateLoans
from store.sharing.loans import LoanRow
from store.sharing.steps import StepRow
from store.sharing.summary import Night, NightRow, Totals
from tests.conftest import TODAY

A_WEEK_AGO = TODAY - timedelta(6)


class Ear:
    """A channel that takes every message."""

    key = "address:1"
    label = "ear"
    is_message = True

    def deliver(self, night: Night, *, number: str, again: bool) -> None:
        """Nothing more is to be done."""


@pytest.fixture
def night(sample: Path, clock: Callable[[str], None]) -> Night:
    """The sample's night, six days after the last message; meanwhile some were called or promised.

    Next year's holidays are not in its calendar.
    """
    compound = compounds.compounds(limit=1)[0].id
    late = [loan.id for loan in LateLoans(compound, TODAY).after(None, 9)]
    contacts.record(late[:1], "reminded", _days_ago(40))
    contacts.record(late[1:2], "called", _days_ago(21))
    contacts.record(late[1:2], "promised", _days_ago(3), until=_days_ago(-4))
    contacts.record(late[2:3], "promised", _days_ago(8), until=_days_ago(3))
    contacts.record(late[3:5], "called", _days_ago(1))
    nightly.run(A_WEEK_AGO, [Ear()], days_soon=7)
    public_holidays.ensure(TODAY.year, TODAY.year, TODAY)
    return nightly.preview(TODAY, Ear(), days_soon=7)


def _days_ago(days: int) -> date:
    return TODAY - timedelta(days)


class MadeUp(NamedTuple):
    """A night of these rows alone, as the forms read it."""

    late: Iterable[NightRow]
    soon: Iterable[LoanRow] = ()
    count: int = 0
    count_soon: int = 0
    new_only: bool = False
    today: date = TODAY
    days_soon: int = 7
    compound_id: int | None = None

    @property
    def totals(self) -> Totals:
        return Totals(
            self.count + self.count_soon,
            self.count,
            self.count_soon,
            self.count,
            0,
            ((StepRow(1, "remind"), self.count),),
        )

    def late_rows(self) -> Iterator[NightRow]:
        yield from self.late

    def soon_rows(self) -> Iterator[LoanRow]:
        yield from self.soon


def made_up(rows: Sequence[NightRow], soon: Sequence[LoanRow] = ()) -> MadeUp:
    """A night of these loans, all of them new."""
    return MadeUp(rows, soon, len(rows), len(soon))


def late_loan(
    number: int,
    text: str = "",
    *,
    phone: str = "13800001234",
    stage: str = "remind",
    new: bool = True,
) -> NightRow:
    """A loan four days late, with `text` wherever somebody may have written something."""
    loan = soon_loan(number, text)._replace(phone=phone, due_on=TODAY - timedelta(4))
    return NightRow(*loan, 4, text or stage, new, "called", TODAY, None, False, text or stage)


def soon_loan(number: int, text: str = "") -> LoanRow:
    """A loan that is due in two days, with `text` wherever somebody may have written something."""
    return LoanRow(
        id=number,
        item_id=number,
        item=text or f"thing {number}",
        category_id=1,
        category=text,
        compound_id=1,
        lender_id=1,
        lender=f"{text}-101",
        lender_name=text,
        borrower_id=2,
        borrower=f"{text}-102",
        borrower_unit=text or "1",
        borrower_floor=1,
        borrower_name=text,
        resident=text,
        phone="",
        lent_on=TODAY - timedelta(18),
        due_on=TODAY + timedelta(2),
        returned_on=None,
        renewals=0,
        note=text,
    )
