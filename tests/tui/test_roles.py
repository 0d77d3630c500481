"""The desk of who may not do everything: what is not for them is in brackets and says why."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from store import history
from store.access import people
from store.neighbours.models import Resident
from tests.conftest import TODAY
from tests.store.access.making import register
from tests.tui.screendump import dump
from tui.main import QiaomenApp

ONLY_COORDINATORS = "! Only a coordinator may do that, and you are here as a helper."


@pytest.fixture
def closed_desk(desk: QiaomenApp) -> QiaomenApp:
    """The app on the sample, of which chen, hu and vera are."""
    register()
    return desk


def numbers_and_notes() -> list[tuple[int, str, str]]:
    """Each resident's id, whole number and note, as they are kept."""
    return list(Resident.select(Resident.id, Resident.phone, Resident.note).tuples())


async def test_a_helper_lends_but_adds_nothing(closed_desk: QiaomenApp) -> None:
    history.act_as("hu")
    async with closed_desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("j")
        screen = dump(closed_desk)
        assert "l lend" in screen
        assert "(a add)" in screen
        await pilot.press("a")
        assert ONLY_COORDINATORS in dump(closed_desk)
        await pilot.press("p", "number_sign")
        assert ONLY_COORDINATORS in dump(closed_desk)
        await pilot.press("colon", *"edit")
        assert ONLY_COORDINATORS[2:40] in dump(closed_desk)


async def test_a_viewer_reads(closed_desk: QiaomenApp) -> None:
    history.act_as("vera")
    async with closed_desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "t")
        screen = dump(closed_desk)
        assert "(t called)" in screen
        assert "Only a helper or a coordinator may do that" in screen


async def test_another_role_holds_at_once_and_who_is_removed_is_shown_out(
    closed_desk: QiaomenApp,
) -> None:
    def coordinated(change: Callable[..., None], *words: object) -> None:
        history.act_as("chen")
        change("hu", *words)
        history.act_as("hu")

    history.act_as("hu")
    async with closed_desk.run_test(size=(80, 24)) as pilot:
        coordinated(people.change_role, "viewer")
        await pilot.press("j", "l")
        assert "you are here as a viewer" in dump(closed_desk)
        coordinated(people.remove, TODAY)
        closed_desk._seen = None  # as where another process removed them
        closed_desk._look_for_others()
        await pilot.pause()
        assert not closed_desk.is_running


async def test_a_number_is_masked_until_a_coordinator_asks_and_kept_by_a_form(
    closed_desk: QiaomenApp,
) -> None:
    history.act_as("chen")
    async with closed_desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        (line,) = (line for line in dump(closed_desk).splitlines() if "····" in line)
        name, masked, *_rest = line.replace("▸", "").split()
        await pilot.press("number_sign")
        (news,) = (line for line in dump(closed_desk).splitlines() if line.startswith(name))
        number = news.split()[1]
        assert (len(number), number[:3], number[-4:]) == (11, masked[:3], masked[-4:])
        assert history.latest(1)[0].label == f"looked at the phone of {name}"
        before = numbers_and_notes()
        await pilot.press("e", "tab", "tab", *"night", "ctrl+s")
        await pilot.pause()
    ((row_id, kept, note),) = set(numbers_and_notes()) - set(before)
    assert (kept, note) == (number, "night")
    assert (row_id, number) in {row[:2] for row in before}
