"""One search for anything: households, items, residents, members and projects.

It stands above the wings: each says what of its own answers, and here they are one list.
"""

from __future__ import annotations

from typing import NamedTuple

from store import sought
from store.farm import sought_members
from store.neighbours.models import Compound
from store.programme import sought_projects
from store.sharing import search
from store.text import terms

# Of the other compounds of a community so many are asked, where nothing answers in one's own.
MOST_ELSEWHERE = 10


class Found(NamedTuple):
    """One answer; `kind` is household, item, resident, member or project.

    `label` is what was found, `detail` what it is (an item's category, a member's teams, a
    project's year). `place` is an address and whose it is, or a project's community. What is of no
    household has no `household_id`; what is of another compound than one's own, its name as
    `elsewhere`. `rank` says how well it answers, 0 best, and `search_key` what it was found by.
    """

    kind: str
    id: int
    label: str
    detail: str
    place: str
    search_key: str
    rank: int
    household_id: int | None = None
    unit_id: int | None = None
    elsewhere: str = ""


def find(compound_id: int, query: str, limit: int = 200) -> tuple[Found, ...]:
    """What answers to every word of `query` (see sharing.search.find), the best first.

    What is of no compound stands behind what answers as well in this one. Where nothing answers,
    the other compounds of the community are asked.
    """
    here = [_of_compound(match) for match in search.find(compound_id, query, limit)]
    words = terms(query)
    others = [
        Found("member", row.id, row.name, row.teams, "", row.search_key, row.rank)
        for row in sought_members.find(words, limit)
    ] + [
        Found("project", row.id, row.name, str(row.year), row.community, row.search_key, row.rank)
        for row in sought_projects.find(words, limit)
    ]
    # The sort is stable: what a wing found keeps its order.
    found = sorted([*here, *others], key=lambda each: (each.rank, each.household_id is None))
    return tuple(found[:limit]) or _elsewhere(compound_id, query, limit)


def _of_compound(match: search.Match, elsewhere: str = "") -> Found:
    return Found(
        match.kind,
        match.id,
        match.label,
        match.detail,
        f"{match.address} {match.household_name}".strip(),
        match.search_key,
        match.rank,
        match.household_id,
        match.unit_id,
        elsewhere,
    )


def _elsewhere(compound_id: int, query: str, limit: int) -> tuple[Found, ...]:
    """What answers in other compounds of the same community."""
    if not sought.is_known(terms(query)):
        return ()
    mine = Compound.select(Compound.community).where(Compound.id == compound_id)
    others = (
        Compound.select(Compound.id, Compound.name)
        .where(Compound.community.in_(mine), Compound.id != compound_id)
        .order_by(Compound.id)
        .limit(MOST_ELSEWHERE)
        .tuples()
    )
    found = [
        _of_compound(match, name)
        for other, name in others
        for match in search.find(other, query, limit)
    ]
    return tuple(sorted(found, key=lambda each: each.rank)[:limit])
