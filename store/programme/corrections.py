"""The trace of what was put right in a vote: ballots that were corrected or taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from peewee import JOIN

from store.journal_models import Change, Deed
from store.programme import rolls
from store.programme.vote_models import Ballot


class Correction(NamedTuple):
    """That a ballot was changed: when (UTC), by whom, from what to what, and why.

    `after` is empty where the ballot was taken back.
    """

    at: str
    who: str
    address: str
    before: str
    after: str
    reason: str


def corrections(proposal_id: int) -> tuple[Correction, ...]:
    """Every correction of a ballot and every ballot taken back, in the order they were made.

    What was undone is none; that a cast was undone is one. Papers of a secret vote are not told of.
    """
    addresses = {row.entry_id: row.address for row in rolls.roll(proposal_id)}
    query = Ballot.select(Ballot.id, Ballot.entry_id, Ballot.choice, Ballot.reason)
    # What each ballot was like after the change that is looked at; the newest change is first.
    later = {key: rest for key, *rest in query.where(Ballot.proposal == proposal_id).tuples()}
    found = []
    for key, before, at, who, verb, undone_by in _changes():
        was = json.loads(before)
        if was.get("proposal_id") == proposal_id:
            later[key] = [was["entry_id"], was["choice"], was["reason"]]
            change = (was["choice"], "", "")
        elif key in later and "proposal_id" not in was:
            entry, choice, reason = later[key]
            later[key] = [entry, was.get("choice", choice), was.get("reason", reason)]
            change = (later[key][1], choice, reason)
        else:
            continue
        entry, (earlier, after, why) = later[key][0], change
        stands = undone_by is None and verb != "redo" and (verb != "undo" or not after)
        if stands and earlier != after and entry is not None:
            found.append(Correction(at or "", who or "", addresses[entry], earlier, after, why))
    return tuple(reversed(found))


def _changes() -> Iterator[tuple[Any, ...]]:
    """The journal's updates and deletions of ballots, the newest first."""
    query = Change.select(
        Change.row_id, Change.before, Deed.at, Deed.who, Deed.verb, Deed.undone_by
    )
    query = query.join(Deed, JOIN.LEFT_OUTER).where(Change.table_name == "ballot")
    query = query.where(Change.event.in_(("update", "delete"))).order_by(Change.id.desc())
    return query.tuples().iterator()
