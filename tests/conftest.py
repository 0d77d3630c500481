"""What every test may ask for: a fresh store, and a compound in it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from store import database, history, language
from store.locale.build import compile_catalogues
from store.neighbours import compounds, plan

TODAY = date(2026, 11, 23)

# What tests start would else compile the program anew each time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# As many examples as the suite has time for; `--hypothesis-profile=default` tries four times
# as many where a test does not say how many it wants.
settings.register_profile("suite", max_examples=25)
settings.load_profile("suite")


@pytest.fixture(scope="session", autouse=True)
def catalogues() -> None:
    """The catalogues as they stand in the source, compiled."""
    compile_catalogues()


@pytest.fixture(autouse=True)
def english() -> None:
    """Tests read the texts in English unless they ask for another language."""
    language.speak("en")


@cache
def _empty_store() -> bytes:
    """The file of a store that is just made: to copy it takes a sixth of the time."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        database.open_store(path)
        database.close_store()
        return path.read_bytes()


def open_fresh(path: Path) -> None:
    """Open an empty store at `path`, for `tester`."""
    database.close_store()
    path.write_bytes(_empty_store())
    path.chmod(0o600)
    open_unsynced(path)


def open_unsynced(path: Path) -> None:
    """Open the store at `path`, for `tester`; no deed waits until the disk has it.

    That takes three quarters of the time, and shows only where the power goes off (tests/trust).
    """
    database.open_store(path)
    database.db.pragma("synchronous", "off", permanent=True)
    history.act_as("tester")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Path]:
    """An empty store, open for `tester`; answers with its path."""
    path = tmp_path / "desk.db"
    open_fresh(path)
    yield path
    database.close_store()


@pytest.fixture
def compound(store: Path) -> int:
    """A compound of two units of four floors with three doors each, where 2-103 is vacant."""
    return compounds.create("Test Yard", plan.parse("1: 4 x 3; 2: 4 x 3, 103 vacant"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--every-size", action="store_true", help="only compare the screens, in all three sizes"
    )
    parser.addoption(
        "--update-dumps", action="store_true", help="write the screens' dumps instead of comparing"
    )
