"""Counting: two ways that agree, and what a count decides at its borders."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.database import db
from store.programme import ballots, counting, rolls
from store.programme.counting import Count
from store.programme.vote_models import OUTCOMES, RULES
from tests.conftest import TODAY
from tests.store.programme.making import opened, voted


@st.composite
def counts(draw: st.DrawFn) -> Count:
    """A count as a vote may end; not every secret paper is counted."""
    yes, no, abstain, lost, silent = (draw(st.integers(0, 40)) for _each in range(5))
    cast = yes + no + abstain + lost
    return Count(cast + silent, cast, yes, no, abstain)


@pytest.mark.parametrize(
    ("rule", "quorum", "count", "outcome"),
    [
        ("majority", 50, Count(10, 5, 3, 2, 0), "adopted"),
        ("majority", 50, Count(10, 5, 2, 2, 1), "rejected"),
        ("majority", 50, Count(10, 4, 4, 0, 0), "no_quorum"),
        ("majority", 50, Count(11, 5, 5, 0, 0), "no_quorum"),
        ("majority", 50, Count(11, 6, 6, 0, 0), "adopted"),
        ("majority", 50, Count(10, 5, 1, 0, 4), "adopted"),
        ("majority", 0, Count(10, 1, 1, 0, 0), "adopted"),
        ("majority", 0, Count(10, 0, 0, 0, 0), "no_quorum"),
        ("majority", 0, Count(10, 3, 0, 0, 3), "rejected"),
        ("majority", 100, Count(10, 9, 9, 0, 0), "no_quorum"),
        ("majority", 100, Count(10, 10, 6, 4, 0), "adopted"),
        ("majority", 1, Count(148, 1, 1, 0, 0), "no_quorum"),
        ("majority", 1, Count(148, 2, 2, 0, 0), "adopted"),
        ("two_thirds", 50, Count(148, 148, 98, 50, 0), "rejected"),
        ("two_thirds", 50, Count(148, 148, 99, 49, 0), "adopted"),
        ("two_thirds", 50, Count(148, 147, 98, 49, 0), "adopted"),
        ("two_thirds", 50, Count(3, 3, 2, 1, 0), "adopted"),
        ("two_thirds", 50, Count(4, 4, 2, 1, 1), "adopted"),
        ("two_thirds", 50, Count(4, 4, 0, 0, 4), "rejected"),
        ("two_thirds", 50, Count(4, 4, 1, 0, 3), "adopted"),
        ("two_thirds", 50, Count(4, 1, 1, 0, 0), "no_quorum"),
        ("approval", 50, Count(4, 2, 0, 2, 0), "ranked"),
        ("approval", 50, Count(4, 1, 1, 0, 0), "no_quorum"),
    ],
)
def test_what_a_count_decides(rule: str, quorum: int, count: Count, outcome: str) -> None:
    assert counting.decide(rule, quorum, count) == outcome


@given(st.sampled_from(RULES), st.integers(0, 100), counts())
def test_the_rules_hold_of_any_count(rule: str, quorum: int, count: Count) -> None:
    outcome = counting.decide(rule, quorum, count)
    assert outcome in OUTCOMES
    assert (outcome == "no_quorum") == (count.cast < counting.needed(quorum, count.roll))
    if outcome in ("adopted", "rejected"):
        share = Fraction(count.yes, max(count.yes + count.no, 1))
        enough = share > Fraction(1, 2) if rule == "majority" else share >= Fraction(2, 3)
        assert (outcome == "adopted") == enough
    assert counting.say(outcome, rule, quorum, count)


@given(st.sampled_from(("majority", "two_thirds")), st.integers(0, 100), counts())
def test_one_more_in_favour_never_loses_a_vote(rule: str, quorum: int, count: Count) -> None:
    if counting.decide(rule, quorum, count) == "adopted":
        more = count._replace(roll=count.roll + 1, cast=count.cast + 1, yes=count.yes + 1)
        assert counting.decide(rule, quorum, more) == "adopted"


def test_why_is_said_in_a_sentence() -> None:
    few = Count(148, 70, 60, 10, 0)
    assert counting.say("no_quorum", "majority", 50, few) == (
        "Too few voted: 70 of 148 households, where 74 are needed (50 %)."
    )
    assert counting.say("adopted", "two_thirds", 50, few).startswith("Adopted: 60 for and 10")
    assert counting.say("rejected", "majority", 50, few).startswith("Not adopted: 60 for is not")


def test_both_counts_agree_on_open_and_secret_votes(compound: int) -> None:
    trees = opened(units=("1",))
    assert counting.by_sql(trees) == counting.by_hand(trees) == (12, 0, 0, 0, 0)
    voted(trees, "yyn0y")
    assert counting.by_sql(trees) == counting.by_hand(trees) == (12, 5, 3, 1, 1)
    secret = opened("秘密", secret=True)
    for door in ("1-101", "1-102", "2-101"):
        ballots.tick(secret, door, TODAY)
    ballots.count_papers(secret, {"no": 2}, TODAY)
    assert counting.by_sql(secret) == counting.by_hand(secret) == (24, 3, 0, 2, 0)


def test_a_ballot_that_went_missing_shows_in_one_of_the_counts(compound: int) -> None:
    trees = opened(units=("1",))
    voted(trees, "yyn")
    db.execute_sql("DELETE FROM ballot WHERE entry_id = ?", (rolls.roll(trees)[0].entry_id,))
    assert counting.by_sql(trees) == (12, 3, 1, 1, 0)
    assert counting.by_hand(trees) == (12, 2, 1, 1, 0)
