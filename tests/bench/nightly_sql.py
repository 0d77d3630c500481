"""What the nightly command tells, as one would ask the sqlite3 program for it."""

from __future__ import annotations

from datetime import date, timedelta

DAYS_SOON = 7
STEPS = {1: "remind", 7: "call", 14: "knock", 30: "visit"}

_NEW = """NOT EXISTS (
        SELECT 1 FROM told
        WHERE told.loan_id = loan.id AND told.due_on = loan.due_on AND told.channel = 'print'
            AND told.step >= {step})"""

# A promise counts until its day has passed, or another one takes its place.
_PROMISED = """loan.id IN (
        SELECT promise.loan_id FROM contact AS promise
        WHERE promise.kind = 'promised' AND promise.until >= '{today}' AND promise.id = (
            SELECT max(id) FROM contact AS last
            WHERE last.loan_id = promise.loan_id AND last.kind = 'promised'))"""

_COUNTS = """
SELECT count(*), sum(due_on < '{today}'), sum(due_on BETWEEN '{today}' AND '{soon}')
FROM loan WHERE returned_on IS NULL;
SELECT step, count(*), sum(new), sum(promised) FROM (
    SELECT {step} AS step, {new} AND NOT {promised} AS new, {promised} AS promised
    FROM loan WHERE returned_on IS NULL AND due_on < '{today}')
GROUP BY step"""

_LATE = """
SELECT loan.id, item.name, item.id, lender_unit.name || '-' || lender.door,
    borrower_unit.name || '-' || borrower.door, lent_on, due_on, returned_on, renewals,
    CAST(julianday('{today}') - julianday(due_on) AS INTEGER), resident.name, loan.note,
    {stage}, iif({new} AND NOT {promised}, 'true', 'false') AS new,
    resident.phone, contact.kind, contact.day, contact.until
FROM loan
    JOIN item ON item.id = item_id
    JOIN household AS lender ON lender.id = item.household_id
    JOIN unit AS lender_unit ON lender_unit.id = lender.unit_id
    JOIN household AS borrower ON borrower.id = loan.household_id
    JOIN unit AS borrower_unit ON borrower_unit.id = borrower.unit_id
    LEFT JOIN resident ON resident.id = resident_id
    LEFT JOIN contact ON contact.id = coalesce(
        (SELECT promise.id FROM contact AS promise WHERE promise.until >= '{today}'
            AND promise.id = (SELECT max(id) FROM contact AS last
                WHERE last.loan_id = loan.id AND last.kind = 'promised')),
        (SELECT max(id) FROM contact AS last WHERE last.loan_id = loan.id))
WHERE returned_on IS NULL AND due_on < '{today}'
ORDER BY new DESC, contact.until IS NOT NULL AND contact.until >= '{today}', {step} DESC,
    borrower_unit.compound_id, borrower_unit.position, borrower_unit.id, borrower.floor,
    borrower.position, due_on, loan.id"""


def counts_sql(today: date) -> str:
    """The closing counts: what is open, late and due soon, and each step's loans, new, promised."""
    return _with_parts(_COUNTS, today)


def late_sql(today: date) -> str:
    """Every overdue loan, in the columns and the order of `qiaomen overdue --format csv`."""
    return _with_parts(_LATE, today)


def _with_parts(question: str, today: date) -> str:
    step = _by_step({days: str(days) for days in STEPS}, today)
    return question.format(
        today=today,
        soon=today + timedelta(DAYS_SOON),
        step=step,
        stage=_by_step({days: f"'{name}'" for days, name in STEPS.items()}, today),
        new=_NEW.format(step=step),
        promised=_PROMISED.format(today=today),
    )


def _by_step(told: dict[int, str], today: date) -> str:
    rungs = (
        f"WHEN loan.due_on <= '{today - timedelta(days)}' THEN {what}"
        for days, what in sorted(told.items(), reverse=True)
    )
    return f"CASE {' '.join(rungs)} END"
