"""A desk that is killed in the middle of anything loses nothing that was acknowledged."""

from __future__ import annotations

import random
from pathlib import Path
from time import monotonic

import pytest

from store import database
from tests.trust.children import Child, Say
from tests.trust.hands import Hands, Told, do_deeds, look, make_yard

LONGEST = 0.06  # seconds from a process's first word to its end


def kill_again_and_again(path: Path, times: int) -> None:
    """Kill a desk at random moments; look at the store after each, and go on with it."""
    make_yard(path)
    moments = random.Random(1)
    deeds, before = 0, look(path)
    for number in range(times):
        desk = Child(work, path, number)
        first = desk.word()
        until = monotonic() + moments.uniform(0, LONGEST)
        heard = [] if first is None else [first]
        while (word := desk.word(until)) is not None:
            heard.append(word)
        told = Told(before, [*heard, *desk.kill()])
        assert told.trouble == []
        before = look(path)
        assert before in told.possible, f"kill {number}: {before} of {told.possible}"
        deeds += told.acknowledged
    assert deeds > times


def work(say: Say, path: Path, seed: int) -> None:
    database.open_store(path)
    do_deeds(say, Hands("desk", seed), 10**9)


def test_a_few_kills(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path / "desk.db", 12)


@pytest.mark.long
def test_five_hundred_kills(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path / "desk.db", 500)
