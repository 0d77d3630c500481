"""The ledger of notices: every step that falls due for a loan's due date, once and never again.

A notice is pending until the run's message has arrived somewhere, then sent. It is skipped where a
higher step overtook it before it went out, or the loan came back or got another due date.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from peewee import EXCLUDED, SQL, Expression, Value, fn

from store.neighbours.models import Household, Unit
from store.runs import Run
from store.sharing.contacts import promise_that_holds
from store.sharing.models import Item, Loan, Notice, Told
from store.sharing.overdue import lateness


class NoticeRow(NamedTuple):
    """One notice of a loan; `at` is when its run began, in UTC."""

    due_on: date
    step: int
    state: str
    at: str


def of_loan(loan_id: int) -> tuple[NoticeRow, ...]:
    """Every notice of a loan, by due date and step."""
    query = (
        Notice.select(Notice.due_on, Notice.step, Notice.state, Run.started_at)
        .join(Run)
        .where(Notice.loan == loan_id)
        .order_by(Notice.due_on, Notice.step)
    )
    return tuple(NoticeRow(*row) for row in query.tuples())


def record(
    run_id: int, today: date, compound_id: int | None, unsettled: Sequence[int] = ()
) -> None:
    """Enter what is due in the ledger, as this run's, inside the caller's transaction.

    For each overdue loan (of a compound, if given) the highest step reached is pending, lower ones
    that never went out are skipped. While a promise holds its loan's ladder stands still. What is
    pending of an earlier run becomes this run's, unless that one's message is `unsettled`.
    """
    _retire()
    for step, condition, higher in _rungs(today, compound_id):
        _enter(run_id, step, condition, higher, unsettled)


def confirm(run_id: int, channel: str, today: date, compound_id: int | None) -> None:
    """A message with the news of runs up to this one has arrived on a channel: they are sent.

    News are the steps on which loans stand; to be called inside the caller's transaction.
    """
    for step, condition, higher in _rungs(today, compound_id):
        if higher is not None:
            condition &= Loan.due_on >= higher
        heard = Told.select(SQL("1")).where(
            Told.loan_id == Notice.loan_id,
            Told.due_on == Notice.due_on,
            Told.step == Notice.step,
            Told.channel == channel,
        )
        news = (
            Loan.select(Notice.loan_id, Notice.due_on, Notice.step, Value(channel))
            .join(Notice, on=((Notice.loan == Loan.id) & (Notice.due_on == Loan.due_on)))
            .where(condition, Notice.step == step, Notice.run <= run_id)
            .where(Notice.state != "skipped", ~fn.EXISTS(heard))
        )
        Told.insert_from(news, [Told.loan_id, Told.due_on, Told.step, Told.channel]).execute()
        Notice.update(state="sent").where(
            Notice.state == "pending",
            Notice.run <= run_id,
            Notice.step == step,
            fn.EXISTS(heard),
        ).execute()


def holds_still(today: date) -> Expression:
    """The condition that a promise about a loan holds, so that its ladder stands still."""
    return fn.EXISTS(promise_that_holds(Loan.id, today))


def _rungs(today: date, compound_id: int | None) -> Iterator[tuple[int, Expression, date | None]]:
    """Each step in days, highest first, with the condition that a loan has reached it.

    The day named last is the one before which a loan was due that has passed it, if any has.
    """
    rule = lateness(today)
    for which, lenient in rule.scopes():
        higher: date | None = None
        for step in reversed(rule.ladder):
            before = rule.before(step.days, lenient=lenient)
            condition = _due(before, today, compound_id)
            yield step.days, condition if which is None else condition & which, higher
            higher = before


def _due(before: date, today: date, compound_id: int | None) -> Expression:
    condition = Loan.returned_on.is_null() & (Loan.due_on < before) & ~holds_still(today)
    if compound_id is not None:
        theirs = Item.select(Item.id).join(Household).join(Unit)
        condition &= Loan.item.in_(theirs.where(Unit.compound == compound_id))
    return condition


def _enter(
    run_id: int,
    step: int,
    condition: Expression,
    higher: date | None,
    unsettled: Sequence[int],
) -> None:
    """Enter one step for the loans of `condition`; those due before `higher` have passed it.

    What was sent stays so. What was skipped is taken up again where the loan is on this step once
    more, as after a return that was undone, unless a higher step has gone out.
    """
    state: Expression | Value = Value("pending")
    if higher is not None:
        state = fn.IIF(Loan.due_on < higher, "skipped", "pending")
    above = Notice.alias()
    gone_out = above.select(SQL("1")).where(
        above.loan == Notice.loan,
        above.due_on == Notice.due_on,
        above.step > Notice.step,
        above.state == "sent",
    )
    taken_up = (Notice.state == "skipped") & (EXCLUDED.state == "pending") & ~fn.EXISTS(gone_out)
    Notice.insert_from(
        Loan.select(Loan.id, Loan.due_on, Value(step), Value(run_id), state).where(condition),
        [Notice.loan, Notice.due_on, Notice.step, Notice.run, Notice.state],
    ).on_conflict(
        conflict_target=[Notice.loan, Notice.due_on, Notice.step],
        update={
            Notice.state: EXCLUDED.state,
            Notice.run: fn.IIF(Notice.run.in_(unsettled), Notice.run, EXCLUDED.run_id),
        },
        where=(Notice.state == "pending") | taken_up,
    ).execute()


def _retire() -> None:
    """Skip what is pending for a loan that is back, or due on another day since."""
    Notice.update(state="skipped").where(Notice.state == "pending", ~_stands()).execute()


def _stands() -> Expression:
    """The condition that a notice's loan is still out, and due on the same day."""
    return fn.EXISTS(
        Loan.select(SQL("1")).where(
            Loan.id == Notice.loan, Loan.due_on == Notice.due_on, Loan.returned_on.is_null()
        )
    )
