"""Ballots: entered as fast as hands are read, and put right before the vote is closed.

In an open vote a ballot belongs to its household. In a secret one households are ticked off as they
vote, and the papers are counted afterwards: once the first paper is counted nobody is ticked off
any more, also where that count is undone or begun anew, so that no order, not even the journal's,
tells whose a paper is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from store import history, recent
from store.calendar import say_day
from store.database import transaction
from store.errors import FieldError, Invalid, Refused
from store.language import _
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH
from store.programme import proposals, rolls, terms
from store.programme.proposals import ProposalRow
from store.programme.rolls import RollRow
from store.programme.vote_models import CHOICES, Ballot, Proposal, RollEntry
from store.text import clean, shown


class VotedAlready(Refused):
    """The household has voted; `row` says how. A mistake can be corrected."""

    def __init__(self, row: RollRow) -> None:
        if row.choice is None:
            sentence = _("{address} has voted already.").format(address=row.address)
        else:
            sentence = _("{address} has voted already: {choice}. A mistake can be corrected.")
            choice = _(terms.CHOICE_NAMES[row.choice])
            sentence = sentence.format(address=row.address, choice=choice)
        super().__init__(_("Voted already"), sentence)
        self.row = row


def cast(
    proposal_id: int,
    address: str,
    choice: str,
    today: date,
    *,
    proxy: str = "",
    witness: str = "",
) -> RollRow:
    """Enter the ballot of the household at `address` in an open vote.

    By a `proxy`, on paper that a `witness` saw, else in person. Raises NotFound, Invalid, Refused
    where the household is not on the roll or the vote is not open today, and VotedAlready.
    """
    if choice not in CHOICES:
        raise _wrong("choice", _("Please say yes, no, or that they abstain."))
    proxy, witness = _checked(proxy, witness)
    with transaction():
        row = _open_today(proposal_id, today)
        if row.secret:
            sentence = _(
                "This vote is secret: please tick the household off, and count the papers."
            )
            raise Refused(_("Vote"), sentence)
        entry = _who_has_not(proposal_id, address)
        words = {"address": entry.address, "proposal": row.name}
        with history.deed("cast", **words, choice=terms.CHOICE_NAMES[choice]):
            cast_as = _tick(entry, proxy, witness)
            Ballot.insert(proposal=proposal_id, entry=entry.entry_id, choice=choice).execute()
    return entry._replace(cast_as=cast_as, proxy=proxy, witness=witness, choice=choice)


def correct(entry_id: int, choice: str, reason: str, today: date) -> RollRow:
    """Put a ballot right before the vote is closed; the trace of it stays.

    Raises NotFound, Invalid without a reason, or Refused.
    """
    reason = clean(reason, NOTE_LENGTH, _("Reason"))
    if choice not in CHOICES:
        raise _wrong("choice", _("Please say yes, no, or that they abstain."))
    with transaction():
        proposal_id, entry = rolls.entry_by_id(entry_id)
        row = _still_open(proposal_id)
        if entry.choice is None:
            sentence = _("{address} has no ballot that could be corrected.")
            raise Refused(_("Vote"), sentence.format(address=entry.address))
        if not reason:
            raise _wrong("reason", _("Please say what was wrong."))
        if choice == entry.choice:
            sentence = _("{address} has voted so already.").format(address=entry.address)
            raise Refused(_("Vote"), sentence)
        words = {"address": entry.address, "proposal": row.name, "reason": reason}
        with history.deed("correct_ballot", **words, choice=terms.CHOICE_NAMES[choice]):
            own = Ballot.entry == entry_id
            Ballot.update(choice=choice, reason=reason).where(own).execute()
    return entry._replace(choice=choice, reason=reason)


def take_back(entry_id: int) -> RollRow:
    """Let a household not have voted, before the vote is closed. Raises NotFound or Refused."""
    with transaction():
        proposal_id, entry = rolls.entry_by_id(entry_id)
        row = _still_open(proposal_id)
        if entry.cast_as is None:
            sentence = _("{address} has not voted.").format(address=entry.address)
            raise Refused(_("Vote"), sentence)
        if row.secret:
            _refuse_counting(row)
        with history.deed("take_back_ballot", address=entry.address, proposal=row.name):
            Ballot.delete().where(Ballot.entry == entry_id).execute()
            nothing = {"cast_as": None, "proxy": "", "witness": ""}
            RollEntry.update(**nothing).where(RollEntry.id == entry_id).execute()
    return entry._replace(cast_as=None, proxy="", witness="", choice=None, reason="")


def tick(
    proposal_id: int, address: str, today: date, *, proxy: str = "", witness: str = ""
) -> RollRow:
    """Tick off a household that hands in its paper in a secret vote. Raises as `cast` does."""
    proxy, witness = _checked(proxy, witness)
    with transaction():
        row = _open_today(proposal_id, today)
        _refuse_open(row)
        _refuse_counting(row)
        entry = _who_has_not(proposal_id, address)
        with history.deed("tick", address=entry.address, proposal=row.name):
            cast_as = _tick(entry, proxy, witness)
    return entry._replace(cast_as=cast_as, proxy=proxy, witness=witness)


def count_paper(proposal_id: int, choice: str, today: date) -> Mapping[str, int]:
    """Count one paper of a secret vote; answers how many say what by now.

    Raises NotFound, Invalid, or Refused before the vote, once it is closed, and for more papers
    than households that voted.
    """
    return count_papers(proposal_id, {choice: 1}, today)


def count_papers(proposal_id: int, papers: Mapping[str, int], today: date) -> Mapping[str, int]:
    """Count some papers of a secret vote, so many of each choice. Raises as `count_paper` does.

    This is one deed; before the first papers comes another, which nobody takes back: from then on
    nobody is ticked off.
    """
    count = sum(papers.values())
    if not papers.keys() <= set(CHOICES) or count < 1 or min(papers.values()) < 0:
        raise _wrong("choice", _("Please say how many papers say yes, no, or abstain."))
    with transaction():
        row = _still_open(proposal_id)
        if refused := refused_day(row, today, counting=True):
            raise refused
        _refuse_open(row)
        counted = row.yes + row.no + row.abstain
        if counted + count > row.cast:
            sentence = _("{cast} households have voted: there cannot be {count} papers.")
            raise Refused(_("Vote"), sentence.format(cast=row.cast, count=counted + count))
        if not row.counting:
            begin_count(row)
        with history.deed("count_papers", proposal=row.name, count=count):
            Ballot.insert_many(
                {"proposal": proposal_id, "choice": choice}
                for choice in CHOICES
                for _paper in range(papers.get(choice, 0))
            ).execute()
    return {choice: getattr(row, choice) + papers.get(choice, 0) for choice in CHOICES}


def begin_count(row: ProposalRow) -> None:
    """Let nobody be ticked off any more, as a deed that nobody takes back."""
    with history.deed("begin_count", proposal=row.name):
        write_counting(row.id)


def write_counting(proposal_id: int) -> None:
    """Let nobody be ticked off any more, inside the caller's deed."""
    Proposal.update(counting=True).where(Proposal.id == proposal_id).execute()


