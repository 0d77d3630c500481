"""Proposals, their votes and the selection, by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.loader import load_sample
from store.database import db
from store.programme import ballots, proposals, rolls, years
from store.programme.proposals import ProposalValues
from tests.conftest import TODAY
from tests.tui.screendump import dump
from tui.main import QiaomenApp
from tui.programme.ballots import BallotScreen
from tui.programme.proposals import why_not

YUAN = 100


@pytest.fixture
def lamps(compound: int) -> int:
    """A proposal of the yard that is voted on today: 12 doors on the roll."""
    return _proposal("楼道灯", secret=False)


def _proposal(name: str, *, secret: bool) -> int:
    values = ProposalValues(
        TODAY.year, name, "晋阳社区", compound="Test Yard", dimensions=("land",),
        cost=30_000 * YUAN, secret=secret,
    )  # fmt: skip
    made = proposals.add(values)
    rolls.open_vote(made, TODAY, TODAY, TODAY, units=["1"])
    return made


@pytest.fixture
def desk(lamps: int) -> QiaomenApp:
    """The app on a yard that votes."""
    return QiaomenApp(TODAY, None, load_sample)


async def test_a_yard_votes_door_by_door_and_closes(desk: QiaomenApp, lamps: int) -> None:
    doors = [row.address for row in rolls.roll(lamps)]
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("5", "b")
        await pilot.pause()
        assert "No ballot yet. Type a door like 3-502" in dump(desk)
        for place, door in enumerate(doors[:-1]):
            await pilot.press(*door, "yyn0"[place % 4])
        await pilot.pause()
        assert "11 of 12 voted: 6 for, 3 against, 2 abstain." in dump(desk)
        await pilot.press("v")
        await pilot.pause()
        assert doors[-1] in dump(desk)
        assert doors[0] not in dump(desk)
        await pilot.press("v", "u", "escape", "x")
        await pilot.pause()
        assert "10 of 12 voted" in dump(desk)
        assert "Closing is final" in dump(desk)
        await pilot.press("x", "p")
        await pilot.pause()
        assert "is the project #" in dump(desk)
        await pilot.press("enter")
        await pilot.pause()
        assert "Tally hash: " in dump(desk)
        assert "Who voted how" in dump(desk)
    assert proposals.get(lamps).project_id is not None


async def test_a_door_twice_or_unknown_keeps_what_was_typed(desk: QiaomenApp, lamps: int) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(BallotScreen(lamps))
        await pilot.press(*"1-101y", *"1-999y")
        await pilot.pause()
        assert "Door 1-999" in dump(desk)
        await pilot.press(*"1-101n")
        await pilot.pause()
        assert "1-101 has voted already: yes." in dump(desk)
        await pilot.press("c", "tab", *"misheard", "ctrl+s")
        await pilot.pause()
        assert "Corrected 1-101: no" in dump(desk)
        await pilot.press("p", *"Li Mei", "enter", *"1-102y")
        await pilot.pause()
        assert "by proxy Li Mei" in dump(desk)
    assert [row.choice for row in rolls.roll(lamps)[:2]] == ["no", "yes"]


async def test_a_ballot_asks_no_more_the_more_have_voted(desk: QiaomenApp, lamps: int) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(BallotScreen(lamps))
        asked: list[str] = []
        counts = []
        await pilot.pause()
        db.connection().set_trace_callback(asked.append)
        try:
            for door in ("1-101", "1-102", "1-103", "1-201"):
                asked.clear()
                await pilot.press(*door, "y")
                counts.append(len([sql for sql in asked if sql.startswith("SELECT")]))
        finally:
            db.connection().set_trace_callback(None)
    assert counts[0] > 0
    assert len(set(counts)) == 1


async def test_a_secret_vote_ticks_doors_and_counts_papers(desk: QiaomenApp) -> None:
    vote = _proposal("菜地", secret=True)
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(BallotScreen(vote))
        await pilot.press(*"1-101", "enter", *"1-102", "enter", "k", "y", "n", "0")
        await pilot.pause()
        assert "there cannot be 3 papers" in dump(desk)
        assert "2 of 12 voted: 1 for, 1 against, 0 abstain." in dump(desk)
        await pilot.press("k")
        await pilot.pause()
        assert "nobody is ticked off any more" in dump(desk)


async def test_the_selection_says_why_and_is_accepted_by_a_second_key(
    desk: QiaomenApp, lamps: int, tmp_path: Path
) -> None:
    year = years.get(TODAY.year)
    years.change(
        year, budget=50_000 * YUAN, project_cap=year.project_cap,
        community_cap=year.community_cap, rural_floor=0, pass_mark=60, seed="2026",
    )  # fmt: skip
    for row in rolls.roll(lamps)[:10]:
        ballots.cast(lamps, row.address, "yes", TODAY)
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("5", "x", "x", "t", *str(tmp_path / "one.tally"), "enter")
        await pilot.pause()
        assert "The tally is in" in dump(desk)
        await pilot.press("g", "v")
        await pilot.pause()
        assert "Budget ¥50,000, spent ¥30,000, left ¥20,000." in dump(desk)
        await pilot.press("v", "A")
        await pilot.pause()
        assert proposals.get(lamps).project_id is None
        await pilot.press("A")
        await pilot.pause()
    assert proposals.get(lamps).project_id is not None
    assert why_not(proposals.get(lamps), "make_project") == "楼道灯 is a project already."
    assert (tmp_path / "one.tally").exists()


async def test_a_new_proposal_has_the_cursor_and_the_keys_of_its_stage(
    desk: QiaomenApp, lamps: int
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("5")
        await pilot.pause()
        assert "b ballots  x close vote" in dump(desk)
        await pilot.press("a", *"雨棚", "tab", *"3000", "tab", *"晋阳社区", "tab", "tab", "tab")
        await pilot.press("人", "ctrl+s")
        await pilot.pause()
        assert "▸  雨棚" in dump(desk)
        assert "ballots" not in dump(desk)
        await pilot.press("o", "ctrl+s")
        await pilot.pause()
    assert proposals.find("雨棚").state == "open"
    assert proposals.get(lamps).cast == 0


async def test_a_vote_that_is_held_is_withdrawn_by_a_second_key(
    desk: QiaomenApp, lamps: int
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("5", "w", "up", "w")
        await pilot.pause()
        assert proposals.get(lamps).state == "open"
        await pilot.press("w")
        await pilot.pause()
        assert "Withdrawn." in dump(desk)
