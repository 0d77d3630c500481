"""Erasing a resident on request: from every row, from the journal, and from the file itself."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from store import calendar, erasure, history
from store.database import transaction
from store.privacy import places, scrubbing, texts, traces
from store.privacy.person import Person
from store.privacy.scrubbing import Holding

VERB = "erase_resident"


class Receipt(NamedTuple):
    """What was erased, without repeating it.

    `rows` tells how many rows of each table, `changes` and `deeds` how much of the journal. `left`
    tells how many texts hold such a name still: what somebody did at the desk, what things are
    called, and where somebody else may be meant. `drafts` are half-typed forms that were thrown
    away, `backups` the copies that still hold it; `is_clean` is whether the file itself was written
    anew without it.
    """

    deed: int
    at: str
    who: str
    address: str
    rows: tuple[tuple[str, int], ...]
    changes: int
    deeds: int
    left: tuple[tuple[str, int], ...]
    drafts: int
    backups: tuple[Holding, ...]
    is_clean: bool


class _Rehearsed(Exception):
    """That a rehearsal is over, and is to leave nothing behind."""

    def __init__(self, receipt: Receipt) -> None:
        self.receipt = receipt


def rehearse(person: Person) -> Receipt:
    """What erasing this person would come to; nothing is changed."""
    try:
        with transaction():
            raise _Rehearsed(_erase(person))
    except _Rehearsed as rehearsed:
        return rehearsed.receipt


def erase(person: Person) -> Receipt:
    """Erase all that the store holds about this person, for good: nobody can take it back.

    The statistics stay: their loans and hours count as those of somebody without a name.
    """
    receipt = _erase(person)
    needles = texts.certain(person)
    return receipt._replace(
        drafts=scrubbing.remove_drafts(needles),
        backups=scrubbing.copies(),
        is_clean=scrubbing.scrub(),
    )


def _erase(person: Person) -> Receipt:
    with history.deed(VERB, household=person.address) as deed:
        found = places.find(person)
        with erasure.erasing():
            for each in found:
                places.empty(each)
            named = texts.mentions(person)
            texts.take_out(named)
        known = traces.find(person, found, named)
        erasure.erase_from_journal(sorted(known.changes), sorted(known.deeds))
        rows: Counter[str] = Counter()
        for each in found:
            if each.place.removed or each.place.emptied:
                rows[each.place.table] += len(each.ids)
        rows.update(mention.table for mention in named)
        return Receipt(
            deed=deed.id,
            at=calendar.now(),
            who=deed.who,
            address=person.address,
            rows=tuple(sorted(rows.items())),
            changes=len(known.changes),
            deeds=len(known.deeds),
            left=tuple(sorted(_left(person, known.left).items())),
            drafts=0,
            backups=scrubbing.copies(),
            is_clean=False,
        )


def _left(person: Person, deeds: int) -> Counter[str]:
    left = texts.uncertain(person)
    if deeds:
        left["deed"] += deeds
    return left
