"""Rows that came or went without the journal."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import chain, history, journal, settings, unrecorded
from store.database import db
from store.neighbours import households
from store.sharing import inventory
from store.unrecorded import Unrecorded
from tests.store.test_journal import by_another_program


@pytest.fixture
def oven(compound: int) -> int:
    """An item that was edited, taken away and brought back."""
    item = inventory.add_item(households.find("1-101").id, name="烤箱", category="厨房")
    history.undo()
    history.redo()
    settings.change("loan_days", 20)
    return item


def test_what_came_and_went_by_deeds_is_recorded(oven: int) -> None:
    assert unrecorded.first() is None
    assert chain.verify() is None


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("INSERT OR REPLACE INTO setting (key, value) VALUES ('loan_days', '9')", "setting"),
        (
            "INSERT OR REPLACE INTO setting (id, key, value) SELECT id, key, 9 FROM setting",
            "setting",
        ),
        ("INSERT OR REPLACE INTO item SELECT * FROM item", "item"),
    ],
)
def test_what_another_program_replaced_is_found(
    oven: int, store: Path, statement: str, table: str
) -> None:
    by_another_program(store, statement)
    found = unrecorded.first()
    assert found is not None
    assert found.table == table
    assert "replaced or removed" in str(chain.verify())


@pytest.mark.parametrize("statement", ["DELETE FROM setting", "DELETE FROM item"])
def test_what_was_removed_without_triggers_is_found(oven: int, store: Path, statement: str) -> None:
    journal.remove_triggers(db.obj)
    by_another_program(store, statement)
    journal.install_triggers(db.obj)
    assert unrecorded.first() == Unrecorded(statement.split()[-1], 1)


def test_what_was_put_back_without_triggers_is_found(oven: int, store: Path) -> None:
    by_another_program(store, "DELETE FROM item")
    assert unrecorded.first() is None
    journal.remove_triggers(db.obj)
    by_another_program(
        store,
        "INSERT INTO item SELECT 1, household.id, category.id, 'x', 'good', '', ''"
        " FROM household, category LIMIT 1",
    )
    journal.install_triggers(db.obj)
    assert unrecorded.first() == Unrecorded("item", 1)
