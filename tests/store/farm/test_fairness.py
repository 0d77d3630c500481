"""The measures of fairness, against definitions that are slower and plainer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.farm import fairness
from tests.store.farm.sharing import person, problem, slot

MINUTES = st.lists(st.integers(0, 6000), min_size=1, max_size=8)


@given(MINUTES)
def test_gini_is_the_mean_difference_relative_to_the_mean(minutes: list[int]) -> None:
    total = sum(minutes)
    differences = sum(abs(one - other) for one in minutes for other in minutes)
    expected = differences / (2 * len(minutes) * total) if total else 0.0
    assert fairness.gini(minutes) == pytest.approx(expected)


def test_gini_of_an_even_and_of_a_one_sided_sharing() -> None:
    assert fairness.gini([60, 60, 60]) == 0
    assert fairness.gini([0, 0, 0, 240]) == 0.75
    assert fairness.gini([]) == 0


@given(MINUTES, st.integers(0, 40), st.sampled_from([30, 60, 120]))
def test_pouring_gives_each_portion_to_whoever_has_the_least(
    minutes: list[int], portions: int, portion: int
) -> None:
    plain = list(minutes)
    for _portion in range(portions):
        plain[plain.index(min(plain))] += portion
    poured = fairness._poured(minutes, portions, portion)
    assert sorted(poured) == sorted(plain)


def test_the_free_bound_leaves_what_is_fixed_and_pours_the_rest() -> None:
    given_ = problem(
        [person(0, 10), person(1), person(2)],
        [slot(0, 0), slot(1, 24), slot(2, 48)],
        fixed=frozenset({(0, 0)}),
    )
    places = {(0, 0), (1, 0), (2, 0)}
    assert fairness.sum_of_squares(fairness.loads(given_, places)) == 16**2
    assert fairness.bound_free(given_, places) == 12**2 + 2**2 + 2**2


def test_who_owes_half_a_share_counts_double() -> None:
    halves = problem([person(0), person(1, share=50), person(2, share=100)], [])
    assert fairness.weights(halves) == [1, 2, 1]
