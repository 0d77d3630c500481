"""Ballots: one a household, put right before the vote is closed, and secret ones nobody's."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from store import history
from store.database import db
from store.errors import Invalid, NotFound, Refused
from store.journal_models import Change, Deed
from store.programme import ballots, closing, counting, proposals, rolls
from store.programme.ballots import VotedAlready
from store.programme.vote_models import Ballot
from tests.conftest import TODAY
from tests.store.programme.making import everything, opened, plainly, proposal, voted, wrong_fields

pytestmark = pytest.mark.usefixtures("compound")

DAY = timedelta(days=1)
LAST = date(2026, 12, 20)


@pytest.fixture
def trees(compound: int) -> int:
    """An open vote of twelve households."""
    return opened(units=("1",))


@pytest.fixture
def secret(compound: int) -> int:
    """A secret vote of twelve households."""
    return opened("秘密", units=("1",), secret=True)


def entry_of(proposal_id: int, address: str) -> int:
    return rolls.entry(proposal_id, address).entry_id


# An open vote


def test_a_household_votes_once(trees: int) -> None:
    row = ballots.cast(trees, "1单元101", "yes", TODAY)
    assert row == rolls.entry(trees, "1-101")
    assert (row.address, row.cast_as, row.choice) == ("1-101", "present", "yes")
    before = everything()
    for choice in ("yes", "no"):
        with pytest.raises(VotedAlready, match="1-101 has voted already: yes") as refusal:
            ballots.cast(trees, "1-101", choice, TODAY)
        assert refusal.value.row == row
    assert everything() == before
    history.undo()
    assert rolls.entry(trees, "1-101").cast_as is None
    assert Ballot.select().count() == 0
    history.redo()
    assert rolls.entry(trees, "1-101") == row


def test_a_household_votes_on_each_proposal(trees: int) -> None:
    lamps = opened("楼道灯")
    for proposal_id in (trees, lamps):
        ballots.cast(proposal_id, "1-101", "no", TODAY)
    assert [proposals.get(one).no for one in (trees, lamps)] == [1, 1]


@pytest.mark.parametrize(
    ("proxy", "witness", "cast_as"),
    [("", "", "present"), ("李 梅", "", "proxy"), ("", "王强", "paper"), (" ", " ", "present")],
)
def test_a_proxy_and_a_paper_have_a_name(
    trees: int, proxy: str, witness: str, cast_as: str
) -> None:
    ballots.cast(trees, "1-101", "abstain", TODAY, proxy=proxy, witness=witness)
    row = rolls.entry(trees, "1-101")
    assert (row.cast_as, row.proxy, row.witness) == (cast_as, proxy.strip(), witness.strip())


def test_who_votes_how_is_one_of_three(trees: int, secret: int) -> None:
    before = everything()
    both = {"proxy": "李梅", "witness": "王强"}
    assert wrong_fields(lambda: ballots.cast(trees, "1-101", "yes", TODAY, **both)) == ["witness"]
    assert wrong_fields(lambda: ballots.tick(secret, "1-101", TODAY, **both)) == ["witness"]
    assert wrong_fields(lambda: ballots.cast(trees, "1-101", "perhaps", TODAY)) == ["choice"]
    for name in ("a" * 61, "李\u202e梅"):
        with pytest.raises(Refused):
            ballots.cast(trees, "1-101", "yes", TODAY, proxy=name)
    assert everything() == before


@pytest.mark.parametrize(
    "how",
    ["'proxy', ''", "'paper', ''", "'present', 'x'", "'paper', 'x'", "NULL, 'x'", "'fax', ''"],
)
def test_another_program_cannot_leave_out_the_name_of_a_proxy(trees: int, how: str) -> None:
    entry = entry_of(trees, "1-101")
    plainly(f"UPDATE roll_entry SET (cast_as, proxy) = ({how}) WHERE id = ?", entry)


@pytest.mark.parametrize(
    ("today", "refused"), [(-1, True), (0, False), (27, False), (28, True), (400, True)]
)
def test_a_ballot_is_cast_within_the_days_of_the_vote(
    trees: int, secret: int, today: int, refused: bool
) -> None:
    day = TODAY + today * DAY
    for does in (
        lambda: ballots.cast(trees, "1-101", "yes", day),
        lambda: ballots.tick(secret, "1-101", day),
    ):
        before = everything()
        if refused:
            with pytest.raises(Refused, match="is held from"):
                does()
            assert everything() == before
        else:
            does()


def test_nobody_votes_before_a_vote_is_opened_or_on_what_is_not_there() -> None:
    draft = proposal("楼道灯")
    for does in (
        lambda: ballots.cast(draft, "1-101", "yes", TODAY),
        lambda: ballots.tick(draft, "1-101", TODAY),
        lambda: ballots.count_paper(draft, "yes", TODAY),
        lambda: ballots.count_anew(draft),
    ):
        with pytest.raises(Refused, match="has not been opened yet"):
            does()
    plainly("INSERT INTO ballot (proposal_id, choice, reason) VALUES (?, 'yes', '')", draft)
    for missing in (
        lambda: ballots.cast(99, "1-101", "yes", TODAY),
        lambda: ballots.correct(99, "yes", "x", TODAY),
        lambda: ballots.take_back(99),
    ):
        with pytest.raises(NotFound):
            missing()


def test_after_closing_nothing_changes(trees: int) -> None:
    voted(trees, "yyyyyyn")
    entry, deeds = entry_of(trees, "1-101"), history.latest(8)
    closing.close(trees, TODAY)
    before = everything()
    for does in (
        lambda: ballots.cast(trees, "1-401", "yes", TODAY),
        lambda: ballots.correct(entry, "no", "misheard", TODAY),
        lambda: ballots.take_back(entry),
    ):
        with pytest.raises(Refused, match="that is final"):
            does()
    with pytest.raises(Refused, match="is final: nobody can take that back"):
        history.undo()
    for deed in deeds:
        with pytest.raises(Refused, match=r"cannot be taken back"):
            history.undo(deed.id)
    late = entry_of(trees, "1-401")
    insert = "INSERT INTO ballot (proposal_id, entry_id, choice, reason) VALUES (?, ?, 'yes', '')"
    plainly(insert, trees, late)
    plainly("UPDATE roll_entry SET cast_as = 'present' WHERE id = ?", late)
    plainly("UPDATE ballot SET choice = 'no' WHERE entry_id = ?", entry)
    plainly("UPDATE ballot SET proposal_id = 2 WHERE entry_id = ?", entry)
    plainly("DELETE FROM ballot WHERE entry_id = ?", entry)
    plainly("DELETE FROM proposal WHERE id = ?", trees)
    assert everything() == before


def test_a_vote_that_was_withdrawn_takes_no_ballots(trees: int) -> None:
    voted(trees, "y")
    proposals.withdraw(trees)
    entry = entry_of(trees, "1-101")
    for does in (
        lambda: ballots.cast(trees, "1-102", "yes", TODAY),
        lambda: ballots.correct(entry, "no", "misheard", TODAY),
        lambda: ballots.take_back(entry),
    ):
        with pytest.raises(Refused, match="was withdrawn"):
            does()


def test_another_program_cannot_cast_for_others(trees: int, secret: int) -> None:
    lamps = opened("楼道灯")
    voted(trees, "y")
    insert = "INSERT INTO ballot (proposal_id, entry_id, choice, reason) VALUES (?, ?, 'yes', '')"
    plainly(insert, trees, entry_of(trees, "1-101"))  # twice
    plainly(insert, trees, entry_of(trees, "1-102"))  # who did not vote
    plainly(insert, lamps, entry_of(trees, "1-101"))  # from another roll
    plainly(insert, trees, None)  # nobody's, in an open vote
    plainly(insert, secret, entry_of(secret, "1-101"))  # somebody's, in a secret one
    plainly("UPDATE roll_entry SET cast_as = NULL WHERE id = ?", entry_of(trees, "1-101"))


def test_a_ballot_is_corrected_with_a_reason(trees: int) -> None:
    ballots.cast(trees, "1-101", "yes", TODAY, proxy="李梅")
    entry = entry_of(trees, "1-101")
    row = ballots.correct(entry, "no", " misheard ", LAST + DAY)
    assert row == rolls.entry(trees, "1-101")
    assert (row.choice, row.reason, row.proxy) == ("no", "misheard", "李梅")
    before = everything()
    assert wrong_fields(lambda: ballots.correct(entry, "yes", " ", TODAY)) == ["reason"]
    assert wrong_fields(lambda: ballots.correct(entry, "maybe", "x", TODAY)) == ["choice"]
    with pytest.raises(Refused, match="1-101 has voted so already"):
        ballots.correct(entry, "no", "again", TODAY)
    with pytest.raises(Refused, match="1-102 has no ballot"):
        ballots.correct(entry_of(trees, "1-102"), "no", "x", TODAY)
    assert everything() == before


def test_a_household_that_did_not_vote_after_all_votes_again(trees: int) -> None:
    ballots.cast(trees, "1-101", "yes", TODAY, witness="王强")
    row = ballots.take_back(entry_of(trees, "1-101"))
    assert row == rolls.entry(trees, "1-101")
    assert (row.cast_as, row.witness, row.choice) == (None, "", None)
    with pytest.raises(Refused, match="1-101 has not voted"):
        ballots.take_back(row.entry_id)
    ballots.cast(trees, "1-101", "no", TODAY)
    assert proposals.get(trees).no == 1


# A secret vote


def test_doors_are_ticked_off_then_papers_are_counted(secret: int) -> None:
    for door in ("1-101", "1-102", "1-103"):
        row = ballots.tick(secret, door, TODAY)
        assert (row.cast_as, row.choice) == ("present", None)
    with pytest.raises(VotedAlready, match=r"1-101 has voted already\.$"):
        ballots.tick(secret, "1-101", TODAY)
    ballots.take_back(entry_of(secret, "1-103"))
    ballots.tick(secret, "1-201", TODAY, witness="王强")
    assert ballots.count_paper(secret, "no", TODAY) == {"yes": 0, "no": 1, "abstain": 0}
    counted = ballots.count_papers(secret, {"yes": 1, "abstain": 1}, LAST + DAY)
    assert counted == {"yes": 1, "no": 1, "abstain": 1}
    before = everything()
    with pytest.raises(Refused, match="3 households have voted: there cannot be 4 papers"):
        ballots.count_paper(secret, "yes", TODAY)
    assert everything() == before
    assert counting.by_sql(secret) == counting.by_hand(secret) == (12, 3, 1, 1, 1)


def test_once_papers_are_counted_nobody_is_ticked_off(secret: int) -> None:
    ballots.tick(secret, "1-101", TODAY)
    tick = history.latest(1)[0].id
    ballots.tick(secret, "1-102", TODAY)
    ballots.count_paper(secret, "yes", TODAY)
    entry, late = entry_of(secret, "1-101"), entry_of(secret, "1-103")

    def sealed() -> None:
        before = everything()
        with pytest.raises(Refused, match="nobody is ticked off any more"):
            ballots.tick(secret, "1-103", TODAY)
        with pytest.raises(Refused, match="nobody is ticked off any more"):
            ballots.take_back(entry)
        with pytest.raises(Refused, match="cannot be taken back"):
            history.undo(tick)
        plainly("UPDATE roll_entry SET cast_as = 'present' WHERE id = ?", late)
        plainly("UPDATE roll_entry SET cast_as = NULL WHERE id = ?", entry)
        assert everything() == before

    sealed()
    plainly("UPDATE proposal SET counting = 0 WHERE id = ?", secret)
    assert ballots.count_anew(secret) == 1
    sealed()
    history.undo()
    assert proposals.get(secret).yes == 1
    history.undo()
    assert proposals.get(secret).yes == 0
    sealed()
    with pytest.raises(Refused, match="began to count the papers: 秘密” is final"):
        history.undo()


def test_papers_are_counted_anew(secret: int) -> None:
    for door in ("1-101", "1-102"):
        ballots.tick(secret, door, TODAY)
    with pytest.raises(Refused, match="No paper has been counted yet"):
        ballots.count_anew(secret)
    ballots.count_papers(secret, {"yes": 2}, TODAY)
    assert ballots.count_anew(secret) == 2
    assert ballots.count_papers(secret, {"no": 2}, TODAY)["no"] == 2


def test_papers_are_some_number_of_a_choice(secret: int) -> None:
    ballots.tick(secret, "1-101", TODAY)
    before = everything()
    for papers in ({}, {"yes": 0}, {"yes": -1, "no": 2}, {"maybe": 1}):
        with pytest.raises(Invalid):
            ballots.count_papers(secret, papers, TODAY)
    with pytest.raises(Refused, match="is held from"):
        ballots.count_paper(secret, "yes", TODAY - DAY)
    assert everything() == before


def test_an_open_and_a_secret_vote_are_not_mixed_up(trees: int, secret: int) -> None:
    ballots.tick(secret, "1-101", TODAY)
    voted(trees, "y")
    before = everything()
    for does, said in (
        (lambda: ballots.cast(secret, "1-102", "yes", TODAY), "This vote is secret"),
        (lambda: ballots.tick(trees, "1-102", TODAY), "This vote is open"),
        (lambda: ballots.count_paper(trees, "yes", TODAY), "This vote is open"),
        (lambda: ballots.count_anew(trees), "This vote is open"),
        (lambda: ballots.correct(entry_of(secret, "1-101"), "no", "x", TODAY), "has no ballot"),
    ):
        with pytest.raises(Refused, match=said):
            does()
    assert everything() == before


def test_another_program_cannot_count_papers_that_nobody_handed_in(secret: int) -> None:
    insert = "INSERT INTO ballot (proposal_id, choice, reason) VALUES (?, 'yes', '')"
    ballots.tick(secret, "1-101", TODAY)
    plainly(insert, secret)  # the ticking goes on
    ballots.count_paper(secret, "yes", TODAY)
    plainly(insert, secret)


def test_nothing_in_the_store_links_a_door_with_a_secret_paper(secret: int) -> None:
    doors = {"1-101": "yes", "1-102": "no", "1-103": "abstain", "1-201": "yes"}
    for door in doors:
        ballots.tick(secret, door, TODAY)
    said = list(doors.values())
    ballots.count_papers(secret, {choice: said.count(choice) for choice in doors.values()}, TODAY)
    ballots.count_anew(secret)
    ballots.count_papers(secret, {"yes": 2, "no": 1, "abstain": 1}, TODAY)
    ballots.count_anew(secret)
    ballots.count_papers(secret, {"abstain": 1, "no": 1, "yes": 2}, TODAY)
    papers = Ballot.select(Ballot.entry_id, Ballot.choice, Ballot.reason).order_by(Ballot.id)
    assert list(papers.tuples()) == [
        (None, choice, "") for choice in ("yes", "yes", "no", "abstain")
    ]
    # What the journal keeps of papers names no entry, and what it keeps of entries no choice.
    for table, before, verb in (
        Change.select(Change.table_name, Change.before, Deed.verb)
        .join(Deed)
        .where(Change.table_name.in_(("ballot", "roll_entry")))
        .tuples()
    ):
        kept = json.loads(before or "{}")
        assert kept.get("entry_id") is None
        assert not kept.keys() & {"choice"} or table == "ballot"
        assert (verb in ("count_papers", "count_anew")) == (table == "ballot")
    told = [deed.label for deed in history.latest(99)]
    assert not [label for label in told if any(word in label for word in ("yes", "abstain"))]
    # No deed says both, and no paper is younger than the last door.
    last_tick = Deed.select(Deed.id).where(Deed.verb == "tick").order_by(Deed.id.desc()).scalar()
    first_paper = (
        Change.select(Change.deed).where(Change.table_name == "ballot").order_by(Change.id)
    )
    assert first_paper.tuples().first()[0] > last_tick
    assert [row.choice for row in rolls.roll(secret)] == [None] * 12
    assert db.execute_sql("SELECT count(*) FROM ballot WHERE entry_id IS NOT NULL").fetchone() == (
        0,
    )
