"""Households and residents."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from store import history
from store.errors import Ambiguous, ChangedMeanwhile, Clash, Invalid, NotFound, Refused
from store.neighbours import compounds, households, plan
from store.neighbours.households import HouseholdRow
from store.sharing import inventory, lending, search
from store.sharing.rules import refuse_vacating
from tests.conftest import TODAY


def edit(seen: HouseholdRow, *, name: str = "", kind: str = "home", note: str = "") -> HouseholdRow:
    """Edit a household as the desk does."""
    return households.edit(seen, name=name, kind=kind, note=note, refuse_vacating=refuse_vacating)


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
    household = households.find("2-103")
    edit(household, name="新来的家", kind="home")
    assert households.find("2-103").kind == "home"
    assert [match.address for match in search.find(compound, "xld")] == ["2-103"]


def test_hostile_names_are_refused_or_kept_whole(compound: int) -> None:
    household = households.find("1-101")
    edit(household, name="[/]=cmd()'\"")
    assert households.get(household.id).name == "[/]=cmd()'\""
    with pytest.raises(Refused):
        edit(household, name="a\x1b[2J")
    with pytest.raises(Invalid):
        edit(household, name="a", kind="castle")
    assert households.get(household.id).name == "[/]=cmd()'\""


def test_residents_are_entered_and_edited(compound: int) -> None:
    household = households.find("1-101").id
    households.add_resident(household, name="陈秀英", phone="10055500001")
    (seen,) = households.residents(household)
    households.edit_resident(seen, name="陈秀英", phone="", note="夜班")
    assert [(r.name, r.phone, r.note) for r in households.residents(household)] == [
        ("陈秀英", "", "夜班")
    ]
    with pytest.raises(Invalid):
        households.add_resident(household, name=" ")


def test_a_compound_name_is_taken_once(compound: int) -> None:
    with pytest.raises(Invalid) as refused:
        compounds.create("Test Yard", plan.parse("1: 1 x 1"))
    assert refused.value.errors[0].field == "name"


def test_an_edit_keeps_what_somebody_else_changed_meanwhile(compound: int) -> None:
    seen = households.find("1-101")
    edit(seen, name="陈家", note="夜班")
    edited = edit(seen, kind="shop")
    assert (edited.name, edited.kind, edited.note) == ("陈家", "shop", "夜班")
    assert households.get(seen.id) == edited
    assert [match.address for match in search.find(compound, "cj")] == ["1-101"]


def test_an_edit_refuses_what_somebody_else_changed_otherwise(compound: int) -> None:
    seen = households.find("1-101")
    edit(seen, name="陈家", kind="shop")
    with pytest.raises(Refused) as refused:
        edit(seen, name="王家", kind="vacant", note="夜班")
    assert refused.value.sentence == (
        "Somebody changed the name to “陈家”, the kind to “shop” meanwhile. Please look again."
    )
    assert households.get(seen.id).note == ""


def test_a_clash_tells_each_field_with_who_changed_it(compound: int) -> None:
    seen = households.find("1-101")
    history.act_as("王芳")
    edit(seen, name="陈家")
    history.act_as("李明")
    edit(seen, kind="shop")
    history.act_as("tester")
    with pytest.raises(ChangedMeanwhile) as refused:
        edit(seen, name="王家", kind="vacant", note="夜班")
    assert refused.value.clashes == (
        Clash("name", "王芳", theirs="陈家", mine="王家"),
        Clash("kind", "李明", theirs="shop", mine="vacant"),
    )


def test_a_clash_with_another_program_names_nobody(compound: int, store: Path) -> None:
    seen = households.find("1-101")
    with closing(sqlite3.connect(store)) as program, program:
        program.execute("UPDATE household SET name = '陈家' WHERE id = ?", (seen.id,))
    with pytest.raises(ChangedMeanwhile) as refused:
        edit(seen, name="王家")
    assert [clash.who for clash in refused.value.clashes] == [""]


def test_an_edit_that_changes_nothing_is_no_deed(compound: int) -> None:
    seen = households.find("1-101")
    edit(seen, name="陈家")
    before = history.latest(9)
    # Also where somebody else has made the same change.
    edit(seen, name=" 陈家 ")
    edit(households.get(seen.id), name="陈家")
    assert history.latest(9) == before


@pytest.mark.parametrize("lent", [False, True])
def test_who_lends_or_borrows_does_not_become_vacant(compound: int, lent: bool) -> None:
    lender, borrower = households.find("1-101"), households.find("1-102")
    oven = inventory.add_item(lender.id, name="烤箱", category="厨房")
    if lent:
        lending.check_out(oven, borrower.id, TODAY)
    busy = borrower if lent else lender
    with pytest.raises(Refused, match=f"{busy.address} still lends or borrows"):
        edit(busy, kind="vacant")
    assert households.get(busy.id).kind == "home"


def test_who_neither_lends_nor_borrows_any_more_becomes_vacant(compound: int) -> None:
    lender, borrower = households.find("1-101"), households.find("1-102")
    oven = inventory.add_item(lender.id, name="烤箱", category="厨房")
    loan = lending.check_out(oven, borrower.id, TODAY)
    lending.check_in([loan.id], TODAY, condition="withdrawn")
    assert [edit(home, kind="vacant").kind for home in (lender, borrower)] == ["vacant"] * 2


def test_edits_of_a_resident_meet(compound: int) -> None:
    household = households.find("1-101").id
    households.add_resident(household, name="陈秀英", phone="10055500001")
    (seen,) = households.residents(household)
    households.edit_resident(seen, name="陈秀英", phone="", note="夜班")
    households.edit_resident(seen, name="陈秀云", phone=seen.phone, note="")
    assert [(r.name, r.phone, r.note) for r in households.residents(household)] == [
        ("陈秀云", "", "夜班")
    ]
    assert search.find(compound, "10055500001") == ()
    with pytest.raises(Refused, match="the phone to “”"):
        households.edit_resident(seen, name="陈秀英", phone="10055500002", note="")


def test_what_is_gone_is_not_saved(compound: int) -> None:
    household = households.find("1-101")
    households.add_resident(household.id, name="陈秀英")
    (seen,) = households.residents(household.id)
    history.undo()
    for change in ({"note": "夜班"}, {"note": ""}):
        with pytest.raises(NotFound):
            households.edit_resident(seen, name="陈秀英", phone="", **change)
    before = history.latest(9)
    with pytest.raises(NotFound):
        edit(household._replace(id=999), name="陈家")
    assert history.latest(9) == before


@pytest.mark.parametrize("name", ["Zoë Li", " zoe li ", "ＺＯＥ　ＬＩ"])
def test_a_resident_is_named_in_any_width_and_case(compound: int, name: str) -> None:
    household = households.find("1-101").id
    zoe = households.add_resident(household, name="Zoë Li")
    households.add_resident(household, name="陈秀英")
    assert households.resident_named(household, name).id == zoe


def test_a_resident_who_is_unknown_or_not_alone_is_told(compound: int) -> None:
    household = households.find("1-101").id
    households.add_resident(household, name="王芳")
    exact = households.add_resident(household, name="王 芳")
    assert households.resident_named(household, "王 芳").id == exact
    with pytest.raises(Ambiguous, match="Several residents of 1-101"):
        households.resident_named(household, "王  芳")
    with pytest.raises(NotFound, match="Nobody called “王五” is known in 1-101"):
        households.resident_named(household, "王五")
