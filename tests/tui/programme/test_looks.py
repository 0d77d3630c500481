"""What the rooms of a year and of its votes look like; read the dumps in a diff."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store import language
from store.language import LANGUAGES
from store.programme import ballots, closing, proposals, rolls
from store.programme.proposals import ProposalValues
from tests.conftest import TODAY
from tests.tui.programme.garden import YUAN, Garden
from tests.tui.screendump import EverySize
from tui.main import QiaomenApp

YARD = "Test Yard"


@pytest.fixture
def yard(garden: Garden) -> None:
    """The yard has decided on two proposals, ranks two, is voting on one and prepares another."""
    for name, cost, rule, yes in (
        ("院坝雨水花园与屋檐排水", 58_000, "majority", 9),
        ("门卫室加装空调", 12_000, "two_thirds", 4),
        ("共享厨房改造", 92_000, "approval", 7),
    ):
        vote = _opened(name, cost, rule)
        _cast(vote, yes, 10)
        closing.close(vote, TODAY)
    vote = _opened("五星村村史小屋", 39_000, "approval", community="五星村", rural=True)
    _cast(vote, 5, 8)
    closing.close(vote, TODAY)
    vote = _opened("院门口亮灯工程", 18_000, "majority")
    _cast(vote, 3, 4)
    ballots.cast(vote, "1-203", "yes", TODAY, proxy="李梅")
    ballots.cast(vote, "1-301", "no", TODAY, witness="王强")
    ballots.correct(rolls.entry(vote, "1-102").entry_id, "no", "听错了", TODAY)
    _proposed("院落宠物公约", 9_000, "majority")


def _proposed(
    name: str, cost: int, rule: str, *, community: str = "晋阳社区", rural: bool = False
) -> int:
    return proposals.add(
        ProposalValues(
            TODAY.year, name, community, compound=YARD, dimensions=("land",), rural=rural,
            cost=cost * YUAN, rule=rule,
        )
    )  # fmt: skip


def _opened(
    name: str, cost: int, rule: str, *, community: str = "晋阳社区", rural: bool = False
) -> int:
    vote = _proposed(name, cost, rule, community=community, rural=rural)
    rolls.open_vote(vote, TODAY, TODAY + timedelta(6), TODAY, units=["1"])
    return vote


def _cast(vote: int, yes: int, among: int) -> None:
    """The first `yes` doors are for it, the others of the first `among` against."""
    for place, entry in enumerate(rolls.roll(vote)[:among]):
        ballots.cast(vote, entry.address, "yes" if place < yes else "no", TODAY)


@pytest.mark.usefixtures("yard")
@pytest.mark.parametrize("spoken", LANGUAGES)
async def test_what_a_year_and_its_votes_look_like(
    desk: QiaomenApp, in_every_size: EverySize, spoken: str
) -> None:
    language.speak(spoken)
    async with desk.run_test(size=(80, 24)) as pilot:
        for name, keys in (
            ("project-move", ("4", "e", *"12-1")),
            ("project-needs", ("escape", "enter", "n")),
            ("project-recurring", ("escape", "T", *"月报", "tab", *"monthly 25th")),
            ("project-remove", ("escape", "D")),
            ("ranking", ("escape", "escape", "R")),
            ("what-if", ("W",)),
            ("year", ("escape", "escape", "Y")),
            ("proposals", ("escape", "5")),
            ("proposal-open", ("end", "o")),
            ("ballots", ("escape", "up", "b", *"1-4")),
            ("ballots-missing", ("escape", "v")),
            ("result", ("escape", "enter")),
            ("selection", ("escape", "g")),
            ("selection-shares", ("v", "k", "end")),
        ):
            await pilot.press(*keys)
            await pilot.pause()
            await in_every_size(pilot, name)
