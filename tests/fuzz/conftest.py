"""The small store, made once, and the house in which hostile texts are tried on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import database, language
from tests.fuzz.house import House, build


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with some of everything in it."""
    language.speak("en")
    path = tmp_path_factory.mktemp("furnished") / "desk.db"
    build(path)
    return path


@pytest.fixture
def house(furnished: Path, tmp_path: Path) -> Iterator[House]:
    """A house around that store; on the machine's memory where it can be, for it is made often."""
    yield House(tmp_path / "house", furnished)
    database.close_store()
    assert os.getcwd() != str(tmp_path)
