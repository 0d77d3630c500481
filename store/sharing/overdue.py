"""What is late, by how much, and what is due soon: one rule that every screen and report asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property

from peewee import Expression, ModelSelect, fn

from store import opendays
from store.neighbours.models import Compound, Household, Unit
from store.opendays import OpenDays
from store.sharing import loans
from store.sharing.loans import LoanRow, select_loans
from store.sharing.models import Item, Loan
from store.sharing.steps import StepRow, steps


class Lateness:
    """How late loans are on the day `today`: the one rule, with the calendar it goes by.

    A loan is one day late on the first day after its due date. In a compound that does not count
    closed days, only open days make it later.
    """

    def __init__(self, today: date, calendar: OpenDays, lenient: frozenset[int]) -> None:
        self.today = today
        self.calendar = calendar
        self.lenient = lenient
        self._counted: dict[tuple[date, date], int] = {}

    def days(self, due_on: date, returned_on: date | None, compound_id: int) -> int:
        """How many days late a loan is, or was when it came back; 0 where it is not."""
        lenient = compound_id in self.lenient
        return self.days_until(returned_on or self.today, due_on, lenient=lenient)

    def days_until(self, until: date, due_on: date, *, lenient: bool) -> int:
        """How many days late a loan is on the day `until`; of open days only where `lenient`."""
        if until <= due_on:
            return 0
        if not lenient:
            return (until - due_on).days
        span = (due_on, until)
        if span not in self._counted:
            self._counted[span] = self.calendar.count_open(*span)
        return self._counted[span]

    def of(self, loan: LoanRow) -> int:
        """How many days late this loan is, or was when it came back."""
        return self.days(loan.due_on, loan.returned_on, loan.compound_id)

    def before(self, days: int, *, lenient: bool) -> date:
        """The day before which a loan was due that is `days` (1 or more) days late or later."""
        if lenient:
            return self.calendar.back(self.today, days)
        return _earlier(self.today, days - 1)

    def scopes(self) -> list[tuple[Expression | None, bool]]:
        """The loans in parts that count alike: which they are (None: all), and whether lenient."""
        if not self.lenient:
            return [(None, False)]
        return [(~self.is_lenient(), False), (self.is_lenient(), True)]

    def is_lenient(self) -> Expression:
        """The condition that a loan is of a compound where closed days do not count."""
        theirs = Item.select(Item.id).join(Household).join(Unit)
        return Loan.item.in_(theirs.where(Unit.compound.in_(self.lenient)))

    def is_late(self, days: int = 1) -> Expression:
        """The condition that an open loan is `days` days late or later."""
        met = None
        for which, lenient in self.scopes():
            late = Loan.due_on < self.before(days, lenient=lenient)
            part = late if which is None else late & which
            met = part if met is None else met | part
        return met

    def stage(self, days: int) -> StepRow | None:
        """The highest rung of the ladder that a loan of so many days late has reached."""
        return next((step for step in reversed(self.ladder) if step.days <= days), None)

    @cached_property
    def ladder(self) -> tuple[StepRow, ...]:
        """The rungs, lowest first."""
        return steps()


def lateness(today: date) -> Lateness:
    """The rule of lateness as of `today`, as the store's calendar and compounds have it."""
    lenient = frozenset(
        row[0] for row in Compound.select(Compound.id).where(~Compound.closed_days_late).tuples()
    )
    calendar = opendays.read() if lenient else OpenDays(frozenset(), {})
    return Lateness(today, calendar, lenient)


def due_soon_until(today: date, days: int) -> date:
    """The last due date that counts as due soon; the calendar's last day where it ends before."""
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return date.max


def open_of_compound(compound_id: int | None, today: date) -> tuple[int, int]:
    """How many loans (of a compound, if given) are open, and how many of them overdue."""
    late_ones = fn.SUM(lateness(today).is_late())
    query = loans.in_compound(Loan.select(fn.COUNT(Loan.id), late_ones), compound_id)
    query = query.where(Loan.returned_on.is_null())
    open_loans, late = query.tuples().first()
    return open_loans, late or 0


def late_rows(
    today: date, compound_id: int | None = None, household_id: int | None = None
) -> Iterator[LoanRow]:
    """Every overdue loan, longest first, one at a time; those of one household on either side."""
    query = select_late(today, compound_id, household_id)
    return loans.rows(query.order_by(Loan.due_on, Loan.id))


def select_late(
    today: date, compound_id: int | None, household_id: int | None = None
) -> ModelSelect:
    """The query for every overdue loan, to be ordered."""
    query = loans.of(select_loans(), compound_id, household_id)
    return query.where(Loan.returned_on.is_null(), lateness(today).is_late())


def select_soon(today: date, days: int, compound_id: int | None = None) -> ModelSelect:
    """The query for every loan that falls due in the next `days` days, to be ordered."""
    return loans.of(select_loans(), compound_id, None).where(
        Loan.returned_on.is_null(),
        ~lateness(today).is_late(),
        Loan.due_on <= due_soon_until(today, days),
    )


def _earlier(day: date, days: int) -> date:
    """`days` days before `day`; the calendar's first day where it begins later."""
    try:
        return day - timedelta(days)
    except OverflowError:
        return date.min
