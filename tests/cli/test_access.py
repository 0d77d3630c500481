"""Letting people in from the command line, and what the desk is then to others."""

from __future__ import annotations

import shlex

import pytest

from store import database, history
from store.access import people
from tests.cli.conftest import Desk
from tests.conftest import TODAY
from tests.store.access.making import key

CHEN, HU = "陈秀英", 'O\'Brien "hu"'


@pytest.fixture
def closed(desk: Desk) -> Desk:
    """A desk of which only CHEN, a coordinator, and HU, a helper, are."""
    database.open_store(desk.db)
    history.act_as(CHEN)
    people.add(CHEN, "coordinator", key(1), TODAY)
    people.add(HU, "helper", key(2), TODAY)
    database.close_store()
    return desk


def test_a_line_for_authorized_keys_starts_the_desk_for_one_person(desk: Desk) -> None:
    (desk.db.parent / "hu.pub").write_text(key(2), encoding="utf-8")
    add = ("access", "add", HU, "--role", "协调员", "--key", "hu.pub")
    line = desk.said(*add, "--lang", "zh")
    assert desk.said("access", "line", HU, "--user", HU, "--lang", "zh") == line
    options, _key, _comment = line.rpartition(f" {' '.join(key(2).split()[:2])} ")
    command = options.removeprefix('restrict,pty,command="').removesuffix('"')
    *program, at, language, user, name = shlex.split(command.replace(r"\"", '"'))
    assert program
    assert (at, language) == (f"--db={desk.db}", "--lang=zh")
    assert (user, name) == ("--user", HU)


def test_who_is_not_of_the_desk_is_told_so_and_sees_nothing(closed: Desk) -> None:
    assert closed.refused("list", "items") == (
        "“tester” is not one of the people of this desk. "
        "Please say with --user who you are, or ask a coordinator."
    )


def test_the_nightly_run_needs_nobody_of_the_desk(closed: Desk) -> None:
    ran = closed.run("overdue", QIAOMEN_USER="", LOGNAME="root")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Only a coordinator may do that" in closed.refused("overdue", "--user", HU)


def test_through_a_key_only_what_reads_is_done(closed: Desk) -> None:
    def asked(typed: str, *beside: str) -> str:
        ran = closed.run(*beside, SSH_ORIGINAL_COMMAND=typed, QIAOMEN_USER=HU)
        return ran.stdout if ran.returncode == 0 else ran.stderr

    assert "烤箱" in asked("list items")
    assert asked("return 1").startswith("qiaomen: “return 1” cannot be done from here")
    assert asked(f"list items --user {CHEN}").startswith("qiaomen: --db and --user")
    assert "coordinator" in asked("access list")


def test_roles_are_changed_and_people_removed(closed: Desk) -> None:
    changed = closed.said("access", "role", HU, "查看员", "--user", CHEN, "--lang", "zh")
    assert f"{HU}  查看员" in changed
    gone = closed.run("access", "remove", HU, "--user", CHEN)
    assert gone.returncode == 0
    assert "authorized_keys" in gone.stderr
    assert "is not one of the people" in closed.refused("list", "items", "--user", HU)


def test_a_key_that_cannot_be_read_is_told_in_a_sentence(desk: Desk) -> None:
    add = ("access", "add", CHEN, "--role", "coordinator", "--key")
    assert "cannot be read" in desk.refused(*add, "none.pub")
    assert desk.refused(*add, str(desk.db)).startswith(f"{desk.db} belongs to the store")


def test_a_whole_number_is_for_a_coordinator_and_the_history_tells(closed: Desk) -> None:
    residents = closed.db.parent / "exchange" / "residents.csv"
    residents.parent.mkdir()
    residents.write_text("household,name,phone\n2-102,王芳,13800131234\n", encoding="utf-8")
    closed.said("import", "residents", str(residents), "--user", CHEN)
    (shown,) = closed.answered("phone", "2-102", "王芳", "--user", CHEN)
    assert shown == {"name": "王芳", "phone": "13800131234"}
    assert closed.answered("history", "--user", HU)[0]["what"] == "looked at the phone of 王芳"
    assert closed.refused("phone", "2-102", "--user", HU).startswith("Only a coordinator")
    assert closed.refused("export", "residents", "--user", HU).startswith("Only a coordinator")
    assert closed.refused("overdue", "--dry-run", "--phones", "--user", HU).startswith("Only a")
