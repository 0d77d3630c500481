"""Opening a store: what is ours, what is not, and keeping it up to date."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from peewee import Model

from store import database, journal_models, migrate, opendays, runs, settings
from store.database import APPLICATION_ID, db, newest_version, open_store
from store.errors import Unusable
from store.farm import models as farm
from store.keeping.models import Backup
from store.messages import models as messages
from store.neighbours import models as neighbours
from store.programme import models as programme
from store.programme import vote_models as votes
from store.sharing import models as sharing

MODELS: tuple[type[Model], ...] = (
    settings.Setting,
    neighbours.Community,
    neighbours.Compound,
    neighbours.Unit,
    neighbours.Household,
    neighbours.Resident,
    sharing.Category,
    sharing.Item,
    sharing.Loan,
    sharing.Step,
    sharing.Notice,
    sharing.Told,
    sharing.Contact,
    *farm.TABLES,
    *programme.TABLES,
    *votes.TABLES,
    runs.Run,
    opendays.CalendarDay,
    opendays.HolidayYear,
    messages.Address,
    messages.Delivery,
    messages.Instance,
    Backup,
    *journal_models.TABLES,
)


def test_a_new_store_is_private_and_safe(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "desk.db"
    open_store(path)
    try:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        pragmas = ("journal_mode", "foreign_keys", "synchronous")
        found = [db.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in pragmas]
        assert found == ["wal", 1, 2]
    finally:
        database.close_store()


def test_the_migrations_make_what_the_models_say(store: Path) -> None:
    for model in MODELS:
        table = model._meta.table_name  # type: ignore[attr-defined]
        columns = {(c.name, c.null, c.primary_key) for c in db.get_columns(table)}
        fields = model._meta.sorted_fields  # type: ignore[attr-defined]
        keys = {f.name for f in model._meta.get_primary_keys()}  # type: ignore[attr-defined]
        assert columns == {(f.column_name, f.null, f.name in keys) for f in fields}, table
        made = {index.name for index in db.get_indexes(table)}
        made -= {f"sqlite_autoindex_{table}_1"}  # the primary key's own
        wanted = {index._name for index in model._meta.fields_to_index()}  # type: ignore[attr-defined]
        assert made == wanted, table


def untouched(path: Path) -> tuple[bytes, float]:
    return path.read_bytes(), path.stat().st_mtime


@pytest.mark.parametrize("content", [b"%PDF-1.4 not a database at all", b"x" * 5000])
def test_what_is_no_database_is_refused_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "desk.db"
    path.write_bytes(content)
    before = untouched(path)
    with pytest.raises(Unusable, match="is not a Qiaomen database"):
        open_store(path)
    assert untouched(path) == before


def test_another_programs_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE household (id)")
    other.close()
    before = untouched(path)
    with pytest.raises(Unusable, match="another program"):
        open_store(path)
    assert untouched(path) == before


def test_a_newer_database_is_refused_untouched(store: Path) -> None:
    database.close_store()
    with sqlite3.connect(store) as other:
        other.execute(f"PRAGMA user_version = {newest_version() + 1}")
    other.close()
    before = untouched(store)
    with pytest.raises(Unusable, match="newer Qiaomen"):
        open_store(store)
    assert untouched(store) == before


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="is a folder"):
        open_store(tmp_path)


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everything")
def test_a_file_that_cannot_be_written_is_refused(store: Path) -> None:
    database.close_store()
    store.chmod(0o400)
    with pytest.raises(Unusable, match="cannot be written"):
        open_store(store)


def test_an_older_store_is_backed_up_before_it_is_updated(store: Path) -> None:
    """A file that still lacks the newest version number counts as older."""
    settings.change("loan_days", 20)
    database.close_store()
    with sqlite3.connect(store) as other:
        other.execute(f"PRAGMA user_version = {newest_version() - 1}")
    other.close()
    open_store(store)
    assert settings.number("loan_days") == 20
    backup = store.with_name(f"{store.name}.before-{newest_version()}")
    with sqlite3.connect(backup) as other:
        assert other.execute("SELECT value FROM setting").fetchone() == ("20",)
    other.close()


def test_two_that_open_a_new_store_at_once_both_get_it(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    code = (
        "import sys; from pathlib import Path; from store import database, settings;"
        "database.open_store(Path(sys.argv[1])); print(settings.number('loan_days'))"
    )
    command = [sys.executable, "-c", code, str(path)]
    root = Path(__file__).parents[2]
    openers = [
        subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) for _i in range(4)
    ]
    assert [opener.communicate()[0].strip() for opener in openers] == ["14"] * 4


def test_our_files_carry_our_mark(store: Path) -> None:
    assert db.execute_sql("PRAGMA application_id").fetchone()[0] == APPLICATION_ID


def test_a_writer_in_the_way_is_told_in_a_sentence(store: Path) -> None:
    database.wait_at_most(0.05)
    with sqlite3.connect(store, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unusable, match="Another coordinator is writing"):
            settings.change("loan_days", 20)
        other.execute("ROLLBACK")
    other.close()
    settings.change("loan_days", 21)
    assert settings.number("loan_days") == 21


def test_who_opened_a_new_store_loses_nothing_of_others(tmp_path: Path) -> None:
    """The opener of a new file must go on holding SQLite's locks on it."""
    path = tmp_path / "desk.db"
    open_store(path)
    settings.change("loan_days", 20)
    code = (
        "import sys; from pathlib import Path; from store import database, settings;"
        "database.open_store(Path(sys.argv[1])); settings.change(sys.argv[2], 9);"
        "database.close_store()"
    )
    root = Path(__file__).parents[2]
    for key in ("renewal_limit", "due_soon_days"):
        subprocess.run([sys.executable, "-c", code, str(path), key], cwd=root, check=True)
        assert path.with_name("desk.db-wal").exists()
    settings.change("loan_days", 21)
    database.close_store()
    open_store(path)
    found = [settings.number(key) for key in ("loan_days", "renewal_limit", "due_soon_days")]
    database.close_store()
    assert found == [21, 9, 9]


def test_a_migration_that_loses_rows_is_taken_back(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.change("loan_days", 20)
    database.close_store()
    folder = store.parent / "migrations"
    shutil.copytree(database.MIGRATIONS, folder)
    (folder / "9000_lossy.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('DELETE FROM setting')\n"
    )
    monkeypatch.setattr(database, "MIGRATIONS", folder)
    monkeypatch.setattr(migrate, "MIGRATIONS", folder)
    for _start in range(2):
        with pytest.raises(Unusable, match="would lose rows of setting"):
            open_store(store)
    backups = sorted(path.name for path in store.parent.glob("desk.db.before-*"))
    assert backups == ["desk.db.before-9000", "desk.db.before-9000.2"]
    monkeypatch.undo()
    open_store(store)
    assert settings.number("loan_days") == 20
