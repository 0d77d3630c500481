"""The sample in a store of its own: built once, opened again, never over other data."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from fixtures.demo import prepare
from tests.cli.conftest import Desk, one_sentence
from tests.conftest import TODAY

FIGURES = {"households": 148, "participating": 113, "items": 800, "loans": 64}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as `demo` builds it."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    prepare(path, TODAY)
    return path


@pytest.fixture
def sample_desk(built: Path, tmp_path: Path) -> Desk:
    """The command line on a copy of the sample."""
    return Desk(Path(shutil.copy(built, tmp_path / "desk.db")))


def test_it_is_built_once_and_as_of_today(bare_desk: Desk) -> None:
    said = bare_desk.said("demo", "--no-open")
    assert "households 148, taking part 113, items 800, loans 64." in said
    assert list(bare_desk.db.parent.iterdir()) == [bare_desk.db]
    stats = bare_desk.answered("stats")
    assert stats | FIGURES == stats
    assert max(loan["lent_on"] for loan in bare_desk.answered("list", "loans")) <= "2026-11-23"
    assert stats["overdue"] == 9

    late = bare_desk.answered("list", "overdue")[0]
    bare_desk.said("return", str(late["item_id"]))
    assert bare_desk.said("demo", "--no-open") == said
    assert bare_desk.answered("stats")["overdue"] == 8

    board = bare_desk.said("demo", "--fresh")
    assert board.startswith("晋平街26号院 · Mon 2026-11-23\n")
    assert bare_desk.answered("stats")["overdue"] == 9


def test_the_village_is_in_it(sample_desk: Desk) -> None:
    members = sample_desk.answered("list", "members")
    assert len(members) == 36
    assert sum("快乐农夫队" in member["teams"] for member in members) == 30
    # Who has worked much and who has not, in hours of today.
    totals = sorted(row["total"] for row in sample_desk.answered("list", "hours"))
    assert totals[-8] > 60 > 5 > totals[0]
    this_week, next_week, after = (
        sample_desk.answered("list", "shifts", "--from", first, "--to", last)
        for first, last in (
            ("2026-11-23", "2026-11-29"),
            ("2026-11-30", "2026-12-06"),
            ("2026-12-07", "2026-12-13"),
        )
    )
    assert {shift["missing"] for shift in this_week} == {0}
    assert 0 < sum(shift["filled"] for shift in next_week) < 15
    assert {shift["filled"] for shift in after} == {0}


def test_nobody_but_its_builder_did_what_it_holds(sample_desk: Desk) -> None:
    deeds = sample_desk.answered("history")
    assert {deed["who"] for deed in deeds} == {"sample"}
    assert "nothing that could be undone" in sample_desk.refused("undo")
    late = sample_desk.answered("list", "overdue")[0]
    sample_desk.said("return", str(late["item_id"]))
    sample_desk.said("undo")
    assert sample_desk.answered("stats")["overdue"] == 9


def test_every_change_in_it_belongs_to_a_deed(sample_desk: Desk) -> None:
    with sqlite3.connect(sample_desk.db) as store:
        alien = store.execute("SELECT table_name FROM change WHERE deed_id IS NULL").fetchall()
    assert alien == []


@pytest.mark.long
def test_original_dates_stay_in_their_year(bare_desk: Desk) -> None:
    bare_desk.said("demo", "--no-open", "--original-dates")
    lent_on = {loan["lent_on"][:4] for loan in bare_desk.answered("list", "loans")}
    assert lent_on == {"2017"}


@pytest.mark.long
def test_without_a_name_it_is_beside_the_store(bare_desk: Desk) -> None:
    assert bare_desk.run("demo", "--no-open", QIAOMEN_DB="").returncode == 0
    folder = bare_desk.db.parent / "qiaomen"
    assert [file.name for file in folder.iterdir()] == ["demo.db"]

    # Who has no other store asks about this one, and is told so.
    ran = bare_desk.run("stats", "--format", "json", QIAOMEN_DB="")
    assert json.loads(ran.stdout)["households"] == 148
    assert "this is the sample" in one_sentence(ran.stderr)


def test_other_data_is_left_alone(desk: Desk) -> None:
    before = desk.answered("stats")
    assert "other data than the sample" in desk.refused("demo", "--no-open")
    assert "other data than the sample" in desk.refused("demo", "--no-open", "--fresh")
    assert desk.answered("stats") == before


def test_nothing_is_left_where_it_cannot_be_built(bare_desk: Desk) -> None:
    bare_desk.refused("demo", "--no-open", "--today", "0001-01-02")
    assert _files(bare_desk.db.parent) == []


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
