"""The real store knows itself after all that happens to a file; a copy knows that it is one."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from store import database, history
from store.messages import addresses, instance


@pytest.fixture
def marked(store: Path) -> Path:
    """A store that knows that it is the real one, and is closed."""
    instance.mark()
    database.close_store()
    return store


def trouble(path: Path) -> str | None:
    database.open_store(path)
    try:
        return instance.trouble()
    finally:
        database.close_store()


def test_a_store_without_a_mark_has_no_trouble_and_adding_an_address_marks_it(store: Path) -> None:
    assert instance.trouble() is None
    addresses.add("hook", "json://127.0.0.1")
    history.undo()
    database.close_store()
    copy = Path(shutil.copy(store, store.parent / "copy.db"))
    assert trouble(copy) is not None
    assert trouble(store) is None


def _copied(path: Path) -> Path:
    return Path(shutil.copy(path, path.parent / "copy.db"))


def _restored(path: Path) -> Path:
    """A backup that was put in the store's place."""
    backup = shutil.copy(path, path.parent / "backup.db")
    os.replace(backup, path)
    return path


def _backed_up(path: Path) -> Path:
    source, target = sqlite3.connect(path), sqlite3.connect(path.parent / "backup.db")
    source.backup(target)
    source.close()
    target.close()
    return path.parent / "backup.db"


@pytest.mark.parametrize(
    ("become", "difference"),
    [(_copied, "copy.db"), (_restored, "another file lies at"), (_backed_up, "backup.db")],
)
def test_a_copy_knows_that_it_is_one_and_says_what_to_do(
    marked: Path, become: Callable[[Path], Path], difference: str
) -> None:
    copy = become(marked)
    said = trouble(copy)
    assert said is not None
    assert difference in said
    assert f"qiaomen --db {copy} addresses claim" in said


def test_a_machine_of_another_name_may_be_a_copy_of_the_machine(
    marked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = os.uname()
    other = os.uname_result((here.sysname, "elsewhere", here.release, here.version, here.machine))
    monkeypatch.setattr(os, "uname", lambda: other)
    said = trouble(marked)
    assert said is not None
    assert f"the machine was {socket.gethostname()} and is elsewhere" in said


def _moved(path: Path) -> Path:
    return path.rename(path.parent / "moved.db")


def _in_a_moved_folder(path: Path) -> Path:
    (path.parent / "in").mkdir()
    path.rename(path.parent / "in" / path.name)
    return (path.parent / "in").rename(path.parent / "out") / path.name


def _linked(path: Path) -> Path:
    link = path.parent / "link.db"
    link.symlink_to(path)
    return link


def _linked_hard(path: Path) -> Path:
    link = path.parent / "link.db"
    link.hardlink_to(path)
    return link


def _vacuumed(path: Path) -> Path:
    connection = sqlite3.connect(path)
    connection.execute("VACUUM")
    connection.close()
    return path


@pytest.mark.parametrize("become", [_moved, _in_a_moved_folder, _linked, _linked_hard, _vacuumed])
def test_the_same_file_is_the_real_one_still(marked: Path, become: Callable[[Path], Path]) -> None:
    assert trouble(become(marked)) is None


def test_a_file_that_was_moved_is_marked_anew_when_it_sends(marked: Path) -> None:
    moved = _moved(marked)
    database.open_store(moved)
    instance.mark()
    database.close_store()
    # Something else lies in the old place now.
    marked.touch()
    assert trouble(moved) is None


def test_a_copy_that_is_claimed_is_the_real_one_and_marking_alone_claims_nothing(
    marked: Path,
) -> None:
    copy = _copied(marked)
    database.open_store(copy)
    own = instance.token()
    instance.mark()
    assert instance.trouble() is not None
    instance.claim()
    assert instance.trouble() is None
    # Its messages are told from the other store's.
    assert instance.token() != own
    database.close_store()
    assert trouble(marked) is None
