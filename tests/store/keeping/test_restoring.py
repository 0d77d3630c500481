"""Restoring: nothing that cannot be used, nothing lost without a trace, and everybody sees it."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from store import database, history, settings, soundness
from store.database import db, newest_version
from store.errors import Refused, StoreError, Unusable
from store.keeping import backups, carrying, replacing, restoring, snapshot
from store.messages import instance, nightly
from store.neighbours import households
from store.neighbours.models import Community
from store.sharing import inventory, lending
from tests.conftest import TODAY, open_fresh
from tests.store.messages.test_nightly import Receiver


@pytest.fixture
def backup(compound: int, store: Path) -> Path:
    """A backup of the compound; two deeds came after it, and the store is closed."""
    made = store.parent / "backup.db"
    backups.make(made)
    settings.change("loan_days", 20)
    history.act_as("李梅")
    settings.change("loan_days", 21)
    history.act_as("tester")
    database.close_store()
    return made


def restore(file: Path, store: Path) -> Path | None:
    with restoring.ready(file, store) as found:
        return found.carry_out()


def loan_days(path: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT value FROM setting WHERE key = 'loan_days'").fetchall()


def test_it_says_first_what_would_be_lost_and_by_whom(backup: Path, store: Path) -> None:
    with restoring.ready(backup, store) as found:
        lost = found.preview.lost
    assert lost is not None
    assert (lost.total, dict(lost.by)) == (2, {"李梅": 1, "tester": 1})
    assert [deed.label for deed in lost.newest] == [
        "set loan period in days to 21",
        "set loan period in days to 20",
    ]
    assert loan_days(store) == [("21",)], "to look is not to restore"
    assert sorted(path.name for path in store.parent.iterdir()) == ["backup.db", "desk.db"]


def test_the_backup_takes_its_place_and_what_was_there_is_kept(backup: Path, store: Path) -> None:
    kept = restore(backup, store)
    assert kept is not None
    assert loan_days(store) == []
    assert loan_days(kept) == [("21",)]
    assert kept.name.startswith("desk.db.replaced-20")
    assert stat.S_IMODE(kept.stat().st_mode) == stat.S_IMODE(store.stat().st_mode) == 0o600
    database.open_store(store)
    assert history.latest(1)[0].label.startswith("restored the backup backup.db")
    with pytest.raises(Refused, match="final"):
        history.undo()


def test_a_restore_is_taken_back_by_another(backup: Path, store: Path) -> None:
    kept = restore(backup, store)
    assert kept is not None
    with restoring.ready(kept, store) as found:
        assert found.preview.lost is not None
        assert found.preview.lost.total == 1, "only that it was restored"
        found.carry_out()
    assert loan_days(store) == [("21",)]


def test_who_has_the_store_open_sees_it_at_once_and_writes_on(backup: Path, store: Path) -> None:
    """A desk with statements prepared before, on a connection that stays open."""
    desk = sqlite3.connect(store, isolation_level=None)
    asked = "SELECT count(*) FROM setting"
    version = desk.execute("PRAGMA data_version").fetchone()
    assert desk.execute(asked).fetchone() == (1,)
    restore(backup, store)
    assert desk.execute("PRAGMA data_version").fetchone() != version
    assert desk.execute(asked).fetchone() == (0,)
    desk.execute("INSERT INTO setting (key, value) VALUES ('loan_days', '9')")
    desk.close()
    assert loan_days(store) == [("9",)]
    with closing(sqlite3.connect(store)) as connection:
        assert soundness.broken(connection) is None
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_deed_just_before_is_in_what_is_kept(
    backup: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saves after the store was read for the last time, and before it is locked."""
    carried = carrying.carry_over
    times = []

    def carry_while_somebody_saves(former: Path, part: Path) -> None:
        carried(former, part)
        times.append(1)
        if len(times) < 3:
            with closing(sqlite3.connect(store, isolation_level=None)) as desk:
                desk.execute("UPDATE setting SET value = ?", (f"{len(times)}",))

    monkeypatch.setattr(carrying, "carry_over", carry_while_somebody_saves)
    kept = restore(backup, store)
    assert kept is not None
    assert loan_days(kept) == [("2",)]
    assert len(times) == 3


