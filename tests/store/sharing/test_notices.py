"""The ledger of notices asks for what is late, never for every loan there ever was."""

from __future__ import annotations

from typing import Any

import pytest

from store import runs
from store.calendar import now
from store.database import db
from store.messages.models import Delivery
from store.neighbours.models import Compound
from store.sharing import notices
from store.sharing.overdue import lateness
from tests.conftest import TODAY
from tests.store.sharing.conftest import Yard


@pytest.mark.parametrize("lenient", [False, True])
def test_late_loans_are_looked_up_not_looked_through(
    yard: Yard, lenient: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    Compound.update(closed_days_late=not lenient).execute()
    rule = lateness(TODAY)
    run_id = runs.begin(TODAY, None)
    delivery = Delivery.create(
        run=run_id, channel="a", label="a", state="pending", at=now(), reason=""
    )
    asked: list[tuple[str, Any]] = []
    plain = db.obj.execute_sql

    def execute_sql(sql: str, values: Any = None) -> Any:
        asked.append((sql, values))
        return plain(sql, values)

    with monkeypatch.context() as listening:
        listening.setattr(db.obj, "execute_sql", execute_sql)
        notices.record(run_id, rule, None)
        notices.carry(delivery.id, "a", rule, None)
        notices.unload(delivery.id, rule, None)
        notices.confirm(delivery.id, "a")
    written = [
        each for each in asked if each[0].lstrip().startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    assert len(written) == 5
    for sql, values in written:
        plan = [row[3] for row in db.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
        assert "SCAN loan" not in plan
        assert "SCAN notice" not in plan
