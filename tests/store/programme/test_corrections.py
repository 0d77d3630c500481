"""Corrections: whatever was put right in a vote leaves a trace, and what was undone is none."""

from __future__ import annotations

import pytest

from store import history
from store.database import db
from store.programme import ballots, closing, rolls
from store.programme.corrections import corrections
from tests.conftest import TODAY
from tests.store.programme.making import opened, voted

pytestmark = pytest.mark.usefixtures("compound")

Trace = list[tuple[str, str, str, str]]


@pytest.fixture
def trees(compound: int) -> int:
    """An open vote in which 1-101 said yes, 1-102 no, and 1-103 abstained."""
    proposal_id = opened(units=("1",))
    voted(proposal_id, "yn0")
    return proposal_id


def entry(proposal_id: int, address: str) -> int:
    return rolls.entry(proposal_id, address).entry_id


def trace(proposal_id: int) -> Trace:
    return [
        (each.address, each.before, each.after, each.reason) for each in corrections(proposal_id)
    ]


def test_a_vote_without_mistakes_has_no_corrections(trees: int) -> None:
    assert corrections(trees) == ()
    assert corrections(99) == ()


def test_every_correction_is_told_in_turn(trees: int) -> None:
    first, second = entry(trees, "1-101"), entry(trees, "1-102")
    ballots.correct(first, "no", "misheard", TODAY)
    ballots.correct(second, "abstain", "wrong door", TODAY)
    history.act_as("李梅")
    ballots.correct(first, "yes", "heard well", TODAY)
    assert trace(trees) == [
        ("1-101", "yes", "no", "misheard"),
        ("1-102", "no", "abstain", "wrong door"),
        ("1-101", "no", "yes", "heard well"),
    ]
    assert [each.who for each in corrections(trees)] == ["tester", "tester", "李梅"]
    assert all(each.at for each in corrections(trees))
    closing.close(trees, TODAY)
    assert len(corrections(trees)) == 3


def test_a_correction_that_was_undone_is_none_until_it_is_done_again(trees: int) -> None:
    first = entry(trees, "1-101")
    ballots.correct(first, "no", "misheard", TODAY)
    for _again in range(2):
        history.undo()
        assert trace(trees) == []
        history.redo()
        assert trace(trees) == [("1-101", "yes", "no", "misheard")]
    ballots.correct(first, "abstain", "both arms", TODAY)
    history.undo()
    assert trace(trees) == [("1-101", "yes", "no", "misheard")]


def test_a_ballot_taken_back_and_cast_otherwise_leaves_a_trace(trees: int) -> None:
    first = entry(trees, "1-101")
    ballots.correct(first, "no", "misheard", TODAY)
    ballots.take_back(first)
    ballots.cast(trees, "1-101", "abstain", TODAY)
    ballots.correct(first, "yes", "sure now", TODAY)
    assert trace(trees) == [
        ("1-101", "yes", "no", "misheard"),
        ("1-101", "no", "", ""),
        ("1-101", "abstain", "yes", "sure now"),
    ]


def test_a_ballot_taken_back_by_undo_leaves_a_trace_too(trees: int) -> None:
    history.undo()
    assert trace(trees) == [("1-103", "abstain", "", "")]
    history.redo()
    assert trace(trees) == []


def test_taking_back_may_be_undone(trees: int) -> None:
    ballots.take_back(entry(trees, "1-101"))
    for _again in range(2):
        history.undo()
        assert trace(trees) == []
        history.redo()
        assert trace(trees) == [("1-101", "yes", "", "")]


def test_another_vote_and_secret_papers_are_left_out(trees: int) -> None:
    lamps = opened("楼道灯", units=("1",))
    voted(lamps, "y")
    ballots.take_back(entry(lamps, "1-101"))
    secret = opened("秘密", units=("1",), secret=True)
    ballots.tick(secret, "1-101", TODAY)
    ballots.count_paper(secret, "yes", TODAY)
    ballots.count_anew(secret)
    assert (len(trace(trees)), len(trace(lamps)), len(trace(secret))) == (0, 1, 0)


def test_what_another_program_changed_is_told_without_a_name(trees: int) -> None:
    db.execute_sql("UPDATE ballot SET choice = 'no' WHERE entry_id = ?", (entry(trees, "1-101"),))
    (found,) = corrections(trees)
    assert (found.at, found.who, found.before, found.after) == ("", "", "yes", "no")
