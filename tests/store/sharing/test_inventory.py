"""The unit grid and its items."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store import history
from store.database import db
from store.errors import Ambiguous, Invalid, NotFound, Refused
from store.neighbours import compounds, households, plan
from store.sharing import categories, inventory, lending, overdue, rules
from store.sharing.inventory import availability
from tests.conftest import TODAY
from tests.store.sharing.conftest import Yard

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("condition", "days_late", "expected"),
    [
        ("good", None, "available"),
        ("worn", None, "available"),
        ("damaged", None, "unavailable"),
        ("lost", None, "unavailable"),
        ("withdrawn", None, "unavailable"),
        ("good", 0, "lent"),
        ("good", 1, "overdue"),
        ("lost", 9, "overdue"),
    ],
)
def test_availability(condition: str, days_late: int | None, expected: str) -> None:
    assert availability(condition, days_late) == expected


def test_the_grid_stands_as_the_building_does(yard: Yard) -> None:
    lending.check_out(yard.oven, yard.borrower, TODAY, lent_on=TODAY - 30 * DAY)
    lending.check_out(yard.drill, yard.other, TODAY)
    unit = compounds.units(yard.compound)[0]
    grid = inventory.grid(unit.id, TODAY)
    assert [cell.door for cell in grid.cells[:4]] == ["401", "402", "403", "301"]
    cell = next(cell for cell in grid.cells if cell.door == "101")
    assert (cell.items, cell.lent, cell.overdue) == (2, 2, 1)


def test_what_is_lost_is_off_the_board(yard: Yard) -> None:
    oven = inventory.item(yard.oven, TODAY)
    inventory.edit_item(oven, name="烤箱", category="厨房", condition="lost", note="")
    unit = compounds.units(yard.compound)[0]
    cell = next(cell for cell in inventory.grid(unit.id, TODAY).cells if cell.door == "101")
    assert cell.items == 1
    assert [item.condition for item in inventory.items(yard.lender, TODAY)] == ["lost", "good"]


def test_what_is_borrowed_is_listed_at_the_borrowers(yard: Yard) -> None:
    lending.check_out(yard.oven, yard.borrower, TODAY)
    assert [loan.item for loan in inventory.borrowed(yard.borrower)] == ["烤箱"]
    lending.check_out(yard.drill, yard.other, TODAY, due_on=TODAY)
    together = [loan.item_id for loan in inventory.borrowed(yard.borrower, yard.other)]
    assert together == [yard.drill, yard.oven]
    assert inventory.borrowed() == ()


def test_several_items_come_in_the_order_asked_for(yard: Yard) -> None:
    found = inventory.several([yard.drill, 999, yard.oven], TODAY)
    assert found == (inventory.item(yard.drill, TODAY), inventory.item(yard.oven, TODAY))


@pytest.mark.parametrize("text", ["烤箱", " 烤箱 ", "1-101 烤箱", "烤箱@1-101", "#1", "1"])
def test_an_item_is_named_in_many_ways(yard: Yard, text: str) -> None:
    assert inventory.find(text, TODAY).id == yard.oven


def test_several_of_a_name_are_told_by_number(yard: Yard) -> None:
    second = inventory.add_item(yard.other, name="烤箱", category="厨房")
    with pytest.raises(Ambiguous, match=rf"{yard.oven} \(1-101\), {second} \(2-301\)"):
        inventory.find("烤箱", TODAY)
    assert inventory.find("2-301 烤箱", TODAY).id == second


@pytest.mark.parametrize("text", ["月亮", "999", "9" * 40, "1-101 月亮", "", "\x1b"])
def test_what_is_not_there_is_told(yard: Yard, text: str) -> None:
    with pytest.raises(NotFound) as told:
        inventory.find(text, TODAY)
    assert told.value.sentence.isprintable()


def test_every_wrong_field_is_named_at_once(yard: Yard) -> None:
    with pytest.raises(Invalid) as refused:
        inventory.add_item(yard.lender, name=" ", category="", condition="shiny")
    assert [error.field for error in refused.value.errors] == ["name", "category", "condition"]


def test_a_vacant_home_lends_nothing(yard: Yard) -> None:
    with pytest.raises(Invalid, match="vacant"):
        inventory.add_item(yard.vacant, name="烤箱", category="厨房")
    assert households.get(yard.vacant).kind == "vacant"


def test_several_items_are_added_as_one_deed_or_none(yard: Yard) -> None:
    before = inventory.items(yard.other, TODAY)
    numbers = inventory.add_items(yard.other, [("榔头", "工具"), ("改刀", "工具")])
    assert [row.name for row in inventory.several(numbers, TODAY)] == ["榔头", "改刀"]
    assert history.undo().label == "undid: added 2 items to 2-301"
    with pytest.raises(Invalid):
        inventory.add_items(yard.other, [("榔头", "工具"), ("改刀", "")])
    with pytest.raises(Invalid):
        inventory.add_items(yard.vacant, [("榔头", "工具"), ("改刀", "工具")])
    assert inventory.items(yard.other, TODAY) == before


def test_an_edit_keeps_what_somebody_else_changed_meanwhile(yard: Yard) -> None:
    seen = inventory.item(yard.oven, TODAY)
    inventory.edit_item(seen, name="大烤箱", category="家电", condition="good", note="")
    inventory.edit_item(seen, name="烤箱", category="厨房", condition="worn", note="")
    oven = inventory.item(yard.oven, TODAY)
    assert (oven.name, oven.category, oven.condition) == ("大烤箱", "家电", "worn")
    assert history.latest(1)[0].label == "edited 大烤箱 of 1-101"


def test_an_edit_refuses_what_somebody_else_changed_otherwise(yard: Yard) -> None:
    seen = inventory.item(yard.oven, TODAY)
    inventory.edit_item(seen, name="大烤箱", category="厨房", condition="good", note="")
    before = history.latest(9)
    with pytest.raises(Refused, match="Somebody changed the name to “大烤箱” meanwhile"):
        inventory.edit_item(seen, name="小烤箱", category="新", condition="lost", note="")
    assert inventory.item(yard.oven, TODAY).condition == "good"
    assert history.latest(9) == before
    assert "新" not in [row.name for row in categories.categories()]


def test_an_edit_that_changes_nothing_is_no_deed(yard: Yard) -> None:
    seen = inventory.item(yard.oven, TODAY)
    before = history.latest(9)
    inventory.edit_item(seen, name="烤箱 ", category="厨房", condition="good", note="")
    assert history.latest(9) == before


@pytest.mark.parametrize("note", ["", "夜班"])
def test_an_item_that_is_gone_is_not_saved(yard: Yard, note: str) -> None:
    seen = inventory.item(yard.drill, TODAY)
    history.undo()
    before = history.latest(9)
    with pytest.raises(NotFound):
        inventory.edit_item(seen, name="电钻", category="工具", condition="good", note=note)
    assert history.latest(9) == before


def test_checks_and_writes_are_one_transaction(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else can write between what a deed reads and what it writes."""
    seen = inventory.item(yard.oven, TODAY)
    resident_of = households.get(yard.lender)
    households.add_resident(yard.lender, name="陈秀英")
    (resident,) = households.residents(yard.lender)
    alone = []
    begin = history.deed

    def deed(verb: str, **words: str | int):
        alone.append((verb, db.in_transaction()))
        return begin(verb, **words)

    monkeypatch.setattr(history, "deed", deed)
    inventory.add_item(yard.lender, name="锅", category="厨房")
    inventory.edit_item(seen, name="锅", category="厨房", condition="good", note="")
    households.edit(
        resident_of, name="陈家", kind="home", note="", refuse_vacating=rules.refuse_vacating
    )
    households.add_resident(yard.lender, name="陈小平")
    households.edit_resident(resident, name="陈秀云", phone="", note="")
    compounds.create("Other Yard", plan.parse("1: 2 x 2"))
    categories.change_rules("厨房", loan_days=3)
    assert [verb for verb, inside in alone if not inside] == []
    assert len(alone) == 7


