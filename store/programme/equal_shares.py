"""The Method of Equal Shares with costs as utilities, exactly.

Every voter gets the same share of the budget. A candidate is bought by those who approve it, in
equal parts, whoever has less giving all that is left; of all that can be bought it is the one for
which the largest part, as a share of its cost, is least. (Peters, Pierczyński and Skowron 2021, for
additive utilities u(c) = cost(c) for those who approve c; https://equalshares.net.)

What voters have left is kept as whole numbers over one common denominator. Voters who have bought
the same things have the same left and form a purse; floating point only finds which candidates may
be next, and exact numbers decide among those that are near.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd
from typing import NamedTuple

from store.programme.election import Election
from store.programme.purse import Purse

# Beyond this relative distance floating point is trusted to tell two numbers apart.
_NEAR = 1e-9


class Bought(NamedTuple):
    """That a candidate is paid by `voters`, at most `part` each (in the smallest unit)."""

    place: int
    voters: int
    part: Fraction


class Stopped(NamedTuple):
    """That a candidate was out of reach: its `voters` had `left` together at the end."""

    voters: int
    left: Fraction


class Supporters:
    """Who approves each candidate, made once for however many runs: voters alike form a group."""

    def __init__(self, election: Election) -> None:
        self.numbers = [voters.number for voters in election.voters]
        self.of: list[list[int]] = [[] for _candidate in election.candidates]
        for group, voters in enumerate(election.voters):
            for place in voters.approved:
                self.of[place].append(group)
        self.voters = sum(self.numbers)


class _Account:
    """What each group of voters has left; a group's purse is shared with all that have as much."""

    def __init__(self, supporters: Supporters, share: Fraction) -> None:
        self._supporters = supporters
        self._denominators = [share.denominator]
        # By purse: a numerator, and the place of the denominator that goes with it.
        self._amounts: list[tuple[int, int]] = [(share.numerator, 0), (0, 0)]
        self._near: list[float] = [float(share), 0.0]
        self._purse = [0] * len(supporters.numbers)

    def near(self, place: int, cost: int) -> float:
        """The largest part of the cost that anybody pays, nearly; infinite if out of reach."""
        least, _exact = self._split(place, cost)
        return least

    def exact(self, place: int, cost: int) -> tuple[Fraction, int, int]:
        """The same exactly, the denominator in use, and by how many it is paid in full parts."""
        denominator = self._denominators[-1]
        _near, purses = self._split(place, cost)
        missing, voters = cost * denominator, sum(number for _purse, number in purses)
        for purse, number in sorted(purses, key=lambda each: self._numerator(each[0])):
            amount = self._numerator(purse)
            if amount * voters >= missing:
                return Fraction(missing, voters * cost * denominator), missing, voters
            missing -= amount * number
            voters -= number
        return Fraction(0), missing, 0

    def pay(self, place: int, cost: int) -> Fraction:
        """Let the supporters of a candidate buy it; answers the largest part, in money."""
        _share, missing, voters = self.exact(place, cost)
        old = self._denominators[-1]
        common = gcd(missing, voters)
        grown = voters // common
        part = missing // common  # over old * grown
        if grown > 1:
            self._denominators.append(old * grown)
        level = len(self._denominators) - 1
        after: dict[int, int] = {}
        purse_of = self._purse
        for group in self._supporters.of[place]:
            before = purse_of[group]
            new = after.get(before)
            if new is None:
                left = self._numerator(before) - part
                if left <= 0:
                    new = 1
                else:
                    new = len(self._amounts)
                    self._amounts.append((left, level))
                    self._near.append(left / self._denominators[level])
                after[before] = new
            purse_of[group] = new
        return Fraction(part, self._denominators[-1])

    def left(self, place: int) -> Fraction:
        """What the supporters of a candidate have together."""
        sums: dict[int, int] = {}
        for group in self._supporters.of[place]:
            purse = self._purse[group]
            sums[purse] = sums.get(purse, 0) + self._supporters.numbers[group]
        together = sum(self._numerator(purse) * number for purse, number in sums.items())
        return Fraction(together, self._denominators[-1])

    def _split(self, place: int, cost: int) -> tuple[float, list[tuple[int, int]]]:
        """The largest part of the cost, nearly, and the purses that pay: how many voters each."""
        purse_of, numbers = self._purse, self._supporters.numbers
        sums: dict[int, int] = {}
        for group in self._supporters.of[place]:
            purse = purse_of[group]
            sums[purse] = sums.get(purse, 0) + numbers[group]
        sums.pop(1, None)
        near = self._near
        purses = sorted(sums.items(), key=lambda each: near[each[0]])
        voters = sum(sums.values())
        together = sum(near[purse] * number for purse, number in purses)
        if together < cost * (1 - _NEAR):
            return float("inf"), purses
        if together < cost * (1 + _NEAR) and self.left(place) < cost:
            return float("inf"), purses
        missing = float(cost)
        for purse, number in purses:
            # The last pays what is left, whatever rounding makes of it.
            if near[purse] * voters >= missing or voters == number:
                return missing / (voters * cost), purses
            missing -= near[purse] * number
            voters -= number
        return float("inf"), purses

    def _numerator(self, purse: int) -> int:
        """What is in a purse, over the denominator in use."""
        amount, level = self._amounts[purse]
        last = len(self._denominators) - 1
        if level != last:
            amount *= self._denominators[last] // self._denominators[level]
            self._amounts[purse] = (amount, last)
        return amount


def run(
    election: Election,
    supporters: Supporters,
    places: Iterable[int],
    share: Fraction,
    purse: Purse,
) -> tuple[list[Bought], dict[int, Stopped]]:
    """What voters with `share` each buy of the candidates at `places`, and who stopped short.

    What a cap forbids just then is passed over. The budget is no cap: the shares are what there is.
    """
    known = election.candidates
    account = _Account(supporters, share)
    waiting = {place: 0.0 for place in places if known[place].cost and supporters.of[place]}
    bought: list[Bought] = []
    while waiting:
        place = _next(election, account, waiting, purse)
        if place is None:
            break
        del waiting[place]
        candidate = known[place]
        voters = sum(supporters.numbers[group] for group in supporters.of[place])
        bought.append(Bought(place, voters, account.pay(place, candidate.cost)))
        purse.give(candidate)
    done = {one.place for one in bought}
    stopped = {
        place: Stopped(
            sum(supporters.numbers[group] for group in supporters.of[place]), account.left(place)
        )
        for place in places
        if place not in done
    }
    return bought, stopped


def _next(
    election: Election,
    account: _Account,
    waiting: dict[int, float],
    purse: Purse,
) -> int | None:
    """The candidate to be bought next; those that never can be leave `waiting`.

    A part once known only grows, so who needed a larger one than the best so far is not looked at.
    """
    known = election.candidates
    best = float("inf")
    near: list[tuple[float, int]] = []
    for place, at_least in sorted(waiting.items(), key=lambda each: (each[1], each[0])):
        if at_least > best * (1 + _NEAR):
            break
        if purse.forbidden(known[place]):
            del waiting[place]
            continue
        part = account.near(place, known[place].cost)
        if part == float("inf"):
            del waiting[place]
            continue
        waiting[place] = part
        best = min(best, part)
        near.append((part, place))
    close = sorted(place for part, place in near if part <= best * (1 + _NEAR))
    if len(close) < 2:
        return close[0] if close else None
    return min(close, key=lambda place: (account.exact(place, known[place].cost)[0], place))
