"""The ledger of notices: every step that falls due for a loan's due date, once and never again.

A notice is pending until the run's message has arrived somewhere, then sent. It is skipped where a
higher step overtook it before it went out, or the loan came back or got another due date.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from store.database import db
from store.sharing.nightsql import PROMISED, Words, is_new
from store.sharing.overdue import Lateness

# What is no longer so: the loan is back, or due on another day since, or the step is none any more.
_RETIRE = """
UPDATE notice SET state = 'skipped' WHERE state = 'pending' AND (
    notice.step NOT IN (SELECT days FROM step) OR NOT EXISTS (
        SELECT 1 FROM loan
        WHERE loan.id = notice.loan_id AND loan.due_on = notice.due_on
            AND loan.returned_on IS NULL))"""

# Every step that a loan has reached. What was sent stays so; what was skipped is taken up again
# where the loan is on this step once more, as after a return that was undone, unless a higher step
# has gone out. The ledger of a large store is written from its beginning to its end; the plus keeps
# SQLite from reading every loan ever lent in that order, where the index has the late ones.
_RECORD = """
INSERT INTO notice (loan_id, due_on, step, run_id, state)
SELECT loan.id, loan.due_on, step.days, :run, iif(step.days < {step}, 'skipped', 'pending')
FROM loan JOIN step ON step.days <= {step}
WHERE {is_open} AND {is_late} AND NOT {promised}
ORDER BY +loan.id
ON CONFLICT (loan_id, due_on, step) DO UPDATE SET
    state = excluded.state, run_id = excluded.run_id
WHERE notice.state = 'pending' OR notice.state = 'skipped' AND excluded.state = 'pending'
    AND NOT EXISTS (
        SELECT 1 FROM notice AS above
        WHERE above.loan_id = notice.loan_id AND above.due_on = notice.due_on
            AND above.step > notice.step AND above.state = 'sent')"""

# Also a step that stays skipped, because others have heard of a higher one, is told here. What an
# earlier message carried that did not arrive is now carried by this one.
_CARRY = """
INSERT INTO told (loan_id, due_on, channel, step, delivery_id)
SELECT loan.id, loan.due_on, :channel, notice.step, :delivery
FROM loan JOIN notice
    ON notice.loan_id = loan.id AND notice.due_on = loan.due_on AND notice.step = {step}
WHERE {is_open} AND {is_late} AND {is_new}
ORDER BY +loan.id
ON CONFLICT DO UPDATE SET delivery_id = excluded.delivery_id"""

# What the message carried at first and no more when it was repeated, as a promise held by then.
_UNLOAD = """
DELETE FROM told WHERE delivery_id = :delivery AND NOT EXISTS (
    SELECT 1 FROM loan
    WHERE loan.id = told.loan_id AND loan.due_on = told.due_on AND {step} = told.step
        AND {is_open} AND {is_late} AND NOT {promised})"""

_SENT = """
UPDATE notice SET state = 'sent' WHERE state = 'pending' AND EXISTS (
    SELECT 1 FROM told
    WHERE told.loan_id = notice.loan_id AND told.due_on = notice.due_on
        AND told.channel = :channel AND told.step = notice.step AND told.delivery_id = :delivery)"""


class NoticeRow(NamedTuple):
    """One notice of a loan; `at` is when its run began, in UTC."""

    due_on: date
    step: int
    state: str
    at: str


def of_loan(loan_id: int) -> tuple[NoticeRow, ...]:
    """Every notice of a loan, by due date and step."""
    from store.runs import Run
    from store.sharing.models import Notice

    query = (
        Notice.select(Notice.due_on, Notice.step, Notice.state, Run.started_at)
        .join(Run)
        .where(Notice.loan == loan_id)
        .order_by(Notice.due_on, Notice.step)
    )
    return tuple(NoticeRow(*row) for row in query.tuples())


def record(run_id: int, rule: Lateness, compound_id: int | None) -> None:
    """Enter what is due in the ledger, as this run's, inside the caller's transaction.

    For each overdue loan (of a compound, if given) the highest step reached is pending, lower ones
    that never went out are skipped. While a promise holds its loan's ladder stands still. What is
    pending of an earlier run becomes this run's.
    """
    words = Words(rule, compound_id)
    db.execute_sql(_RETIRE)
    db.execute_sql(_said(_RECORD, words), words.values | {"run": run_id})


def carry(delivery_id: int, channel: str, rule: Lateness, compound_id: int | None) -> None:
    """A message is about to carry all that is new to a channel's readers.

    News are the steps on which loans stand; to be called inside the caller's transaction, like
    the other two.
    """
    words = Words(rule, compound_id)
    values = words.values | {"channel": channel, "delivery": delivery_id}
    db.execute_sql(_said(_CARRY, words, is_new=is_new(words)), values)


def unload(delivery_id: int, rule: Lateness, compound_id: int | None) -> None:
    """A repeated message no more carries what is not so at the moment; it is news another time."""
    words = Words(rule, compound_id)
    db.execute_sql(_said(_UNLOAD, words), words.values | {"delivery": delivery_id})


def confirm(delivery_id: int, channel: str) -> None:
    """A message has arrived on a channel: what it carried is sent."""
    db.execute_sql(_SENT, {"channel": channel, "delivery": delivery_id})


def _said(statement: str, words: Words, **more: str) -> str:
    return statement.format(
        step=words.step,
        is_open=words.is_open,
        is_late=words.is_late,
        promised=PROMISED,
        **more,
    )
