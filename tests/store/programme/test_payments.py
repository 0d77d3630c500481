"""Payments: a ledger that is only added to."""

from __future__ import annotations

from datetime import date

import pytest
from peewee import IntegrityError

from store import history
from store.database import db
from store.errors import NotFound, Refused
from store.programme import payments, projects, removal, tranches
from tests.conftest import TODAY
from tests.store.programme.making import everything, project, wrong_fields

TOMORROW = date(2026, 11, 24)


@pytest.fixture
def garden(store: object) -> int:
    """A garden of ¥100, in two tranches: 1 of ¥60 and 2 of ¥40."""
    garden = project("共享菜园", 100_00)
    tranches.add(garden, "首款", 60_00)
    tranches.add(garden, "尾款", 40_00)
    return garden


def ledger(project_id: int) -> list[tuple[str, int, str, int]]:
    return [(row.tranche, row.amount, row.kind, row.balance) for row in payments.ledger(project_id)]


def test_a_tranche_is_paid_in_parts_then_all_that_is_left(garden: int) -> None:
    assert payments.pay([1], TODAY, TODAY, amount=20_05) == 20_05
    assert payments.pay([1, 2, 1], TODAY, TODAY) == 79_95
    assert ledger(garden) == [
        ("首款", 20_05, "payment", 20_05),
        ("首款", 39_95, "payment", 60_00),
        ("尾款", 40_00, "payment", 100_00),
    ]
    assert projects.get(garden).left == 0


@pytest.mark.parametrize(
    ("day", "amount", "field"),
    [
        (TOMORROW, None, "day"),
        (TODAY, 0, "amount"),
        (TODAY, -1, "amount"),
        (TODAY, 60_01, "amount"),
    ],
)
def test_what_cannot_be_paid_is_refused(
    garden: int, day: date, amount: int | None, field: str
) -> None:
    assert wrong_fields(lambda: payments.pay([1], day, TODAY, amount=amount)) == [field]
    assert ledger(garden) == []


def test_what_is_not_committed_is_not_paid(garden: int) -> None:
    payments.pay([1], TODAY, TODAY)
    with pytest.raises(Refused, match="首款 is wholly paid"):
        payments.pay([2, 1], TODAY, TODAY)
    tranches.cancel([2])
    with pytest.raises(Refused, match="尾款 was cancelled"):
        payments.pay([2], TODAY, TODAY)
    removal.remove(garden, "停了", TODAY)
    with pytest.raises(Refused, match="is removed"):
        payments.pay([2], TODAY, TODAY)
    with pytest.raises(NotFound):
        payments.pay([9], TODAY, TODAY)
    assert ledger(garden) == [("首款", 60_00, "payment", 60_00)]


def test_a_payment_is_reversed_once_and_with_a_reason(garden: int) -> None:
    payments.pay([1], TODAY, TODAY)
    assert wrong_fields(lambda: payments.reverse(1, " ", TODAY)) == ["note"]
    payments.reverse(1, "付错", TODAY)
    assert ledger(garden)[-1] == ("首款", -60_00, "reversal", 0)
    assert tranches.get(1).left == 60_00
    for line in (1, 2):
        with pytest.raises(Refused, match="taken back already, or takes one back"):
            payments.reverse(line, "再来", TODAY)
    with pytest.raises(NotFound):
        payments.reverse(9, "没有", TODAY)


def test_undo_and_redo_add_lines_and_change_none(garden: int) -> None:
    payments.pay([1], TODAY, TODAY, note="转账")
    paid = [row[1:3] for row in ledger(garden)]
    sums = tranches.sums(garden)
    for turn in range(2):
        history.undo()
        assert tranches.sums(garden).paid == 0
        history.redo()
        assert tranches.sums(garden) == sums
        assert [row[1:3] for row in ledger(garden)][:1] == paid
        assert len(ledger(garden)) == 3 + 2 * turn


def test_the_ledger_itself_cannot_be_changed(garden: int) -> None:
    payments.pay([1], TODAY, TODAY)
    before = everything()
    for statement in (
        "UPDATE payment SET amount = 1",
        "DELETE FROM payment",
        "DELETE FROM tranche",
        "UPDATE tranche SET amount = 1",
        "UPDATE project SET granted = 1",
        "INSERT INTO payment (project_id, tranche_id, day, amount, kind, note)"
        " VALUES (1, 2, '2026-11-23', 4001, 'payment', '')",
        "INSERT INTO payment (project_id, tranche_id, day, amount, kind, note)"
        " VALUES (1, 2, '2026-11-23', 0.5, 'payment', '')",
    ):
        with pytest.raises(IntegrityError):
            db.execute_sql(statement)
    assert everything() == before


def test_a_reversal_taken_back_does_not_pass_a_cap(garden: int) -> None:
    """What a cancelled tranche was paid, and was not, is committed again only where it fits."""
    big = project("甲", 100_000_00)
    tranche = tranches.add(big, "首款", 100_000_00)
    payments.pay([tranche], TODAY, TODAY)
    payments.reverse(1, "付错", TODAY)
    reversal = history.latest(1)[0].id
    tranches.cancel([tranche])
    for name in ("乙", "丙"):
        project(name, 100_000_00)
    project("丁", 99_900_00)
    before = everything()
    with pytest.raises(Refused, match="cannot be taken back"):
        history.undo(reversal)
    assert everything() == before
