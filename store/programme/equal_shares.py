"""The Method of Equal Shares with costs as utilities, exactly.

Every voter gets the same share of the budget. A candidate is bought by those who approve it, in
equal parts, whoever has less giving all that is left; of all that can be bought it is the one for
which the largest part, as a share of its cost, is least. (Peters, Pierczyński and Skowron 2021, for
additive utilities u(c) = cost(c) for those who approve c; https://equalshares.net.)

Voters who have bought the same things have the same left: they form a purse. What is in a purse is
the share less the parts paid, whole numbers over one common denominator. Floating point only finds
what is certain; where it is not, exact numbers decide.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from math import gcd, inf
from operator import itemgetter
from typing import NamedTuple

from store.programme.election import Election
from store.programme.purse import Purse

# So much of each voter's share floating point may be wrong by, far more than it is: a difference
# of 1e-16 at each of at most some hundred purchases, and as much again for each purse of a sum.
_DOUBT = 1e-10

_EMPTY, _FULL = 0, 1  # the purses of who has nothing left, and of who has bought nothing


class Bought(NamedTuple):
    """That a candidate is paid by `voters`, at most `part` each (in the smallest unit)."""

    place: int
    voters: int
    part: Fraction


class Supporters:
    """Who approves each candidate, made once for however many runs: voters alike form a group.

    A group more than there are, of nobody, stands twice in each of `lone`: a getter of two or more
    answers with a tuple.
    """

    def __init__(self, election: Election) -> None:
        self.numbers = [voters.number for voters in election.voters]
        self.of: list[list[int]] = [[] for _candidate in election.candidates]
        for group, voters in enumerate(election.voters):
            for place in voters.approved:
                self.of[place].append(group)
        nobody, numbers = len(self.numbers), self.numbers
        self.lone = [
            itemgetter(nobody, nobody, *(group for group in groups if numbers[group] == 1))
            for groups in self.of
        ]
        self.alike = [[group for group in groups if numbers[group] > 1] for groups in self.of]
        self.voters_of = [sum(numbers[group] for group in groups) for groups in self.of]
        self.voters = sum(numbers)


class _Offer(NamedTuple):
    """How its supporters would pay for a candidate now.

    The largest part, as a share of the cost, is from `least` to `most`. All in `purses`, which tell
    how many voters have each, give it, but for `poor`, who give what they have, and `doubtful`, who
    have as much or a little less.
    """

    place: int
    least: float
    most: float
    purses: dict[int, int]
    poor: list[int]
    doubtful: list[int]


class _Account:
    """What voters have left, by group."""

    def __init__(self, supporters: Supporters, share: Fraction) -> None:
        self._supporters = supporters
        self._purse = [_FULL] * len(supporters.numbers) + [_EMPTY]
        # Exactly, over one denominator: the share, and the largest part of each purchase so far.
        self._denominator = share.denominator
        self._share = share.numerator
        self._parts: list[int] = []
        # By purse: what is in it, nearly; its last purchase, and the purse that paid for it.
        self._near = [0.0, float(share)]
        self._last = [0, 0]
        self._before = [_EMPTY, _EMPTY]
        self._doubt = _DOUBT * float(share)

    def offer(self, place: int, cost: int) -> _Offer | None:
        """How its supporters would pay for a candidate; None if they cannot."""
        purses, near = self._purses(place), self._near
        voters = sum(purses.values())
        doubt = self._doubt * voters
        by_left = sorted(purses, key=near.__getitem__)
        together = sum([near[purse] * purses[purse] for purse in by_left])
        if together < cost - doubt:
            return None
        if together < cost + doubt and self._together(purses) < cost * self._denominator:
            return None
        missing = float(cost)
        for purse in by_left:
            number = purses[purse]
            # The last pays what is left, whatever rounding makes of it.
            if near[purse] * voters >= missing or voters == number:
                break
            missing -= near[purse] * number
            voters -= number
        part = missing / voters
        low = bisect_left(by_left, part - doubt, key=near.__getitem__)
        high = bisect_right(by_left, part + doubt, key=near.__getitem__)
        least, most = (part - doubt) / cost, (part + doubt) / cost
        return _Offer(place, least, most, purses, by_left[:low], by_left[low:high])

    def exact(self, offer: _Offer, cost: int) -> tuple[int, int]:
        """What the poor leave to be paid, over the denominator in use, and how many pay it."""
        purses = offer.purses
        poor = {purse: purses[purse] for purse in offer.poor}
        missing = cost * self._denominator - self._together(poor)
        voters = sum(purses.values()) - sum(poor.values())
        for amount, purse in sorted((self._amount(purse), purse) for purse in offer.doubtful):
            if amount * voters >= missing:
                break
            missing -= amount * purses[purse]
            voters -= purses[purse]
        return missing, voters

    def pay(self, offer: _Offer, cost: int) -> Fraction:
        """Let the supporters of a candidate buy it; answers the largest part, in money."""
        missing, voters = self.exact(offer, cost)
        common = gcd(missing, voters)
        self._divide(voters // common)
        part = missing // common
        emptied = {purse for purse in offer.doubtful if self._amount(purse) <= part}
        emptied.update(offer.poor)
        kept = [purse for purse in offer.purses if purse not in emptied]
        after = dict.fromkeys((_EMPTY, *emptied), _EMPTY)
        after.update(zip(kept, range(len(self._near), len(self._near) + len(kept)), strict=True))
        near, near_part = self._near, part / self._denominator
        near += [near[purse] - near_part for purse in kept]
        self._last += [len(self._parts)] * len(kept)
        self._before += kept
        self._parts.append(part)
        groups, purse_of = self._supporters.of[offer.place], self._purse
        new = map(after.__getitem__, map(purse_of.__getitem__, groups))
        for group, purse in zip(groups, list(new), strict=True):
            purse_of[group] = purse
        return Fraction(part, self._denominator)

    def left(self, place: int) -> Fraction:
        """What the supporters of a candidate have together."""
        return Fraction(self._together(self._purses(place)), self._denominator)

    def _purses(self, place: int) -> dict[int, int]:
        """The purses of the supporters of a candidate that hold anything: how many voters each."""
        purse_of, numbers = self._purse, self._supporters.numbers
        found = Counter(self._supporters.lone[place](purse_of))
        for group in self._supporters.alike[place]:
            found[purse_of[group]] += numbers[group]
        del found[_EMPTY]
        return found

    def _together(self, purses: dict[int, int]) -> int:
        """What is in purses together, exactly, over the denominator in use."""
        last, before = self._last, self._before
        bought = [0] * len(self._parts)
        for purse, number in purses.items():
            while purse != _FULL:
                bought[last[purse]] += number
                purse = before[purse]
        paid = sum(number * part for number, part in zip(bought, self._parts, strict=True))
        return sum(purses.values()) * self._share - paid

    def _amount(self, purse: int) -> int:
        """What is in a purse, exactly, over the denominator in use."""
        return self._together({purse: 1})

    def _divide(self, times: int) -> None:
        """Make the denominator in use so many times as large."""
        self._denominator *= times
        self._share *= times
        self._parts = [part * times for part in self._parts]


def run(
    election: Election,
    supporters: Supporters,
    places: Iterable[int],
    share: Fraction,
    purse: Purse,
) -> tuple[list[Bought], _Account]:
    """What voters with `share` each buy of the candidates at `places`, and what they have left.

    What a cap forbids just then is passed over. The budget is no cap: the shares are what there is.
    What costs nothing is worth nothing here, and is not bought.
    """
    known = election.candidates
    account = _Account(supporters, share)
    # Nobody pays less than if all paid alike: a share of the cost below which no part is.
    waiting = {
        place: (1 - _DOUBT) / supporters.voters_of[place]
        for place in places
        if known[place].cost and supporters.of[place]
    }
    bought: list[Bought] = []
    while offer := _next(election, account, waiting, purse):
        place = offer.place
        del waiting[place]
        candidate = known[place]
        part = account.pay(offer, candidate.cost)
        bought.append(Bought(place, supporters.voters_of[place], part))
        purse.give(candidate)
    return bought, account


def _next(
    election: Election,
    account: _Account,
    waiting: dict[int, float],
    purse: Purse,
) -> _Offer | None:
    """The offer for the candidate to be bought next; those that never can be leave `waiting`.

    A part once known only grows, so who needed a larger one than the best so far is not looked at.
    """
    known = election.candidates
    best = inf
    offers: list[_Offer] = []
    for place, at_least in sorted(waiting.items(), key=lambda each: (each[1], each[0])):
        if at_least > best:
            break
        offer = None
        if not purse.forbidden(known[place]):
            offer = account.offer(place, known[place].cost)
        if offer is None:
            del waiting[place]
            continue
        waiting[place] = offer.least
        best = min(best, offer.most)
        offers.append(offer)
    close = [offer for offer in offers if offer.least <= best]
    if len(close) < 2:
        return close[0] if close else None

    def order(offer: _Offer) -> tuple[Fraction, int]:
        cost = known[offer.place].cost
        missing, voters = account.exact(offer, cost)
        return Fraction(missing, voters * cost), offer.place

    return min(close, key=order)
