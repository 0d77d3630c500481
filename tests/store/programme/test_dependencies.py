"""What milestones need: never themselves, never in a ring."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import history
from store.errors import Invalid, NotFound
from store.programme import dependencies, milestones
from tests.store.programme.making import everything, project

NAMES = ("踏勘", "设计", "施工", "验收")


@pytest.fixture
def plan(store: object) -> dict[str, int]:
    garden = project()
    return {
        name: milestones.add(garden, name, date(2026, 5 + place, 1))
        for place, name in enumerate(NAMES)
    }


def test_a_need_keeps_the_days_between_the_baselines_unless_said(plan: dict[str, int]) -> None:
    dependencies.add(plan["设计"], plan["踏勘"])
    dependencies.add(plan["施工"], plan["设计"], -3)
    dependencies.add(plan["施工"], plan["设计"], 7)
    assert [(need.milestone, need.needs, need.gap_days) for need in dependencies.of_project(1)] == [
        ("设计", "踏勘", 31),
        ("施工", "设计", 7),
    ]
    (need,) = dependencies.of_milestone(plan["施工"])
    dependencies.remove(need.id)
    assert dependencies.of_milestone(plan["施工"]) == ()
    history.undo()
    assert dependencies.of_milestone(plan["施工"]) == (need,)


@pytest.mark.parametrize(
    ("later", "earlier", "said"),
    [
        ("踏勘", "踏勘", "“踏勘” cannot need itself"),
        ("踏勘", "设计", "ring: 踏勘 → 设计 → 踏勘"),
        ("踏勘", "验收", "ring: 踏勘 → 验收 → 施工 → 设计 → 踏勘"),
        ("设计", "验收", "ring: 设计 → 验收 → 施工 → 设计"),
    ],
)
def test_a_ring_is_refused_and_named(
    plan: dict[str, int], later: str, earlier: str, said: str
) -> None:
    for one, other in zip(NAMES[1:], NAMES, strict=False):
        dependencies.add(plan[one], plan[other])
    before = everything()
    with pytest.raises(Invalid, match=said):
        dependencies.add(plan[later], plan[earlier])
    assert everything() == before


def test_what_cannot_be_needed_is_refused(plan: dict[str, int]) -> None:
    with pytest.raises(Invalid, match="at most 3660 days"):
        dependencies.add(plan["设计"], plan["踏勘"], 3661)
    with pytest.raises(NotFound):
        dependencies.add(plan["设计"], 99)
    with pytest.raises(NotFound):
        dependencies.remove(1)


LINKS = st.dictionaries(st.integers(0, 6), st.frozensets(st.integers(0, 6)))


@given(LINKS, st.integers(0, 6), st.integers(0, 6))
def test_a_path_follows_links_and_is_found_where_there_is_one(
    links: dict[int, frozenset[int]], start: int, end: int
) -> None:
    reachable = {start}
    for _step in range(7):
        reachable |= {there for here in reachable for there in links.get(here, ())}
    way = dependencies.path(links, start, end)
    assert bool(way) == (end in reachable)
    if way:
        assert (way[0], way[-1]) == (start, end)
        assert all(there in links[here] for here, there in pairwise(way))
