"""The words of the night's questions, as SQL text.

Peewee takes 6 ms to write them anew each night, a seventh of the whole command on a small store;
the rest of the program has no such hurry, and asks by models.
"""

from __future__ import annotations

from typing import Any

from store.sharing.overdue import Lateness

# A LoanRow's columns, in its order, and where they come from.
LOAN = """
    loan.id, item.id, item.name, category.id, category.name, lender_unit.compound_id,
    lender.id, lender_unit.name || '-' || lender.door, lender.name,
    borrower.id, borrower_unit.name || '-' || borrower.door, borrower_unit.name, borrower.floor,
    borrower.name, coalesce(resident.name, ''),
    CASE WHEN borrower.by_phone THEN coalesce(resident.phone, '') ELSE '' END,
    loan.lent_on, loan.due_on, loan.returned_on, loan.renewals, loan.note"""
LOANS = """loan
    JOIN item ON item.id = loan.item_id JOIN category ON category.id = item.category_id
    JOIN household AS lender ON lender.id = item.household_id
    JOIN unit AS lender_unit ON lender_unit.id = lender.unit_id
    JOIN household AS borrower ON borrower.id = loan.household_id
    JOIN unit AS borrower_unit ON borrower_unit.id = borrower.unit_id
    LEFT JOIN resident ON resident.id = loan.resident_id"""

_ITEMS = """loan.item_id IN (
    SELECT item.id FROM item
    JOIN household ON household.id = item.household_id JOIN unit ON unit.id = household.unit_id
    WHERE {which})"""

# The last promise about a loan, where its day has not passed.
PROMISED = """loan.id IN (
    SELECT promise.loan_id FROM contact AS promise
    WHERE promise.kind = 'promised' AND promise.until >= :today AND NOT EXISTS (
        SELECT 1 FROM contact AS later
        WHERE later.loan_id = promise.loan_id AND later.kind = 'promised'
            AND later.id > promise.id))"""

# The channel's readers were not told of the step, nor of a higher one, and nothing is promised.
_NEW = """{step} > 0 AND NOT {promised} AND NOT EXISTS (
    SELECT 1 FROM told JOIN delivery ON delivery.id = told.delivery_id
    WHERE told.loan_id = loan.id AND told.due_on = loan.due_on AND told.channel = :channel
        AND told.step >= {step} AND delivery.state = 'sent')"""
_OF_THAT_MESSAGE = """ AND EXISTS (
    SELECT 1 FROM told AS carried
    WHERE carried.loan_id = loan.id AND carried.due_on = loan.due_on
        AND carried.channel = :channel AND carried.step = {step}
        AND carried.delivery_id = :delivery)"""


class Words:
    """What the rule of lateness says of a `loan`, of a compound if given; `values` go with it.

    `step` is the one that the loan has reached, in days; 0 below the first.
    """

    def __init__(self, rule: Lateness, compound_id: int | None) -> None:
        self.values: dict[str, Any] = {"today": rule.today.isoformat(), "compound": compound_id}
        self._rule = rule
        self.is_open = "loan.returned_on IS NULL"
        if compound_id is not None:
            self.is_open += " AND " + _ITEMS.format(which="unit.compound_id = :compound")
        self.is_late = f"loan.due_on < {self._before(1)}"
        self.step = self._step()
        self.is_lenient = "0"
        if rule.lenient:
            which = "unit.compound_id IN (SELECT id FROM compound WHERE NOT closed_days_late)"
            self.is_lenient = _ITEMS.format(which=which)
            # Nobody is late by open days who is not late by days.
            earlier = self._before(1, lenient=True)
            self.is_late += f" AND (loan.due_on < {earlier} OR NOT {self.is_lenient})"
            lenient = self._step(lenient=True)
            self.step = f"CASE WHEN {self.is_lenient} THEN {lenient} ELSE {self.step} END"

    def _step(self, *, lenient: bool = False) -> str:
        if not self._rule.ladder:  # undoing may take out the last rung
            return "0"
        rungs = " ".join(
            f"WHEN loan.due_on < {self._before(rung.days, lenient=lenient)} THEN {rung.days}"
            for rung in reversed(self._rule.ladder)
        )
        return f"CASE {rungs} ELSE 0 END"

    def _before(self, days: int, *, lenient: bool = False) -> str:
        """The parameter for the day before which a loan was due that is so late."""
        name = f"lenient_{days}" if lenient else f"late_{days}"
        self.values[name] = self._rule.before(days, lenient=lenient).isoformat()
        return f":{name}"


def is_new(words: Words, delivery_id: int | None = None) -> str:
    """What makes a late loan new to the readers of `:channel`; of one message's news, if given."""
    if delivery_id is None:
        return _NEW.format(step=words.step, promised=PROMISED)
    words.values["delivery"] = delivery_id
    return (_NEW + _OF_THAT_MESSAGE).format(step=words.step, promised=PROMISED)
