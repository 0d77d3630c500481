"""Choosing a member for a place: who could first, least hours first, then the others and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from store import walltime
from store.errors import StoreError
from store.farm import eligibility, sought_members
from store.farm.eligibility import Candidate
from store.language import _, listed
from store.text import terms
from tui.room import Room
from tui.widgets.listing import Column, ListingRow
from tui.widgets.picker import Picker

# Done with the member chosen, and told to the room.
Deed = Callable[[int], None]


def choose(room: Room, title: str, candidates: Sequence[Candidate], deed: Deed) -> None:
    """Ask for one of `candidates`, found by typing; `deed` is done with it.

    Who could not is dimmed with the reason, and named by the refusal if chosen all the same.
    """

    def find(query: str) -> list[ListingRow]:
        return [_answer(candidate) for candidate in found_by(query, candidates)]

    def chosen(key: str | None) -> None:
        if key is not None:
            try:
                deed(int(key))
            except StoreError as trouble:
                room.complain(trouble.sentence)

    room.app.push_screen(
        Picker(
            title,
            (
                Column(_("who"), 14, flex=1, priority=3),
                Column(_("hours"), 7, align="right", priority=2),
                Column(_("what speaks against it"), 30, flex=3, priority=1),
            ),
            find,
            prompt=_("name or pinyin; least hours first"),
            empty=_("Nobody answers to that. Delete some of what is typed."),
            header=True,
        ),
        chosen,
    )


def found_by(query: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates whose names answer to what is typed: characters, pinyin or initials."""
    words = terms(query)
    answering = sought_members.keys(words)
    return [each for each in candidates if not words or each.member_id in answering]


def _answer(candidate: Candidate) -> ListingRow:
    """One candidate; what only is told, as unusual times, dims nobody."""
    against = listed(eligibility.say(objection) for objection in candidate.objections)
    forbidden = any(objection.forbids for objection in candidate.objections)
    return ListingRow(
        str(candidate.member_id),
        (candidate.member, walltime.say_hours(candidate.minutes), against),
        dimmed=forbidden,
        glyph="×" if forbidden else "?" if against else "",
    )
