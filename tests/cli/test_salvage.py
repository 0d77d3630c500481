"""Salvaging by the command line."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.cli.conftest import Desk


def test_it_says_what_could_not_be_saved(desk: Desk) -> None:
    """The page of the items is written over, which an index still counts."""
    with closing(sqlite3.connect(desk.db)) as store:
        asked = "SELECT rootpage FROM sqlite_master WHERE name = 'item'"
        (page,) = store.execute(asked).fetchone()
    with desk.db.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(bytes(4096))
    new = desk.db.with_name("new.db")
    ran = desk.run("salvage", str(desk.db), str(new))
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "item: Could not be read: 1–4." in ran.stdout
    assert f"stands in {new}.left-out.jsonl" in ran.stdout
    assert "there already" in desk.refused("salvage", str(desk.db), str(new))
    assert Desk(new).said("list", "households").count("1-") >= 12
