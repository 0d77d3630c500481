"""One search over items, households and residents."""

from __future__ import annotations

import pytest

from store.neighbours import compounds, households, plan
from store.sharing import search
from tests.store.sharing.conftest import Yard


@pytest.mark.parametrize("query", ["烤", "kx", "kaoxiang", "KAO XIANG"])
def test_items_by_characters_pinyin_and_initials(yard: Yard, query: str) -> None:
    assert [(m.kind, m.label, m.address) for m in search.find(yard.compound, query)] == [
        ("item", "烤箱", "1-101")
    ]


def test_residents_by_name_and_phone(yard: Yard) -> None:
    households.add_resident(yard.other, name="曾小平", phone="10055500123")
    for query in ("曾小", "0123"):
        assert [m.address for m in search.find(yard.compound, query)] == ["2-301"]


def test_households_by_address_first(yard: Yard) -> None:
    assert search.find(yard.compound, "2-3")[0].address == "2-301"


@pytest.mark.parametrize("query", ["", " ", "%", "_", "'", "*", "[/]", "\x00"])
def test_odd_queries_match_nothing_by_accident(yard: Yard, query: str) -> None:
    assert search.find(yard.compound, query) == ()


def test_another_compound_is_not_searched(yard: Yard) -> None:
    other = compounds.create("Other Yard", plan.parse("1: 2 x 2"))
    assert search.find(other, "烤") == ()


def test_each_household_is_offered_once(yard: Yard) -> None:
    found = search.households(yard.compound, "1-1")
    assert [m.address for m in found] == ["1-101", "1-102", "1-103"]
    assert [m.address for m in search.households(yard.compound, "烤箱")] == ["1-101"]
    assert search.households(yard.compound, "")[0].address == "1-101"
