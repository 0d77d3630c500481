"""Sharing out: never against a rule, never fewer places or less even than need be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from store.farm.fairness import Problem, loads, sum_of_squares
from store.farm.matching import Cancelled
from store.farm.solving import bound_available, share_out
from tests.store.farm.sharing import best, breaks, person, problem, problems, slot, squares


@settings(max_examples=60, deadline=None)
@given(problems(even=True, rules=False))
def test_shifts_of_one_length_are_shared_out_as_well_as_can_be(given_: Problem) -> None:
    found = share_out(given_)
    assert not breaks(given_, found.places)
    cost = squares(given_)
    assert (len(found.places), cost(found.places)) == best(given_, cost)
    assert bound_available(given_, found.places) <= cost(found.places)


@settings(max_examples=60, deadline=None)
@given(problems(even=False, rules=True))
def test_no_rule_is_broken_and_no_bound_is_beaten(given_: Problem) -> None:
    found = share_out(given_)
    assert not breaks(given_, found.places)
    cost = squares(given_)
    most, least = best(given_, cost)
    assert len(found.places) <= most <= found.most
    if len(found.places) == most:
        assert bound_available(given_, found.places) <= least + 1e-9 or (
            cost(found.places) >= bound_available(given_, found.places) - 1e-9
        )
        assert cost(found.places) >= least - 1e-9
    if found.proven:
        assert (len(found.places), cost(found.places)) == (most, pytest.approx(least))


def test_the_one_with_least_hours_works_most() -> None:
    given_ = problem([person(0, 8), person(1, 4), person(2)], [slot(n, 24 * n) for n in range(6)])
    found = share_out(given_)
    assert loads(given_, found.places) == [8 * 60, 8 * 60, 8 * 60]
    assert found.proven


def test_who_is_not_there_leaves_the_place_to_others_by_a_chain_of_three() -> None:
    # Only 2 can take the last shift, only 1 and 2 the middle one.
    given_ = problem(
        [person(0), person(1), person(2)],
        [slot(0, 0), slot(1, 24), slot(2, 48)],
        [(0, 1, 2), (1, 2), (2,)],
    )
    assert share_out(given_).places == {(0, 0), (1, 1), (2, 2)}


def test_a_pair_that_must_not_and_one_that_wants_to() -> None:
    people = [person(number) for number in range(4)]
    slots = [slot(0, 0, wanted=2), slot(1, 24, wanted=2)]
    pair = frozenset({frozenset({0, 1})})
    apart = share_out(problem(people, slots, apart=pair)).places
    assert {at for at, who in apart if who == 0} != {at for at, who in apart if who == 1}
    together = share_out(problem(people, slots, together=pair)).places
    assert {at for at, who in together if who == 0} == {at for at, who in together if who == 1}


def test_a_place_that_needs_a_skill_is_kept_for_who_has_it() -> None:
    people = [person(0), person(1, 50, skills=frozenset({7}))]
    given_ = problem(people, [slot(0, 0, wanted=2, needs=((7, 1),)), slot(1, 24, needs=((8, 1),))])
    assert share_out(given_).places == {(0, 0), (0, 1)}  # nobody has the skill 8


def test_where_people_are_few_each_shift_gets_its_least_first() -> None:
    people = [person(number, week=1) for number in range(4)]
    slots = [slot(0, 0, wanted=4, least=1), slot(1, 24, wanted=2, least=2)]
    found = share_out(problem(people, slots)).places
    assert sorted(at for at, _who in found).count(1) == 2


def test_two_shifts_for_one_are_not_piled_into_one_week() -> None:
    given_ = problem([person(0), person(1)], [slot(0, 0), slot(1, 24), slot(2, 168), slot(3, 192)])
    places = share_out(given_).places
    weeks = {who: sorted(at // 2 for at, holder in places if holder == who) for who in (0, 1)}
    assert weeks == {0: [0, 1], 1: [0, 1]}


def test_what_is_fixed_stays_and_counts() -> None:
    given_ = problem(
        [person(0), person(1)],
        [slot(0, 0), slot(1, 24), slot(2, 48)],
        [(), (0, 1), (0, 1)],
        fixed=frozenset({(0, 0)}),
    )
    found = share_out(given_).places
    assert sorted(who for _at, who in found) in ([0, 1], [1, 1])
    assert loads(given_, found | given_.fixed) in ([240, 120], [120, 240])


def test_the_same_problem_gives_the_same_draft() -> None:
    people = [person(number, number, week=2) for number in range(6)]
    slots = [slot(n, 9 * n, 60 + 30 * (n % 3), 1 + n % 2) for n in range(24)]
    given_ = problem(people, slots, rest_minutes=600)
    assert share_out(given_) == share_out(given_)


def test_it_stops_when_told() -> None:
    people = [person(number, number) for number in range(6)]
    slots = [slot(n, 9 * n, 60 + 30 * (n % 3), 2) for n in range(24)]
    heard: list[float] = []

    def going_on(done: float) -> bool:
        heard.append(done)
        return len(heard) < 3

    with pytest.raises(Cancelled):
        share_out(problem(people, slots, rest_minutes=600), going_on)
    assert len(heard) == 3
    assert heard == sorted(heard)


def test_nobody_and_nothing() -> None:
    assert share_out(problem([], [])).places == set()
    assert share_out(problem([], [slot(0, 0)])).places == set()
    assert share_out(problem([person(0)], [])).places == set()
    assert sum_of_squares([60, 120]) == 5
