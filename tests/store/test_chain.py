"""The chain over the journal: whatever is altered in it is noticed, and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from store import chain, database, history, journal, settings
from store.database import db
from store.erasure import erase_from_journal
from store.journal_models import Change
from store.neighbours import households
from store.sharing import inventory, lending
from tests.conftest import TODAY
from tests.store.test_journal import by_another_program

TABLES = ("change", "deed", "seal", "erased")
ONE_OF = {
    ("change", "event"): ("update", "delete"),
    ("erased", "table_name"): ("change", "deed"),
}


def has_noticed() -> bool:
    """Whether more is found than that the triggers are off."""
    found = chain.verify()
    return found is not None and (found.deed, found.change) != (None, None)


@pytest.fixture
def written(compound: int, store: Path) -> None:
    """A journal with every kind of line: of two people, of another program, undone, erased."""
    oven = inventory.add_item(households.find("1-101").id, name="烤箱", category="厨房")
    history.act_as("somebody else")
    loan = lending.check_out(oven, households.find("1-202").id, TODAY)
    lending.check_in([loan.id], TODAY)
    history.undo()
    by_another_program(store, "UPDATE item SET note = '借走了', search_key = x'80'")
    history.redo()
    settings.change("loan_days", 20)
    edited = settings.change("loan_days", 21)
    seen = Change.get((Change.deed == edited.id) & (Change.event == "update"))
    with history.deed("change_setting", setting="x", value=1):
        erase_from_journal([seen.id], [edited.id])
    history.undo(settings.change("due_soon_days", 4).id)


def test_an_untouched_journal_holds(written: None) -> None:
    assert chain.verify() is None
    assert all(db.execute_sql(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES)


def alterations(table: str) -> Iterator[tuple[int, str, object]]:
    """Another value for each value of the table: (id, column, value)."""
    columns = [column.name for column in db.get_columns(table)]
    for row in db.execute_sql(f'SELECT * FROM "{table}"').fetchall():
        for column, value in zip(columns, row, strict=True):
            others = [*ONE_OF.get((table, column), ()), b"x" if value is None else value * 9999]
            other = next(other for other in others if other != value)
            # Of a row that was only added there is no text, so its salt is nothing.
            if other != value and not (column == "salt" and value is None):
                yield row[0], column, other


def test_every_alteration_of_any_value_is_noticed(written: None) -> None:
    """Also by somebody who takes the triggers off for it."""
    journal.remove_triggers(db.obj)
    db.execute_sql("PRAGMA foreign_keys = off")
    silent = []
    for table in TABLES:
        for number, column, value in alterations(table):
            with db.atomic() as savepoint:
                change = f'UPDATE "{table}" SET "{column}" = ? WHERE id = ?'
                db.execute_sql(change, (value, number))
                if not has_noticed():
                    silent.append((table, number, column, value))
                savepoint.rollback()
    assert silent == []


@pytest.mark.parametrize("table", TABLES)
def test_every_row_that_is_gone_is_noticed(written: None, table: str) -> None:
    journal.remove_triggers(db.obj)
    db.execute_sql("PRAGMA foreign_keys = off")
    for (number,) in db.execute_sql(f"SELECT id FROM {table}").fetchall():
        with db.atomic() as savepoint:
            db.execute_sql(f"DELETE FROM {table} WHERE id = ?", (number,))
            assert has_noticed(), number
            savepoint.rollback()


def test_the_deed_that_was_altered_is_named(compound: int) -> None:
    for days in (20, 21, 22):
        told = settings.change("loan_days", days)
    journal.remove_triggers(db.obj)
    db.execute_sql(
        "UPDATE deed SET words = replace(words, '21', '12') WHERE id = ?", (told.id - 1,)
    )
    found = chain.verify()
    assert found is not None
    assert found.deed == told.id - 1


def test_what_is_written_in_somebodys_name_is_noticed(compound: int, store: Path) -> None:
    """A change that names a deed which is over, and a deed that no seal covers."""
    told = settings.change("loan_days", 20)
    for forged in (
        "INSERT INTO change (deed_id, table_name, row_id, event)"
        f" VALUES ({told.id}, 'item', 1, 'insert')",
        "INSERT INTO deed (at, who, verb, words) VALUES ('', 'a', 'lend', '{}')",
    ):
        with db.atomic() as savepoint:
            db.execute_sql(forged)
            assert has_noticed()
            savepoint.rollback()
    by_another_program(store, f"UPDATE current_deed SET deed_id = {told.id}")
    by_another_program(store, "UPDATE setting SET value = '30'")
    by_another_program(store, "UPDATE current_deed SET deed_id = NULL")
    settings.change("due_soon_days", 5)
    assert has_noticed()


def test_a_journal_whose_end_was_cut_off_is_noticed(compound: int) -> None:
    settings.change("loan_days", 20)
    journal.remove_triggers(db.obj)
    for table in ("seal", "change", "deed"):
        db.execute_sql(f"DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})")
    found = chain.verify()
    assert found is not None
    assert "end of the journal" in found.sentence


def test_the_next_deed_seals_what_another_program_did(compound: int, store: Path) -> None:
    settings.change("loan_days", 20)
    by_another_program(store, "UPDATE setting SET value = x'80'")
    assert chain.verify() is None
    before = chain.last()
    settings.change("due_soon_days", 4)
    assert chain.verify() is None
    assert chain.last()[0] == before[0] + 1


def test_a_chain_can_be_followed_by_hand(compound: int) -> None:
    """As the module says; here without it."""
    settings.change("loan_days", 20)
    number, kept = chain.last()
    previous = db.execute_sql("SELECT hash FROM seal WHERE id = ?", (number - 1,)).fetchone()[0]
    deed = db.execute_sql(
        "SELECT id, at, who, verb, undoes_id, salt, words FROM deed ORDER BY id DESC"
    ).fetchone()
    change = db.execute_sql("SELECT * FROM change ORDER BY id DESC").fetchone()
    array = [change[0], deed[0], "setting", change[3], "insert", None, None]
    lines = [
        previous,
        written_as(array),
        written_as(deed[:5]) + hashlib.sha256(deed[5] + deed[6].encode()).hexdigest(),
        f"{deed[0]} {change[0]}",
    ]
    assert hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest() == kept


def written_as(array: Sequence[object]) -> str:
    texts = [None if value is None else str(value) for value in array]
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":"))


def test_an_older_journal_is_sealed_when_it_is_brought_up_to_date(store: Path) -> None:
    settings.change("loan_days", 20)
    journal.remove_triggers(db.obj)
    db.execute_sql("DELETE FROM seal")
    db.execute_sql("DELETE FROM sqlite_sequence WHERE name = 'seal'")
    db.execute_sql(f"PRAGMA user_version = {database.newest_version() - 1}")
    database.close_store()
    database.open_store(store)
    assert chain.verify() is None
    assert chain.last()[0] == 1
