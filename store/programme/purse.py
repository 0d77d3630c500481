"""The money that a selection gives away: what is left of it, and what caps leave a community."""

from __future__ import annotations

from store.language import _
from store.programme.election import Candidate, Election
from store.text import shown


class Purse:
    """What may still be given, in the election's smallest unit."""

    def __init__(self, election: Election, left: int, given: dict[str, int]) -> None:
        """`given` is what communities have already; it is changed as more is given."""
        self._election = election
        self.left = left
        self.given = given

    def objection(self, candidate: Candidate) -> str:
        """The sentence that says why a candidate cannot have its money now; empty where it can."""
        if (forbidden := self.forbidden(candidate)) or candidate.cost <= self.left:
            return forbidden
        sentence = _("It costs {cost}, and {left} was left when its turn came.")
        say = self._election.unit.say
        return sentence.format(cost=say(candidate.cost), left=say(self.left))

    def forbidden(self, candidate: Candidate) -> str:
        """The sentence that says which limit forbids a candidate, whatever is left."""
        limits, say = self._election.limits, self._election.unit.say
        if candidate.votes < limits.threshold:
            sentence = _("{votes} votes are fewer than the {least} that are needed.")
            return sentence.format(votes=candidate.votes, least=limits.threshold)
        if limits.project_cap is not None and candidate.cost > limits.project_cap:
            sentence = _("It costs {cost}, over the cap of {cap} for one project.")
            return sentence.format(cost=say(candidate.cost), cap=say(limits.project_cap))
        given = self.given.get(candidate.community, 0)
        if limits.community_cap is not None and given + candidate.cost > limits.community_cap:
            sentence = _("With it {community} would have {together}, over its cap of {cap}.")
            return sentence.format(
                community=shown(candidate.community, 30),
                together=say(given + candidate.cost),
                cap=say(limits.community_cap),
            )
        return ""

    def give(self, candidate: Candidate) -> None:
        """Give a candidate its money."""
        self.left -= candidate.cost
        self.given[candidate.community] = self.given.get(candidate.community, 0) + candidate.cost
