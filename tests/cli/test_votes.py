"""Proposals and votes from the command line: from a proposal to its project; what is refused."""

from __future__ import annotations

import json
import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from store import database, history
from store.neighbours import compounds, plan
from store.programme import ballots, closing, proposals, rolls
from store.programme.proposals import ProposalValues
from tests.cli.conftest import TODAY, Desk

# Unit 1, as hands are read in the yard: seven for, three against, one abstains, one is missing.
EVENING = """\
1-101 y
1-102 y
1-103 n
1单元201 y

1-202 n proxy 李 梅
1-203 赞成 paper 王强
1-301 Y
1-302 0
1-303 n
1-401 y
1-402 y
"""


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two units of 4 x 3 doors: a draft, an open vote, a secret one, one adopted, one rejected."""
    path = tmp_path_factory.mktemp("yard") / "yard.db"
    database.open_store(path)
    history.act_as("tester")
    compounds.create("Test Yard", plan.parse("1: 4 x 3; 2: 4 x 3"))
    today = date.fromisoformat(TODAY)
    for name, secret, said in (
        ("草案", False, None),
        ("种树", False, ""),
        ("秘密", True, ""),
        ("路灯", False, "yyyyyyn"),
        ("停车", False, "nnnnnn"),
    ):
        values = ProposalValues(
            today.year, name, "五星村", compound="Test Yard", dimensions=("land",),
            cost=30_000_00, secret=secret,
        )  # fmt: skip
        proposal_id = proposals.add(values)
        if said is None:
            continue
        rolls.open_vote(proposal_id, today, today, today, units=["1"])
        for row, choice in zip(rolls.roll(proposal_id), said, strict=False):
            ballots.cast(proposal_id, row.address, {"y": "yes", "n": "no"}[choice], today)
        if said:
            closing.close(proposal_id, today)
    database.close_store()
    return path


@pytest.fixture
def desk(yard: Path, tmp_path: Path) -> Desk:
    """The command line on a fresh copy of the yard."""
    return Desk(Path(shutil.copy(yard, tmp_path / "desk.db")))


def all_of(desk: Desk) -> list[str]:
    """Everything that the store's file holds."""
    store = sqlite3.connect(desk.db)
    try:
        return list(store.iterdump())
    finally:
        store.close()


def test_a_yard_votes_and_what_it_adopts_becomes_a_project(desk: Desk) -> None:
    made = desk.answered(
        "proposal", "add", "共享菜园", "--year", "2026", "--community", "五星村",
        "--compound-name", "Test Yard", "--dimensions", "地、人", "--cost", "50000",
        "--rule", "two-thirds", "--quorum", "90", "--proposer", "李梅",
    )  # fmt: skip
    assert (made["state"], made["cost_fen"], made["rule"]) == ("draft", 50_000_00, "two_thirds")
    assert made["dimensions"] == ["people", "land"]
    opened = desk.said("vote", "open", "菜园", "--to", "12-1", "--unit", "1")
    assert "The vote on 共享菜园 is open: 12 households are on the roll." in opened

    before = all_of(desk)
    wrong = "1-103\n2-101 y\n1-101 n\n1-404 y\n1-201 maybe\n1-202 y proxy\n"
    told = desk.refused("vote", "cast", "菜园", typed=EVENING + wrong)
    assert told.startswith("Nothing was entered. line 13: “” is no choice.")
    for number, why in (
        (14, "2-101 is not on the roll of this vote"),
        (15, "1-101 has voted already: yes"),
        (16, "There is no household “1-404”"),
        (17, "“maybe” is no choice"),
        (18, "“1-202 y proxy” is not clear"),
    ):
        assert f"line {number}: {why}" in told
    assert all_of(desk) == before
    stands = desk.answered("vote", "cast", "菜园", typed=EVENING)
    assert [stands[key] for key in ("roll", "cast", "yes", "no", "abstain")] == [12, 11, 7, 3, 1]
    (missing,) = desk.answered("vote", "missing", "菜园")
    assert missing["household"] == "1-403"

    desk.said("vote", "correct", "菜园", "1-103", "y", "--reason", "misheard")
    desk.said("vote", "take-back", "菜园", "1-303")
    desk.said("vote", "cast", "菜园", "1-303", "0", "--witness", "王强")
    tried = desk.answered("vote", "close", "菜园", "--dry-run")
    assert (tried["outcome"], tried["done"], tried["tally"]) == ("adopted", False, None)
    closed = desk.answered("vote", "close", "菜园")
    assert closed == tried | {"done": True, "tally": closed["tally"]}
    assert closed["why"] == "Adopted: 8 for and 1 against is two thirds or more."
    corrected = [
        tuple(each[key] for key in ("address", "before", "after", "reason"))
        for each in closed["corrections"]
    ]
    assert corrected == [("1-103", "no", "yes", "misheard"), ("1-303", "no", "", "")]
    told = desk.said("vote", "result", "菜园")
    assert "Corrected by tester: 1-103 from no to yes (misheard)" in told
    assert "Taken back by tester: 1-303, no" in told
    assert closed["tally"] in told

    file = desk.db.parent / "菜园.tally"
    assert closed["tally"] in desk.said("vote", "tally", "菜园", str(file))
    elsewhere = Desk(desk.db.parent / "nowhere" / "desk.db")
    elsewhere.db.parent.mkdir()
    counted = elsewhere.answered("vote", "recount", str(file))
    assert (counted["hash"], counted["outcome"]) == (closed["tally"], "adopted")
    assert counted["votes"] == {key: closed[key] for key in counted["votes"]}
    assert list(elsewhere.db.parent.iterdir()) == []

    desk.said("proposal", "adopt", "菜园")
    project = desk.answered("project", "show", "共享菜园")
    assert (project["status"], project["community"], project["rural"]) == (
        "proposed", "五星村", False,
    )  # fmt: skip
    assert "is a project already" in desk.refused("proposal", "adopt", "菜园")
    assert "is final: nobody can take that back" not in desk.said("undo")
    assert desk.answered("proposal", "show", "菜园")["project_id"] is None
    assert "is final: nobody can take that back" in desk.refused("undo")


