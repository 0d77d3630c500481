"""The command line as a person runs it: a process of its own on a store of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from store import database, history
from store.neighbours import compounds, households, plan
from store.sharing import inventory, lending
from store.sharing.rules import refuse_vacating
from tests.cli import forked

DOOR = Path(__file__).parents[2] / "app.py"
TODAY = "2026-11-23"


@dataclass(frozen=True)
class Desk:
    """A store's file, and a command line to ask it with."""

    db: Path

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(DOOR), *arguments]

    def environment(self, **variables: str) -> dict[str, str]:
        """What a person's shell would hand over, with nothing of this machine's user."""
        home = str(self.db.parent)
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        named = {"QIAOMEN_DB": str(self.db), "QIAOMEN_TODAY": TODAY, "QIAOMEN_USER": "tester"}
        places = {"HOME": home, "XDG_DATA_HOME": home, "LANG": "C.UTF-8"}
        return kept | named | places | variables

    def run(
        self, *arguments: str, typed: str = "", **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run it without a terminal, to its end, with what is `typed` on its standard input.

        Where the environment is another one than usual, or an address with its secret is to leave
        the process list, it is started from nothing.
        """
        if not variables and not any("://" in argument for argument in arguments):
            return forked.run(arguments, self.environment(), self.db.parent, typed)
        return subprocess.run(
            self.command(*arguments),
            env=self.environment(**variables),
            input=typed,
            capture_output=True,
            encoding="utf-8",
            cwd=self.db.parent,
            timeout=60,
            check=False,
        )

    def said(self, *arguments: str, typed: str = "") -> str:
        """What it prints, where all goes well."""
        ran = self.run(*arguments, typed=typed)
        assert (ran.returncode, ran.stderr) == (0, "")
        return ran.stdout

    def answered(self, *arguments: str, typed: str = "") -> Any:
        """What it answers as JSON."""
        return json.loads(self.said(*arguments, "--format", "json", typed=typed))

    def refused(self, *arguments: str, typed: str = "", **variables: str) -> str:
        """The one sentence with which it refuses, having printed nothing else."""
        ran = self.run(*arguments, typed=typed, **variables)
        assert (ran.returncode, ran.stdout) == (1, "")
        return one_sentence(ran.stderr)


def one_sentence(complaint: str) -> str:
    """The sentence of a complaint, which is one printable line."""
    assert complaint.startswith("qiaomen: ")
    assert complaint.endswith("\n")
    sentence = complaint.removeprefix("qiaomen: ").removesuffix("\n")
    assert sentence.isprintable()
    return sentence


def all_said(terminal: int) -> bytes:
    """What a process says on its terminal until it has ended."""
    said = b""
    with suppress(OSError):  # which is how the end is told
        while part := os.read(terminal, 4096):
            said += part
    return said


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two units of 4 x 3 doors; 1-101 lends an oven, a drill and a broken lamp, 2-102 a drill.

    The oven has been with 2-102 (王家) since 1 October, so it is 39 days late on TODAY.
    """
    path = tmp_path_factory.mktemp("template") / "desk.db"
    database.open_store(path)
    history.act_as("tester")
    compounds.create("Test Yard", plan.parse("1: 4 x 3; 2: 4 x 3, 103 vacant"))
    lender, borrower = households.find("1-101"), households.find("2-102")
    households.edit(borrower, name="王家", kind="home", note="", refuse_vacating=refuse_vacating)
    households.add_resident(borrower.id, name="王芳")
    oven = inventory.add_item(lender.id, name="烤箱", category="厨房", note="=hot")
    inventory.add_item(lender.id, name="drill", category="tools")
    inventory.add_item(lender.id, name="lamp", category="tools", condition="damaged")
    inventory.add_item(borrower.id, name="drill", category="tools")
    lending.check_out(oven, borrower.id, date(2026, 10, 1))
    database.close_store()
    return path


@pytest.fixture
def desk(template: Path, tmp_path: Path) -> Desk:
    """The command line on a fresh copy of the template."""
    return Desk(Path(shutil.copy(template, tmp_path / "desk.db")))


@pytest.fixture
def bare_desk(tmp_path: Path) -> Desk:
    """The command line where there is no store yet."""
    return Desk(tmp_path / "desk.db")


def keys(rows: Sequence[dict[str, Any]]) -> list[str]:
    """The keys of the first of `rows`, in their order."""
    return list(rows[0])
