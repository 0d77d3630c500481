"""The first steps: what is told to press leads through lending and taking back."""

from __future__ import annotations

from pathlib import Path

from fixtures import practice
from store import database, history
from store.neighbours import compounds
from tests.conftest import TODAY
from tests.tui.screendump import dump
from tui.first_steps import FirstSteps


async def test_they_wait_for_each_key_and_say_what_it_did(sample: Path) -> None:
    app = FirstSteps(TODAY)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for keys, told in (
            ((), "First steps 0/4 (Esc ends them). This is the board"),
            (("question_mark",), "Esc goes back to the board"),
            (("escape", "down"), "l lends the one at ▸"),
            (("l",), "Who borrows it?"),
            (("v", "v"), "Nobody answers to that"),
            (("backspace", "backspace", *"3-5"), "▸ stands at 3-501"),
            (("enter",), "✓ Lent"),
            (("r",), "✓ Back again"),
            (("u",), "✓ Lent"),
        ):
            await pilot.press(*keys)
            await pilot.pause()
            assert told in dump(app).replace("\n", " "), keys
        assert app.is_running
        await pilot.press("escape")
        await pilot.pause()
        assert not app.is_running


def test_nothing_of_it_stays_in_the_own_store(store: Path) -> None:
    with practice.sample(TODAY):
        there = Path(database.file_path())
        assert there != store
        assert compounds.compounds(limit=1)[0].name == "晋平街26号院"
        assert history.last_verb() is None
        assert history.user() == "tester"
    assert Path(database.file_path()) == store
    assert compounds.is_empty()
    assert not there.parent.exists()
