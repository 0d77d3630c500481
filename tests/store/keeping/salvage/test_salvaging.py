"""Salvaging real files that are damaged on real pages."""

from __future__ import annotations

import json
import random
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.loader import load_sample
from store import database, history, soundness
from store.errors import NotFound, Refused
from store.keeping import invariants, schema
from store.keeping.salvage import salvaging
from store.keeping.salvage.rows import Numbered, spans
from store.keeping.salvage.salvaging import Report, Saved
from store.neighbours import households

PAGE = 4096
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample compound: 148 households, 800 items, 64 loans, and their journal."""
    path = tmp_path_factory.mktemp("sample") / "desk.db"
    database.open_store(path)
    history.act_as("sample")
    load_sample(TODAY)
    database.close_store()
    return path


@pytest.fixture
def damaged(sample: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    path = tmp_path / "damaged.db"
    path.write_bytes(sample.read_bytes())
    return path


def overwrite(path: Path, *pages: int, content: bytes = b"\xaa" * PAGE) -> None:
    """Write over whole pages, counted from 1."""
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE)
            file.write(content)


def root(path: Path, name: str) -> int:
    """The first page of a table or an index."""
    asked = "SELECT rootpage FROM sqlite_master WHERE name = ?"
    with closing(sqlite3.connect(path)) as store:
        return int(store.execute(asked, (name,)).fetchone()[0])


def pages_of(path: Path, name: str) -> list[int]:
    """The pages that a table's first page leads to."""
    raw = path.read_bytes()
    page = raw[(root(path, name) - 1) * PAGE :][:PAGE]
    assert page[0] == 0x05, "an interior page"
    cells = int.from_bytes(page[3:5], "big")
    pointers = [int.from_bytes(page[12 + 2 * cell :][:2], "big") for cell in range(cells)]
    return [int.from_bytes(page[at : at + 4], "big") for at in pointers]


