"""The app on a copy of the sample, and screens compared with what they looked like."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual import _wait
from textual.pilot import Pilot

from fixtures.demo import prepare
from fixtures.loader import load_sample
from store import calendar, database, language
from tests.conftest import TODAY, open_unsynced
from tests.tui.screendump import MOST_PAUSES, EverySize, dump, resized
from tui.main import QiaomenApp

DUMPS = Path(__file__).parent / "dumps"
# Each screen is looked at in the last of these, where keys are pressed; with `--every-size`, and
# when dumps are written, in the others first.
SIZES = ((60, 20), (120, 40), (80, 24))

# After each key Textual waits until nothing was computed for so many seconds, by itself 1 / 50. It
# paints what is to be painted after 1 / 120.
_wait.SLEEP_GRANULARITY = 1 / 100


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--every-size` only the tests that look at screens."""
    if config.getoption("--every-size"):
        items[:] = [item for item in items if "in_every_size" in getattr(item, "fixturenames", ())]


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


async def _shown_at_last(pilot: Pilot[Any], expected: str | None) -> str:
    """The screen once it is as expected, or after so many pauses that it stays as it is."""
    for _pause in range(MOST_PAUSES):
        await pilot.pause()
        shown = dump(pilot.app) + "\n"
        if shown == expected:
            break
    return shown


@pytest.fixture
def in_every_size(request: pytest.FixtureRequest) -> EverySize:
    """Compare the screen, in SIZES and the language spoken, with the dumps of that name.

    `--update-dumps` writes them instead.
    """
    update = request.config.getoption("--update-dumps")
    sizes = SIZES if update or request.config.getoption("--every-size") else SIZES[-1:]

    async def compare(pilot: Pilot[Any], name: str) -> None:
        for width, height in sizes:
            await resized(pilot, width, height)
            path = DUMPS / f"{name}-{width}x{height}-{language.current()}.txt"
            expected = None if update else path.read_text(encoding="utf-8")
            shown = await _shown_at_last(pilot, expected)
            if update:
                path.write_text(shown, encoding="utf-8")
            else:
                assert shown == expected

    return compare
