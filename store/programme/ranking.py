"""Who did best: the reviewed projects of a year by their mean score, ties shown as ties."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from store.database import db
from store.programme import years

# All that an exact sum needs: SQL would add floats.
_SCORES = """
    SELECT project.id, review.id, weight, points, most
    FROM project JOIN review ON review.project_id = project.id
    JOIN score ON score.review_id = review.id JOIN criterion ON criterion.id = criterion_id
    WHERE project.year_id = ?
"""
_PROJECTS = """
    SELECT project.id, project.name, community.name, rural, status, granted
    FROM project JOIN community ON community.id = community_id
    WHERE project.year_id = ? AND status <> 'proposed' ORDER BY project.id
"""


class RankRow(NamedTuple):
    """A project in the ranking; one without a review has no place, no score and has not passed.

    `place` has a `=` where others share it; `score` is of 100, exact; `granted` is in fen.
    """

    place: str
    project_id: int
    project: str
    community: str
    rural: bool
    status: str
    granted: int
    score: Fraction | None
    reviewers: int
    passed: bool | None


def ranking(year: int) -> tuple[RankRow, ...]:
    """The projects of a year that have money, best first; those not reviewed at the end."""
    caps = years.get(year)
    scores, reviewers = _scores(year, sum(row.weight for row in caps.criteria))
    rows = [(scores.get(row[0]), row) for row in db.execute_sql(_PROJECTS, (year,)).fetchall()]
    rows.sort(key=lambda each: (each[0] is None, -(each[0] or 0), each[1][0]))
    places = _places([score for score, _row in rows])
    return tuple(
        RankRow(
            place,
            key,
            name,
            community,
            bool(rural),
            status,
            granted,
            score,
            reviewers.get(key, 0),
            None if score is None else score >= caps.pass_mark,
        )
        for place, (score, (key, name, community, rural, status, granted)) in zip(
            places, rows, strict=True
        )
    )


def say_score(score: Fraction) -> str:
    """A score of 100 with two decimals, rounded half to even."""
    hundredths = round(score * 100)
    return f"{hundredths // 100}.{hundredths % 100:02}"


def _scores(year: int, weights: int) -> tuple[dict[int, Fraction], dict[int, int]]:
    """The mean of a project's reviews, and how many those are, by project."""
    sums: dict[int, Fraction] = {}
    reviews: dict[int, set[int]] = {}
    for project_id, review_id, weight, points, most in db.execute_sql(_SCORES, (year,)):
        share = Fraction(100 * weight * points, most * weights)
        sums[project_id] = sums.get(project_id, Fraction(0)) + share
        reviews.setdefault(project_id, set()).add(review_id)
    counts = {key: len(own) for key, own in reviews.items()}
    return {key: total / counts[key] for key, total in sums.items()}, counts


def _places(scores: list[Fraction | None]) -> list[str]:
    """The place of each of some scores that stand best first; none without a score."""
    places: list[str] = []
    for score, those in groupby(scores):
        shared = len(list(those))
        place = "" if score is None else f"{len(places) + 1}{'=' if shared > 1 else ''}"
        places += [place] * shared
    return places
