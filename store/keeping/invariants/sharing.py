"""What always holds of loans and notices."""

from __future__ import annotations

from store.keeping.invariants import Invariant
from store.language import N_

INVARIANTS = (
    Invariant(
        "one_open_loan",
        N_("{item} (number {number}) is lent twice at once."),
        """
        SELECT item_id AS number, (SELECT name FROM item WHERE item.id = item_id) AS item
        FROM loan WHERE returned_on IS NULL GROUP BY item_id HAVING count(*) > 1""",
    ),
    Invariant(
        "loan_days",
        N_("Loan {id} has days that cannot be: lent {lent_on}, due {due_on}, back {returned_on}."),
        """
        SELECT id, lent_on, due_on, returned_on FROM loan
        WHERE lent_on IS NOT date(lent_on, '+0 days') OR due_on IS NOT date(due_on, '+0 days')
            OR returned_on IS NOT date(returned_on, '+0 days')
            OR due_on < lent_on OR returned_on < lent_on""",
    ),
    Invariant(
        "notice_once",
        N_("The step at {step} days of loan {loan_id}, due {due_on}, was noted twice."),
        """
        SELECT loan_id, due_on, step FROM notice NOT INDEXED
        GROUP BY loan_id, due_on, step HAVING count(*) > 1""",
    ),
    Invariant(
        "told_once",
        N_("An address was told twice of loan {loan_id}, due {due_on}, at {step} days."),
        """
        SELECT loan_id, due_on, step FROM told NOT INDEXED
        GROUP BY loan_id, due_on, channel, step HAVING count(*) > 1""",
    ),
)
