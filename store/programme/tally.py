"""The tally of a closed vote as a file that anybody can recount, without this program.

Each line is a hash, a space, and a record: JSON on one line. The hash is the SHA-256, in 64 lower
case hexadecimal digits, of the hash on the line before (64 zeros before the first), one newline
(byte 10), and the record, in UTF-8 as it stands on the line. So no line can be changed, taken out
or moved without every later hash changing; the last one is noted with the proposal and told to all.

The first record says what was voted on, by what rule, and how many households are on the roll. In
an open vote a record follows for each of them: its door, and if it voted how (`voted`) and what
(`choice`). In a secret one a record follows for each paper, sorted by choice; `voted` in the first
says how many households handed one in. The last record is the result.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from store.errors import FieldError, Invalid, Refused
from store.language import _
from store.programme import counting, proposals, rolls
from store.programme.counting import Count
from store.programme.proposals import ProposalRow
from store.programme.vote_models import CAST_AS, CHOICES, RULES, Ballot
from store.text import shown

FORMAT = "qiaomen-tally-1"
START = "0" * 64
# No tally has longer lines.
_MOST_CHARACTERS = 2000


class Recount(NamedTuple):
    """What a tally file says, recounted; `hash` is its last one."""

    proposal: str
    year: int
    rule: str
    quorum: int
    secret: bool
    votes: Count
    outcome: str
    hash: str


def lines(proposal_id: int) -> Iterator[str]:
    """The tally of a closed vote, line by line, the same each time.

    Raises NotFound, or Refused for a vote that is not closed, and where the store no longer says
    what was hashed when it was.
    """
    row = proposals.get(proposal_id)
    if refused := proposals.refused_state(row, "closed"):
        raise Refused(_("Tally"), _("{why} A tally is of a closed vote.").format(why=refused))
    count = Count(row.roll, row.cast, row.yes, row.no, row.abstain)
    assert row.closed_on is not None  # the schema's own rule
    found = tuple(written(row, count, row.outcome or "", row.closed_on))
    if last_hash(found) != row.tally:
        sentence = _("The tally of {proposal} is not what it was at closing. Please run {command}.")
        words = {"proposal": shown(row.name, 60), "command": "`qiaomen check`"}
        raise Refused(_("Tally"), sentence.format(**words))
    return iter(found)


def written(row: ProposalRow, count: Count, outcome: str, closed_on: date) -> Iterator[str]:
    """The lines of a vote that ends like this."""
    last = START
    for record in _records(row, count, outcome, closed_on):
        text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        last = _hash(last, text)
        yield f"{last} {text}"


def last_hash(all_lines: Iterable[str]) -> str:
    """The hash of the last line: what the whole file can be known by."""
    last = START
    for line in all_lines:
        last = line[:64]
    return last


def recount(all_lines: Iterable[str]) -> Recount:
    """Count a tally file anew and see to its chain; no store is needed.

    Raises Invalid naming the first line that is wrong.
    """
    chain = _Chain()
    header: dict[str, Any] | None = None
    result: dict[str, Any] | None = None
    doors: set[str] = set()
    piles: Counter[str] = Counter()
    for line in all_lines:
        record = chain.read(line)
        if result is not None:
            raise chain.wrong(_("something stands behind the result"))
        if header is None:
            header = _header(chain, record)
        elif "outcome" in record:
            result = record
        else:
            _lay_down(chain, header, record, doors, piles)
    if header is None or result is None:
        raise chain.wrong(_("the file ends before the result: it is cut short"))
    count = _counted(header, doors, piles)
    outcome = counting.decide(header["rule"], header["quorum"], count)
    if {**count._asdict(), "outcome": outcome} != {
        key: result.get(key) for key in (*Count._fields, "outcome")
    }:
        raise chain.wrong(_("the result is not what the ballots add up to"))
    if not header["secret"] and len(doors) != count.roll:
        raise chain.wrong(_("the roll has other doors than it says"))
    if not _possible(header, piles.total()):
        raise chain.wrong(_("there are other ballots than households that voted"))
    return Recount(
        header["proposal"],
        header["year"],
        header["rule"],
        header["quorum"],
        header["secret"],
        count,
        outcome,
        chain.last,
    )


class _Chain:
    """The hashes of a file, read line by line."""

    def __init__(self) -> None:
        self.last = START
        self._number = 0

    def read(self, line: str) -> dict[str, Any]:
        """The record on the next line. Raises Invalid."""
        self._number += 1
        found, _space, text = line.removesuffix("\n").removesuffix("\r").partition(" ")
        if len(line) > _MOST_CHARACTERS or _hash(self.last, text) != found:
            raise self.wrong(_("its hash does not fit: this line or one before it was changed"))
        self.last = found
        try:
            record = json.loads(text)
        except (ValueError, RecursionError):
            record = None
        if not isinstance(record, dict):
            raise self.wrong(_("it is no record"))
        return record

    def wrong(self, why: str) -> Invalid:
        """What is said of the line that was read last."""
        sentence = _("Line {number}: {why}.").format(number=max(self._number, 1), why=why)
        return Invalid(_("Tally"), (FieldError("line", sentence),))


def _records(
    row: ProposalRow, count: Count, outcome: str, closed_on: date
) -> Iterator[dict[str, Any]]:
    yield {
        "format": FORMAT,
        "proposal": row.name,
        "number": row.id,
        "year": row.year,
        "community": row.community,
        "compound": row.compound,
        "cost_fen": row.cost,
        "rule": row.rule,
        "quorum": row.quorum,
        "secret": row.secret,
        "opens_on": row.opens_on.isoformat() if row.opens_on else None,
        "closes_on": row.closes_on.isoformat() if row.closes_on else None,
        "roll": count.roll,
        "voted": count.cast,
    }
    if row.secret:
        choices = Ballot.select(Ballot.choice).where(Ballot.proposal == row.id).tuples()
        for choice in sorted((choice for (choice,) in choices), key=CHOICES.index):
            yield {"choice": choice}
    else:
        for entry in rolls.roll(row.id):
            door: dict[str, Any] = {"door": entry.address}
            yield door | ({"voted": entry.cast_as, "choice": entry.choice} if entry.choice else {})
    yield {**count._asdict(), "outcome": outcome, "closed_on": closed_on.isoformat()}


def _hash(last: str, text: str) -> str:
    return hashlib.sha256(f"{last}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def _header(chain: _Chain, record: dict[str, Any]) -> dict[str, Any]:
    numbers = (record.get("roll"), record.get("voted"), record.get("year"), record.get("quorum"))
    if (
        record.get("format") != FORMAT
        or record.get("rule") not in RULES
        or not isinstance(record.get("secret"), bool)
        or not isinstance(record.get("proposal"), str)
        or not all(isinstance(number, int) for number in numbers)
    ):
        raise chain.wrong(_("this is no tally that Qiaomen wrote"))
    return record


def _lay_down(
    chain: _Chain,
    header: dict[str, Any],
    record: dict[str, Any],
    doors: set[str],
    piles: Counter[str],
) -> None:
    """Count one ballot, or one door that has none."""
    choice, door = record.get("choice"), record.get("door")
    if header["secret"]:
        if choice not in CHOICES or door is not None:
            raise chain.wrong(_("it is no paper of a secret vote"))
    elif not isinstance(door, str) or door in doors:
        raise chain.wrong(_("it names no door, or one that stood before"))
    else:
        doors.add(door)
        if choice is None and "voted" not in record:
            return
        if choice not in CHOICES or record.get("voted") not in CAST_AS:
            raise chain.wrong(_("it is no ballot"))
    piles[choice] += 1


def _possible(header: dict[str, Any], ballots: int) -> bool:
    """Whether there are as many ballots as households voted; of secret papers some may be lost."""
    voted, roll = header["voted"], header["roll"]
    return ballots <= voted <= roll and (header["secret"] or ballots == voted)


def _counted(header: dict[str, Any], doors: set[str], piles: Counter[str]) -> Count:
    cast = header["voted"] if header["secret"] else piles.total()
    roll = header["roll"]
    return Count(roll, cast, piles["yes"], piles["no"], piles["abstain"])
