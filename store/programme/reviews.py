"""Reviews: the points that reviewers give a project by the criteria of its year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from peewee import Expression

from store import history, recent
from store.calendar import say_day
from store.database import transaction
from store.errors import FieldError, Invalid, NotFound, Refused
from store.language import _, listed
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH
from store.programme import years
from store.programme.models import Criterion, Project, Review, Score
from store.programme.years import CriterionRow
from store.text import clean, shown


class ReviewRow(NamedTuple):
    """What one reviewer found: points by criterion, and the score, of 100, that they make."""

    id: int
    project_id: int
    project: str
    year: int
    reviewer: str
    day: date
    scores: dict[str, int]
    score: Fraction
    note: str


def of_project(project_id: int) -> tuple[ReviewRow, ...]:
    """The reviews of a project, in the order they were given."""
    return _rows(Review.project == project_id)


def of_year(year: int | None = None) -> tuple[ReviewRow, ...]:
    """The reviews of all projects of a year, of every year unless one is given, in that order."""
    return _rows(Project.id > 0 if year is None else Project.year == year)


def weighted(points: Mapping[str, int], criteria: tuple[CriterionRow, ...]) -> Fraction:
    """The score of 100: each criterion's share of its most, by weight; exact.

    score = 100 · Σ weight·points/most ÷ Σ weight, over all criteria of the year.
    """
    weights = sum(row.weight for row in criteria)
    if not weights:
        return Fraction(0)
    reached = sum(
        (Fraction(row.weight * points.get(row.name, 0), row.most) for row in criteria), Fraction(0)
    )
    return 100 * reached / weights


def record(
    project_id: int,
    reviewer: str,
    day: date,
    scores: Mapping[str, int],
    note: str,
    today: date,
) -> None:
    """Note what a reviewer found, instead of what the same one found before.

    `scores` has points for every criterion of the year. Raises NotFound, Invalid naming every field
    that is wrong (a score by its criterion), or Refused for a project that is only proposed.
    """
    reviewer = clean(reviewer, NAME_LENGTH, _("Reviewer"))
    note = clean(note, NOTE_LENGTH, _("Note"))
    with transaction():
        query = Project.select(Project.name, Project.year_id, Project.status)
        found = query.where(Project.id == project_id).tuples().first()
        if found is None:
            raise NotFound(_("No such project"), _("This project is not in the store."))
        project, year, status = found
        if status == "proposed":
            sentence = _("{project} is only proposed: there is nothing to review yet.")
            raise Refused(_("Review"), sentence.format(project=shown(project, 60)))
        criteria = years.get(year).criteria
        _refuse(year, criteria, reviewer, day, scores, today)
        before = next((row for row in of_project(project_id) if row.reviewer == reviewer), None)
        if before and (before.day, before.scores, before.note) == (day, dict(scores), note):
            return
        with history.deed("review", project=project, reviewer=reviewer):
            put(project_id, reviewer, day, {row.id: scores[row.name] for row in criteria}, note)


def put(project_id: int, reviewer: str, day: date, points: Mapping[int, int], note: str) -> None:
    """Write a review, checked already, inside the caller's deed; `points` by criterion's id."""
    same = (Review.project == project_id) & (Review.reviewer == reviewer)
    review_id = Review.select(Review.id).where(same).scalar()
    if review_id is None:
        review_id = Review.insert(
            project=project_id, reviewer=reviewer, day=day, note=note
        ).execute()
    else:
        Review.update(day=day, note=note).where(Review.id == review_id).execute()
    for criterion_id, number in points.items():
        Score.insert(review=review_id, criterion=criterion_id, points=number).on_conflict(
            conflict_target=[Score.review, Score.criterion],
            update={Score.points: number},
            where=(Score.points != number),
        ).execute()


def remove(review_id: int) -> None:
    """Take a review away. Raises NotFound."""
    with transaction():
        query = Review.select(Review.reviewer, Project.name).join(Project)
        found = query.where(Review.id == review_id).tuples().first()
        if found is None:
            raise NotFound(_("No such review"), _("This review is not in the store."))
        with history.deed("remove_review", reviewer=found[0], project=found[1]):
            Score.delete().where(Score.review == review_id).execute()
            Review.delete().where(Review.id == review_id).execute()


def latest_reviewers(typed: str = "") -> list[str]:
    """Who reviewed latest, of those whose name holds what is typed."""
    return recent.texts(Review.reviewer, typed)


def _rows(wanted: Expression) -> tuple[ReviewRow, ...]:
    points: dict[int, dict[str, int]] = {}
    scores = (
        Score.select(Score.review_id, Criterion.name, Score.points)
        .join_from(Score, Criterion)
        .join_from(Score, Review)
        .join_from(Review, Project)
        .where(wanted)
        .order_by(Criterion.id)
    )
    for review_id, criterion, number in scores.tuples():
        points.setdefault(review_id, {})[criterion] = number
    columns = (Review.project_id, Project.name, Project.year_id, Review.reviewer, Review.day)
    query = Review.select(Review.id, *columns, Review.note).join(Project)
    found = list(query.where(wanted).order_by(Review.id).tuples())
    criteria = {year: years.get(year).criteria for year in {row[3] for row in found}}
    rows = []
    for key, project_id, project, year, reviewer, day, note in found:
        own = points.get(key, {})
        score = weighted(own, criteria[year])
        rows.append(ReviewRow(key, project_id, project, year, reviewer, day, own, score, note))
    return tuple(rows)


def _refuse(
    year: int,
    criteria: tuple[CriterionRow, ...],
    reviewer: str,
    day: date,
    scores: Mapping[str, int],
    today: date,
) -> None:
    if not criteria:
        sentence = _("There are no criteria for {year} yet. Please set them first.")
        raise Refused(_("Review"), sentence.format(year=year))
    errors = []
    if not reviewer:
        errors.append(FieldError("reviewer", _("Please say who reviews.")))
    if day > today:
        errors.append(FieldError("day", _("{day} has not come yet.").format(day=say_day(day))))
    known = {row.name: row for row in criteria}
    for name in scores.keys() - known.keys():
        sentence = _("“{name}” is no criterion of {year}; there are {known}.")
        words = {"name": shown(name), "year": year, "known": listed(known)}
        errors.append(FieldError(name, sentence.format(**words)))
    for name, row in known.items():
        if not 0 <= scores.get(name, -1) <= row.most:
            sentence = _("“{name}”: please give points from 0 to {most}.")
            errors.append(FieldError(name, sentence.format(name=shown(name), most=row.most)))
    if errors:
        raise Invalid(_("Review"), tuple(errors))
