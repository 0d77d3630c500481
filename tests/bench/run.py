"""Measure the desk beside a bare Textual app, the night beside sqlite3, drafts beside CP-SAT.

python -m tests.bench.run                             everything; some twenty minutes
python -m tests.bench.run --quick                     two sizes, one window, few rounds
python -m tests.bench.run --write docs/benchmarks.md  and keep the figures
"""

from __future__ import annotations

import argparse
import compileall
import shlex
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from shutil import copy

from fixtures.filling import fill
from tests.bench import (
    checking,
    finding,
    hands,
    importing,
    journal,
    journal_report,
    many_loans,
    nightly,
    peers,
    programme,
    programme_report,
    report,
    rota,
    rota_report,
    sessions,
)
from tests.bench.sessions import Opening
from tests.bench.terminal import PROJECT, Window

TODAY = date(2026, 11, 23)
SEED = 1
BARE = (sys.executable, "-m", "tests.bench.bare")
AS_A_MODULE = (sys.executable, "-m", "app")

SIZES = (148, 15_000, 1_500_000)
WINDOWS = (Window(80, 24), Window(120, 40))
ITEMS = 100_000
LOANS = (500, 200_000, 20_000_000)
PROJECTS = (100, 1_000, 10_000)
CHANGES = 1_000_000
PARTS = (
    "desk", "peers", "import", "nightly", "rota", "programme", "journal", "check", "find",
)  # fmt: skip


