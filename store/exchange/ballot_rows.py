"""Ballots from a table, as a list of the evening: matched by proposal and door.

In a secret vote a row with a door and no choice ticks the household off, and one with a choice and
no door is a paper; the papers are written when all doors were.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from store.exchange import cells as reading
from store.exchange.cells import BadCell, Reader
from store.exchange.intake import Intake, insert, update
from store.exchange.kinds import CAST_WORDS, CHOICE_WORDS
from store.exchange.known_projects import Named
from store.language import _
from store.neighbours import households
from store.neighbours.models import NAME_LENGTH
from store.programme import ballots, proposals, rolls
from store.programme.proposals import ProposalRow
from store.programme.rolls import RollRow
from store.programme.vote_models import CHOICES
from store.text import fold, shown

_PROPOSALS = """
    SELECT proposal.id, proposal.name, year_id, community.name
    FROM proposal JOIN community ON community.id = community_id
"""
# Beside its words a choice may be written as it is entered at a meeting.
_SHORT = {"y": "yes", "n": "no", "0": "abstain"}


class BallotRows(Intake):
    """Takes ballots of votes that are open today; those that stand already change nothing."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        column = self.kind.column
        self._proposals = Named(self.kind, "proposal", _PROPOSALS)
        self._choices: Reader[str] = _choice(column("choice"))
        self._casts = reading.word(column("cast_as"), CAST_WORDS, "")
        self._proxies = reading.text(column("proxy"), NAME_LENGTH)
        self._witnesses = reading.text(column("witness"), NAME_LENGTH)
        self._where = {key.key: self.place(key.key) for key in self.kind.columns}
        self._votes: dict[int, ProposalRow] = {}
        self._rolls: dict[int, dict[tuple[str, str], RollRow]] = {}
        self._ticked: list[tuple[str, str, str, int]] = []
        self._ballots: list[tuple[int, int, str]] = []
        self._papers: defaultdict[int, list[tuple[int, list[str], str]]] = defaultdict(list)
        self._voted: Counter[int] = Counter()

    def look_ahead(self, rows: list[tuple[int, list[str]]]) -> None:
        """Nothing: a vote's roll is read with its first row."""

    def row(self, line: int, cells: list[str]) -> None:
        """Take one ballot."""
        where = self._where
        proposal_id = self._proposals.at(
            *(cells[where[key]] for key in ("proposal", "year", "community"))
        )[0]
        vote = self._vote(proposal_id)
        address = cells[where["household"]].strip()
        choice = self._choices[cells[where["choice"]]]
        if vote.secret and not address:
            if not choice:
                raise BadCell("household", _("Please give a door, or what the paper says."))
            self._papers[proposal_id].append((line, cells[:-1], choice))
            return
        if vote.secret and choice:
            sentence = _("This vote is secret: a row has a door or a choice, never both.")
            raise BadCell("choice", sentence)
        if not vote.secret and not choice:
            raise BadCell("choice", reading.empty(self.kind.column("choice")))
        self._take(line, vote, address, choice, cells)

    def write(self) -> None:
        """Write the doors ticked off and the ballots taken since the last time."""
        update("roll_entry", ("cast_as", "proxy", "witness"), self._ticked)
        insert("ballot", ("proposal_id", "entry_id", "choice", "reason"), self._rows())
        self._ticked, self._ballots = [], []

    def finish(self) -> None:
        """Count the papers of secret votes."""
        for proposal_id, papers in self._papers.items():
            vote = self._votes[proposal_id]
            refused = self._refusal(vote, counting=True)
            there = Counter({"yes": vote.yes, "no": vote.no, "abstain": vote.abstain})
            room = vote.cast + self._voted[proposal_id] - there.total()
            seen: Counter[str] = Counter()
            new: list[tuple[int, None, str, str]] = []
            for line, cells, choice in papers:
                seen[choice] += 1
                if seen[choice] <= there[choice]:
                    self.unchanged += 1
                elif len(new) < room and refused is None:
                    new.append((proposal_id, None, choice, ""))
                    self.note_added(line, vote.name)
                else:
                    sentence = refused or _("There are more papers than households.")
                    self.reject(line, cells, BadCell("choice", sentence))
            if new and not vote.counting:
                self._end_ticking(vote)
            # Not as the file has them: its papers may stand in the order of its doors.
            new.sort(key=lambda row: CHOICES.index(row[2]))
            insert("ballot", ("proposal_id", "entry_id", "choice", "reason"), new)

    def _end_ticking(self, vote: ProposalRow) -> None:
        """Let nobody be ticked off any more; this is undone only with all doors of this import."""
        if vote.cast:
            ballots.begin_count(vote)
        else:
            ballots.write_counting(vote.id)

    def _rows(self) -> list[tuple[int, int, str, str]]:
        return [(proposal_id, entry, choice, "") for proposal_id, entry, choice in self._ballots]

    def _vote(self, proposal_id: int) -> ProposalRow:
        if proposal_id not in self._votes:
            self._votes[proposal_id] = proposals.get(proposal_id)
            self._rolls[proposal_id] = {_door(row.address): row for row in rolls.roll(proposal_id)}
        return self._votes[proposal_id]

    def _take(
        self, line: int, vote: ProposalRow, address: str, choice: str, cells: list[str]
    ) -> None:
        where, roll = self._where, self._rolls[vote.id]
        place = next((one for one in households.spellings(address) if one in roll), None)
        if place is None:
            sentence = _("{address} is not on the roll of this vote.")
            raise BadCell("household", sentence.format(address=shown(address, 20) or "–"))
        entry = roll[place]
        proxy = self._proxies[cells[where["proxy"]]]
        witness = self._witnesses[cells[where["witness"]]]
        cast_as = self._cast_as(self._casts[cells[where["cast_as"]]], proxy, witness)
        now = entry._replace(
            cast_as=cast_as, proxy=proxy, witness=witness, choice=choice or None, reason=""
        )
        if entry._replace(reason="") == now:
            self.unchanged += 1
            return
        if entry.cast_as is not None:
            raise BadCell("household", ballots.VotedAlready(entry).sentence)
        if refused := self._refusal(vote):
            raise BadCell("proposal", refused)
        if vote.counting:
            sentence = _("The papers are being counted: nobody is ticked off any more.")
            raise BadCell("household", sentence)
        roll[place] = now
        self._voted[vote.id] += 1
        self._ticked.append((cast_as, proxy, witness, entry.entry_id))
        if not vote.secret:
            self._ballots.append((vote.id, entry.entry_id, choice))
        self.note_added(line, f"{vote.name} {entry.address}" if self.wants_names else "")

    def _cast_as(self, said: str, proxy: str, witness: str) -> str:
        """How a household voted: as the row says, else by whose name it gives."""
        cast_as = said or ("proxy" if proxy else "paper" if witness else "present")
        if cast_as == "proxy" and not proxy:
            raise BadCell("proxy", _("Please say who voted for them."))
        if cast_as == "paper" and not witness:
            raise BadCell("witness", _("Please say who saw the paper."))
        if (proxy and cast_as != "proxy") or (witness and cast_as != "paper"):
            raise BadCell("cast_as", _("By proxy or on paper? Please give one of the two names."))
        return cast_as

    def _refusal(self, vote: ProposalRow, *, counting: bool = False) -> str | None:
        """Why nothing can be added to a vote today."""
        refused = proposals.refused_state(vote, "open")
        refused = refused or ballots.refused_day(vote, self.today, counting=counting)
        return refused.sentence if refused else None


def _door(address: str) -> tuple[str, str]:
    unit, _dash, door = address.rpartition("-")
    return unit, door


def _choice(column: Any) -> Reader[str]:
    words = reading.word(column, CHOICE_WORDS, "")
    return Reader(column, lambda cell: _SHORT.get(fold(cell).strip()) or words[cell])
