"""Files that are written for somebody: whole or not at all, and never over what is needed."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from store import language
from store.errors import StoreError
from store.exchange.files import new_file, private, readable, refuse_needed, rejects_beside

pytestmark = pytest.mark.usefixtures("store")


def write(path: Path, text: str = "new") -> None:
    with new_file(path) as file:
        file.write(text)


@pytest.mark.parametrize("name", ["desk.db", "desk.db-wal", "desk.db-shm", "alias", "twin"])
def test_the_store_itself_is_refused(store: Path, name: str) -> None:
    path = store.with_name(name)
    if name == "alias":
        path.symlink_to(store)
    if name == "twin":
        path.hardlink_to(store)
    before = sorted(store.parent.iterdir())
    with pytest.raises(StoreError, match="belongs to the store"):
        write(path)
    assert sorted(store.parent.iterdir()) == before
    with sqlite3.connect(store) as other:
        assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_store_itself_is_not_read_as_a_file_either(store: Path) -> None:
    for name in ("desk.db", "desk.db-wal"):
        with pytest.raises(StoreError, match="belongs to the store"):
            readable(store.with_name(name))
    assert readable(store.with_name("items.csv")) == store.with_name("items.csv")


def test_files_are_opened_for_their_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with open(tmp_path / "tally", "x", opener=private):
            pass
        write(tmp_path / "items.csv")
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("[it]*")} == {0o600}


@pytest.mark.parametrize("name", ["\x1b[2J.csv", "\u202evsc.x", "a\nb"])
def test_a_name_that_a_terminal_would_obey_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="hidden character") as refusal:
        write(tmp_path / name)
    assert refusal.value.sentence.isprintable()
    assert not (tmp_path / name).exists()


def test_the_file_that_is_imported_is_refused(tmp_path: Path) -> None:
    (tmp_path / "items.csv").touch()
    (tmp_path / "link.csv").symlink_to(tmp_path / "items.csv")
    with pytest.raises(StoreError, match="is imported"):
        refuse_needed(tmp_path / "link.csv", tmp_path / "items.csv")
    refuse_needed(tmp_path / "other.csv", tmp_path / "items.csv")


def test_a_full_disk_leaves_what_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_text("old", encoding="utf-8")
    before = sorted(tmp_path.iterdir())

    def write_half() -> None:
        with new_file(path) as file:
            file.write("half")
            file.flush()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(StoreError, match="No space left"):
        write_half()
    assert path.read_text(encoding="utf-8") == "old"
    assert sorted(tmp_path.iterdir()) == before


def test_the_systems_reason_is_told_in_the_language_spoken(tmp_path: Path) -> None:
    language.speak("zh_CN")
    for place, reason in (("none/items.csv", "文件或文件夹不存在"), (".", "这是文件夹")):
        with pytest.raises(StoreError) as refused:
            write(tmp_path / place)
        assert refused.value.sentence.endswith(f"：{reason}。")


def test_a_new_file_is_private_and_follows_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "items.csv", tmp_path / "link.csv"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o666)
    link.symlink_to(path)
    write(link)
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8-sig") == "new"
    assert path.stat().st_mode & 0o077 == 0


def test_what_is_no_plain_file_is_written_into() -> None:
    null = Path(os.devnull)
    write(null)
    assert null.is_char_device()
    with pytest.raises(StoreError, match="No space left"):
        write(Path("/dev/full"))


@pytest.mark.parametrize("name", ["a\0b", "n" * 300, "none/items.csv", "."])
def test_places_where_no_file_can_be(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        write(tmp_path / name)


def test_rejected_rows_go_where_nothing_stands_yet(tmp_path: Path) -> None:
    names = []
    path = tmp_path / "items.csv"
    for _again in range(3):
        names.append(rejects_beside(path).name)
        path = tmp_path / names[-1]
        path.touch()
    assert names == ["items.rejects.csv", "items.rejects-2.csv", "items.rejects-3.csv"]
