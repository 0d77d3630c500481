"""The next year as a what-if: fewer and larger grants, within both caps, nothing written."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.programme import next_year, reviews, years
from store.programme.money import YUAN
from store.programme.next_year import NextRow
from store.programme.ranking import RankRow
from store.programme.years import CriterionRow
from tests.conftest import TODAY
from tests.store.programme.making import everything, project, wrong_fields


@pytest.fixture
def reviewed(store: object) -> list[int]:
    """Five projects with scores of 90, 80, 80, 70 and 50, and one that nobody reviewed."""
    years.set_criteria(2026, [CriterionRow("成效", 100)])
    found = []
    for number, score in enumerate((90, 80, 80, 70, 50)):
        found.append(project(f"项目{number}", 40_000 * YUAN, community=f"社区{number}"))
        reviews.record(found[-1], "陈静", TODAY, {"成效": score}, "", TODAY)
    project("没评的", 10_000 * YUAN)
    return found


def going_on(rows: tuple[NextRow, ...]) -> dict[int, int]:
    """What the projects have that go on."""
    return {row.project_id: row.next // YUAN for row in rows if row.next}


def test_three_quarters_of_those_that_passed_share_the_same_money(reviewed: list[int]) -> None:
    before = everything()
    found = next_year.what_if(2026)
    assert going_on(found.rows) == dict.fromkeys(reviewed[:3], 70_000)
    assert (found.budget, found.left) == (210_000 * YUAN, 0)
    assert (found.projects, found.next_projects) == (6, 3)
    assert (found.mean, found.next_mean) == (35_000 * YUAN, 70_000 * YUAN)
    assert everything() == before


def test_who_shares_the_last_place_goes_on_too(reviewed: list[int]) -> None:
    assert next_year.what_if(2026, keep=2).next_projects == 3
    assert next_year.what_if(2026, keep=1).next_projects == 1
    assert next_year.what_if(2026, keep=99).next_projects == 4
    assert wrong_fields(lambda: next_year.what_if(2026, keep=0)) == ["keep"]


def test_the_caps_of_the_next_year_leave_the_rest_over(reviewed: list[int]) -> None:
    found = next_year.what_if(2026, 1_000_000 * YUAN, keep=1)
    assert going_on(found.rows) == {reviewed[0]: 100_000}
    assert found.left == 900_000 * YUAN


def test_a_year_without_projects(store: object) -> None:
    found = next_year.what_if(2026)
    assert (found.rows, found.next_mean, found.left) == ((), 0, 0)


def ranked(key: int, community: str, granted: int) -> RankRow:
    return RankRow("1", key, "", community, False, "running", granted, Fraction(80), 1, True)


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 100_000_00)), max_size=6),
    st.integers(0, 500_000_00),
)
def test_nobody_passes_a_cap_and_who_has_less_never_gets_more(
    grants: list[tuple[str, int]], budget: int
) -> None:
    project_cap, community_cap = 100_000_00, 150_000_00
    kept = [ranked(key, community, granted) for key, (community, granted) in enumerate(grants)]
    shares = next_year.share(kept, budget, project_cap, community_cap)
    assert sum(shares.values()) <= budget
    for name in "ab":
        here = [row for row in kept if row.community == name and row.project_id in shares]
        got = [shares[row.project_id] for row in here]
        assert sum(got) <= community_cap
        by_grant = [shares[row.project_id] for row in sorted(here, key=lambda row: row.granted)]
        assert by_grant == sorted(by_grant)
    assert all(0 <= amount <= project_cap and amount % YUAN == 0 for amount in shares.values())
