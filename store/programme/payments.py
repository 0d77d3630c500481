"""Paying tranches, by a ledger that is only added to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from peewee import JOIN, fn

from store import history
from store.calendar import say_day
from store.database import transaction
from store.errors import FieldError, Invalid, NotFound, Refused
from store.language import _
from store.neighbours.models import NOTE_LENGTH
from store.programme import money, terms, tranches
from store.programme.models import Payment, Project, Tranche
from store.programme.tranches import TrancheRow
from store.text import clean, shown


class PaymentRow(NamedTuple):
    """One line of the ledger, in fen; `balance` is what was paid in all up to here."""

    id: int
    day: date
    tranche_id: int
    tranche: str
    amount: int
    kind: str
    reverses: int | None
    note: str
    balance: int


def ledger(project_id: int) -> tuple[PaymentRow, ...]:
    """Every line about a project, in the order written."""
    query = (
        Payment.select(
            Payment.id,
            Payment.day,
            Payment.tranche_id,
            fn.COALESCE(Tranche.name, ""),
            Payment.amount,
            Payment.kind,
            Payment.reverses_id,
            Payment.note,
        )
        .join(Tranche, JOIN.LEFT_OUTER, on=(Tranche.id == Payment.tranche_id))
        .where(Payment.project == project_id)
        .order_by(Payment.id)
    )
    rows, balance = [], 0
    for row in query.tuples():
        balance += row[4]
        rows.append(PaymentRow._make((*row, balance)))
    return tuple(rows)


def pay(
    tranche_ids: Sequence[int],
    day: date,
    today: date,
    *,
    amount: int | None = None,
    note: str = "",
) -> int:
    """Note that tranches were paid on `day`, wholly or, of one, `amount` fen; answers how much.

    Raises NotFound, Invalid for a day to come or an amount beyond what is left, and Refused for
    what is not committed or paid already.
    """
    note = clean(note, NOTE_LENGTH, _("Note"))
    if day > today:
        sentence = _("{day} has not come yet.").format(day=say_day(day))
        raise Invalid(_("Payment"), (FieldError("day", sentence),))
    with transaction():
        rows = [tranches.get(tranche_id) for tranche_id in dict.fromkeys(tranche_ids)]
        _refuse_uncommitted(rows)
        if amount is not None and len(rows) == 1 and not 0 < amount <= rows[0].left:
            sentence = _("Please give an amount up to {left}, which is left of it.")
            told = sentence.format(left=money.say(rows[0].left))
            raise Invalid(_("Payment"), (FieldError("amount", told),))
        paid = [amount] if amount is not None and len(rows) == 1 else [row.left for row in rows]
        told = money.say(sum(paid))
        if len(rows) == 1:
            words = {"tranche": rows[0].name, "project": rows[0].project, "amount": told}
            paying = history.deed("pay", **words)
        else:
            paying = history.deed("pay_many", count=len(rows), amount=told)
        with paying:
            for row, fen in zip(rows, paid, strict=True):
                insert(row.project_id, row.id, day, fen, note)
    return sum(paid)


def insert(project_id: int, tranche_id: int, day: date, amount: int, note: str = "") -> None:
    """Write a line that is checked, inside the caller's deed."""
    Payment.insert(
        project=project_id, tranche_id=tranche_id, day=day, amount=amount, kind="payment", note=note
    ).execute()


def reverse(payment_id: int, note: str, today: date) -> None:
    """Take a payment back by another line, which says why. Raises NotFound, Invalid or Refused."""
    note = clean(note, NOTE_LENGTH, _("Note"))
    if not note:
        sentence = _("Please say why the payment is taken back.")
        raise Invalid(_("Payment"), (FieldError("note", sentence),))
    with transaction():
        row = (
            Payment.select(
                Payment.project_id, Payment.tranche_id, Payment.amount, Payment.kind, Project.name
            )
            .join(Project)
            .where(Payment.id == payment_id)
        )
        found = row.tuples().first()
        if found is None:
            sentence = _("There is no line {number} in the ledger.").format(number=payment_id)
            raise NotFound(_("No such payment"), sentence)
        project_id, tranche_id, amount, kind, project = found
        taken_back = Payment.select().where(Payment.reverses == payment_id).exists()
        if kind != "payment" or taken_back:
            sentence = _("Line {number} of the ledger is taken back already, or takes one back.")
            raise Refused(_("Payment"), sentence.format(number=payment_id))
        with history.deed("reverse_payment", project=project, amount=money.say(amount)):
            Payment.insert(
                project=project_id,
                tranche_id=tranche_id,
                day=today,
                amount=-amount,
                kind="reversal",
                reverses=payment_id,
                note=note,
            ).execute()


def _refuse_uncommitted(rows: Sequence[TrancheRow]) -> None:
    query = Project.select(Project.id, Project.status)
    statuses = dict(query.where(Project.id.in_({row.project_id for row in rows})).tuples())
    for row in rows:
        words = {"tranche": shown(row.name, 60), "project": shown(row.project, 60)}
        status = statuses[row.project_id]
        if status in ("proposed", "removed"):
            sentence = _("{project} is {status}: nothing of it can be paid.")
            words["status"] = _(terms.STATUS_NAMES[status])
        elif row.state == "cancelled":
            sentence = _("{tranche} was cancelled.")
        elif not row.left:
            sentence = _("{tranche} is wholly paid already.")
        else:
            continue
        raise Refused(_("Payment"), sentence.format(**words))