def contents(path: Path, table: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as store:
        return store.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()


def salvage(path: Path) -> tuple[Path, Report]:
    new = path.with_name("new.db")
    return new, salvaging.salvage(path, new)


def of(report: Report, table: str) -> Saved:
    (found,) = (each for each in report.tables if each.table == table)
    return found


def left_out(report: Report) -> Iterator[dict[str, Any]]:
    assert report.left_out is not None
    with report.left_out.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def assert_sound(new: Path) -> None:
    """Whatever was lost, what was saved is a store like any other."""
    with closing(sqlite3.connect(new)) as store:
        assert soundness.broken(store) is None
        assert soundness.loose(store) is None
        assert schema.trouble(store) is None
        assert invariants.broken(store) == []


def test_of_a_sound_file_nothing_is_lost(sample: Path, damaged: Path) -> None:
    new, report = salvage(damaged)
    assert report.is_whole
    assert stat.S_IMODE(new.stat().st_mode) == 0o600
    for table in ("household", "item", "loan", "deed", "change", "step", "sqlite_sequence"):
        assert contents(new, table) == contents(sample, table)
    assert_sound(new)
    database.open_store(new)
    try:
        assert households.find("1-502").address == "1-502"
    finally:
        database.close_store()


def test_what_is_in_the_log_beside_it_is_saved_too(damaged: Path) -> None:
    """The machine died with the newest deeds in the log alone."""
    with closing(sqlite3.connect(damaged, isolation_level=None)) as desk:
        desk.execute("PRAGMA wal_autocheckpoint = 0")
        desk.execute("UPDATE household SET note = 'newest' WHERE id = 1")
        copy = damaged.with_name("copy.db")
        for suffix in ("", "-wal"):
            part = damaged.with_name(damaged.name + suffix)
            copy.with_name(copy.name + suffix).write_bytes(part.read_bytes())
    overwrite(copy, root(damaged, "loan_household_id"))
    before = copy.read_bytes()
    new, _report = salvage(copy)
    assert "newest" in contents(new, "household")[0]
    assert copy.read_bytes() == before, "the damaged file itself is left as it is"


def test_a_broken_index_costs_nothing(sample: Path, damaged: Path) -> None:
    overwrite(damaged, root(damaged, "item_household_id"), root(damaged, "loan_open_item"))
    new, report = salvage(damaged)
    assert report.is_whole
    assert contents(new, "item") == contents(sample, "item")
    assert_sound(new)


def test_a_broken_leaf_costs_its_rows_and_they_are_named(sample: Path, damaged: Path) -> None:
    leaf = pages_of(damaged, "item")[3]
    overwrite(damaged, leaf)
    new, report = salvage(damaged)
    item = of(report, "item")
    there, before = ({row[0] for row in contents(path, "item")} for path in (new, sample))
    assert item.lost == spans(before - there)
    assert 0 < len(before - there) < 80
    assert item.unsure == ()
    lent = [row[0] for row in contents(sample, "loan") if row[1] in before - there]
    assert of(report, "loan").left_out == len(lent)
    assert sorted(row["row"]["id"] for row in left_out(report)) == lent
    assert report.left_out is not None
    assert stat.S_IMODE(report.left_out.stat().st_mode) == 0o600
    assert_sound(new)


def test_where_the_way_to_the_leaves_is_broken_they_are_found(sample: Path, damaged: Path) -> None:
    """The first page of the items leads nowhere: the indexes vouch for the rows on its leaves."""
    overwrite(damaged, root(damaged, "item"))
    new, report = salvage(damaged)
    assert report.is_whole
    assert contents(new, "item") == contents(sample, "item")


def test_what_others_hang_on_is_put_together_from_an_index(sample: Path, damaged: Path) -> None:
    """A unit has one page; its index still names it, so that nobody loses a home."""
    overwrite(damaged, root(damaged, "unit"))
    new, report = salvage(damaged)
    unit = of(report, "unit")
    assert (unit.rows, unit.rebuilt, unit.lost) == (7, 7, ())
    assert contents(new, "household") == contents(sample, "household")
    assert_sound(new)


def test_no_money_day_or_vote_is_made_up(sample: Path, damaged: Path) -> None:
    overwrite(damaged, root(damaged, "step"))
    new, report = salvage(damaged)
    assert of(report, "step").lost == ((1, 4),)
    assert contents(new, "step") == []


def test_what_may_be_without_is_kept_without(sample: Path, damaged: Path) -> None:
    """A loan stays although nobody knows any more who took the thing home."""
    for page in pages_of(damaged, "resident"):
        overwrite(damaged, page)
    new, report = salvage(damaged)
    assert of(report, "resident").lost
    assert of(report, "loan").loosened > 0
    assert len(contents(new, "loan")) == len(contents(sample, "loan"))
    assert_sound(new)


def test_without_its_first_page_everything_is_found(sample: Path, damaged: Path) -> None:
    overwrite(damaged, 1)
    new, report = salvage(damaged)
    assert report.is_whole
    for table in ("household", "item", "loan", "change", "sqlite_sequence"):
        assert contents(new, table) == contents(sample, table)


def test_a_table_of_which_the_schema_lost_all_trace_is_where_a_new_store_has_it(
    sample: Path, damaged: Path
) -> None:
    """The page of the schema that tells of the loans is gone."""
    raw = damaged.read_bytes()
    telling = raw.index(b"CREATE TABLE loan (") // PAGE + 1
    assert telling > 1
    overwrite(damaged, telling)
    new, report = salvage(damaged)
    assert contents(new, "loan") == contents(sample, "loan")
    assert not of(report, "loan").is_missing


@pytest.mark.parametrize(
    ("said", "turned"),
    [
        (b"CREATE TABLE item (", b"CREATE TABLE itam ("),
        (b"household_id INTEGER NOT NULL REFERENCES household (id),\n    category_id", None),
        (b"CREATE TABLE item (\n    id ", b"CREATE TABLE item (\n    ie "),
        (b"CREATE TABLE item (", b"CREATE TABLE item \xa8"),
    ],
)
def test_what_letters_of_the_schema_turned_into_is_not_believed(
    sample: Path, damaged: Path, said: bytes, turned: bytes | None
) -> None:
    """Else a table or a column would not be where it is looked for, and the rest pass for whole."""
    raw = damaged.read_bytes()
    assert raw.count(said) == 1
    damaged.write_bytes(raw.replace(said, turned or said.replace(b"ory_id", b"ory_ie")))
    new, report = salvage(damaged)
    assert report.is_whole
    assert contents(new, "item") == contents(sample, "item")
    assert_sound(new)


def test_a_table_without_numbers_that_is_not_read_to_its_end_is_named(damaged: Path) -> None:
    overwrite(damaged, root(damaged, "notice"))
    _new, report = salvage(damaged)
    assert not report.is_whole
    assert [each.table for each in report.tables if not each.is_whole] == ["notice"]
    assert of(report, "notice").is_cut


def test_a_journal_that_is_not_whole_is_sealed_anew(damaged: Path) -> None:
    overwrite(damaged, pages_of(damaged, "change")[2])
    new, report = salvage(damaged)
    assert of(report, "change").lost
    assert report.chain_begins_anew
    assert_sound(new)


def test_a_file_cut_short_gives_what_is_left(sample: Path, damaged: Path) -> None:
    raw = damaged.read_bytes()
    damaged.write_bytes(raw[: len(raw) * 2 // 3])
    new, report = salvage(damaged)
    assert not report.is_whole
    assert len(contents(new, "household")) > 0
    assert_sound(new)


def test_an_older_file_is_saved_and_brought_up_to_date(sample: Path, damaged: Path) -> None:
    with closing(sqlite3.connect(damaged)) as store:
        for (name,) in store.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'backup'"
        ).fetchall():
            store.execute(f"DROP TRIGGER {name}")
        store.execute("DROP TABLE backup")
        store.execute("DELETE FROM schema_migration WHERE name LIKE '0006%'")
        store.execute("PRAGMA user_version = 4")
        store.commit()
    new, report = salvage(damaged)
    assert report.is_whole
    with closing(sqlite3.connect(new)) as store:
        assert store.execute("PRAGMA user_version").fetchone() == (database.newest_version(),)
    assert_sound(new)


def test_no_file_is_replaced(damaged: Path) -> None:
    with pytest.raises(NotFound, match="no file"):
        salvaging.salvage(damaged.with_name("missing.db"), damaged.with_name("new.db"))
    with pytest.raises(Refused, match="there already"):
        salvaging.salvage(damaged, damaged)


def _zeros(random: random.Random) -> bytes:
    return bytes(PAGE)


def _noise(random: random.Random) -> bytes:
    return random.randbytes(PAGE)


@pytest.mark.long
@given(
    seed=st.integers(0, 2**32),
    count=st.integers(1, 6),
    kind=st.sampled_from((_zeros, _noise, None)),
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_page_is_broken_the_new_store_is_sound_and_the_rest_is_there(
    sample: Path,
    tmp_path: Path,
    seed: int,
    count: int,
    kind: Callable[[random.Random], bytes] | None,
) -> None:
    """Of each table every row is saved as it was, or named as lost, left out, or put together."""
    chance = random.Random(seed)
    damaged, new = tmp_path / "damaged.db", tmp_path / "new.db"
    raw = bytearray(sample.read_bytes())
    for page in chance.sample(range(len(raw) // PAGE), count):
        at = page * PAGE
        if kind is None:  # some bits have turned
            for _bit in range(20):
                raw[at + chance.randrange(PAGE)] ^= 1 << chance.randrange(8)
        else:
            raw[at : at + PAGE] = kind(chance)
    damaged.write_bytes(raw)
    for old in tmp_path.glob("new.db*"):
        old.unlink()
    report = salvaging.salvage(damaged, new)
    assert_sound(new)
    for table in ("household", "item", "loan", "change"):
        saved = of(report, table)
        before, after = ({row[0] for row in contents(path, table)} for path in (sample, new))
        gone = before - after
        spans_ = (*saved.lost, *saved.unsure)
        unnamed = [n for n in gone if not any(first <= n <= last for first, last in spans_)]
        assert len(unnamed) <= saved.left_out or saved.is_missing


@given(st.sets(st.integers(1, 300), max_size=60), st.integers(0, 40))
@settings(max_examples=40, deadline=None)
def test_every_row_that_can_be_reached_is_read_around_what_cannot(
    broken: set[int], beyond: int
) -> None:
    """A table in which each id of `broken` cannot be read, nor passed over."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as store:
        store.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a)")
        store.executemany("INSERT INTO t VALUES (?, ?)", ((n, n) for n in range(1, 301)))

        def read(number: int) -> int:
            if number in broken:
                raise ValueError
            return number

        store.create_function("broken_at", 1, read, deterministic=False)
        store.execute("CREATE TEMP VIEW v AS SELECT id, broken_at(id) AS a FROM t")
        reading = Numbered(store, "v", ("id", "a"), 300 + beyond)
        reading._sql = reading._sql.replace(" NOT INDEXED", "")
        rows = [row[0] for row in reading]
    assert sorted(rows) == sorted(set(range(1, 301)) - broken)
    assert len(rows) == len(set(rows))
    assert tuple(reading.gaps) == spans(broken)
