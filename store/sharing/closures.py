"""Closures: days set closed together, and what is due on them spread over the days after.

This is what a closure does to loans; store.closures joins it with what it does to shifts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from store import history, opendays
from store.calendar import say_day
from store.database import transaction
from store.errors import Refused
from store.language import _
from store.neighbours.models import Compound
from store.opendays import LONGEST_CLOSURE, NAME_LENGTH
from store.public_holidays import CalendarByYear
from store.sharing import loans
from store.sharing.loans import BorrowerHousehold, BorrowerUnit, LoanRow, select_loans
from store.sharing.models import Loan
from store.sharing.overdue import lateness
from store.text import clean

MOST_DAYS = 60
MOST_SPREAD = 60
USUAL_SPREAD = 5

# Loans that get their new due date in one statement.
_TOGETHER = 500


class Move(NamedTuple):
    """A loan that is due on a closed day, and when it will be due instead."""

    loan: LoanRow
    old: date
    new: date


class Kept(NamedTuple):
    """A compound whose due dates never move, and how many of them fall into the closure."""

    compound: str
    loans: int


class ClosurePlan(NamedTuple):
    """What a closure will do: the days that it closes, and the due dates that it moves."""

    first: date
    last: date
    name: str
    spread_days: int
    closed: tuple[date, ...]
    moves: tuple[Move, ...]
    kept: tuple[Kept, ...]

    def effect(self) -> tuple:
        """What of the plan must still hold when it is carried out."""
        return self.closed, [(move.loan.id, move.old, move.new) for move in self.moves]


def preview(first: date, last: date, spread_days: int, today: date, name: str = "") -> ClosurePlan:
    """What closing from `first` to `last` would do; nothing is written. Raises Refused.

    What is due then and not late yet comes back on the first `spread_days` open days after, as
    evenly as it can be while each household comes once, in the order in which it was due. Compounds
    whose due dates never move keep theirs.
    """
    return _plan(first, last, spread_days, today, name, CalendarByYear())


def close(plan: ClosurePlan, today: date) -> None:
    """Carry out a plan as one deed: close its days, and move the due dates.

    Raises Refused where there is nothing to do, or the plan no longer fits what the store holds.
    """
    with transaction():
        refuse_unfit(plan, today)
        if not plan.closed and not plan.moves:
            raise nothing_to_do()
        with history.deed(
            "closure",
            first=plan.first.isoformat(),
            last=plan.last.isoformat(),
            name=plan.name,
            count=len(plan.moves),
        ):
            carry_out(plan)


def refuse_unfit(plan: ClosurePlan, today: date) -> None:
    """Refuse a plan that no longer fits what the store holds, inside the caller's transaction."""
    asked = (plan.first, plan.last, plan.spread_days, today, plan.name)
    if _plan(*asked, CalendarByYear(today)).effect() != plan.effect():
        raise Refused(
            _("Closure"),
            _("What is due on these days has changed meanwhile. Please look at it again."),
        )


def nothing_to_do() -> Refused:
    """That a closure would change nothing."""
    return Refused(_("Closure"), _("These days are closed already, and nothing is due on them."))


def carry_out(plan: ClosurePlan) -> None:
    """Close the days of a plan and move its due dates, inside the caller's deed."""
    opendays.put_days(plan.closed, "closed", plan.name)
    _move(plan.moves)


def _refuse_span(first: date, last: date, spread_days: int, today: date) -> None:
    if last < first:
        sentence = _("The last day of a closure is not before its first. Please check the dates.")
        raise Refused(_("Closure"), sentence, "last")
    if last < today:
        sentence = _("These days have passed; a closure is for days to come.")
        raise Refused(_("Closure"), sentence, "first")
    if (last - first).days >= MOST_DAYS:
        sentence = _("A closure has at most {most} days.").format(most=MOST_DAYS)
        raise Refused(_("Closure"), sentence, "last")
    if not 1 <= spread_days <= MOST_SPREAD:
        sentence = _("Returns are spread over 1 to {most} days.").format(most=MOST_SPREAD)
        raise Refused(_("Closure"), sentence, "spread")


def _plan(
    first: date, last: date, spread_days: int, today: date, name: str, calendar: CalendarByYear
) -> ClosurePlan:
    name = clean(name, NAME_LENGTH, _("Name"))
    _refuse_span(first, last, spread_days, today)
    closed = tuple(day for day in _days(first, last) if not _is_marked_closed(day, calendar))
    return_days = tuple(islice(_open_days(last, calendar), spread_days))
    moves: list[Move] = []
    kept: list[Kept] = []
    never = _where_due_dates_stay()
    for compound_id, affected in _affected(first, last, today).items():
        if compound_id in never:
            kept.append(Kept(never[compound_id], len(affected)))
        else:
            moves += _spread(affected, return_days)
    return ClosurePlan(first, last, name, spread_days, closed, tuple(moves), tuple(kept))


def _is_marked_closed(day: date, calendar: CalendarByYear) -> bool:
    """Whether `day` is closed by what is said of itself, not only by its weekday."""
    kind, _name = calendar.of(day).days.get(day, ("open", ""))
    return kind != "open"


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days) for days in range((last - first).days + 1)]


def _open_days(after: date, calendar: CalendarByYear) -> Iterator[date]:
    """The open days after a day, soonest first. Raises Refused where none comes for a year."""
    closed_in_a_row = 0
    day = after
    while closed_in_a_row < LONGEST_CLOSURE and day < date.max:
        day += timedelta(1)
        if calendar.of(day).is_open(day):
            closed_in_a_row = 0
            yield day
        else:
            closed_in_a_row += 1
    raise Refused(
        _("Closure"),
        _("Too few days after {day} are open. Please check the calendar.").format(
            day=say_day(after)
        ),
    )


def _where_due_dates_stay() -> dict[int, str]:
    query = Compound.select(Compound.id, Compound.name).where(Compound.due_moves == "never")
    return dict(query.tuples())


def _affected(first: date, last: date, today: date) -> dict[int, list[LoanRow]]:
    """The loans due in a closure and not late yet, by compound; by due date, then as one walks."""
    query = (
        select_loans()
        .where(Loan.returned_on.is_null(), Loan.due_on.between(first, last))
        .where(~lateness(today).is_late())
        .order_by(
            Loan.due_on,
            BorrowerUnit.position,
            BorrowerUnit.id,
            BorrowerHousehold.floor,
            BorrowerHousehold.position,
            BorrowerHousehold.id,
            Loan.id,
        )
    )
    found: defaultdict[int, list[LoanRow]] = defaultdict(list)
    for loan in loans.rows(query):
        found[loan.compound_id].append(loan)
    return dict(sorted(found.items()))


def _spread(affected: Sequence[LoanRow], return_days: Sequence[date]) -> Iterator[Move]:
    """New due dates for loans in this order; each borrower's loans go with the first of them."""
    of_borrower: defaultdict[int, list[LoanRow]] = defaultdict(list)
    for loan in affected:
        of_borrower[loan.borrower_id].append(loan)
    before = 0
    for together in of_borrower.values():
        day = return_days[before * len(return_days) // len(affected)]
        for loan in together:
            yield Move(loan, loan.due_on, day)
        before += len(together)


def _move(moves: Sequence[Move]) -> None:
    by_day: defaultdict[date, list[int]] = defaultdict(list)
    for move in moves:
        by_day[move.new].append(move.loan.id)
    for day, loan_ids in by_day.items():
        for start in range(0, len(loan_ids), _TOGETHER):
            part = loan_ids[start : start + _TOGETHER]
            Loan.update(due_on=day).where(Loan.id.in_(part)).execute()
