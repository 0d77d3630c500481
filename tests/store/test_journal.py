"""The journal's triggers: what is written down, and that nobody changes it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from store import history, journal, settings
from store.database import db
from store.errors import Refused
from store.journal_models import Change


def by_another_program(path: Path, *statements: str) -> None:
    """What somebody does with the sqlite3 program."""
    other = sqlite3.connect(path, isolation_level=None)
    try:
        for statement in statements:
            other.execute(statement)
    finally:
        other.close()


def test_another_programs_change_is_dated_and_stands_behind_the_newest_deed(store: Path) -> None:
    told = settings.change("loan_days", 20)
    by_another_program(store, "UPDATE setting SET value = '30'")
    changes = list(Change.select().order_by(Change.id))
    assert [(change.after_deed, bool(change.at)) for change in changes] == [
        (None, False),
        (told.id, True),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM change",
        "UPDATE change SET before = '{}'",
        "UPDATE change SET salt = NULL",
        "UPDATE change SET row_id = row_id + 1",
        "DELETE FROM deed",
        "UPDATE deed SET who = 'nobody'",
        "UPDATE deed SET words = '{}'",
        "UPDATE deed SET salt = NULL",
        "DELETE FROM seal",
        "UPDATE seal SET hash = ''",
        "INSERT INTO erased (table_name, row_id, digest) VALUES ('deed', 1, '')",
        "DELETE FROM current_deed",
        "INSERT INTO current_deed (deed_id) VALUES (1)",
    ],
)
def test_nobody_changes_the_journal(store: Path, statement: str) -> None:
    settings.change("loan_days", 20)
    with pytest.raises(sqlite3.IntegrityError, match="only added to"):
        by_another_program(store, statement)


def test_the_words_of_a_deed_are_its_own_until_it_is_done(store: Path) -> None:
    with history.deed("import", count=0, kind="items", file="x.csv") as deed:
        settings.put("loan_days", "20")
        history.reword(deed, count=3, kind="items", file="x.csv")
    assert history.latest(1)[0].label == "imported 3 rows of items from x.csv"
    with pytest.raises(Refused):
        reword_later(deed)


def reword_later(deed: history.Told) -> None:
    with history.deed("change_setting", setting="x", value=1):
        history.reword(deed, count=4, kind="items", file="x.csv")


def test_a_trigger_that_was_put_back_is_noticed(store: Path) -> None:
    assert journal.is_guarded(db.obj)
    name = "journal_setting_update"
    (sql,) = db.execute_sql("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    by_another_program(store, f"DROP TRIGGER {name}", sql)
    assert not journal.is_guarded(db.obj)
    journal.install_triggers(db.obj)
    assert journal.is_guarded(db.obj)


def test_a_trigger_that_was_dropped_is_noticed(store: Path) -> None:
    by_another_program(store, "DROP TRIGGER guard_change_1")
    assert not journal.is_guarded(db.obj)
