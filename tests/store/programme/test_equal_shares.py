"""Equal Shares: who pays what, exactly; ties; completion."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.programme import equal_shares, selecting
from store.programme.election import Election
from store.programme.equal_shares import Bought, Supporters
from store.programme.purse import Purse
from tests.store.programme.electing import election, elections, select, taken, why


def bought(asked: Election, share: Fraction) -> list[Bought]:
    """What voters with `share` each buy."""
    places = range(len(asked.candidates))
    purse = Purse(asked, asked.budget, {})
    return equal_shares.run(asked, Supporters(asked), places, share, purse)[0]


def plainly(asked: Election, share: Fraction) -> list[Bought]:
    """The same by the book: every voter alone, fractions only, all looked at each time."""
    ballots = [v.approved for v in asked.voters for _voter in range(v.number)]
    left = [share] * len(ballots)
    waiting = {place for place, one in enumerate(asked.candidates) if one.cost}
    found = []
    while True:
        offers = []
        for place in sorted(waiting):
            cost = asked.candidates[place].cost
            who = sorted((left[n], n) for n, ballot in enumerate(ballots) if place in ballot)
            if not who or sum(amount for amount, _n in who) < cost:
                continue
            missing = Fraction(cost)
            for position, (amount, _n) in enumerate(who):
                part = missing / (len(who) - position)
                if amount >= part:
                    break
                missing -= amount
            offers.append((part / cost, place, part, who))
        if not offers:
            return found
        _least, place, part, who = min(offers)
        for amount, number in who:
            left[number] = amount - min(amount, part)
        waiting.discard(place)
        found.append(Bought(place, len(who), part))


@settings(max_examples=150)
@given(elections(), st.fractions(0, 60, max_denominator=12))
def test_who_pays_what_is_as_by_the_book(asked: Election, share: Fraction) -> None:
    assert bought(asked, share) == plainly(asked, share)


def test_a_minority_that_agrees_gets_its_part() -> None:
    ballots = [[0, 1]] * 6 + [[2]] * 4
    found = selecting.select(election((50, 50, 40), ballots, 100), "equal-shares")
    assert taken(found) == "ac"
    assert select(election((50, 50, 40), ballots, 100)) == "ab"
    assert why(found, "a") == "6 voters who approve it pay at most 8 each."
    assert why(found, "b") == ("6 voters who approve it have 10 left of their shares; it costs 50.")
    assert found.notes == ("Each of 10 voters decides on 10.",)


def test_whoever_has_less_gives_all_that_is_left() -> None:
    asked = election((12, 12), [[0], [0, 1], [1]], 24)
    assert bought(asked, Fraction(8)) == [Bought(0, 2, Fraction(6))]
    assert bought(asked, Fraction(9)) == [Bought(0, 2, Fraction(6)), Bought(1, 2, Fraction(9))]
    assert bought(asked, Fraction(9) - Fraction(1, 10**30)) == [Bought(0, 2, Fraction(6))]


def test_ties_that_only_exact_numbers_tell() -> None:
    """Two candidates whose parts differ by less than floating point can hold."""
    scale = 10**18
    ballots = [[0], [0], [1], [1]]
    first = election((2 * scale, 2 * scale), ballots, 4 * scale)
    assert [one.place for one in bought(first, Fraction(scale))] == [0, 1]
    shared = election((3 * scale, 2 * scale + 1, 2 * scale), [[0, 1, 2]] * 3, 3 * scale)
    assert [one.place for one in bought(shared, Fraction(scale))] == [0]


def test_what_nobody_approves_or_costs_nothing_is_told_so() -> None:
    found = selecting.select(election((5, 0), [[1]], 10), "equal-shares")
    assert taken(found) == ""
    assert why(found, "a") == "Nobody approves it."
    assert why(found, "b") == "It costs nothing, so Equal Shares gives it nothing."
    nobody = selecting.select(election((5,), [], 10), "equal-shares", "greedy")
    assert why(nobody, "a") == "Nobody has voted."


def test_completions() -> None:
    ballots = [[0], [0], [0], [1], [1], [2]]
    asked = election((30, 40, 30), ballots, 72)
    assert select(asked, "equal-shares") == "a"
    assert select(asked, "equal-shares", "add1") == "ab"
    completed = selecting.select(asked, "equal-shares", "greedy")
    assert taken(completed) == "ab"
    assert why(completed, "b").startswith(
        "Completed with what was left, by votes: Place 1 with 2 votes"
    )


def test_shares_are_raised_until_nothing_that_anybody_wants_fits() -> None:
    """A cheap project that nobody approves fits for ever, and must not have them raised on."""
    asked = election((6, 5, 1), [[0], [0], [1]], 9)
    raised = selecting.select(asked, "equal-shares", "add1")
    assert taken(raised) == "a"
    assert raised.notes == ("Each of 3 voters decides on 3, raised as far as the budget reaches.",)


def test_shares_that_would_overspend_are_not_taken() -> None:
    asked = election((10, 10), [[0], [1]], 15)
    assert select(asked, "equal-shares", "add1") == ""


@pytest.mark.parametrize("voters", [1, 3, 7])
def test_voters_alike_count_as_so_many(voters: int) -> None:
    ballots = [[0, 1]] * voters + [[1, 2]] * voters
    asked = election((6, 8, 4), ballots, 18)
    parts = [(one.place, one.part * voters) for one in bought(asked, Fraction(9, voters))]
    assert parts == [(1, 4), (2, 4)]
