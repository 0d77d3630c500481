"""Eight desks and the nightly run on one store at once: nobody is turned away, nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import database
from store.errors import Unusable
from store.messages import nightly
from store.runs import Run
from tests.conftest import TODAY
from tests.trust.children import Child, Say
from tests.trust.hands import Hands, make_yard
from tests.trust.whole import what_is_wrong

DESKS = 8


@pytest.fixture
def yard(tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    make_yard(path)
    return path


def sit_at_a_desk(say: Say, path: Path, user: str, seed: int, deeds: int) -> None:
    """Do so many deeds that the desk allows, as one key after the other does."""
    database.open_store(path)
    hands = Hands(user, seed)
    for _number in range(deeds):
        try:
            while not hands.try_one():
                pass
        except Unusable as trouble:
            say(f"trouble {trouble.sentence}")
        mine = database.db.execute_sql("SELECT max(id) FROM deed WHERE who = ?", (user,))
        say(f"done {mine.fetchone()[0]}")


def run_nights(say: Say, path: Path, nights: int) -> None:
    database.open_store(path)
    for _night in range(nights):
        nightly.run(TODAY, (), days_soon=7)
        say("night")


def crowd(path: Path, *, deeds: int, nights: int) -> None:
    """Let all work at once; then every deed that was done is there once, and all is whole."""
    desks = [Child(sit_at_a_desk, path, f"desk {number}", number, deeds) for number in range(DESKS)]
    night = Child(run_nights, path, nights)
    said = [desk.words() for desk in desks]
    assert night.words() == ["night"] * nights
    assert [word for words in said for word in words if word.startswith("trouble")] == []
    done = [int(word.split()[1]) for words in said for word in words if word.startswith("done")]
    assert len(done) == DESKS * deeds
    database.open_store(path)
    try:
        kept = database.db.execute_sql("SELECT id FROM deed WHERE who LIKE 'desk %' ORDER BY id")
        assert [row[0] for row in kept] == sorted(done)
        assert Run.select().where(Run.finished_at.is_null(False)).count() == nights
        assert what_is_wrong() == []
    finally:
        database.close_store()


def test_eight_desks_and_the_nightly_run(yard: Path) -> None:
    crowd(yard, deeds=12, nights=4)


@pytest.mark.long
def test_eight_desks_do_five_hundred_deeds_each(yard: Path) -> None:
    crowd(yard, deeds=500, nights=100)