def main() -> None:
    """Do what the command line asks, and print the tables."""
    asked = _asked()
    # As pip does when it installs, so that no start compiles what was changed since.
    for ours in ("store", "tui", "fixtures"):
        compileall.compile_dir(PROJECT / ours, quiet=1)
    compileall.compile_file(PROJECT / "app.py", quiet=1)
    program = shlex.split(asked.program) if asked.program else AS_A_MODULE
    with tempfile.TemporaryDirectory() as scratch:
        stores = asked.stores or Path(scratch)
        figures = []
        if "desk" in asked.only:
            files = {size: _store(stores / f"{size}.db", size, fill) for size in asked.households}
            folder = Path(scratch) / "desk"
            folder.mkdir()
            figures = [_measure(program, window, files, folder, asked) for window in asked.windows]
        beside = []
        if "peers" in asked.only:
            desk = _desk(program, _store(stores / f"{SIZES[0]}.db", SIZES[0], fill))
            beside = peers.measure(desk, BARE, Path(scratch) / "peers", asked.rounds // 2, _tell)
        imports = []
        if "import" in asked.only:
            _tell(f"importing {asked.items:,} items")
            folder = Path(scratch) / "import"
            imports = importing.compare(program, folder, asked.items, asked.imports, TODAY)
        nights = None
        if "nightly" in asked.only:
            night = shlex.split(asked.program) if asked.program else nightly.INSTALLED
            nights = _measure_nights(night, stores, Path(scratch), asked)
        rotas = None
        if "rota" in asked.only:
            folder = Path(scratch) / "rota"
            size = (asked.villages, asked.windows, asked.rounds)
            rotas = rota.measure(program, folder, *size, TODAY, _tell)
        projects = None
        if "programme" in asked.only:
            folder = Path(scratch) / "programme"
            folder.mkdir()
            files = {
                size: _store(stores / f"projects-{size}.db", size, programme.fill)
                for size in asked.projects
            }
            rooms = (asked.windows, asked.rounds, TODAY)
            projects = programme.measure(program, files, folder, *rooms, _tell)
        long = None
        if "journal" in asked.only:
            folder = Path(scratch) / "journal"
            folder.mkdir()
            path = _store(stores / f"changes-{asked.changes}.db", asked.changes, journal.fill)
            rooms = (asked.windows, asked.rounds)
            long = journal.measure(program, path, folder, asked.changes, rooms, TODAY, _tell)
        checks = []
        if "check" in asked.only:
            checks = _measure_checks(program, stores, asked)
    found = []
    if "find" in asked.only:
        found = _measure_finding(stores, asked)
    # The wings', the journal's and the file's figures have places of their own: the others take
    # much longer.
    told = {}
    if figures or imports or nights:
        told[report.MARKERS] = report.tables(figures, imports, asked.items, nights)
    if beside:
        told[peers.MARKERS] = peers.tables(beside)
    if rotas:
        told[rota_report.MARKERS] = rota_report.tables(rotas)
    if projects:
        told[programme_report.MARKERS] = programme_report.tables(projects)
    if long:
        told[journal_report.MARKERS] = journal_report.tables(long)
    if checks:
        told[checking.MARKERS] = checking.tables(checks)
    if found:
        told[finding.MARKERS] = finding.tables(found)
    print("\n\n".join(told.values()))
    if asked.write:
        for markers, text in told.items():
            report.write(asked.write, text, markers)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the desk beside a bare Textual app.")
    parser.add_argument("--quick", action="store_true", help="two sizes, one window, few rounds")
    parser.add_argument("--write", type=Path, metavar="FILE", help="update the figures in FILE")
    parser.add_argument("--stores", type=Path, metavar="FOLDER", help="keep the stores there")
    parser.add_argument("--only", choices=PARTS, help="one of the parts")
    parser.add_argument("--program", metavar="COMMAND", help="another command than this one's")
    parser.add_argument("--households", type=int, nargs="+", metavar="N")
    parser.add_argument("--loans", type=int, nargs="+", metavar="N")
    asked = parser.parse_args()
    asked.only = [asked.only] if asked.only else PARTS
    asked.households = asked.households or (SIZES[:2] if asked.quick else SIZES)
    asked.loans = sorted(asked.loans or (LOANS[:2] if asked.quick else LOANS))
    asked.windows = WINDOWS[:1] if asked.quick else WINDOWS
    asked.openings, asked.rounds, asked.idle = (5, 3, 2.0) if asked.quick else (15, 12, 5.0)
    asked.items, asked.imports = (ITEMS // 5, 1) if asked.quick else (ITEMS, 3)
    asked.projects = PROJECTS[:2] if asked.quick else PROJECTS
    asked.changes = CHANGES // 10 if asked.quick else CHANGES
    asked.villages = 3 if asked.quick else 20
    asked.starts, asked.questions = (15, 3) if asked.quick else (40, 5)
    return asked


def _store(path: Path, size: int, fill: Callable[[Path, int, int, date], None]) -> Path:
    """The store of so many households or loans, made unless it is there."""
    if not path.exists():
        _tell(f"filling {path.name} with {size:,}")
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        fill(unfinished, size, SEED, TODAY)
        unfinished.rename(path)
    return path


def _measure_nights(
    program: Sequence[str], stores: Path, scratch: Path, asked: argparse.Namespace
) -> nightly.Figures:
    """The smallest store by whole commands; the others by what they are asked."""
    files = {
        size: _store(stores / f"loans-{size}.db", size, many_loans.fill) for size in asked.loans
    }
    small, *large = files
    _tell(f"nights of {small:,} loans")
    start = nightly.start(program, files[small], scratch, asked.starts, TODAY)
    nights = []
    for size in large:
        _tell(f"nights of {size:,} loans")
        # Copied beside the store: of 20 million loans there is not always room elsewhere.
        nights.append(nightly.nights(program, files[size], stores, size, asked.questions, TODAY))
    return nightly.Figures(small, start, nights)


def _measure_checks(
    program: Sequence[str], stores: Path, asked: argparse.Namespace
) -> list[checking.Checks]:
    """The stores of the nights but the smallest, looked over and backed up."""
    figures = []
    for size in asked.loans[1:] or asked.loans:
        store = _store(stores / f"loans-{size}.db", size, many_loans.fill)
        _tell(f"looking over {size:,} loans")
        # Beside the store: of 20 million loans there is not always room elsewhere.
        scratch = stores / "checking"
        figures.append(checking.measure(program, store, scratch, size, asked.questions, TODAY))
    return figures


def _measure_finding(stores: Path, asked: argparse.Namespace) -> list[finding.Finding]:
    """The stores of the desk, each also as one compound."""
    figures = []
    for size in asked.households:
        store = _store(stores / f"{size}.db", size, fill)
        figures.append(finding.measure(store, stores, asked.rounds, _tell))
    return figures


def _measure(
    program: Sequence[str],
    window: Window,
    files: dict[int, Path],
    scratch: Path,
    asked: argparse.Namespace,
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
    used = {}
    for size, path in files.items():
        _tell(f"{window}: at the keys of {size:,} households")
        lent_from = copy(path, scratch / "lent-from.db")
        used[size] = hands.session(_desk(program, lent_from), window, asked.rounds // 2)
        lent_from.unlink()
    still = hands.stillness(BARE, window)
    return report.Figures(window, bare, peak, openings, visits, still, used)


def _desk(program: Sequence[str], path: Path) -> list[str]:
    return [*program, "--db", str(path), "--today", TODAY.isoformat(), "--lang", "en"]


def _tell(doing: str) -> None:
    print(doing, "…", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
