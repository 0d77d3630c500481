"""Drafts of made-up villages against the best that CP-SAT finds, where OR-tools is installed."""

from __future__ import annotations

from datetime import date

import pytest

from fixtures.village import EQUAL, UNEQUAL, Village, generate
from store.farm.solving import share_out
from tests import oracle
from tests.village_problem import as_problem

FIRST = date(2026, 11, 30)
REST = 8 * 60
BEST_WITHIN = 30.0  # seconds

needs_oracle = pytest.mark.skipif(not oracle.INSTALLED, reason=oracle.WHY_NOT)


def drafted(village: Village, rest: int = 0) -> tuple[int, int]:
    """The places that a draft fills, and its sum of squares; it breaks no rule."""
    places = sorted(share_out(as_problem(village, rest)).places)
    assert list(oracle.faults(village, places, rest)) == []
    return len(places), oracle.squares(village, places)


@pytest.mark.parametrize("seed", range(101, 107))
def test_a_draft_keeps_the_rules(seed: int) -> None:
    for lengths, rest, pairs in ((EQUAL, 0, 0), (UNEQUAL, REST, 3)):
        drafted(generate(15, 2, 22, seed, FIRST, lengths=lengths, pairs=pairs), rest)


@needs_oracle
@pytest.mark.parametrize("seed", range(1, 4))
def test_small_villages(seed: int) -> None:
    village = generate(12, 3, 10, seed, FIRST)
    best = oracle.best(village, BEST_WITHIN)
    assert drafted(village) == (best.filled, best.squares)


@needs_oracle
@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 21))
def test_equal_lengths_are_shared_out_as_evenly_as_can_be(seed: int) -> None:
    village = generate(30, 8, 22, seed, FIRST)
    best = oracle.best(village, BEST_WITHIN)
    assert best.proved
    assert drafted(village) == (best.filled, best.squares)


@needs_oracle
@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 21))
def test_unequal_lengths_are_close_to_the_bound(seed: int) -> None:
    village = generate(30, 8, 22, seed, FIRST, lengths=UNEQUAL, pairs=3)
    best = oracle.best(village, BEST_WITHIN, REST)
    filled, squares = drafted(village, REST)
    assert filled == best.filled
    assert squares <= best.bound * 1.002