@pytest.mark.parametrize("condition", ["lost", "withdrawn"])
def test_what_is_lent_is_counted_wherever_it_is(yard: Yard, condition: str) -> None:
    lending.check_out(yard.oven, yard.borrower, TODAY, lent_on=TODAY - 30 * DAY)
    oven = inventory.item(yard.oven, TODAY)
    inventory.edit_item(oven, name="烤箱", category="厨房", condition=condition, note="")
    unit = compounds.units(yard.compound)[0]
    cells = {cell.door: cell for cell in inventory.grid(unit.id, TODAY).cells}
    assert (cells["101"].items, cells["101"].lent, cells["101"].overdue) == (1, 1, 1)
    assert (cells["102"].items, cells["102"].lent, cells["102"].overdue) == (0, 0, 0)
    assert overdue.open_of_compound(yard.compound, TODAY) == (1, 1)


def test_a_vacant_home_takes_nothing_back_onto_the_board(yard: Yard) -> None:
    for item_id in (yard.oven, yard.drill):
        seen = inventory.item(item_id, TODAY)
        inventory.edit_item(
            seen, name=seen.name, category=seen.category, condition="withdrawn", note=""
        )
    home = households.get(yard.lender)
    households.edit(home, name="", kind="vacant", note="", refuse_vacating=rules.refuse_vacating)
    seen = inventory.item(yard.oven, TODAY)
    with pytest.raises(Refused, match="1-101 is vacant"):
        inventory.edit_item(seen, name="烤箱", category="厨房", condition="good", note="")
    inventory.edit_item(seen, name="烤箱", category="厨房", condition="lost", note="moved")


def test_an_item_is_found_in_its_own_compound(yard: Yard) -> None:
    other = compounds.create("Other Yard", plan.parse("9: 2 x 2"))
    theirs = inventory.add_item(households.find("9-101").id, name="烤箱", category="厨房")
    assert inventory.find("烤箱", TODAY, yard.compound).id == yard.oven
    assert inventory.find("烤箱", TODAY, other).id == theirs
