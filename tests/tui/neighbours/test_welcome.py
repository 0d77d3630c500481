"""The ways to begin with an empty store."""

from __future__ import annotations

import shutil
from pathlib import Path

from fixtures.loader import load_sample
from store.neighbours import compounds
from store.sharing import participation
from tests.conftest import TODAY
from tests.tui.screendump import dump
from tui.exchange import ImportRoom
from tui.main import QiaomenApp

SAMPLE = Path(__file__).parents[3] / "fixtures" / "jinping26"


async def test_a_compound_is_made_by_a_short_form(store: Path) -> None:
    app = QiaomenApp(TODAY, None, load_sample)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", *"Yard", "enter", "enter", *"1-2: 3 x 2, 301 vacant", "ctrl+s")
        await pilot.pause()
        assert "Created Yard: 2 units, 12 households." in dump(app)
        assert "301 vacant" in dump(app)
        await pilot.press("u", "u")
        await pilot.pause()
        assert "Welcome" in dump(app)
    assert compounds.is_empty()


async def test_a_plan_that_is_not_understood_keeps_what_was_typed(store: Path) -> None:
    app = QiaomenApp(TODAY, None, load_sample)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", *"Yard", "enter", "enter", *"seven", "ctrl+s")
        await pilot.pause()
        assert "“seven” is not understood" in dump(app)
        assert "Yard" in dump(app)
    assert compounds.is_empty()


async def test_the_sample_is_loaded(store: Path) -> None:
    app = QiaomenApp(TODAY, None, load_sample)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "down", "enter")
        await pilot.pause()
        assert "晋平街26号院" in dump(app)


async def test_a_folder_of_files_is_imported(store: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(SAMPLE, tmp_path / "files")
    app = QiaomenApp(TODAY, None, load_sample)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "enter")
        await pilot.press(*str(folder), "ctrl+s")
        room = app.screen
        assert isinstance(room, ImportRoom)
        await room.work.ended()
        await pilot.pause()
        assert "800 added" in dump(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "晋平街26号院" in dump(app)
    assert participation.stats(TODAY).loans == 64