def count_anew(proposal_id: int) -> int:
    """Throw the count of a secret vote's papers away, to begin again; answers how many those were.

    Raises NotFound, or Refused where none were counted.
    """
    with transaction():
        row = _still_open(proposal_id)
        _refuse_open(row)
        counted = row.yes + row.no + row.abstain
        if not counted:
            raise Refused(_("Vote"), _("No paper has been counted yet."))
        with history.deed("count_anew", proposal=row.name, count=counted):
            Ballot.delete().where(Ballot.proposal == proposal_id).execute()
    return counted


def refused_day(row: ProposalRow, today: date, *, counting: bool = False) -> Refused | None:
    """What is said where a vote that is open is not held today; papers are counted after it too."""
    first, last = row.opens_on or today, row.closes_on or today
    if first <= today and (counting or today <= last):
        return None
    sentence = _("The vote on {proposal} is held from {first} to {last}.")
    words = {"proposal": shown(row.name, 60), "first": say_day(first), "last": say_day(last)}
    return Refused(_("Vote"), sentence.format(**words))


def latest_witnesses(typed: str = "") -> list[str]:
    """Who witnessed papers latest, of those whose name holds what is typed."""
    return recent.texts(RollEntry.witness, typed)


def _open_today(proposal_id: int, today: date) -> ProposalRow:
    row = _still_open(proposal_id)
    if refused := refused_day(row, today):
        raise refused
    return row


def _still_open(proposal_id: int) -> ProposalRow:
    row = proposals.get(proposal_id)
    if refused := proposals.refused_state(row, "open"):
        raise refused
    return row


def _refuse_open(row: ProposalRow) -> None:
    if not row.secret:
        sentence = _("This vote is open: please enter who votes how.")
        raise Refused(_("Vote"), sentence)


def _refuse_counting(row: ProposalRow) -> None:
    if row.counting:
        sentence = _("The papers are being counted: nobody is ticked off any more.")
        raise Refused(_("Vote"), sentence)


def _who_has_not(proposal_id: int, address: str) -> RollRow:
    entry = rolls.entry(proposal_id, address)
    if entry.cast_as is not None:
        raise VotedAlready(entry)
    return entry


def _checked(proxy: str, witness: str) -> tuple[str, str]:
    proxy = clean(proxy, NAME_LENGTH, _("Proxy"))
    witness = clean(witness, NAME_LENGTH, _("Witness"))
    if proxy and witness:
        raise _wrong("witness", _("By proxy or on paper? Please give one of the two names."))
    return proxy, witness


def _tick(entry: RollRow, proxy: str, witness: str) -> str:
    cast_as = "proxy" if proxy else "paper" if witness else "present"
    new = {"cast_as": cast_as, "proxy": proxy, "witness": witness}
    RollEntry.update(**new).where(RollEntry.id == entry.entry_id).execute()
    return cast_as


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(_("Vote"), (FieldError(field, sentence),))