def test_where_others_go_on_writing_nothing_is_restored(
    backup: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replacing, "PATIENCE", 0.05)
    with closing(sqlite3.connect(store, isolation_level=None)) as desk:
        desk.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unusable, match="Others go on writing"):
            restore(backup, store)
        desk.execute("ROLLBACK")
    assert loan_days(store) == [("21",)]


def test_what_fails_half_way_changes_nothing(backup: Path, store: Path) -> None:
    def fail(left: int, total: int) -> None:
        assert left < total
        raise OSError(5, "Input/output error")

    with restoring.ready(backup, store) as found, pytest.raises(StoreError, match="Input/output"):
        found.carry_out(fail)
    assert loan_days(store) == [("21",)]
    with closing(sqlite3.connect(store)) as connection:
        assert soundness.broken(connection) is None


def test_who_is_killed_half_way_has_changed_nothing(backup: Path, store: Path) -> None:
    """Not even the transaction's end is reached: the store is the one that was there."""
    killed = (
        "import os, signal, sys; from pathlib import Path; from store import history;"
        "from store.keeping import restoring, snapshot; snapshot.PAGES = 20; history.act_as('me')\n"
        "with restoring.ready(Path(sys.argv[1]), Path(sys.argv[2])) as found:\n"
        "    found.carry_out(lambda left, total: os.kill(os.getpid(), signal.SIGKILL))"
    )
    command = [sys.executable, "-c", killed, str(backup), str(store)]
    ended = subprocess.run(command, cwd=Path(__file__).parents[3], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert loan_days(store) == [("21",)]
    restore(backup, store)
    assert loan_days(store) == []
    assert not list(store.parent.glob(f"{snapshot.PART}*")), "what was left half made is gone"


def _another_programs(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE t (a)")
        other.commit()


def _no_database(file: Path) -> None:
    file.write_bytes(b"notes " * 1000)


def _newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute(f"PRAGMA user_version = {newest_version() + 1}")


def _damaged(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA journal_mode = delete")
        (page,) = other.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'deed_who'"
        ).fetchone()
    with file.open("r+b") as raw:
        raw.seek((page - 1) * 4096)
        raw.write(b"\xff" * 64)


def _with_loose_ends(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("UPDATE unit SET compound_id = 99")
        other.commit()


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_another_programs, "no store of Qiaomen"),
        (_no_database, "is damaged"),
        (_newer, "newer Qiaomen"),
        (_damaged, "is damaged"),
        (_with_loose_ends, r"rows of unit"),
        (Path.unlink, "No such file"),
    ],
)
def test_what_cannot_be_restored_is_refused_first(
    backup: Path, store: Path, spoil: Callable[[Path], None], why: str
) -> None:
    spoil(backup)
    before = sorted(store.parent.iterdir())
    with pytest.raises(StoreError, match=why), restoring.ready(backup, store):
        pass
    assert loan_days(store) == [("21",)]
    assert sorted(store.parent.iterdir()) == before


def test_the_store_itself_is_no_backup_of_it(backup: Path, store: Path) -> None:
    link = store.with_name("link.db")
    link.symlink_to(store)
    with pytest.raises(Refused, match="the store itself"), restoring.ready(link, store):
        pass


def test_what_does_not_hold_in_the_backup_is_told(backup: Path, store: Path) -> None:
    with closing(sqlite3.connect(backup)) as other:
        other.execute("UPDATE current_deed SET deed_id = 1")
        other.commit()
    with restoring.ready(backup, store) as found:
        assert "going on" in found.preview.broken[0]


