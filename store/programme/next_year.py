"""What if the next year gave more money to fewer projects: a calculation, nothing is written."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from store.errors import FieldError, Invalid
from store.language import _
from store.programme import ranking, tranches, years
from store.programme.money import YUAN
from store.programme.ranking import RankRow

# Unless said otherwise so much of those that passed go on.
KEPT = Fraction(3, 4)


class NextRow(NamedTuple):
    """A project that was reviewed: what it has, and what it would have, in fen (0: nothing)."""

    place: str
    project_id: int
    project: str
    community: str
    score: Fraction | None
    now: int
    next: int


class WhatIf(NamedTuple):
    """A next year with fewer and larger grants; money in fen, `budget` of the next year.

    `rows` are this year's projects by rank; `left` is what the caps leave over.
    """

    year: int
    budget: int
    rows: tuple[NextRow, ...]
    projects: int
    next_projects: int
    mean: int
    next_mean: int
    left: int


def what_if(year: int, budget: int | None = None, keep: int | None = None) -> WhatIf:
    """What the projects of `year` would have next year if only the best `keep` went on.

    Only who passed goes on, and who shares a place with the last that does, too. They share the
    budget (as much as this year granted, unless given) in proportion to what they have, no one and
    no community beyond its cap, in whole yuan. Raises Invalid for fewer than one.
    """
    if keep is not None and keep < 1:
        sentence = _("Please keep one project or more.")
        raise Invalid(_("What if"), (FieldError("keep", sentence),))
    ranked = [row for row in ranking.ranking(year) if row.status != "removed"]
    following = years.get(year + 1)
    if budget is None:
        budget = tranches.sums_of_year(year).granted
    kept = _kept(ranked, keep)
    shares = share(kept, budget, following.project_cap, following.community_cap)
    rows = tuple(
        NextRow(
            row.place,
            row.project_id,
            row.project,
            row.community,
            row.score,
            row.granted,
            shares.get(row.project_id, 0),
        )
        for row in ranked
    )
    given = sum(shares.values())
    return WhatIf(
        year,
        budget,
        rows,
        len(ranked),
        len(kept),
        sum(row.granted for row in ranked) // max(len(ranked), 1),
        given // max(len(kept), 1),
        budget - given,
    )


def share(kept: list[RankRow], budget: int, project_cap: int, community_cap: int) -> dict[int, int]:
    """The budget in proportion to what each has, within both caps: fen in whole yuan, by project.

    All rise together, as water does, until the money ends; who meets a cap stays there.
    """
    rising = {row.project_id: row for row in kept if row.granted}
    level: dict[int, Fraction] = {}
    left = Fraction(budget)
    room = {row.community: Fraction(community_cap) for row in rising.values()}
    while rising:
        together = sum(row.granted for row in rising.values())
        by_community: dict[str, int] = {}
        for row in rising.values():
            by_community[row.community] = by_community.get(row.community, 0) + row.granted
        tops = {
            key: min(
                left / together,
                Fraction(project_cap, row.granted),
                room[row.community] / by_community[row.community],
            )
            for key, row in rising.items()
        }
        lowest = min(tops.values())
        for key in [key for key, top in tops.items() if top == lowest]:
            row = rising.pop(key)
            level[key] = lowest * row.granted
            left -= level[key]
            room[row.community] -= level[key]
    return {key: int(amount / YUAN) * YUAN for key, amount in level.items()}


def _kept(ranked: list[RankRow], keep: int | None) -> list[RankRow]:
    passed = [row for row in ranked if row.passed]
    if keep is None:
        keep = -(-len(passed) * KEPT.numerator // KEPT.denominator)
    if keep >= len(passed):
        return passed
    last = passed[keep - 1].place
    return [row for row in passed if row.place == last or passed.index(row) < keep]