def test_a_secret_vote_ticks_doors_and_counts_papers(desk: Desk) -> None:
    doors = [f"1-{floor}0{place}" for floor in (1, 2) for place in (1, 2, 3)]
    before = all_of(desk)
    assert "2-101 is not on the roll" in desk.refused("vote", "tick", "秘密", *doors, "2-101")
    assert all_of(desk) == before
    assert desk.answered("vote", "tick", "秘密", *doors)["cast"] == 6
    desk.said("vote", "tick", "秘密", "1-301", "--proxy", "李梅")
    assert "there cannot be 8 papers" in desk.refused("vote", "papers", "秘密", "--yes", "8")
    desk.said("vote", "papers", "秘密", "--yes", "1")
    assert "nobody is ticked off any more" in desk.refused("vote", "tick", "秘密", "1-302")
    desk.said("vote", "count-anew", "秘密")
    assert "nobody is ticked off any more" in desk.refused("vote", "tick", "秘密", "1-302")
    assert "No paper has been counted yet" in desk.refused("vote", "close", "秘密")
    assert desk.answered("vote", "papers", "秘密", "--yes", "4", "--no", "2")["yes"] == 4
    told = desk.said("vote", "close", "秘密")
    assert told.startswith("Adopted: 4 for is more than 2 against.\n1 household voted whose")
    tally = desk.said("vote", "tally", "秘密")
    assert "1-101" not in tally
    # A file in UTF-8 is read as that, wherever one is.
    recount = ("vote", "recount", "-", "--format", "json")
    ran = desk.run(*recount, typed=tally, PYTHONIOENCODING="gb18030")
    assert (ran.returncode, json.loads(ran.stdout)["proposal"]) == (0, "秘密")
    turned = tally.replace('"choice":"no"', '"choice":"yes"', 1)
    told = desk.refused("vote", "recount", "-", typed=turned)
    assert told == "Line 6: its hash does not fit: this line or one before it was changed."
    cut = "".join(tally.splitlines(keepends=True)[:-1])
    assert "it is cut short" in desk.refused("vote", "recount", "-", typed=cut)
    roll = desk.answered("vote", "roll", "秘密")
    assert {row["choice"] for row in roll} == {None}


REFUSED: dict[str, tuple[list[str], str]] = {
    "not on the roll": (["vote", "cast", "种树", "2-101", "y"], "2-101 is not on the roll"),
    "no such choice": (["vote", "cast", "种树", "1-101", "x"], "“x” is no choice"),
    "no such proposal": (["vote", "cast", "#99", "1-101", "y"], "There is no proposal “#99”"),
    "correct before opening": (
        ["vote", "correct", "草案", "1-101", "y", "--reason", "x"], "has not been opened yet",
    ),
    "after closing": (["vote", "cast", "路灯", "1-403", "y"], "that is final"),
    "after its last day": (
        ["vote", "cast", "种树", "1-101", "y", "--today", "2026-11-24"], "is held from",
    ),
    "result of an open vote": (["vote", "result", "种树"], "is still open"),
    "adopt what was rejected": (["proposal", "adopt", "停车"], "was not adopted"),
    "change what is voted on": (["proposal", "edit", "种树", "--cost", "1"], "stays as it is"),
    "a fraction of a fen": (["proposal", "edit", "草案", "--cost", "0.001"], "not in whole fen"),
    "a store as a tally": (["vote", "recount", "desk.db"], "This is no tally"),
    "no such file": (["vote", "recount", "none.tally"], "No such file or directory"),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_is_told_in_a_sentence(desk: Desk, arguments: list[str], said: str) -> None:
    before = all_of(desk)
    assert said in desk.refused(*arguments)
    assert all_of(desk) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["vote", "cast", "种树", "1-101"],
        ["vote", "cast", "种树", "--proxy", "李梅"],
        ["vote", "correct", "种树", "1-101", "n"],
        ["vote", "papers", "秘密"],
    ],
    ids=" ".join,
)
def test_words_that_do_not_fit_are_wrong_usage(desk: Desk, arguments: list[str]) -> None:
    ran = desk.run(*arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "usage: qiaomen" in ran.stderr
