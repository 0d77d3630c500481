"""Counting a vote, by two ways that share nothing, and what the count decides."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from store.database import db
from store.language import _
from store.programme.vote_models import Ballot, Proposal, RollEntry

# The database's own sums, over all there is of one proposal.
_SUMS = """
    SELECT count(*), count(cast_as),
        (SELECT coalesce(sum(choice = 'yes'), 0) FROM ballot WHERE proposal_id = :proposal),
        (SELECT coalesce(sum(choice = 'no'), 0) FROM ballot WHERE proposal_id = :proposal),
        (SELECT coalesce(sum(choice = 'abstain'), 0) FROM ballot WHERE proposal_id = :proposal)
    FROM roll_entry WHERE proposal_id = :proposal
"""


class Count(NamedTuple):
    """So many households may vote, so many did, and so many ballots say what."""

    roll: int
    cast: int
    yes: int
    no: int
    abstain: int


def by_sql(proposal_id: int) -> Count:
    """The count as the database adds it up."""
    return Count(*db.execute_sql(_SUMS, {"proposal": proposal_id}).fetchone())


def by_hand(proposal_id: int) -> Count:
    """The count ballot by ballot: each household that voted is looked up, each paper laid down."""
    secret = Proposal.select(Proposal.secret).where(Proposal.id == proposal_id).scalar()
    entries = RollEntry.select(RollEntry.id, RollEntry.cast_as)
    roll = dict(entries.where(RollEntry.proposal == proposal_id).tuples())
    papers = Ballot.select(Ballot.entry_id, Ballot.choice)
    piles: Counter[str] = Counter()
    voted = {key for key, cast_as in roll.items() if cast_as is not None} if secret else set()
    for entry_id, choice in papers.where(Ballot.proposal == proposal_id).tuples().iterator():
        if not secret and entry_id in roll and entry_id not in voted:
            voted.add(entry_id)
            piles[choice] += 1
        elif secret and entry_id is None:
            piles[choice] += 1
    return Count(len(roll), len(voted), piles["yes"], piles["no"], piles["abstain"])


def decide(rule: str, quorum: int, count: Count) -> str:
    """What a count decides by `rule`: adopted, rejected, no_quorum or ranked.

    `quorum` percent of the roll must have voted, whoever abstains included. A majority is more yes
    than no; two thirds are of those who say yes or no.
    """
    if 100 * count.cast < quorum * count.roll or not count.cast:
        return "no_quorum"
    if rule == "approval":
        return "ranked"
    if rule == "two_thirds":
        adopted = count.yes > 0 and 3 * count.yes >= 2 * (count.yes + count.no)
    else:
        adopted = count.yes > count.no
    return "adopted" if adopted else "rejected"


def needed(quorum: int, roll: int) -> int:
    """How many households must vote for a count to decide anything."""
    return max(-(-quorum * roll // 100), 1)


def say(outcome: str, rule: str, quorum: int, count: Count) -> str:
    """Why a count decides what it does, in one sentence."""
    words = {**count._asdict(), "needed": needed(quorum, count.roll), "quorum": quorum}
    if outcome == "no_quorum":
        sentence = _(
            "Too few voted: {cast} of {roll} households, where {needed} are needed ({quorum} %)."
        )
    elif outcome == "ranked":
        sentence = _("{yes} of {cast} households are for it: it is ranked by that.")
    elif rule == "two_thirds":
        sentence = (
            _("Adopted: {yes} for and {no} against is two thirds or more.")
            if outcome == "adopted"
            else _("Not adopted: {yes} for and {no} against is less than two thirds.")
        )
    elif outcome == "adopted":
        sentence = _("Adopted: {yes} for is more than {no} against.")
    else:
        sentence = _("Not adopted: {yes} for is not more than {no} against.")
    return sentence.format(**words)
