"""Households and residents."""

from __future__ import annotations

import pytest

from store.errors import Ambiguous, Invalid, NotFound, Refused
from store.neighbours import compounds, households, plan


@pytest.mark.parametrize(
    "address", ["1-202", "1 202", "１－２０２", "1单元202", "1单元202室", " 1-202 "]
)
def test_an_address_may_be_typed_in_many_ways(compound: int, address: str) -> None:
    assert households.find(address).address == "1-202"


@pytest.mark.parametrize("address", ["9-999", "", "-", "烤箱", "1-202\x1b", "x" * 5000])
def test_an_unknown_address_is_told(compound: int, address: str) -> None:
    with pytest.raises(NotFound) as told:
        households.find(address)
    assert told.value.sentence.isprintable()
    assert len(told.value.sentence) < 200


def test_an_address_in_two_compounds_needs_the_compound(compound: int) -> None:
    other = compounds.create("Other Yard", plan.parse("1: 4 x 3"))
    with pytest.raises(Ambiguous):
        households.find("1-202")
    assert households.find("1-202", other).compound_id == other


def test_a_unit_name_may_hold_a_dash(compound: int) -> None:
    other = compounds.create("Other Yard", plan.parse("2-1栋: 2 x 2"))
    assert households.find("2-1栋-101", other).door == "101"


def test_a_household_is_edited_and_found_by_its_new_name(compound: int) -> None:
    from store.sharing import search

    household = households.find("2-103")
    households.edit(household.id, name="新来的家", kind="home", note="")
    assert households.find("2-103").kind == "home"
    assert [match.address for match in search.find(compound, "xld")] == ["2-103"]


def test_hostile_names_are_refused_or_kept_whole(compound: int) -> None:
    household = households.find("1-101")
    households.edit(household.id, name="[/]=cmd()'\"", kind="home", note="")
    assert households.get(household.id).name == "[/]=cmd()'\""
    with pytest.raises(Refused):
        households.edit(household.id, name="a\x1b[2J", kind="home", note="")
    with pytest.raises(Invalid):
        households.edit(household.id, name="a", kind="castle", note="")
    assert households.get(household.id).name == "[/]=cmd()'\""


def test_residents_are_entered_and_edited(compound: int) -> None:
    household = households.find("1-101").id
    resident = households.add_resident(household, name="陈秀英", phone="10055500001")
    households.edit_resident(resident, name="陈秀英", phone="", note="夜班")
    assert [(r.name, r.phone, r.note) for r in households.residents(household)] == [
        ("陈秀英", "", "夜班")
    ]
    with pytest.raises(Invalid):
        households.add_resident(household, name=" ")


def test_a_compound_name_is_taken_once(compound: int) -> None:
    with pytest.raises(Invalid) as refused:
        compounds.create("Test Yard", plan.parse("1: 1 x 1"))
    assert refused.value.errors[0].field == "name"
