"""Importing from the desk: nothing is lost on the way out, and every trouble is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from fixtures.loader import load_sample
from store import database
from store.errors import Invalid
from store.exchange import files, imports, tables
from store.sharing import participation
from tests.conftest import TODAY
from tests.store.access.making import register
from tests.tui.screendump import dump
from tui.exchange import Import, ImportRoom, Job, jobs
from tui.main import QiaomenApp

PATIENCE = 20.0


@pytest.fixture
def desk(compound: int) -> QiaomenApp:
    """The app on a compound without a thing in it."""
    return QiaomenApp(TODAY, None, load_sample)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of two items; nobody lives where the second one is."""
    path = tmp_path / "items.csv"
    path.write_text("household,name,category\n1-101,pot,kitchen\n9-999,pan,kitchen\n", "utf-8")
    return path


@pytest.fixture
def go_on(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Keeps every import waiting before it reads its file."""
    event = threading.Event()

    def read(path: Path) -> tables.Table:
        assert event.wait(PATIENCE)
        return real(path)

    real = tables.read_table
    monkeypatch.setattr(tables, "read_table", read)
    return event


def begun(file: Path, *more: Path) -> Import:
    return Import([Job("items", path) for path in (file, *more)], TODAY, None)


def items() -> int:
    return participation.stats(TODAY).items


@pytest.mark.parametrize("typed", ["~nosuchuser/x", "n" * 300, "a\0b", "none"])
def test_paths_that_lead_nowhere(store: Path, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        jobs(typed, "")
    assert [error.field for error in refused.value.errors] == ["path"]


def test_a_folder_that_may_not_be_read(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_file", refuse)
    with pytest.raises(Invalid, match="Permission denied") as refused:
        jobs(str(tmp_path), "")
    assert [error.field for error in refused.value.errors] == ["path"]


async def test_rejects_are_named_in_the_report(desk: QiaomenApp, file: Path) -> None:
    async with desk.run_test(size=(120, 24)) as pilot:
        work = begun(file)
        await desk.push_screen(ImportRoom(work))
        await work.ended()
        await pilot.pause()
        shown = dump(desk)
        assert "1 added" in shown
        assert "line 3" in shown
        assert "items.rejects.csv" in shown.replace("\n", "")


async def test_rejects_that_cannot_be_written_lose_no_report(
    desk: QiaomenApp, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "rejects_beside", lambda path: path / "nowhere.csv")
    more = file.with_name("more.csv")
    more.write_text("household,name,category\n1-102,kettle,kitchen\n", "utf-8")
    async with desk.run_test(size=(160, 24)) as pilot:
        work = begun(file, more)
        await desk.push_screen(ImportRoom(work))
        await work.ended()
        await pilot.pause()
        shown = dump(desk)
        assert shown.count("1 added") == 2
        assert "cannot be written" in shown
    assert items() == 2


async def test_what_nobody_foresaw_is_told_and_closes_the_connection(
    desk: QiaomenApp, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def burst(*given: object, **named: object) -> None:
        assert database.db.execute_sql("SELECT 1").fetchone() == (1,)
        raise RuntimeError("a burst pipe")

    def close() -> None:
        closed.append(threading.get_ident())
        real()

    closed: list[int] = []
    real = database.close_store
    monkeypatch.setattr(imports, "run", burst)
    monkeypatch.setattr(database, "close_store", close)
    async with desk.run_test(size=(80, 24)) as pilot:
        work = begun(file)
        await desk.push_screen(ImportRoom(work))
        await work.ended()
        await pilot.pause()
        assert "The import broke off: a burst pipe." in dump(desk)
        assert len(closed) == 1
        assert closed[0] != threading.get_ident()
        await pilot.press("escape")
        await pilot.pause()
        assert "Test Yard" in dump(desk)


@pytest.mark.parametrize("leave", [lambda app: app.action_quit, lambda app: app.exit])
async def test_leaving_the_app_keeps_nothing_of_it(
    desk: QiaomenApp,
    file: Path,
    go_on: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
    leave: Callable[[QiaomenApp], Callable[[], object]],
) -> None:
    def cancel(work: Import) -> None:
        real(work)
        go_on.set()

    real = Import.cancel
    monkeypatch.setattr(Import, "cancel", cancel)
    async with desk.run_test(size=(80, 24)):
        work = begun(file)
        await desk.push_screen(ImportRoom(work))
        gone = leave(desk)()
        if gone is not None:
            await gone
    assert go_on.is_set()
    assert work.is_over
    assert items() == 0


async def test_escape_cancels(desk: QiaomenApp, file: Path, go_on: threading.Event) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        work = begun(file)
        await desk.push_screen(ImportRoom(work))
        await pilot.press("escape")
        go_on.set()
        await work.ended()
        await pilot.pause()
        assert "nothing of this file was kept" in dump(desk)
    assert items() == 0


async def test_a_room_put_in_front_hides_neither_import_nor_report(
    desk: QiaomenApp, file: Path, go_on: threading.Event
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        work = begun(file)
        await desk.push_screen(ImportRoom(work))
        await pilot.pause()
        desk.begin_anew()
        await pilot.pause()
        go_on.set()
        await work.ended()
        await pilot.pause()
        assert "1 added" in dump(desk)
        desk.begin_anew()
        await pilot.pause()
        await pilot.pause()
        assert "1 added" in dump(desk)
        await pilot.press("escape")
        await pilot.pause()
        assert "1 added" not in dump(desk)
        assert "Test Yard" in dump(desk)
    assert items() == 1


async def test_once_somebody_is_registered_only_files_of_the_folder_are_read(
    desk: QiaomenApp, file: Path
) -> None:
    register()
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("I")
        assert "Files lie in" in dump(desk)
        await pilot.press(*str(file), "ctrl+s")
        assert "Files are read and written only in" in dump(desk).replace("\n", " ")
