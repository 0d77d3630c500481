"""Backups: whole, safe, private, and thinned out without touching anybody else's files."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store import calendar, database, history, settings, soundness
from store.database import db
from store.errors import Refused, Unusable
from store.keeping import backup_rules, backups, snapshot, standing
from store.keeping.models import Backup
from store.neighbours import households

NIGHT = datetime(2026, 11, 30, 5, 31, tzinfo=UTC)


@pytest.fixture
def folder(store: Path) -> Path:
    """An empty folder for backups."""
    made = store.parent / "backups"
    made.mkdir()
    return made


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Lets it be another moment."""

    def set_moment(moment: datetime) -> None:
        monkeypatch.setattr(calendar, "moment", lambda: moment)
        monkeypatch.setattr(calendar, "now", lambda: moment.strftime("%Y-%m-%dT%H:%M:%SZ"))

    set_moment(NIGHT)
    return set_moment


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as copy:
        return copy.execute(f"SELECT * FROM {table}").fetchall()


def test_it_holds_every_row_in_one_private_file(compound: int, folder: Path) -> None:
    made = backups.make(folder / "copy.db")
    assert [each.name for each in folder.iterdir()] == ["copy.db"]
    assert stat.S_IMODE((folder / "copy.db").stat().st_mode) == 0o600
    for table in ("household", "deed", "change", "sqlite_sequence"):
        here = db.execute_sql(f"SELECT * FROM {table}").fetchall()
        assert rows(folder / "copy.db", table) == [row for row in here if row[0] != "backup"]
    assert made.bytes == (folder / "copy.db").stat().st_size
    assert made.last_deed == history.latest(1)[0].id


def test_in_a_folder_it_is_named_for_the_store_and_the_moment(
    store: Path, folder: Path, at: Callable[[datetime], None]
) -> None:
    local = NIGHT.astimezone()
    first, second = (Path(backups.make(folder).path).name for _number in range(2))
    assert first == f"desk-{local:%Y-%m-%dT%H%M%S}.db"
    assert second == f"desk-{local:%Y-%m-%dT%H%M%S}-2.db"


def test_others_write_while_it_is_made_and_it_is_as_of_its_beginning(
    compound: int, folder: Path
) -> None:
    """Another connection saves between its steps, as another desk would."""
    with closing(sqlite3.connect(database.file_path(), isolation_level=None)) as desk:
        steps = []

        def write(left: int, _total: int) -> None:
            steps.append(left)
            desk.execute("UPDATE household SET note = 'meanwhile'")

        before = rows(Path(database.file_path()), "household")
        old_pages, snapshot.PAGES = snapshot.PAGES, 50
        try:
            backups.make(folder / "copy.db", progress=write)
        finally:
            snapshot.PAGES = old_pages
        assert len(steps) > 1
        assert steps == sorted(steps, reverse=True), "it never began anew"
        assert rows(folder / "copy.db", "household") == before
        assert desk.execute("SELECT DISTINCT note FROM household").fetchall() == [("meanwhile",)]


def test_an_older_backup_is_replaced_in_one_go(compound: int, folder: Path) -> None:
    backups.make(folder / "copy.db")
    settings.change("loan_days", 20)
    backups.make(folder / "copy.db")
    assert rows(folder / "copy.db", "setting") == [(1, "loan_days", "20")]


def _somebodys_text(place: Path) -> None:
    place.write_text("notes")


def _another_store_in_use(place: Path) -> None:
    shutil.copy(database.file_path(), place)


def _a_pipe(place: Path) -> None:
    os.mkfifo(place)


def _the_store_itself(place: Path) -> None:
    place.symlink_to(database.file_path())


@pytest.mark.parametrize(
    "occupy", [_somebodys_text, _another_store_in_use, _a_pipe, _the_store_itself]
)
def test_what_is_no_backup_is_not_replaced(
    store: Path, folder: Path, occupy: Callable[[Path], None]
) -> None:
    occupy(folder / "copy.db")
    before = os.lstat(folder / "copy.db")
    with pytest.raises(Refused, match="no backup"):
        backups.make(folder / "copy.db")
    assert os.lstat(folder / "copy.db") == before
    assert len(list(folder.iterdir())) == 1


def test_a_folder_that_is_not_there_is_not_made(store: Path) -> None:
    with pytest.raises(Refused, match="no folder"):
        backups.make(store.parent / "missing" / "copy.db")


