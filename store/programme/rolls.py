"""Rolls: which households may vote on a proposal, frozen when its vote opens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from store import history
from store.calendar import say_day
from store.database import db, transaction
from store.errors import FieldError, Invalid, NotFound, Refused
from store.language import _
from store.neighbours import households
from store.neighbours.models import AS_THEY_STAND, Compound, Household, Unit
from store.programme import proposals
from store.programme.vote_models import Proposal, RollEntry
from store.text import shown

_SELECT = """
    SELECT roll_entry.id, household.id, unit.name || '-' || door, household.name, cast_as, proxy,
        witness, choice, coalesce(reason, '')
    FROM roll_entry JOIN household ON household.id = household_id
    JOIN unit ON unit.id = unit_id LEFT JOIN ballot ON ballot.entry_id = roll_entry.id
    WHERE roll_entry.proposal_id = ? {more}
    ORDER BY roll_entry.id
"""


class RollRow(NamedTuple):
    """A household that may vote, and how it did.

    `cast_as` is None where it has not; `choice` is None also in a secret vote.
    """

    entry_id: int
    household_id: int
    address: str
    name: str
    cast_as: str | None
    proxy: str
    witness: str
    choice: str | None
    reason: str


def roll(proposal_id: int) -> tuple[RollRow, ...]:
    """Everybody who may vote, door by door as these stood when the vote was opened."""
    return _rows(proposal_id, "")


def missing(proposal_id: int) -> tuple[RollRow, ...]:
    """Who has not voted, door by door."""
    return _rows(proposal_id, "AND cast_as IS NULL")


def entry(proposal_id: int, address: str) -> RollRow:
    """The household at `address` on the roll.

    Raises NotFound where there is no such door, and Refused where it is not on the roll, or there
    is no roll yet.
    """
    for unit, door in households.spellings(address):
        rows = _rows(proposal_id, "AND unit.name = ? AND door = ?", unit, door)
        if rows:
            return rows[0]
    row = proposals.get(proposal_id)
    if row.state == "draft" and (refused := proposals.refused_state(row, "open")):
        raise refused
    there = households.find(address, row.compound_id)
    sentence = _("{address} is not on the roll of this vote.")
    raise Refused(_("Not on the roll"), sentence.format(address=shown(there.address, 20)))


def entry_by_id(entry_id: int) -> tuple[int, RollRow]:
    """A household on a roll by the number of its entry, behind its proposal's. Raises NotFound."""
    proposal_id = RollEntry.select(RollEntry.proposal_id).where(RollEntry.id == entry_id).scalar()
    if proposal_id is None:
        raise NotFound(_("Not on the roll"), _("This household is not on the roll."))
    return proposal_id, _rows(proposal_id, "AND roll_entry.id = ?", entry_id)[0]


def open_vote(
    proposal_id: int,
    opens_on: date,
    closes_on: date,
    today: date,
    *,
    without_vacant: bool = False,
    units: Sequence[str] = (),
) -> int:
    """Open the vote on a proposal and freeze its roll; answers how many may vote.

    On the roll are all households of its compound, or only those of `units`. Raises NotFound,
    Invalid for days in the wrong order or over already, and Refused where nobody could vote.
    """
    with transaction():
        row = proposals.get(proposal_id)
        if refused := proposals.refused_state(row, "draft"):
            raise refused
        _refuse_days(opens_on, closes_on, today)
        eligible = _eligible(row, without_vacant, units)
        words = {"proposal": row.name, "day": closes_on.isoformat()}
        with history.deed("open_vote", **words, count=len(eligible)):
            write_open(proposal_id, eligible, opens_on, closes_on)
    return len(eligible)


def count_eligible(
    proposal_id: int, *, without_vacant: bool = False, units: Sequence[str] = ()
) -> int:
    """How many would be on the roll. Raises as `open_vote` does."""
    return len(_eligible(proposals.get(proposal_id), without_vacant, units))


def write_open(
    proposal_id: int, household_ids: Iterable[int], opens_on: date, closes_on: date
) -> None:
    """Freeze a roll and open the vote, checked already, inside the caller's deed."""
    db.connection().executemany(
        "INSERT INTO roll_entry (proposal_id, household_id, proxy, witness) VALUES (?, ?, '', '')",
        ((proposal_id, household_id) for household_id in household_ids),
    )
    new = {"state": "open", "opens_on": opens_on, "closes_on": closes_on}
    Proposal.update(**new).where(Proposal.id == proposal_id).execute()


def open_by_file(proposal_id: int, opens_on: date, closes_on: date) -> None:
    """Open a vote as a file tells of it, inside the caller's deed: it may be over already.

    On the roll are all households of the compound. Raises Refused where there are none.
    """
    eligible = _eligible(proposals.get(proposal_id), False, ())
    write_open(proposal_id, eligible, opens_on, closes_on)


def extend(proposal_id: int, closes_on: date, today: date) -> None:
    """Let the vote go on until `closes_on`. Raises NotFound, Invalid or Refused."""
    with transaction():
        row = proposals.get(proposal_id)
        if refused := proposals.refused_state(row, "open"):
            raise refused
        if row.closes_on is not None and closes_on <= row.closes_on:
            sentence = _("The vote goes on until {day}: please give a later day.")
            error = FieldError("closes_on", sentence.format(day=say_day(row.closes_on)))
            raise Invalid(_("Vote"), (error,))
        _refuse_days(closes_on, closes_on, today)
        with history.deed("extend_vote", proposal=row.name, day=closes_on.isoformat()):
            Proposal.update(closes_on=closes_on).where(Proposal.id == proposal_id).execute()


def _eligible(
    row: proposals.ProposalRow, without_vacant: bool, units: Sequence[str]
) -> tuple[int, ...]:
    title = _("Vote")
    if row.compound_id is None:
        sentence = _("{proposal} names no compound: please say whose households vote on it.")
        raise Refused(title, sentence.format(proposal=shown(row.name, 60)))
    query = (
        Household.select(Household.id)
        .join(Unit)
        .join(Compound)
        .where(Compound.id == row.compound_id)
        .order_by(*AS_THEY_STAND)
    )
    if without_vacant:
        query = query.where(Household.kind != "vacant")
    if units:
        wanted = [unit.strip() for unit in units]
        there = Unit.select(Unit.name).where(Unit.compound == row.compound_id).tuples()
        for unknown in set(wanted) - {name for (name,) in there}:
            sentence = _("There is no unit {unit} in {compound}.")
            words = {"unit": shown(unknown, 20), "compound": row.compound}
            raise Invalid(title, (FieldError("units", sentence.format(**words)),))
        query = query.where(Unit.name.in_(wanted))
    found = tuple(key for (key,) in query.tuples())
    if not found:
        raise Refused(title, _("Nobody would be on the roll: no household answers to that."))
    return found


def _refuse_days(opens_on: date, closes_on: date, today: date) -> None:
    errors = []
    if closes_on < opens_on:
        errors.append(FieldError("closes_on", _("The last day lies before the first.")))
    elif closes_on < today:
        errors.append(FieldError("closes_on", _("{day} is over.").format(day=say_day(closes_on))))
    if errors:
        raise Invalid(_("Vote"), tuple(errors))


def _rows(proposal_id: int, more: str, *values: Any) -> tuple[RollRow, ...]:
    sql = _SELECT.format(more=more)
    return tuple(RollRow(*row) for row in db.execute_sql(sql, (proposal_id, *values)))
