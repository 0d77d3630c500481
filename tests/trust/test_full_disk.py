"""A full disk: told in a sentence, nothing is half done, and all goes on once there is room."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]

# Runs where a small disk of its own is mounted on the folder that it is given.
WORK = """
import os, sys
from pathlib import Path
from store import database, drafts
from store.drafts import Draft, DraftFile
from store.errors import Unusable
from tests.trust.hands import Hands, do_deeds, make_yard, state
from tests.trust.whole import what_is_wrong

path = Path(sys.argv[1]) / "desk.db"
filler = path.with_name("filler")

def fill():
    with filler.open("ab", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                pass

make_yard(path)
database.open_store(path)
hands = Hands("desk", 1)
for _time in range(3):
    said = []
    do_deeds(said.append, hands, 5)
    assert not [word for word in said if word.startswith("trouble")], said
    fill()
    said.clear()
    do_deeds(said.append, hands, 10**6)
    print(said[-1])
    done = [word for word in said if word.startswith("done")]
    assert not done or done[-1].split()[1:] == list(map(str, state()))
    assert what_is_wrong() == []
    try:
        DraftFile().write(Draft("key", "Edit", [], {"name": "x" * 9999}, {"name": ""}))
    except Unusable as trouble:
        print(trouble.sentence)
    assert not drafts.any_kept()
    kept = state()
    database.close_store()
    database.open_store(path)
    assert state() == kept
    filler.unlink()
"""


def test_a_full_disk(tmp_path: Path) -> None:
    """On a disk of 2 MB, three times over."""
    mounting = shutil.which("unshare")
    if mounting is None:
        pytest.skip("unshare is not installed: no disk can be filled")
    script = 'mount -t tmpfs -o size=2m tmpfs "$0" && exec "$@"'
    python = [sys.executable, "-c", WORK, str(tmp_path)]
    done = subprocess.run(
        [mounting, "--map-root-user", "--mount", "sh", "-c", script, str(tmp_path), *python],
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip("this machine mounts nothing for us: no disk can be filled")
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        done.stdout.splitlines()
        == [
            "trouble The disk is full; nothing was changed. Please make room and try again.",
            "What you type cannot be kept in case the line drops: No space left on device.",
        ]
        * 3
    )
