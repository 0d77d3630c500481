"""The nightly command beside a bare interpreter, and beside the sqlite3 program."""

from __future__ import annotations

import csv
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from pathlib import Path
from time import perf_counter, sleep
from typing import IO

from tests.bench.nightly_sql import counts_sql, late_sql
from tests.bench.terminal import PROJECT

BARE = (sys.executable, "-c", "import peewee")

# Just what pip writes into `bin/qiaomen`.
INSTALLED = (sys.executable, "-c", "import sys; from app import main; sys.exit(main())")

# What stands in for the sqlite3 program where there is none.
STAND_IN = """
import csv, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute(sys.argv[2])
csv.writer(sys.stdout, lineterminator="\\n").writerows(rows)
"""


@dataclass
class Start:
    """Seconds for whole processes: an import of Peewee, a night, and a night that is rehearsed."""

    bare: list[float] = field(default_factory=list)
    night: list[float] = field(default_factory=list)
    rehearsal: list[float] = field(default_factory=list)


@dataclass
class Question:
    """One question asked of the same file by us and by the sqlite3 program: seconds, peak kB."""

    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)
    our_peak: int = 0
    their_peak: int = 0


@dataclass
class Nights:
    """A store of so many loans: its first night and its second, and what is asked of it then."""

    loans: int
    first: float
    second: float
    counts: Question
    sheet: Question


@dataclass
class Figures:
    """All that was measured: starts on a small store, nights of larger ones."""

    small: int
    start: Start
    nights: list[Nights]


def asker() -> str:
    """Who asks beside us: the sqlite3 program, or what stands in for it."""
    program = shutil.which("sqlite3")
    if program is None:
        return f"Python's sqlite3 module {sqlite3.sqlite_version} (no sqlite3 program here)"
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return f"`sqlite3` {told.stdout.split()[0]}"


def start(program: Sequence[str], store: Path, scratch: Path, rounds: int, today: date) -> Start:
    """A copy of a small store: the contestants take turns, after two rounds to warm up."""
    copy = Path(shutil.copy(store, scratch / "small.db"))
    night = _night(program, copy, today)
    result = Start()
    for number in range(-2, rounds):
        for command, taken in (
            (BARE, result.bare),
            (night, result.night),
            ([*night, "--dry-run"], result.rehearsal),
        ):
            seconds = _run(command)
            if number >= 0:
                taken.append(seconds)
    return result


def nights(
    program: Sequence[str], store: Path, scratch: Path, loans: int, rounds: int, today: date
) -> Nights:
    """Two nights of a copy of a store; then the contestants ask it the same, in turns."""
    copy = Path(shutil.copy(store, scratch / f"{store.stem}-nights.db"))
    night = _night(program, copy, today)
    first, second = _run(night), _run(night)
    counts, sheet = [*night, "--counts"], [*night, "--format", "csv", "--phones", "--dry-run"]
    rows = _asked(copy, late_sql(today))
    _compare(sheet, rows)
    result = Nights(
        loans,
        first,
        second,
        _ask(counts, _asked(copy, counts_sql(today)), rounds),
        _ask(sheet, rows, rounds),
    )
    for left in copy.parent.glob(f"{copy.name}*"):
        left.unlink()
    return result


def _night(program: Sequence[str], store: Path, today: date) -> list[str]:
    common = ["--db", str(store), "--today", today.isoformat(), "--lang", "en"]
    return [*program, *common, "overdue"]


def _asked(store: Path, sql: str) -> list[str]:
    program = shutil.which("sqlite3")
    if program is None:
        return [sys.executable, "-c", STAND_IN, str(store), sql]
    return [program, "-csv", str(store), sql]


def _ask(ours: Sequence[str], theirs: Sequence[str], rounds: int) -> Question:
    result = Question(our_peak=_peak(ours), their_peak=_peak(theirs))
    for _round in range(rounds):
        result.ours.append(_run(ours))
        result.theirs.append(_run(theirs))
    return result


def _compare(ours: Sequence[str], theirs: Sequence[str]) -> None:
    """Raise RuntimeError unless both print the same rows in the same order."""
    with _reading(ours) as our_file, _reading(theirs) as their_file:
        ours_read, theirs_read = csv.reader(our_file), csv.reader(their_file)
        next(ours_read)  # the header
        for our_row, their_row in zip_longest(ours_read, theirs_read):
            if our_row != their_row:
                raise RuntimeError(f"We print {our_row}, they print {their_row}")


def _run(command: Sequence[str]) -> float:
    """Seconds from the start of a process to its end; what it prints goes nowhere."""
    started = perf_counter()
    subprocess.run(command, check=True, cwd=PROJECT, env=_environment(), stdout=subprocess.DEVNULL)
    return perf_counter() - started


def _peak(command: Sequence[str]) -> int:
    """The greatest resident memory of a process in kB, looked at until its end."""
    peak = 0
    with subprocess.Popen(
        command, cwd=PROJECT, env=_environment(), stdout=subprocess.DEVNULL
    ) as process:
        status = Path(f"/proc/{process.pid}/status")
        while process.poll() is None:
            lines = status.read_text().splitlines()
            peak = max([peak, *(int(line.split()[1]) for line in lines if "VmHWM" in line)])
            sleep(0.001)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed")
    return peak


@contextmanager
def _reading(command: Sequence[str]) -> Iterator[IO[str]]:
    with subprocess.Popen(
        command, cwd=PROJECT, env=_environment(), stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        yield process.stdout
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed")


def _environment() -> dict[str, str]:
    """What cron hands over: nothing that makes Python slower, as unwritten bytecode does."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {"LANG": "C.UTF-8", "LOGNAME": "bench"}