def test_an_older_one_is_brought_up_to_date_before(backup: Path, store: Path) -> None:
    with closing(sqlite3.connect(backup)) as other:
        other.execute(f"PRAGMA user_version = {newest_version() - 1}")
    with restoring.ready(backup, store) as found:
        assert found.preview.was_older
        found.carry_out()
    with closing(sqlite3.connect(store)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (newest_version(),)


def test_a_store_that_is_not_there_yet_is_made(backup: Path, tmp_path: Path) -> None:
    place = tmp_path / "new" / "desk.db"
    assert restore(backup, place) is None
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    database.open_store(place)
    assert households.find("1-101").address == "1-101"


def test_a_file_that_is_no_database_any_more_is_kept_as_it_is(backup: Path, store: Path) -> None:
    store.write_bytes(b"\0" * 8192)
    with restoring.ready(backup, store) as found:
        assert "not a Qiaomen database" in found.preview.unreadable
        kept = found.carry_out()
    assert kept is not None
    assert kept.read_bytes() == b"\0" * 8192
    assert loan_days(store) == []


def test_a_store_with_a_broken_page_is_kept_and_replaced(backup: Path, store: Path) -> None:
    _damaged(store)
    broken = store.read_bytes()
    kept = restore(backup, store)
    assert kept is not None
    assert kept.read_bytes()[4096:] == broken[4096:]
    with closing(sqlite3.connect(store)) as connection:
        assert soundness.broken(connection) is None


def test_pages_of_another_size_are_made_to_fit(backup: Path, store: Path) -> None:
    with closing(sqlite3.connect(backup, isolation_level=None)) as other:
        other.execute("PRAGMA page_size = 8192")
        other.execute("VACUUM")
    restore(backup, store)
    database.open_store(store)
    assert soundness.broken(db.connection()) is None
    assert households.find("1-101").address == "1-101"


def test_what_has_been_sent_is_not_sent_again(compound: int, store: Path) -> None:
    """A night after the backup told of a late loan; the restored store knows that."""
    oven = inventory.add_item(households.find("1-101").id, name="oven", category="kitchen")
    day = TODAY - timedelta(8)
    borrower = households.find("2-102").id
    lending.check_out(oven, borrower, TODAY, lent_on=day - timedelta(1), due_on=day)
    instance.mark()
    backup = store.parent / "backup.db"
    backups.make(backup)
    receiver = Receiver("群")
    nightly.run(TODAY, [receiver], days_soon=7)
    database.close_store()
    restore(backup, store)
    database.open_store(store)
    nightly.run(TODAY, [receiver], days_soon=7)
    assert receiver.news == ["oven"]
    assert instance.trouble() is None


def test_numbers_that_were_given_are_not_given_again(compound: int, store: Path) -> None:
    """They are on labels by now; the journal alone counts on from where it is."""
    lender = households.find("1-101").id
    backup = store.parent / "backup.db"
    backups.make(backup)
    on_a_label = inventory.add_item(lender, name="oven", category="kitchen")
    database.close_store()
    restore(backup, store)
    database.open_store(store)
    assert inventory.add_item(lender, name="pot", category="kitchen") > on_a_label
    (deeds,) = db.execute_sql("SELECT max(id) = count(*) FROM deed").fetchone()
    assert deeds == 1


def test_a_store_with_another_history_is_told_and_sends_nothing(
    backup: Path, store: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other" / "desk.db"
    other.parent.mkdir()
    open_fresh(other)
    instance.mark()
    Community.insert(name="elsewhere").execute()
    settings.change("loan_days", 5)
    shutil.copy(other, other.with_suffix(".copy"))
    backups.make(other.parent / "theirs.db")
    database.close_store()
    with restoring.ready(other.parent / "theirs.db", store) as found:
        lost = found.preview.lost
        assert lost is not None
        assert not found.preview.same_history
        assert lost.total == 3
        found.carry_out()
    database.open_store(store)
    assert "may be a copy" in (instance.trouble() or "")


def test_nothing_is_left_beside_the_store(backup: Path, store: Path) -> None:
    kept = restore(backup, store)
    assert kept is not None
    there = sorted(path.name for path in store.parent.iterdir())
    assert there == sorted(["backup.db", "desk.db", kept.name])
    assert not list(store.parent.glob(f"{snapshot.PART}*"))
