"""A keystroke in the search for anything, in one of many compounds and in one that has all."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from store import database, finding, index, journal
from tests.bench.report import surroundings, table

# What these figures stand between in the file.
MARKERS = ("<!-- figures of finding: begin -->", "<!-- figures of finding: end -->")

# What is typed, of each kind some; all from one character on, as it is typed.
TYPED = {
    "characters": ("电", "烤箱", "箱", "王", "书", "钻头"),
    "pinyin": ("kao", "dian", "xia", "wang", "zhu"),
    "initials": ("k", "kx", "dz", "l", "x", "zg"),
    "mixed": ("kao箱", "dian钻"),
    "addresses": ("1", "3-5", "502", "7-10"),
    "two words": ("k x", "电 钻", "1 wang", "烤 zzz"),
    "nothing": ("zzzz", "龘", "q9"),
}
TARGETS = "≤ 16 ms at 80,000, ≤ 50 ms at 8,000,000"


@dataclass(frozen=True)
class Finding:
    """A store of so many items: milliseconds by what was typed, in a compound and in one of all."""

    items: int
    of_many: dict[str, list[float]]
    of_all: dict[str, list[float]]


def measure(store: Path, scratch: Path, rounds: int, tell: Callable[[str], None]) -> Finding:
    """Ask a store, and a copy of it whose units all belong to one compound."""
    with closing(sqlite3.connect(store)) as asked:
        (items,) = asked.execute("SELECT count(*) FROM item").fetchone()
        (middle,) = asked.execute("SELECT (max(id) + 1) / 2 FROM compound").fetchone()
    tell(f"finding among {items:,} items")
    of_many = _ask(store, middle, rounds)
    copy = scratch / "one-compound.db"
    shutil.copy(store, copy)
    _unite(copy)
    tell(f"finding among {items:,} items of one compound")
    of_all = _ask(copy, 1, rounds)
    copy.unlink()
    return Finding(items, of_many, of_all)


def tables(figures: Sequence[Finding]) -> str:
    """One table: the median and the 99th percentile of each kind of query, at each size."""
    heads = [f"{each.items:,} items" for each in figures]
    rows = [["typed", *heads, *(f"{head}, one compound" for head in heads)]]
    rows.append(["---", *["---:"] * 2 * len(figures)])
    for kind in (*TYPED, "all"):
        of = [each.of_many for each in figures] + [each.of_all for each in figures]
        rows.append([kind, *(_told(each, kind) for each in of)])
    told = f"{surroundings('row above')} SQLite {sqlite3.sqlite_version}. Target: {TARGETS}."
    return f"{told} Each is the median, and the 99th percentile.\n\n{table(rows)}"


def _ask(store: Path, compound_id: int, rounds: int) -> dict[str, list[float]]:
    database.open_store(store)
    try:
        for _kind, query in _queries():  # what lies in the machine's memory, lies there for all
            finding.find(compound_id, query)
        taken: dict[str, list[float]] = {kind: [] for kind in TYPED}
        for _round in range(rounds):
            for kind, query in _queries():
                started = perf_counter()
                finding.find(compound_id, query)
                taken[kind].append((perf_counter() - started) * 1000)
        return taken
    finally:
        database.close_store()


def _queries() -> Iterator[tuple[str, str]]:
    return ((kind, query) for kind, queries in TYPED.items() for query in queries)


def _unite(store: Path) -> None:
    """Let all units belong to the first compound, each with a number of its own."""
    database.open_store(store)
    try:
        index.remove_triggers(database.db.obj)
        journal.remove_triggers(database.db.obj)
        with database.db.atomic():
            database.db.execute_sql("UPDATE unit SET name = id, compound_id = 1")
            database.db.execute_sql("UPDATE sought_row SET compound_id = 1 WHERE compound_id > 0")
    finally:
        database.close_store()


def _told(taken: dict[str, list[float]], kind: str) -> str:
    every = taken[kind] if kind in taken else [each for them in taken.values() for each in them]
    return f"{median(every):.1f} ms, {quantiles(every, n=100)[98]:.1f} ms"