def test_a_full_disk_leaves_nothing_and_is_noted(
    compound: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    backups.make(folder / "copy.db")
    before = (folder / "copy.db").read_bytes()
    monkeypatch.setattr(snapshot, "copy", full)
    with pytest.raises(Unusable, match="disk is full"):
        backups.make(folder / "copy.db")
    assert [each.name for each in folder.iterdir()] == ["copy.db"]
    assert (folder / "copy.db").read_bytes() == before
    assert "disk is full" in (standing.failure() or "")
    monkeypatch.undo()
    backups.make(folder / "copy.db")
    assert standing.failure() is None


def test_a_copy_that_is_not_whole_is_thrown_away(
    compound: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk gives back something else than what was written."""
    copied = snapshot.copy

    def bad_disk(source: sqlite3.Connection, path: Path, progress: object = None) -> None:
        copied(source, path)
        with closing(sqlite3.connect(path, isolation_level=None)) as copy:
            copy.execute("DELETE FROM resident")
            copy.execute("DROP TRIGGER journal_unit_delete")
            copy.execute("DELETE FROM unit")

    monkeypatch.setattr(snapshot, "copy", bad_disk)
    with pytest.raises(Unusable, match="not whole"):
        backups.make(folder / "copy.db")
    assert list(folder.iterdir()) == []


def test_what_a_killed_backup_left_goes_with_the_next(store: Path, folder: Path) -> None:
    for suffix in ("", "-journal"):
        (folder / f"{snapshot.PART}x{suffix}").write_bytes(b"half")
    with snapshot.part_of(folder) as living:
        backups.make(folder / "copy.db")
        assert sorted(each.name for each in folder.iterdir()) == sorted([living.name, "copy.db"])
    assert [each.name for each in folder.iterdir()] == ["copy.db"]


def test_rotation_leaves_the_newest_of_each_period(
    store: Path, folder: Path, at: Callable[[datetime], None]
) -> None:
    for night in range(28, 40):
        at(NIGHT + timedelta(days=night))
        made = backups.make(folder, {"d": 2, "m": 2})
    assert len(made.removed) == 1
    days = sorted(each.stem.removeprefix("desk-")[:10] for each in folder.iterdir())
    assert days == ["2026-12-31", "2027-01-07", "2027-01-08"]


def test_rotation_touches_nothing_else(
    store: Path, folder: Path, at: Callable[[datetime], None]
) -> None:
    kept_aside, changed, elsewhere = (
        Path(backups.make(place).path) for place in (folder, folder, store.parent / "one.db")
    )
    kept_aside.rename(folder / "desk-before-the-move.db")
    changed.write_bytes(b"notes of somebody")
    (folder / "desk-2020-01-01T000000.db").write_bytes(b"of another store")
    there = {each.name for each in folder.iterdir()}
    at(NIGHT + timedelta(days=1))
    newest = backups.make(folder, {"d": 1})
    assert newest.removed == ()
    assert {each.name for each in folder.iterdir()} == there | {Path(newest.path).name}
    assert elsewhere.exists()


def test_the_newest_stays_when_the_clock_was_put_back(
    store: Path, folder: Path, at: Callable[[datetime], None]
) -> None:
    backups.make(folder)
    at(NIGHT - timedelta(days=30))
    made = backups.make(folder, {"d": 1})
    assert Path(made.path).exists()


def test_the_nightly_one_goes_by_the_settings_and_stops_nobody(store: Path, folder: Path) -> None:
    backup_rules.change_folder(str(folder))
    backup_rules.change_keep("2天")
    assert settings.text("backup_keep") == "2d"
    backups.make_nightly(settings.text("backup_folder"))
    assert len(list(folder.iterdir())) == 1
    shutil.rmtree(folder)
    backups.make_nightly(settings.text("backup_folder"))
    assert not folder.exists(), "a disk that is not mounted is no place for a file"
    assert "no folder" in (standing.failure() or "")


def test_the_settings_take_only_what_can_be(store: Path) -> None:
    with pytest.raises(Refused, match="no folder"):
        backup_rules.change_folder("/nowhere/at/all")
    with pytest.raises(Refused, match="7d,4w,12m"):
        backup_rules.change_keep("often")
    backup_rules.change_keep("all")
    assert backup_rules.keep() is None


def test_check_wants_a_backup_and_then_a_newer_one(
    store: Path, folder: Path, at: Callable[[datetime], None]
) -> None:
    assert "There is no backup" in standing.troubles(NIGHT)[0]
    backups.make(folder)
    assert standing.troubles(NIGHT + timedelta(days=8)) == ()
    assert "no backup since" in standing.troubles(NIGHT + timedelta(days=9))[0]
    backup_rules.change_folder(str(folder))
    assert standing.troubles(NIGHT + timedelta(hours=36)) == ()
    assert "no backup since" in standing.troubles(NIGHT + timedelta(hours=37))[0]


def test_check_looks_whether_the_backup_is_as_it_was_made(
    store: Path, folder: Path, at: Callable[[datetime], None]
) -> None:
    made = Path(backups.make(folder).path)
    assert str(made) in standing.said()
    made.write_bytes(b"")
    assert "not as it was made" in standing.troubles(NIGHT)[0]
    made.unlink()
    assert standing.troubles(NIGHT) == ()
    assert "no longer there" in standing.said()


def test_check_compares_the_journal_with_the_one_that_was_backed_up(
    store: Path, folder: Path, at: Callable[[datetime], None]
) -> None:
    db.execute_sql("CREATE TABLE IF NOT EXISTS seal (id INTEGER PRIMARY KEY, hash TEXT)")
    settings.change("loan_days", 20)
    if not db.execute_sql("SELECT 1 FROM seal").fetchone():
        db.execute_sql("INSERT INTO seal (hash) VALUES ('abc')")
    backups.make(folder)
    assert standing.troubles(NIGHT) == ()
    Backup.update(seal="of another journal").execute()
    assert "was written anew" in standing.troubles(NIGHT)[0]


def test_a_backup_is_a_store_that_opens(compound: int, folder: Path) -> None:
    copy = Path(backups.make(folder).path)
    database.close_store()
    database.open_store(copy)
    assert soundness.broken(db.connection()) is None
    assert households.find("1-101").address == "1-101"
