"""Closing a vote: shown first, counted twice, and final."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store import history
from store.database import db
from store.errors import NotFound, Refused
from store.programme import ballots, closing, proposals, rolls
from tests.conftest import TODAY
from tests.store.programme.making import everything, opened, plainly, proposal, voted

pytestmark = pytest.mark.usefixtures("compound")


@pytest.mark.parametrize(
    ("rule", "quorum", "said", "outcome"),
    [
        ("majority", 50, "yyyynn", "adopted"),
        ("majority", 50, "yyynnn", "rejected"),
        ("majority", 50, "yyyyy", "no_quorum"),
        ("two_thirds", 50, "yyyynn", "adopted"),
        ("two_thirds", 50, "yyyynnn", "rejected"),
        ("approval", 50, "nnnnnn", "ranked"),
    ],
)
def test_closing_decides_by_the_rule_and_the_quorum(
    rule: str, quorum: int, said: str, outcome: str
) -> None:
    trees = opened(units=("1",), rule=rule, quorum=quorum)
    voted(trees, said)
    before = everything()
    shown = closing.preview(trees, TODAY)
    assert everything() == before
    found = closing.close(trees, TODAY)
    row = proposals.get(trees)
    assert found == shown._replace(proposal=row) == closing.result(trees)
    assert (row.state, row.outcome, row.closed_on) == ("closed", outcome, TODAY)
    assert row.tally == found.tally
    assert len(row.tally) == 64
    assert (found.votes.yes, found.votes.no) == (said.count("y"), said.count("n"))


def test_closing_is_final() -> None:
    trees = opened(units=("1",))
    opening = history.latest(1)[0].id
    voted(trees, "yyyyyy")
    closing.close(trees, TODAY)
    deed = history.latest(1)[0].id
    before = everything()
    for does in (
        history.undo,
        lambda: history.undo(deed),
        lambda: history.undo(opening),
        lambda: closing.close(trees, TODAY),
        lambda: closing.preview(trees, TODAY),
    ):
        with pytest.raises(Refused, match=r"final|cannot be taken back"):
            does()
    for change in (
        "state = 'open', outcome = NULL, closed_on = NULL", "outcome = 'rejected'", "tally = ''",
        "closed_on = '2026-11-24'", "closes_on = '2027-01-01'", "opens_on = '2026-11-22'",
        "rule = 'approval'", "quorum = 0", "name = '种花'", "cost = 1",
    ):  # fmt: skip
        plainly(f"UPDATE proposal SET {change} WHERE id = ?", trees)
    assert everything() == before


def test_what_stands_under_a_closed_vote_is_told_to_be_final() -> None:
    trees = opened(units=("1",))
    row = proposals.get(trees)
    proposals.edit(row, row.values._replace(note="东门"))
    closing.close(trees, TODAY)
    with pytest.raises(Refused, match=r"later, tester closed the vote on 种树: .*, which is final"):
        history.undo(history.latest(2)[1].id)


def test_what_is_not_voted_on_is_not_closed() -> None:
    draft = proposal()
    for does in (closing.preview, closing.close):
        with pytest.raises(Refused, match="has not been opened yet"):
            does(draft, TODAY)
        with pytest.raises(NotFound):
            does(99, TODAY)
    with pytest.raises(Refused, match="has not been opened yet"):
        closing.result(draft)
    plainly(
        "UPDATE proposal SET state = 'closed', outcome = 'adopted', closed_on = '2026-11-23'"
        " WHERE id = ?",
        draft,
    )
    held = opened("楼道灯")
    with pytest.raises(Refused, match="is still open"):
        closing.result(held)
    with pytest.raises(Refused, match="it cannot be closed before"):
        closing.close(held, TODAY - timedelta(days=1))
    assert proposals.get(held).state == "open"


def test_a_vote_in_which_nobody_voted_comes_to_nothing() -> None:
    found = closing.close(opened(quorum=0), TODAY)
    assert (found.outcome, found.uncounted) == ("no_quorum", 0)


def test_two_counts_that_differ_close_nothing() -> None:
    trees = opened(units=("1",))
    voted(trees, "yyyyyyn")
    entry = rolls.roll(trees)[-1].entry_id
    db.execute_sql("UPDATE roll_entry SET cast_as = 'present' WHERE id = ?", (entry,))
    before = everything()
    with pytest.raises(Refused, match=r"Two counts of 种树 differ \(12/8/6/1/0; 12/7/6/1/0\)"):
        closing.close(trees, TODAY)
    assert everything() == before


def test_a_secret_vote_is_closed_when_its_papers_are_counted() -> None:
    secret = opened(units=("1",), secret=True)
    for row in rolls.roll(secret)[:7]:
        ballots.tick(secret, row.address, TODAY)
    with pytest.raises(Refused, match="No paper has been counted yet"):
        closing.close(secret, TODAY)
    ballots.count_papers(secret, {"yes": 4, "no": 2}, TODAY)
    found = closing.close(secret, TODAY)
    assert (found.outcome, found.uncounted, found.votes.cast) == ("adopted", 1, 7)
    for does in (
        lambda: ballots.count_paper(secret, "no", TODAY),
        lambda: ballots.count_anew(secret),
    ):
        with pytest.raises(Refused, match="that is final"):
            does()
    plainly("DELETE FROM ballot WHERE proposal_id = ?", secret)
    plainly("INSERT INTO ballot (proposal_id, choice, reason) VALUES (?, 'no', '')", secret)
