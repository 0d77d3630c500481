"""Approval-greedy selection: most votes first, whatever still fits."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from store.language import _, listed
from store.programme.election import Candidate, Election
from store.programme.purse import Purse
from store.text import shown

# A tie of more candidates than this is told by their number.
_MOST_NAMED = 3


def select(
    election: Election, places: Iterable[int], purse: Purse, least: int | None = None
) -> tuple[dict[int, str], dict[int, str]]:
    """Which of the candidates at `places` are taken and which are not, each with its sentence.

    Candidates come by votes; of equals the first in the published order. With Cost_Sat this is the
    greedy utilitarian rule of the literature, and the one that most cities use. With `least` it
    goes on only until so much is given; who does not get a turn then has no sentence.
    """
    taken: dict[int, str] = {}
    refused: dict[int, str] = {}
    ended = False
    before = purse.left
    for position, place in enumerate(order(election, places), 1):
        candidate = election.candidates[place]
        if least is not None and before - purse.left >= least:
            break
        if ended:
            refused[place] = _("The money did not reach one before it, and nothing is skipped.")
        elif objection := purse.objection(candidate):
            refused[place] = objection
            # What costs more than there ever was, as one that was withdrawn, ends nothing.
            ended = election.limits.no_skip and purse.left < candidate.cost <= election.budget
        else:
            taken[place] = _why(election, candidate, position, purse.left)
            purse.give(candidate)
    _tell_ties(election, taken, refused)
    return taken, refused


def order(election: Election, places: Iterable[int]) -> list[int]:
    """The places by votes, the most first; equals as they are published."""
    return sorted(places, key=lambda place: (-election.candidates[place].votes, place))


def _why(election: Election, candidate: Candidate, position: int, left: int) -> str:
    sentence = _("Place {place} with {votes} votes; it costs {cost} of {left} left.")
    say = election.unit.say
    words = {"cost": say(candidate.cost), "left": say(left)}
    return sentence.format(place=position, votes=candidate.votes, **words)


def _tell_ties(election: Election, taken: dict[int, str], refused: dict[int, str]) -> None:
    """Say where a tie decided: some of equal votes were taken and the money missed others."""
    known = election.candidates
    by_votes = sorted({**taken, **refused}, key=lambda place: (-known[place].votes, place))
    for _votes, group in groupby(by_votes, key=lambda place: known[place].votes):
        tied = list(group)
        won = [place for place in tied if place in taken]
        if not won or len(won) == len(tied):
            continue
        for place in tied:
            others = [other for other in (won if place in refused else tied) if other != place]
            told = taken if place in taken else refused
            told[place] += " " + _tie(election, place, others)


def _tie(election: Election, place: int, others: list[int]) -> str:
    known = election.candidates
    names = [f"“{shown(known[other].name)}”" for other in others[:_MOST_NAMED]]
    if len(others) > _MOST_NAMED:
        names.append(_("{count} more").format(count=len(others) - _MOST_NAMED))
    same_cost = any(known[other].cost == known[place].cost for other in others)
    if not election.drawn:
        sentence = _("As many votes as {others}: the published order decides.")
    elif same_cost:
        sentence = _("As many votes as {others}: the lower cost decides, then the public draw.")
    else:
        sentence = _("As many votes as {others}: the lower cost decides.")
    return sentence.format(others=listed(names))
