"""The ledger of notices: every step that falls due for a loan's due date, once and never again.

A notice is pending until the run's message has arrived somewhere, then sent. It is skipped where a
higher step overtook it before it went out, or the loan came back or got another due date.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from store.database import db
from store.sharing.nightsql import PROMISED, Words
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
    state = excluded.state,
    run_id = iif(notice.run_id IN ({unsettled}), notice.run_id, excluded.run_id)
WHERE notice.state = 'pending' OR notice.state = 'skipped' AND excluded.state = 'pending'
    AND NOT EXISTS (
        SELECT 1 FROM notice AS above
        WHERE above.loan_id = notice.loan_id AND above.due_on = notice.due_on
            AND above.step > notice.step AND above.state = 'sent')"""

# Also of a step that stays skipped, because others have heard of a higher one: it was told here.
_HEARD = """
INSERT INTO told (loan_id, due_on, step, channel)
SELECT notice.loan_id, notice.due_on, notice.step, :channel
FROM loan JOIN notice
    ON notice.loan_id = loan.id AND notice.due_on = loan.due_on AND notice.step = {step}
WHERE {is_open} AND {is_late} AND NOT {promised}
    AND notice.run_id <= :run
ORDER BY notice.loan_id
ON CONFLICT DO NOTHING"""

_SENT = """
UPDATE notice SET state = 'sent' WHERE state = 'pending' AND run_id <= :run AND EXISTS (
    SELECT 1 FROM told
    WHERE told.loan_id = notice.loan_id AND told.due_on = notice.due_on
        AND told.channel = :channel AND told.step = notice.step)"""


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


def record(
    run_id: int, rule: Lateness, compound_id: int | None, unsettled: Sequence[int] = ()
) -> None:
    """Enter what is due in the ledger, as this run's, inside the caller's transaction.

    For each overdue loan (of a compound, if given) the highest step reached is pending, lower ones
    that never went out are skipped. While a promise holds its loan's ladder stands still. What is
    pending of an earlier run becomes this run's, unless that one's message is `unsettled`.
    """
    words = Words(rule, compound_id)
    db.execute_sql(_RETIRE)
    listed = ", ".join(map(str, unsettled))
    db.execute_sql(_said(_RECORD, words, unsettled=listed), words.values | {"run": run_id})


def confirm(run_id: int, channel: str, rule: Lateness, compound_id: int | None) -> None:
    """A message with the news of runs up to this one has arrived on a channel: they are sent.

    News are the steps on which loans stand; to be called inside the caller's transaction.
    """
    words = Words(rule, compound_id)
    values = words.values | {"run": run_id, "channel": channel}
    db.execute_sql(_said(_HEARD, words), values)
    db.execute_sql(_SENT, values)


def _said(statement: str, words: Words, **more: str) -> str:
    return statement.format(
        step=words.step,
        is_open=words.is_open,
        is_late=words.is_late,
        promised=PROMISED,
        **more,
    )
