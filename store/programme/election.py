"""What is voted on: candidates in their published order, ballots counted once if alike, money.

Amounts are whole numbers of the smallest unit there is, fen on the store; never a float.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from store.programme import money

RULES = ("greedy", "equal-shares")
COMPLETIONS = ("none", "add1", "greedy")


class Candidate(NamedTuple):
    """Something that may be given money; `votes` are those that are published for it."""

    id: str
    name: str
    cost: int
    votes: int
    community: str = ""
    rural: bool = False


class Voters(NamedTuple):
    """How many voters approve just these candidates, which are named by their places."""

    approved: tuple[int, ...]
    number: int


class Unit(NamedTuple):
    """In what amounts are told: `one` is so many of the smallest unit as make one of `name`."""

    name: str
    one: int

    def say(self, amount: int) -> str:
        """An amount as a person reads it."""
        if self == FEN:
            return money.say(amount)
        whole, rest = divmod(amount, self.one)
        decimals = f".{rest:0{len(str(self.one)) - 1}}" if rest else ""
        return f"{whole:,}{decimals} {self.name}".rstrip()


FEN = Unit("fen", money.YUAN)


class Limits(NamedTuple):
    """What speaks against a candidate beside the budget; `committed` is by community.

    `threshold` is the least number of votes; with `no_skip` nothing is taken after the first that
    the money does not reach.
    """

    project_cap: int | None = None
    community_cap: int | None = None
    committed: tuple[tuple[str, int], ...] = ()
    threshold: int = 0
    no_skip: bool = False


class Election(NamedTuple):
    """Candidates, of whom of two that are equal the first is taken, their voters and the budget.

    `drawn` says that the order of candidates that are equal in votes and cost came by a draw.
    """

    candidates: tuple[Candidate, ...]
    voters: tuple[Voters, ...]
    budget: int
    unit: Unit
    limits: Limits = Limits()
    drawn: bool = False


def grouped(ballots: Iterable[Iterable[int]]) -> tuple[Voters, ...]:
    """Ballots, each of the places of who it approves, with those that are alike counted once."""
    counts: dict[tuple[int, ...], int] = {}
    for ballot in ballots:
        approved = tuple(sorted(set(ballot)))
        counts[approved] = counts.get(approved, 0) + 1
    return tuple(Voters(approved, number) for approved, number in counts.items())


def support(election: Election) -> tuple[int, ...]:
    """How many voters approve each candidate, in the order of the candidates."""
    votes = [0] * len(election.candidates)
    for voters in election.voters:
        for place in voters.approved:
            votes[place] += voters.number
    return tuple(votes)
