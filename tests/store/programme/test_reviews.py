"""Reviews: points by the criteria of a year, what they come to, and what is refused."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import history
from store.errors import Invalid, NotFound, Refused
from store.programme import projects, reviews, years
from store.programme.models import MOST_POINTS, Review, Score
from store.programme.years import CriterionRow
from tests.conftest import TODAY
from tests.store.programme.making import everything, project, questions, wrong_fields

POINTS = {"参与": 80, "财务": 7}
WHOLE = st.integers(1, MOST_POINTS)


@pytest.fixture
def garden(store: object) -> int:
    """A funded project in a year with two criteria, of 60 % and 40 %."""
    garden = project(granted=100)
    years.set_criteria(2026, [CriterionRow("参与", 60), CriterionRow("财务", 40, 10)])
    return garden


def test_a_review_is_kept_and_undone(garden: int) -> None:
    before = everything()
    reviews.record(garden, " 徐老师 ", date(2026, 11, 1), POINTS, "踏实", TODAY)
    (row,) = reviews.of_project(garden)
    assert (row.project, row.year, row.reviewer, row.day) == (
        "共享菜园",
        2026,
        "徐老师",
        date(2026, 11, 1),
    )
    assert (row.scores, row.score, row.note) == (POINTS, Fraction(76), "踏实")
    history.undo()
    assert everything() == before


def test_a_reviewer_has_one_review_of_a_project(garden: int) -> None:
    reviews.record(garden, "徐老师", TODAY, POINTS, "", TODAY)
    deeds = history.latest(9)
    reviews.record(garden, "徐老师", TODAY, POINTS, "", TODAY)
    assert history.latest(9) == deeds
    reviews.record(garden, "徐老师", TODAY, {**POINTS, "财务": 10}, "改了", TODAY)
    reviews.record(garden, "钱老师", TODAY, POINTS, "", TODAY)
    told = [(row.reviewer, row.score, row.note) for row in reviews.of_project(garden)]
    assert told == [("徐老师", 88, "改了"), ("钱老师", 76, "")]
    history.undo()
    history.undo()
    assert [row.scores for row in reviews.of_project(garden)] == [POINTS]


def test_every_wrong_field_is_named_and_nothing_is_kept(garden: int) -> None:
    before = everything()
    tomorrow = date(2026, 11, 24)

    def record() -> None:
        reviews.record(garden, " ", tomorrow, {"参与": 101, "人缘": 1}, "", TODAY)

    assert sorted(wrong_fields(record)) == ["day", "reviewer", "人缘", "参与", "财务"]
    assert everything() == before


@pytest.mark.parametrize("points", [-1, 11])
def test_points_are_from_nothing_to_the_most(garden: int, points: int) -> None:
    with pytest.raises(Invalid, match="“财务”: please give points from 0 to 10"):
        reviews.record(garden, "徐老师", TODAY, {"参与": 0, "财务": points}, "", TODAY)
    reviews.record(garden, "徐老师", TODAY, {"参与": 0, "财务": 0}, "", TODAY)
    assert reviews.of_project(garden)[0].score == 0


def test_what_cannot_be_reviewed(store: object) -> None:
    proposed, funded = project("书屋"), project("口袋公园", 100)
    before = everything()
    with pytest.raises(Refused, match="书屋 is only proposed"):
        reviews.record(proposed, "徐老师", TODAY, {}, "", TODAY)
    with pytest.raises(Refused, match="no criteria for 2026 yet"):
        reviews.record(funded, "徐老师", TODAY, {}, "", TODAY)
    with pytest.raises(NotFound):
        reviews.record(99, "徐老师", TODAY, {}, "", TODAY)
    with pytest.raises(NotFound):
        reviews.remove(99)
    assert everything() == before


def test_a_review_is_taken_away_whole(garden: int) -> None:
    reviews.record(garden, "徐老师", TODAY, POINTS, "", TODAY)
    before = everything()
    reviews.remove(reviews.of_project(garden)[0].id)
    assert (Review.select().count(), Score.select().count()) == (0, 0)
    history.undo()
    assert everything() == before


def test_criteria_stay_once_there_are_scores(garden: int) -> None:
    reviews.record(garden, "徐老师", TODAY, POINTS, "", TODAY)
    with pytest.raises(Refused, match="scores of 2026 already"):
        years.set_criteria(2026, [CriterionRow("参与", 100)])


def test_a_reviewed_project_stays_in_its_year(garden: int) -> None:
    reviews.record(garden, "徐老师", TODAY, POINTS, "", TODAY)
    seen = projects.get(garden)
    with pytest.raises(Invalid, match="by the criteria of 2026: it stays in that year"):
        projects.edit(seen, seen.values._replace(year=2027), TODAY)
    projects.edit(seen, seen.values._replace(note="东区"), TODAY)


def test_the_reviews_of_a_year(garden: int, monkeypatch: pytest.MonkeyPatch) -> None:
    years.set_criteria(2025, [CriterionRow("参与", 1, 10)])
    older = project("书屋", 100, year=2025)
    reviews.record(garden, "徐老师", TODAY, POINTS, "", TODAY)
    reviews.record(older, "徐老师", TODAY, {"参与": 5}, "", TODAY)
    assert [row.project_id for row in reviews.of_year()] == [garden, older]
    assert [(row.project, row.score) for row in reviews.of_year(2025)] == [("书屋", 50)]
    assert reviews.of_year(2027) == ()
    one = questions(monkeypatch, lambda: reviews.of_year(2026))
    reviews.record(garden, "钱老师", TODAY, POINTS, "", TODAY)
    assert questions(monkeypatch, lambda: reviews.of_year(2026)) == one


@given(st.lists(st.tuples(WHOLE, WHOLE, st.integers(0, MOST_POINTS)), min_size=1, max_size=6))
def test_a_score_is_exact_and_within_the_hundred(rows: list[tuple[int, int, int]]) -> None:
    criteria = tuple(CriterionRow(str(place), *row[:2]) for place, row in enumerate(rows))
    points = {str(place): min(row[1], row[2]) for place, row in enumerate(rows)}
    score = reviews.weighted(points, criteria)
    assert 0 <= score <= 100
    by_hand = sum(Fraction(row.weight, row.most) * points[row.name] for row in criteria)
    assert score == 100 * by_hand / sum(row.weight for row in criteria)
    full = {row.name: row.most for row in criteria}
    assert reviews.weighted(full, criteria) == 100


def test_without_criteria_there_is_no_score() -> None:
    assert reviews.weighted({"参与": 5}, ()) == 0
