"""Closing a vote: counted twice, decided, and final."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from store import history
from store.calendar import say_day
from store.database import transaction
from store.errors import Refused
from store.language import _
from store.programme import counting, proposals, tally, terms
from store.programme.counting import Count
from store.programme.proposals import ProposalRow
from store.programme.vote_models import Proposal
from store.text import shown


class Result(NamedTuple):
    """What came of a vote; `tally` is the last hash of its tally file, `why` one sentence.

    `uncounted` are households that voted secretly whose papers nobody counted.
    """

    proposal: ProposalRow
    votes: Count
    outcome: str
    why: str
    tally: str
    uncounted: int


def preview(proposal_id: int, today: date) -> Result:
    """What closing the vote now would decide; nothing is written.

    Raises NotFound, and Refused where the vote is not open, has not begun, no paper of a secret one
    is counted, or the two counts differ.
    """
    row = proposals.get(proposal_id)
    if refused := proposals.refused_state(row, "open"):
        raise refused
    if row.opens_on is not None and today < row.opens_on:
        sentence = _("The vote on {proposal} begins on {day}: it cannot be closed before.")
        words = {"proposal": shown(row.name, 60), "day": say_day(row.opens_on)}
        raise Refused(_("Vote"), sentence.format(**words))
    if row.secret and row.cast and not row.yes + row.no + row.abstain:
        raise Refused(_("Vote"), _("No paper has been counted yet."))
    count = counting.by_sql(proposal_id)
    again = counting.by_hand(proposal_id)
    if count != again:
        sentence = _(
            "Two counts of {proposal} differ ({one}; {other}). Please run `qiaomen check`."
        )
        told = {"one": "/".join(map(str, count)), "other": "/".join(map(str, again))}
        raise Refused(_("Vote"), sentence.format(proposal=shown(row.name, 60), **told))
    outcome = counting.decide(row.rule, row.quorum, count)
    return _result(row, count, outcome, tally.last_hash(tally.written(row, count, outcome, today)))


def close(proposal_id: int, today: date) -> Result:
    """Close the vote for good. Raises as `preview` does."""
    with transaction():
        result = preview(proposal_id, today)
        said = terms.OUTCOME_NAMES[result.outcome]
        with history.deed("close_vote", proposal=result.proposal.name, outcome=said):
            Proposal.update(
                state="closed", closed_on=today, outcome=result.outcome, tally=result.tally
            ).where(Proposal.id == proposal_id).execute()
    return result._replace(proposal=proposals.get(proposal_id))


def result(proposal_id: int) -> Result:
    """What came of a closed vote. Raises NotFound or Refused."""
    row = proposals.get(proposal_id)
    if refused := proposals.refused_state(row, "closed"):
        raise refused
    count = counting.by_sql(proposal_id)
    return _result(row, count, row.outcome or "", row.tally)


def _result(row: ProposalRow, count: Count, outcome: str, hashed: str) -> Result:
    why = counting.say(outcome, row.rule, row.quorum, count)
    uncounted = count.cast - count.yes - count.no - count.abstain
    return Result(row, count, outcome, why, hashed, uncounted)
