"""Communities by name: found as they are typed, made where they are new."""

from __future__ import annotations

import pytest

from store import history
from store.errors import Refused
from store.neighbours import communities
from store.neighbours.communities import CommunityRow

pytestmark = pytest.mark.usefixtures("store")


def make(name: str, district: str = "") -> int:
    with history.deed("add_project", project="", community=name):
        return communities.find_or_make(name, district)


def test_a_known_community_is_found_again_and_learns_its_district() -> None:
    first = make("五星村")
    assert make("五星村", "崇州市") == first
    assert communities.matching("五星") == (CommunityRow("五星村", "崇州市"),)


def test_another_district_is_refused_with_what_to_do() -> None:
    make("五星村", "崇州市")
    with pytest.raises(Refused, match="write the district into the name"):
        make("五星村", "武侯区")


@pytest.mark.parametrize("typed", ["晋阳", "jinyang", "jysq", "JY"])
def test_a_community_answers_to_characters_pinyin_and_initials(typed: str) -> None:
    for name in ("晋阳社区", "五星村"):
        make(name)
    assert [row.name for row in communities.matching(typed)] == ["晋阳社区"]


def test_only_a_few_are_offered() -> None:
    for number in range(12):
        make(f"社区{number:02}")
    assert len(communities.matching("社区")) == communities.MOST_OFFERED
