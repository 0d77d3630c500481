"""Restoring by the command line: looked at first, and done only where it is meant."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Desk, all_said


@pytest.fixture
def backup(desk: Desk) -> Path:
    """A backup from before the oven came back."""
    made = desk.db.with_name("backup.db")
    desk.said("backup", str(made))
    desk.said("return", "1")
    return made


def is_lent(desk: Desk) -> bool:
    return bool(desk.answered("list", "overdue"))


def on_a_terminal(desk: Desk, typed: str, *arguments: str) -> tuple[int, str]:
    """Run it with a terminal, at which somebody types; answers with its status and what it says."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        desk.command(*arguments),
        env=desk.environment(TERM="xterm"),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, f"{typed}\n".encode())
    said = all_said(ours)
    os.close(ours)
    return process.wait(timeout=60), said.decode()


def test_it_is_looked_at_first_and_done_where_that_is_said(desk: Desk, backup: Path) -> None:
    told = desk.said("restore", str(backup), "--dry-run")
    assert "1 deed that it lacks would be lost (tester 1):" in told
    assert "took back 烤箱 from 2-102" in told
    assert "--dry-run first" in desk.refused("restore", str(backup))
    assert not is_lent(desk)
    done = desk.answered("restore", str(backup), "--yes")
    assert (done["restored"], done["lost"], done["by"]) == (True, 1, {"tester": 1})
    assert Path(done["kept"]).exists()
    assert is_lent(desk)


@pytest.mark.parametrize(("typed", "status", "lent"), [("yes", 0, True), ("no", 1, False)])
def test_at_a_terminal_it_asks(
    desk: Desk, backup: Path, typed: str, status: int, lent: bool
) -> None:
    ended, said = on_a_terminal(desk, typed, "restore", str(backup))
    assert "Restore it? (yes/no)" in said
    assert ended == status
    assert is_lent(desk) is lent


def test_it_works_where_the_store_is_gone_or_cannot_be_read(desk: Desk, backup: Path) -> None:
    desk.db.write_bytes(b"\0" * 4096)
    assert "cannot be read" in desk.said("restore", str(backup), "--yes")
    assert is_lent(desk)
    desk.db.unlink()
    assert "No store is there yet" in desk.said("restore", str(backup), "--yes")
    assert is_lent(desk)


def test_what_is_no_backup_is_refused(desk: Desk) -> None:
    notes = desk.db.with_name("notes.txt")
    notes.write_text("notes")
    assert "is damaged" in desk.refused("restore", str(notes), "--dry-run")
    assert "No such file" in desk.refused("restore", str(notes) + "x", "--dry-run")
