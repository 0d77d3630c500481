"""Selection by votes: what fits, ties, and the rules of cities beside it."""

from __future__ import annotations

import pytest

from store.programme import selecting
from store.programme.election import Limits
from tests.store.programme.electing import election, select, taken, why


def approvals(*votes: int) -> list[list[int]]:
    """Ballots by which each candidate has so many votes."""
    return [[place] for place, number in enumerate(votes) for _voter in range(number)]


def test_most_votes_first_and_what_does_not_fit_is_skipped() -> None:
    found = selecting.select(election((50, 60, 40, 10), approvals(2, 9, 5, 1), 100))
    assert taken(found) == "bc"
    assert found.spent == 100
    assert why(found, "b") == "Place 1 with 9 votes; it costs 60 of 100 left."
    assert why(found, "a") == "It costs 50, and 0 was left when its turn came."
    assert [choice.id for choice in found.rejected] == ["a", "d"]


def test_of_equal_votes_the_published_order_decides_and_is_told_where_it_did() -> None:
    found = selecting.select(election((60, 60, 30), approvals(3, 3, 3), 100))
    assert taken(found) == "ac"
    tied = "As many votes as “Project 0”, “Project 2”: the published order decides."
    assert why(found, "b").endswith(tied)
    assert "the published order decides" in why(found, "a")
    apart = selecting.select(election((60, 60), approvals(3, 3), 120))
    assert "published order" not in why(apart, "a") + why(apart, "b")


def test_a_draw_is_told_only_where_the_cost_is_the_same_too() -> None:
    drawn = election((60, 60, 70), approvals(3, 3, 3), 100)._replace(drawn=True)
    found = selecting.select(drawn)
    assert why(found, "b").endswith(
        "As many votes as “Project 0”: the lower cost decides, then the public draw."
    )
    assert why(found, "c").endswith("As many votes as “Project 0”: the lower cost decides.")


def test_a_tie_of_many_is_told_by_number() -> None:
    found = selecting.select(election((20,) * 6, approvals(*(1,) * 6), 100))
    assert "“Project 1”, “Project 2”, 2 more" in why(found, "f")


@pytest.mark.parametrize(
    ("limits", "chosen"),
    [
        (Limits(), "acd"),
        (Limits(no_skip=True), "a"),
        (Limits(threshold=4), "ac"),
        (Limits(threshold=9, no_skip=True), "a"),
    ],
)
def test_the_rules_of_cities_beside_the_budget(limits: Limits, chosen: str) -> None:
    ballots = approvals(9, 7, 5, 3)
    assert select(election((50, 60, 40, 10), ballots, 100, limits=limits)) == chosen


def test_what_never_could_be_paid_ends_nothing_where_nothing_is_skipped() -> None:
    """Cities give a project that was withdrawn after the vote a cost beyond all means."""
    limits = Limits(no_skip=True)
    found = selecting.select(
        election((999_999_999, 50, 60, 1), approvals(9, 7, 5, 3), 100, limits=limits)
    )
    assert taken(found) == "b"
    assert why(found, "d") == "The money did not reach one before it, and nothing is skipped."


def test_what_costs_nothing_is_taken_even_when_nothing_is_left() -> None:
    assert select(election((100, 0), approvals(2, 1), 100)) == "ab"
    assert select(election((1, 0), [], 0)) == "b"
