"""Whether all is well, as `check` tells it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Desk
from tests.cli.test_addresses import add
from tests.receivers import nobody

# A day on which no holidays of the next year are wanted yet.
SUMMER = "2026-08-03"


@pytest.fixture
def sound(desk: Desk) -> Desk:
    """A desk where all is well: the nightly run has been, and a backup was made elsewhere."""
    desk.said("overdue")
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    backup = "INSERT INTO backup (at, path, bytes, failure) VALUES (?, '/elsewhere.db', 1, '')"
    change(desk, backup, at)
    return desk


def change(desk: Desk, statement: str, *values: Any) -> None:
    """Change the store behind the program's back."""
    store = sqlite3.connect(desk.db)
    store.execute("PRAGMA foreign_keys = 0")
    store.execute(statement, values)
    store.commit()
    store.close()


def ran_ago(desk: Desk, hours: float) -> None:
    """Let the last run have ended so many hours ago."""
    at = datetime.now(UTC) - timedelta(hours=hours)
    change(desk, "UPDATE run SET finished_at = ?", at.strftime("%Y-%m-%dT%H:%M:%SZ"))


def wrong(desk: Desk, today: str = SUMMER) -> dict[str, str]:
    """What is not well, by the thing looked at; the exit status and the plain lines agree."""
    answer = desk.run("check", "--format", "json", "--today", today)
    plain = desk.run("check", "--today", today)
    found = {row["what"]: row for row in json.loads(answer.stdout)}
    troubles = {what: row["told"] for what, row in found.items() if not row["ok"]}
    assert answer.returncode == plain.returncode == bool(troubles)
    assert answer.stderr == plain.stderr == ""
    assert len(plain.stdout.splitlines()) == len(found)
    assert sum(line.startswith("!!  ") for line in plain.stdout.splitlines()) == len(troubles)
    return troubles


def test_where_all_is_well_each_thing_has_its_line(sound: Desk) -> None:
    nightly, holidays, backup, *others = sound.said("check", "--today", SUMMER).splitlines()
    assert nightly.startswith("ok  nightly run: the last one was 20")
    assert holidays == "ok  public holidays: known as far as they are announced"
    assert backup.startswith("ok  backup: the last one was 20")
    assert others == [
        "ok  the store's file: it is whole",
        "ok  history: its chain is whole",
        "ok  tables and triggers: as the program made it",
        "ok  what rows refer to: nothing is missing",
        "ok  what always holds: all of it does",
    ]
    looked_at = [row["what"] for row in sound.answered("check", "--today", SUMMER)]
    assert looked_at == [
        "nightly_run",
        "public_holidays",
        "backup",
        "damage",
        "journal",
        "schema",
        "loose_ends",
        "rules",
    ]


def test_a_run_that_never_was_is_told_with_what_to_do(desk: Desk) -> None:
    assert "qiaomen overdue --install cron" in wrong(desk)["nightly_run"]


def test_after_36_hours_the_run_has_been_missed(sound: Desk) -> None:
    ran_ago(sound, 35.9)
    assert wrong(sound) == {}
    ran_ago(sound, 36.1)
    assert "no nightly run since" in wrong(sound)["nightly_run"]
    sound.said("overdue")
    assert wrong(sound) == {}


def test_a_run_that_was_cut_off_is_none(sound: Desk) -> None:
    change(sound, "UPDATE run SET finished_at = NULL")
    assert "never been" in wrong(sound)["nightly_run"]


def test_a_message_that_did_not_arrive_is_told_until_it_does(sound: Desk) -> None:
    with nobody() as port:
        add(sound, "群", f"json://127.0.0.1:{port}/secret")
        assert sound.run("overdue", "--send", "all").returncode == 1
        told = wrong(sound)["nightly_run"]
    assert told.startswith("群 did not get its message")
    assert "secret" not in told


def test_the_holidays_of_the_next_year_are_wanted_from_october_on(sound: Desk) -> None:
    assert wrong(sound, "2098-09-30") == {}
    assert "qiaomen calendar load 2099" in wrong(sound, "2098-10-01")["public_holidays"]


def test_a_copy_of_a_store_that_sends_is_told(sound: Desk) -> None:
    add(sound, "群", "json://127.0.0.1:9/secret")
    assert (
        "ok  real or a copy: this is the real one"
        in sound.said("check", "--today", SUMMER).splitlines()
    )
    copy = Desk(Path(shutil.copy(sound.db, sound.db.with_name("copy.db"))))
    assert "addresses claim" in wrong(copy)["copy"]
    copy.said("addresses", "claim")
    assert wrong(copy) == {}


def test_rows_that_refer_to_nothing_are_told(sound: Desk) -> None:
    change(sound, "UPDATE loan SET item_id = 999")
    assert wrong(sound)["loose_ends"].startswith("1 row refers to something that is not there")


def test_what_no_longer_holds_has_a_line_each(sound: Desk) -> None:
    """What keeps an item from being lent twice was taken away, and it was."""
    change(sound, "DROP INDEX loan_open_item")
    twice = "INSERT INTO loan SELECT NULL, item_id, household_id, resident_id, lent_on, due_on,"
    change(sound, f"{twice} returned_on, renewals, note FROM loan")
    change(sound, "UPDATE item SET note = 'e\u0301'")
    told = wrong(sound)
    assert sorted(told) == ["rules.nfc", "rules.one_open_loan", "schema"]
    assert told["rules.one_open_loan"].startswith("烤箱 (number 1) is lent twice at once. ")
    assert "(loan_open_item)" in told["schema"]


def test_a_damaged_file_is_told(sound: Desk) -> None:
    """The page of an index that nothing else in the check reads is overwritten."""
    store = sqlite3.connect(sound.db)
    store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (page,) = store.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'run_compound_id'"
    ).fetchone()
    (size,) = store.execute("PRAGMA page_size").fetchone()
    store.close()
    with sound.db.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 16)
    assert "restore the last backup" in wrong(sound)["damage"]
