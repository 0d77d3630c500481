"""Whenever the power goes off, every acknowledged deed is there, and no half one."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.trust.disk import TRACED, Disk, read_trace
from tests.trust.hands import Told, look, make_yard

PROJECT = Path(__file__).parents[2]

# A desk that brings the log into the file every few deeds, so that this is cut off as well.
DESK = """
import os, sys
from pathlib import Path
from store import database
from tests.trust import hands
path, deeds = Path(sys.argv[1]), int(sys.argv[2])
database.open_store(path)
database.db.execute_sql("PRAGMA wal_autocheckpoint = 40")
hands.do_deeds(lambda word: os.write(1, (word + "\\n").encode()), hands.Hands("desk", 1), deeds)
database.close_store()
"""


def lose_power_again_and_again(folder: Path, deeds: int, times: int) -> None:
    """Trace a desk, then lose the power at `times` moments of its work, each in another way."""
    path, trace = folder / "desk" / "desk.db", folder / "trace"
    path.parent.mkdir()
    make_yard(path)
    before = look(path)
    disk = Disk(path.parent)
    traced(path, deeds, trace)
    calls = list(read_trace(trace))
    draw = random.Random(1)
    moments = sorted(draw.choices(range(len(calls)), k=times))
    said = ""
    for number, call in enumerate(calls):
        if call.kind == "said":
            said += call.data.decode()
        disk.take(call)
        for _moment in range(moments.count(number)):
            there = folder / "after" / "desk.db"
            shutil.rmtree(there.parent, ignore_errors=True)
            there.parent.mkdir()
            disk.lose_power(there.parent, draw)
            told = Told(before, said.splitlines())
            found = look(there)
            assert found in told.possible, f"call {number}: {found} of {told.possible}"
    assert Told(before, said.splitlines()).acknowledged == deeds
    assert any(call.kind == "sync" and call.path == str(path) for call in calls[:-20])


def traced(path: Path, deeds: int, trace: Path) -> None:
    """Let a desk do `deeds` under strace."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed: the power cannot be cut")
    options = ["-f", "-y", "-xx", "-s", "70000", "-e", f"trace={TRACED}", "-o", str(trace)]
    desk = subprocess.run(
        [strace, *options, sys.executable, "-c", DESK, str(path), str(deeds)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )
    if "ptrace" in desk.stderr:
        pytest.skip("this machine lets nobody trace: the power cannot be cut")
    assert desk.returncode == 0, desk.stderr


def test_the_power_goes_off(tmp_path: Path) -> None:
    lose_power_again_and_again(tmp_path, deeds=20, times=40)


@pytest.mark.long
def test_the_power_goes_off_at_any_moment(tmp_path: Path) -> None:
    lose_power_again_and_again(tmp_path, deeds=200, times=3000)
