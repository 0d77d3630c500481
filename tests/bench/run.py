"""Measure the desk beside a bare Textual app.

python -m tests.bench.run                             everything; some ten minutes
python -m tests.bench.run --quick                     two sizes, one window, few rounds
python -m tests.bench.run --write docs/benchmarks.md  and keep the figures
"""

from __future__ import annotations

import argparse
import shlex
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from fixtures.filling import fill
from tests.bench import importing, report, sessions
from tests.bench.sessions import Opening
from tests.bench.terminal import Window

TODAY = date(2026, 11, 23)
SEED = 1
BARE = (sys.executable, "-m", "tests.bench.bare")

SIZES = (148, 15_000, 1_500_000)
WINDOWS = (Window(80, 24), Window(120, 40))
ITEMS = 100_000


def main() -> None:
    """Do what the command line asks, and print the tables."""
    asked = _asked()
    program = shlex.split(asked.program)
    with tempfile.TemporaryDirectory() as scratch:
        stores = asked.stores or Path(scratch)
        figures = []
        if "desk" in asked.only:
            files = {size: _store(stores, size) for size in asked.households}
            figures = [_measure(program, window, files, asked) for window in asked.windows]
        imports = []
        if "import" in asked.only:
            _tell(f"importing {asked.items:,} items")
            folder = Path(scratch) / "import"
            imports = importing.compare(program, folder, asked.items, asked.imports, TODAY)
    text = report.tables(figures, imports, asked.items)
    print(text)
    if asked.write:
        report.write(asked.write, text)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the desk beside a bare Textual app.")
    parser.add_argument("--quick", action="store_true", help="two sizes, one window, few rounds")
    parser.add_argument("--write", type=Path, metavar="FILE", help="update the figures in FILE")
    parser.add_argument("--stores", type=Path, metavar="FOLDER", help="keep the stores there")
    parser.add_argument("--only", choices=("desk", "import"), help="one of the two parts")
    parser.add_argument("--program", default=f"{shlex.quote(sys.executable)} -m app")
    parser.add_argument("--households", type=int, nargs="+", metavar="N")
    asked = parser.parse_args()
    asked.only = [asked.only] if asked.only else ["desk", "import"]
    asked.households = asked.households or (SIZES[:2] if asked.quick else SIZES)
    asked.windows = WINDOWS[:1] if asked.quick else WINDOWS
    asked.openings, asked.rounds, asked.idle = (5, 3, 2.0) if asked.quick else (15, 12, 5.0)
    asked.items, asked.imports = (ITEMS // 5, 1) if asked.quick else (ITEMS, 3)
    return asked


def _store(folder: Path, households: int) -> Path:
    """The store of so many households, made unless it is there."""
    path = folder / f"{households}.db"
    if not path.exists():
        _tell(f"filling a store with {households:,} households")
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        fill(unfinished, households, SEED, TODAY)
        unfinished.rename(path)
    return path


def _measure(
    program: Sequence[str], window: Window, files: dict[int, Path], asked: argparse.Namespace
) -> report.Figures:
    """All of one window; starts go round in turns, so that the machine's moods meet all alike."""
    desks = {size: _desk(program, path) for size, path in files.items()}
    bare: list[Opening] = []
    openings: dict[int, list[Opening]] = {size: [] for size in desks}
    for number in range(asked.openings + 1):
        _tell(f"{window}: opening, round {number} of {asked.openings}")
        round_ = [sessions.opening(command, window) for command in (BARE, *desks.values())]
        if number:  # the first round only warms the caches
            bare.append(round_[0])
            for size, opening in zip(desks, round_[1:], strict=True):
                openings[size].append(opening)
    visits = {}
    for size, command in desks.items():
        _tell(f"{window}: walking about {size:,} households")
        visits[size] = sessions.visit(command, window, asked.rounds, asked.idle)
    peak = sessions.peak_memory((*BARE, "--peewee"), window)
    return report.Figures(window, bare, peak, openings, visits)


def _desk(program: Sequence[str], path: Path) -> list[str]:
    return [*program, "--db", str(path), "--today", TODAY.isoformat(), "--lang", "en"]


def _tell(doing: str) -> None:
    print(doing, "…", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
