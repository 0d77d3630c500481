"""The first steps: what is told to press leads through lending and taking back."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures import practice
from fixtures.loader import load_sample
from store import database, history, language
from store.neighbours import compounds
from tests.conftest import TODAY
from tests.tui.screendump import dump
from tui import cells, first_steps, main
from tui.driver import LINE_DROPPED
from tui.first_steps import FirstSteps, Saying
from tui.main import QiaomenApp
from tui.widgets.look import OWN


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
            (("backspace", "backspace", *"3-5"), "▸ stands at 3-502"),
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


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_what_they_say_has_room_in_a_window_of_60(spoken: str) -> None:
    language.speak(spoken)
    sayings = [value for value in vars(first_steps).values() if isinstance(value, Saying)]
    told = [first_steps.tell(saying) for saying in sayings]
    told.append(first_steps.tell(Saying(2, first_steps.TAKE, "3-501 欧阳医生家")))
    assert len(told) > 8
    assert [text for text in told if len(cells.wrap(text, 60)) > 2] == []


class ASample:
    """The sample, as the door gives it."""

    load = staticmethod(load_sample)
    practice = staticmethod(practice.sample)


def test_they_can_be_repeated_and_the_own_desk_comes_back(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[tuple[type, bool]] = []

    def show(app: QiaomenApp) -> QiaomenApp:
        shown.append((type(app), compounds.is_empty()))
        app.practises_next = len(shown) <= 2
        return app

    monkeypatch.setattr(main, "_shown", show)
    assert main.run(fixed_today=TODAY, compound=None, sample=ASample(), look=OWN) == 0
    steps, desk = (FirstSteps, False), (QiaomenApp, True)
    assert shown == [desk, steps, steps, desk]


def test_where_the_line_drops_no_other_desk_opens(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drop(app: QiaomenApp) -> QiaomenApp:
        app.practises_next = not isinstance(app, FirstSteps)
        app._return_code = None if app.practises_next else LINE_DROPPED
        return app

    monkeypatch.setattr(main, "_shown", drop)
    assert main.run(fixed_today=TODAY, compound=None, sample=ASample(), look=OWN) == LINE_DROPPED


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
