"""Selecting: caps, the rural floor, reasons, and that no rule ever breaks one of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import Refused
from store.programme import selecting
from store.programme.election import FEN, Election, Limits
from tests.store.programme.electing import (
    WAYS,
    election,
    elections,
    select,
    taken,
    why,
)

VOTES = [[0]] * 9 + [[1]] * 6 + [[2]] * 3


@pytest.mark.parametrize(("rule", "completion"), WAYS)
@settings(max_examples=40)
@given(asked=elections(limited=True), floor=st.integers(0, 100))
def test_no_cap_is_ever_exceeded_and_every_decision_has_its_reason(
    rule: str, completion: str, asked: Election, floor: int
) -> None:
    found = selecting.select(asked, rule, completion, floor)
    limits = asked.limits
    assert found.spent == sum(choice.cost for choice in found.selected) <= asked.budget
    assert found.spent == sum(found.per_community.values())
    if limits.project_cap is not None:
        assert all(choice.cost <= limits.project_cap for choice in found.selected)
    if limits.community_cap is not None:
        for name, spent in found.per_community.items():
            before = dict(limits.committed).get(name, 0)
            assert before + spent <= max(limits.community_cap, before)
    everybody = (*found.selected, *found.rejected)
    assert sorted(choice.id for choice in everybody) == [one.id for one in asked.candidates]
    assert all(choice.reason.endswith(".") for choice in everybody)
    assert selecting.select(asked, rule, completion, floor) == found


@pytest.mark.parametrize(("rule", "completion"), WAYS)
@settings(max_examples=40)
@given(asked=elections(limited=True), percent=st.integers(1, 100))
def test_the_floor_is_reached_unless_no_rural_one_could_be_paid(
    rule: str, completion: str, asked: Election, percent: int
) -> None:
    found = selecting.select(asked, rule, completion, percent)
    chosen = {choice.id for choice in found.selected}
    given_to = dict(asked.limits.committed)
    for name, spent in found.per_community.items():
        given_to[name] = given_to.get(name, 0) + spent
    rural = [one for one in asked.candidates if one.rural]
    spent = sum(one.cost for one in rural if one.id in chosen)
    if spent < asked.budget * percent // 100:
        community, project = asked.limits.community_cap, asked.limits.project_cap
        for one in rural:
            if one.id in chosen:
                continue
            assert (
                one.cost > asked.budget - spent
                or (project is not None and one.cost > project)
                or (community is not None and given_to.get(one.community, 0) + one.cost > community)
            )
    alone = {choice.id for choice in selecting.select(asked, rule, completion).selected}
    assert {choice.id for choice in found.displaced} == alone - chosen


def test_a_floor_names_what_it_displaced() -> None:
    asked = election((50, 50, 30), VOTES, 100, rural=(2,), unit=FEN)
    assert select(asked) == "ab"
    found = selecting.select(asked, rural_floor=30)
    assert taken(found) == "ca"
    assert [choice.id for choice in found.displaced] == ["b"]
    assert found.notes == (
        "Rural proposals get ¥0.30: at least 30 % of the budget, ¥0.30, goes to them first.",
    )
    assert why(found, "c").startswith("For the rural floor, by votes: Place 1 with 3 votes")
    assert why(found, "b").endswith("Without the rural floor it would have been selected.")


def test_a_floor_that_is_reached_anyway_changes_nothing() -> None:
    asked = election((50, 50, 30), [[0]] * 9 + [[1]] * 6 + [[2]], 100, rural=(0, 2), unit=FEN)
    found = selecting.select(asked, rural_floor=30)
    assert taken(found) == select(asked) == "ab"
    assert found.displaced == ()
    assert found.notes[-1].endswith("the rural floor displaces nothing.")


def test_a_floor_goes_to_the_last_project_whole_and_says_where_nothing_more_could_be_paid() -> None:
    asked = election((60, 40, 40), VOTES, 100, rural=(2,), unit=FEN)
    assert select(asked, rural_floor=30) == "ca"
    dear = election((60, 40, 140), VOTES, 100, rural=(2,), unit=FEN)
    found = selecting.select(dear, rural_floor=30)
    assert taken(found) == "ab"
    assert "no other of them can be paid" in found.notes[-1]


def test_equal_shares_with_a_floor() -> None:
    asked = election((60, 30, 30), VOTES, 90, rural=(2,), unit=FEN)
    assert select(asked, "equal-shares") == "b"
    found = selecting.select(asked, "equal-shares", rural_floor=30)
    assert taken(found) == "c"
    assert [choice.id for choice in found.displaced] == ["b"]


def test_the_caps_say_by_how_much() -> None:
    limits = Limits(60, 100, (("east", 30),))
    communities = ("east", "east", "west")
    asked = election((61, 60, 60), VOTES, 200, limits=limits, communities=communities, unit=FEN)
    found = selecting.select(asked)
    assert taken(found) == "bc"
    assert found.per_community == {"east": 60, "west": 60}
    assert why(found, "a") == "It costs ¥0.61, over the cap of ¥0.60 for one project."
    fuller = asked._replace(limits=limits._replace(committed=(("east", 41),)))
    assert why(selecting.select(fuller, "equal-shares"), "b") == (
        "With it east would have ¥1.01, over its cap of ¥1."
    )


@pytest.mark.parametrize(
    ("rule", "completion", "sentence"),
    [
        ("lottery", "none", "Please choose the rule from greedy, equal-shares"),
        ("equal-shares", "all", "the completion from none, add1, greedy"),
        ("greedy", "add1", "leaves nothing to complete"),
    ],
)
def test_what_is_no_rule_is_refused(rule: str, completion: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        selecting.select(election((1,), [], 1), rule, completion)
