"""The ranking: by the mean of exact scores, ties shown as ties, unreviewed at the end."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.programme import ranking, removal, reviews, years
from store.programme.ranking import _places, say_score
from store.programme.years import CriterionRow
from tests.conftest import TODAY
from tests.store.programme.making import project, questions

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def criteria(store: object) -> None:
    """A year whose projects get up to 3 points for one thing and up to 100 for another."""
    project("书屋")  # makes the year; proposed, so it is never ranked
    years.set_criteria(2026, [CriterionRow("参与", 1, 3), CriterionRow("财务", 1)])


def reviewed(name: str, *points: tuple[int, int]) -> int:
    """A funded project with a review for each pair of points."""
    made = project(name, 100, community=f"{name}社区")
    for place, (joined, money) in enumerate(points):
        found = {"参与": joined, "财务": money}
        reviews.record(made, f"评审{place}", TODAY, found, "", TODAY)
    return made


@pytest.mark.usefixtures("criteria")
def test_equal_scores_share_a_place_and_the_next_is_skipped() -> None:
    reviewed("无")
    reviewed("丙", (0, 60), (0, 60))
    reviewed("甲", (3, 80))
    reviewed("乙", (3, 60), (3, 100))
    removal.remove(reviewed("丁", (2, 0)), "停了", TODAY)
    told = [
        (row.place, row.project, row.score, row.reviewers, row.passed)
        for row in ranking.ranking(2026)
    ]
    assert told == [
        ("1=", "甲", 90, 1, True),
        ("1=", "乙", 90, 2, True),
        ("3", "丁", Fraction(100, 3), 1, False),
        ("4", "丙", 30, 2, False),
        ("", "无", None, 0, None),
    ]
    assert ranking.ranking(2027) == ()


@pytest.mark.usefixtures("criteria")
def test_a_tie_is_exact_to_the_last_part() -> None:
    years.change(
        years.get(2026),
        budget=None,
        project_cap=10_000_000,
        community_cap=30_000_000,
        rural_floor=0,
        pass_mark=50,
        seed="",
    )
    reviewed("甲", (1, 67), (2, 33))
    reviewed("乙", (1, 66), (2, 34))
    reviewed("丙", (1, 66), (2, 33))
    rows = ranking.ranking(2026)
    assert [(row.place, row.project) for row in rows] == [("1=", "甲"), ("1=", "乙"), ("3", "丙")]
    assert [row.passed for row in rows] == [True, True, False]


@pytest.mark.usefixtures("criteria")
def test_it_asks_as_often_for_many(monkeypatch: pytest.MonkeyPatch) -> None:
    reviewed("甲", (3, 80))
    few = questions(monkeypatch, lambda: ranking.ranking(2026))
    for name in "乙丙丁":
        reviewed(name, (1, 1), (2, 2))
    assert questions(monkeypatch, lambda: ranking.ranking(2026)) == few == 4


SCORES = st.lists(st.integers(0, 5).map(lambda points: Fraction(points, 3)), max_size=12)


@given(SCORES, st.integers(0, 3))
def test_a_place_counts_who_did_better(scores: list[Fraction], unreviewed: int) -> None:
    scores.sort(reverse=True)
    places = _places([*scores, *[None] * unreviewed])
    assert places[len(scores) :] == [""] * unreviewed
    for score, place in zip(scores, places, strict=False):
        better = sum(other > score for other in scores)
        assert place == f"{better + 1}" + ("=" if scores.count(score) > 1 else "")


@pytest.mark.parametrize(
    ("score", "said"),
    [(Fraction(100), "100.00"), (Fraction(200, 3), "66.67"), (Fraction(1, 20), "0.05")],
)
def test_a_score_is_said_with_two_decimals(score: Fraction, said: str) -> None:
    assert say_score(score) == said
