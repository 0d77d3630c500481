"""What is wrong with the store's file; that `check` tells it is tested there."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import journal, soundness
from store.database import db
from store.neighbours.models import Unit


def test_a_store_in_use_is_whole(compound: int) -> None:
    assert soundness.damage(db.connection()) is None
    assert soundness.loose_ends(db.connection()) is None


def test_rows_that_refer_to_nothing_are_counted_with_their_tables(compound: int) -> None:
    db.execute_sql("PRAGMA foreign_keys = 0")
    db.execute_sql("UPDATE unit SET compound_id = 999")
    db.execute_sql("UPDATE household SET unit_id = 999 WHERE id = 1")
    told = soundness.loose_ends(db.connection()) or ""
    assert told.startswith(f"{Unit.select().count() + 1} rows refer to something that is not there")
    assert "(household, unit)" in told


def test_what_a_column_must_not_hold_is_damage(store: Path) -> None:
    db.execute_sql("PRAGMA ignore_check_constraints = 1")
    db.execute_sql("INSERT INTO step (days, name) VALUES (0, 'never')")
    db.execute_sql("PRAGMA ignore_check_constraints = 0")
    told = soundness.damage(db.connection()) or ""
    assert "step" in told
    assert "restore the last backup" in told


def test_text_in_a_column_of_numbers_is_another_programs(compound: int) -> None:
    assert soundness.foreign_values(db.connection()) is None
    db.execute_sql("UPDATE household SET floor = 'first' WHERE id = 1")
    assert "household.floor" in (soundness.foreign_values(db.connection()) or "")
    assert soundness.damage(db.connection()) is None  # SQLite itself does not mind


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE deed SET words = 'no words'",
        "UPDATE deed SET at = 'yesterday'",
        "UPDATE change SET before = '{' WHERE before IS NOT NULL OR true",
    ],
)
def test_a_journal_that_cannot_be_read_is_another_programs(compound: int, tampering: str) -> None:
    assert soundness.unreadable_journal(db.connection()) is None
    journal.remove_triggers(db.obj)
    db.execute_sql(tampering)
    assert "cannot be read" in (soundness.unreadable_journal(db.connection()) or "")
