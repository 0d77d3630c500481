"""How well one project does: its reviews by criterion, and the supervision that it was given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from store.language import _, listed
from store.programme.ranking import say_score
from store.programme.reviews import ReviewRow
from store.programme.supervision import SupervisionRow
from store.programme.terms import SUPERVISION_NAMES
from store.programme.years import YearRow
from tui.widgets.listing import Column, ListingRow


def columns() -> tuple[Column, ...]:
    """The columns of the rows below."""
    return (
        Column(_("who"), 18, flex=1, priority=9),
        Column(_("day"), 10, priority=7),
        Column(_("score"), 7, align="right", priority=8),
        Column("", 16, flex=4, priority=6),
    )


def rows(
    year: YearRow, reviews: Sequence[ReviewRow], visits: Sequence[SupervisionRow]
) -> Iterator[ListingRow]:
    """The reviews with their mean, then visits and trainings."""
    group = _("Reviews by the criteria of {year}; pass mark {mark}").format(
        year=year.year, mark=year.pass_mark
    )
    for row in reviews:
        day, score = row.day.isoformat(), say_score(row.score)
        yield ListingRow(f"review {row.id}", (row.reviewer, day, score, say(row)), group)
    if reviews:
        passed = mean(reviews) >= year.pass_mark
        told = _("passed") if passed else _("below the pass mark")
        fields = (_("mean"), "", say_score(mean(reviews)), told)
        yield ListingRow("mean 0", fields, group, glyph="" if passed else "!")
    for visit in visits:
        told = listed(filter(None, (_(SUPERVISION_NAMES[visit.kind]), visit.note)))
        told_on = (visit.who, visit.day.isoformat(), "", told)
        yield ListingRow(f"supervision {visit.id}", told_on, _("Supervision"))


def say(row: ReviewRow) -> str:
    """The points of a review by criterion, and its note."""
    points = listed(f"{name} {number}" for name, number in row.scores.items())
    return "  ".join(filter(None, (points, row.note)))


def mean(reviews: Sequence[ReviewRow]) -> Fraction:
    """The mean score, exact."""
    return sum((row.score for row in reviews), Fraction(0)) / len(reviews)
