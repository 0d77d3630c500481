"""`import items` against the least that SQLite itself takes for the same rows."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

from fixtures.filling import write_csv
from store import database, index, journal
from store.text import search_key
from tests.bench.terminal import PROJECT

ITEMS_PER_HOUSEHOLD = 5.2  # a little less than generated, so that there are items enough
CONDITIONS = {"良好": "good", "磨损": "worn", "损坏": "damaged"}

Row = tuple[int, int, str, str, str, str]


@dataclass(frozen=True)
class Import:
    """Seconds for the same rows: by the command, process and all, and by `executemany`."""

    command: float
    plain: float


def compare(
    program: Sequence[str], folder: Path, items: int, runs: int, today: date
) -> list[Import]:
    """Import `items` items `runs` times either way, in turns, each into a fresh copy of a store."""
    folder.mkdir()
    write_csv(folder, round(items / ITEMS_PER_HOUSEHOLD), 1, today)
    _shorten(folder / "items.csv", items)
    base = folder / "base.db"
    _command(program, base, "households", folder)
    rows = _rows(base, folder / "items.csv")
    results = []
    for number in range(runs):
        ours, plain = folder / f"ours{number}.db", folder / f"plain{number}.db"
        shutil.copy(base, ours)
        shutil.copy(base, plain)
        _without_journal(plain)
        command = _command(program, ours, "items", folder)
        results.append(Import(command, _insert(plain, rows)))
        if {_count(ours), _count(plain)} != {items}:
            raise RuntimeError(f"{_count(ours)} and {_count(plain)} of {items} items arrived")
    return results


def _shorten(path: Path, rows: int) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[: rows + 1]), encoding="utf-8")


def _command(program: Sequence[str], db: Path, kind: str, folder: Path) -> float:
    command = [*program, "--db", str(db), "import", kind, str(folder / f"{kind}.csv")]
    started = perf_counter()
    subprocess.run(command, check=True, cwd=PROJECT, stdout=subprocess.DEVNULL)
    return perf_counter() - started


def _rows(base: Path, items: Path) -> list[Row]:
    """The table's rows that the file stands for; made before any clock runs."""
    store = sqlite3.connect(base)
    homes = {
        (compound, f"{unit}-{door}"): number
        for compound, unit, door, number in store.execute(
            "SELECT compound.name, unit.name, door, household.id FROM household"
            " JOIN unit ON unit.id = unit_id JOIN compound ON compound.id = compound_id"
        )
    }
    store.close()
    categories: dict[str, int] = {}
    rows = []
    with items.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            home = homes[row["院落"], row["住址"]]
            category = categories.setdefault(row["类别"], len(categories) + 1)
            name, condition = row["物品"], CONDITIONS[row["状况"]]
            rows.append((home, category, name, condition, row["备注"], search_key(name)))
    return rows


def _without_journal(path: Path) -> None:
    database.open_store(path)
    journal.remove_triggers(database.db.obj)
    index.remove_triggers(database.db.obj)
    database.close_store()


def _insert(path: Path, rows: list[Row]) -> float:
    """Seconds for one transaction of `rows`, under the store's own settings for a deed."""
    store = sqlite3.connect(path, isolation_level=None)
    store.execute("PRAGMA foreign_keys = 1")
    store.execute("PRAGMA synchronous = full")
    categories = sorted({row[1] for row in rows})
    started = perf_counter()
    store.execute("BEGIN IMMEDIATE")
    store.executemany(
        "INSERT INTO category (id, name) VALUES (?, ?)", zip(categories, categories, strict=True)
    )
    store.executemany(
        "INSERT INTO item (household_id, category_id, name, condition, note, search_key)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        rows,
    )
    store.execute("COMMIT")
    taken = perf_counter() - started
    store.close()
    return taken


def _count(path: Path) -> int:
    store = sqlite3.connect(path)
    number: int = store.execute("SELECT count(*) FROM item").fetchone()[0]
    store.close()
    return number
