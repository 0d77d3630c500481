"""`qiaomen check` beside SQLite's own look at the same file, and a backup beside a plain copy."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.bench.report import surroundings, table
from tests.bench.terminal import PROJECT

# What these figures stand between in the file.
MARKERS = ("<!-- figures of the file: begin -->", "<!-- figures of the file: end -->")

# What SQLite asks of a file itself, in a process of its own, by the same library.
LOOK = """
import sqlite3, sys
store = sqlite3.connect(sys.argv[1])
assert store.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
assert store.execute("PRAGMA foreign_key_check").fetchall() == []
"""

# What copies a file in one go, and looks at nothing.
COPY = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as store, sqlite3.connect(sys.argv[2]) as copy:
    store.backup(copy)
"""


@dataclass
class Checks:
    """A store of so many loans: seconds for whole processes."""

    loans: int
    bytes: int
    look: list[float] = field(default_factory=list)
    check: list[float] = field(default_factory=list)
    copy: list[float] = field(default_factory=list)
    backup: list[float] = field(default_factory=list)


def measure(
    program: Sequence[str], store: Path, scratch: Path, loans: int, rounds: int, today: date
) -> Checks:
    """The contestants take turns on one file, after it was read once."""
    ours = [*program, "--db", str(store), "--today", today.isoformat(), "--lang", "en"]
    result = Checks(loans, store.stat().st_size)
    scratch.mkdir(parents=True, exist_ok=True)
    _read(store)
    for _round in range(rounds):
        result.look.append(_timed([sys.executable, "-c", LOOK, str(store)]))
        result.check.append(_timed([*ours, "check"], may_fail=True))
        copy, backup = scratch / "copy.db", scratch / "backup.db"
        result.copy.append(_timed([sys.executable, "-c", COPY, str(store), str(copy)]))
        result.backup.append(_timed([*ours, "backup", str(backup)]))
        copy.unlink()
        backup.unlink()
    shutil.rmtree(scratch)
    return result


def tables(figures: Sequence[Checks]) -> str:
    """One table, a column for each store."""
    rows = [
        ["loans", *(f"{checks.loans:,}" for checks in figures), "target"],
        ["---", *["---:"] * len(figures), "---"],
        ["size", *(f"{checks.bytes / 1e6:,.0f} MB" for checks in figures), ""],
        [
            "`integrity_check` and `foreign_key_check`",
            *(f"{median(checks.look):.2f} s" for checks in figures),
            "",
        ],
        [
            "`qiaomen check`",
            *(_ratio(checks.check, checks.look) for checks in figures),
            "≤ 1.5 × where it is large",
        ],
        ["a copy in one go", *(f"{median(checks.copy):.2f} s" for checks in figures), ""],
        [
            "`qiaomen backup`, looked over and on disk",
            *(_ratio(checks.backup, checks.copy) for checks in figures),
            "",
        ],
    ]
    told = f"{surroundings('row above')} SQLite {sqlite3.sqlite_version}."
    return f"{told}\n\n{table(rows)}"


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    return f"{median(ours):.2f} s, {median(ours) / median(theirs):.2f} ×"


def _timed(command: Sequence[str], *, may_fail: bool = False) -> float:
    """Seconds from the start of a process to its end; a check that finds something wrong may."""
    started = perf_counter()
    ran = subprocess.run(command, cwd=PROJECT, stdout=subprocess.DEVNULL, check=False)
    taken = perf_counter() - started
    if ran.returncode and not (may_fail and ran.returncode == 1):
        raise RuntimeError(f"{' '.join(command)} failed")
    return taken


def _read(store: Path) -> None:
    """Let the file lie in the machine's memory for all alike, as far as there is room."""
    with store.open("rb") as file:
        while file.read(1 << 24):
            pass
