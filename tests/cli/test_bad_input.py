"""What cannot be done is told in one sentence, changes nothing and loses nothing."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Desk, one_sentence


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["lend", "1", "2-201"], "is lent to 2-102 since"),
        (["lend", "2", "9-999"], "no household “9-999”"),
        (["lend", "2", "1-101"], "nobody borrows from themselves"),
        (["lend", "3", "2-201"], "is damaged and is not lent"),
        (["lend", "drill", "2-201"], "2 (1-101), 4 (2-102)"),
        (["lend", "spaceship", "2-201"], "no item “spaceship”"),
        (["lend", "99", "2-201"], "no item number 99"),
        (["lend", "2", "2-201", "--on", "2017-02-30"], "“2017-02-30” is not a date"),
        (["lend", "2", "2-201", "--on", "9999-12-31"], "too far away"),
        (["lend", "2", "2-102", "--resident", "Nobody"], "Nobody called “Nobody”"),
        (["return", "2"], "is not lent"),
        (["return", "1", "--condition", "shiny"], "good, worn, damaged"),
        (["return", "1", "--on", "2026-09-01"], "was lent on"),
        (["undo", "999"], "no deed 999"),
        (["stats", "--today", "2017-02-30"], "“2017-02-30” is not a date"),
        (["settings", "loan_days", "0"], "from 1 to 366"),
        (["settings", "colour", "1"], "no setting “colour”"),
        (["settings", "zone", "Mars/Base"], "no time zone"),
        (["categories", "spaceships"], "no category “spaceships”"),
        (["new-compound", "Yard", "--units", "a tower"], "1-4: 7 x 3"),
        (["new-compound", "Test Yard", "--units", "1: 1 x 1"], "of this name already"),
    ],
)
def test_it_is_refused_with_the_reason_and_nothing_changes(
    desk: Desk, arguments: list[str], reason: str
) -> None:
    before = _contents(desk.db)
    assert reason in desk.refused(*arguments)
    assert _contents(desk.db) == before


HOSTILE = {
    "markup": "[/]",
    "escape": "\x1b[2J",
    "bidi": "\u202eabc",
    "long": "x" * 5000,
    "emoji": "👩‍👩‍👧🔥",
    "marks": "a" + "\u0301" * 50,
    "quotes": "'\"; DROP TABLE item; --",
    "formula": "=cmd()",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_name_is_refused_in_a_sentence_that_a_terminal_survives(
    desk: Desk, text: str
) -> None:
    assert len(desk.refused("lend", text, "2-201")) < 300


@pytest.mark.parametrize("name", ["escape", "bidi", "long", "marks"])
def test_a_name_that_cannot_be_stored_is_refused(desk: Desk, name: str) -> None:
    before = _contents(desk.db)
    desk.refused("new-compound", HOSTILE[name], "--units", "1: 1 x 1")
    desk.refused("return", "1", "--user", HOSTILE[name])
    assert _contents(desk.db) == before


@pytest.mark.parametrize("name", ["markup", "emoji", "quotes", "formula"])
def test_a_name_that_is_only_strange_comes_back_as_it_was(desk: Desk, name: str) -> None:
    assert desk.answered("lend", "2", "2-201", "--note", HOSTILE[name])["note"] == HOSTILE[name]


def test_bytes_that_spell_nothing(desk: Desk) -> None:
    ran = subprocess.run(
        [*desk.command("lend"), b"\xff\xfe", "2-201"],
        env=desk.environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "no readable text" in one_sentence(ran.stderr)


def test_a_store_that_is_not_there_is_not_made_by_asking(bare_desk: Desk) -> None:
    assert "no store at" in bare_desk.refused("overdue")
    assert not bare_desk.db.exists()


def test_a_folder(bare_desk: Desk) -> None:
    assert "is a folder" in bare_desk.refused("stats", "--db", ".")


def test_a_file_in_a_place_that_is_no_folder(desk: Desk) -> None:
    sentence = desk.refused("new-compound", "Yard", "--units", "1: 1 x 1", "--db", "desk.db/x.db")
    assert "cannot be opened" in sentence


def test_a_database_server(bare_desk: Desk) -> None:
    sentence = bare_desk.refused("stats", "--db", "postgresql://ada:secret@host/desk")
    assert "only be a file" in sentence
    assert "secret" not in sentence


def test_a_database_of_another_program(bare_desk: Desk) -> None:
    with sqlite3.connect(bare_desk.db) as theirs:
        theirs.execute("CREATE TABLE theirs (x)")
    before = bare_desk.db.read_bytes()
    assert "another program" in bare_desk.refused("stats")
    assert "another program" in bare_desk.refused("demo", "--no-open")
    assert bare_desk.db.read_bytes() == before


def test_a_file_that_is_no_database(bare_desk: Desk) -> None:
    bare_desk.db.write_bytes(b"%PDF-1.7 " * 200)
    assert "not a Qiaomen database" in bare_desk.refused("stats")
    assert bare_desk.db.read_bytes() == b"%PDF-1.7 " * 200


def test_a_newer_database(desk: Desk) -> None:
    with sqlite3.connect(desk.db) as store:
        store.execute("PRAGMA user_version = 9999")
    before = desk.db.read_bytes()
    assert "newer Qiaomen" in desk.refused("stats")
    assert desk.db.read_bytes() == before


def test_a_damaged_database(desk: Desk) -> None:
    with sqlite3.connect(desk.db) as store:
        (page,) = store.execute("SELECT rootpage FROM sqlite_master WHERE name = 'item'").fetchone()
        (size,) = store.execute("PRAGMA page_size").fetchone()
    store.close()
    damaged = bytearray(desk.db.read_bytes())
    damaged[(page - 1) * size : page * size] = bytes(size)
    desk.db.write_bytes(damaged)
    assert "cannot be read" in desk.refused("list", "items")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_file(desk: Desk) -> None:
    desk.db.chmod(0o400)
    assert "cannot be written" in desk.refused("return", "1")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_what_is_closed_at_the_start_is_no_error(desk: Desk, closed: str) -> None:
    ran = subprocess.run(
        ["sh", "-c", f'"$@" {closed}', "sh", *desk.command("return", "1")],
        env=desk.environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert desk.answered("list", "loans", "--open") == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_under_the_output(desk: Desk) -> None:
    with open("/dev/full", "w") as full:
        ran = subprocess.run(
            desk.command("stats"),
            env=desk.environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
    assert ran.returncode == 1
    assert "could not be written" in one_sentence(ran.stderr)


def _contents(db: Path) -> list[str]:
    with sqlite3.connect(db) as store:
        return list(store.iterdump())
