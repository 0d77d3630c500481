"""The app on a copy of the sample, and screens compared with what they looked like."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual import _wait
from textual.app import App

from fixtures.demo import prepare
from fixtures.loader import load_sample
from store import calendar, database
from tests.conftest import TODAY, open_unsynced
from tests.tui.screendump import dump
from tui.main import QiaomenApp

DUMPS = Path(__file__).parent / "dumps"

# After each key Textual waits until nothing was computed for so many seconds, by itself 1 / 50. It
# paints what is to be painted after 1 / 120.
_wait.SLEEP_GRANULARITY = 1 / 100


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample compound, whose last day is TODAY."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    prepare(path, TODAY)
    return path


@pytest.fixture
def sample(sample_file: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the sample, open for `tester`."""
    path = Path(shutil.copy(sample_file, tmp_path / "desk.db"))
    open_unsynced(path)
    yield path
    database.close_store()


@pytest.fixture
def desk(sample: Path) -> QiaomenApp:
    """The app on the sample."""
    return QiaomenApp(TODAY, None, load_sample)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """The clock stands at 05:31 of TODAY in Chengdu, until it is put to another moment in UTC."""

    def put(moment: str) -> None:
        monkeypatch.setattr(calendar, "now", lambda: moment)

    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    put("2026-11-22T21:31:00Z")
    yield put
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def looks_like(request: pytest.FixtureRequest) -> Callable[[App[Any], str], None]:
    """Compare the screen with the dump of that name; `--update-dumps` writes it instead."""
    update = request.config.getoption("--update-dumps")

    def compare(app: App[Any], name: str) -> None:
        path = DUMPS / f"{name}.txt"
        shown = dump(app) + "\n"
        if update:
            path.write_text(shown, encoding="utf-8")
        assert shown == path.read_text(encoding="utf-8")

    return compare
