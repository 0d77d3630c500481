"""The unit grid and its items."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store.errors import Ambiguous, Invalid, NotFound
from store.neighbours import compounds, households
from store.sharing import inventory, lending
from store.sharing.inventory import availability
from tests.conftest import TODAY
from tests.store.sharing.conftest import Yard

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("condition", "due_on", "expected"),
    [
        ("good", None, "available"),
        ("worn", None, "available"),
        ("damaged", None, "unavailable"),
        ("lost", None, "unavailable"),
        ("withdrawn", None, "unavailable"),
        ("good", TODAY, "lent"),
        ("good", TODAY - DAY, "overdue"),
        ("lost", TODAY - DAY, "overdue"),
    ],
)
def test_availability(condition: str, due_on, expected: str) -> None:
    assert availability(condition, due_on, TODAY) == expected


def test_the_grid_stands_as_the_building_does(yard: Yard) -> None:
    lending.check_out(yard.oven, yard.borrower, TODAY, lent_on=TODAY - 30 * DAY)
    lending.check_out(yard.drill, yard.other, TODAY)
    unit = compounds.units(yard.compound)[0]
    grid = inventory.grid(unit.id, TODAY)
    assert [cell.door for cell in grid.cells[:4]] == ["401", "402", "403", "301"]
    cell = next(cell for cell in grid.cells if cell.door == "101")
    assert (cell.items, cell.lent, cell.overdue) == (2, 2, 1)


def test_what_is_lost_is_off_the_board(yard: Yard) -> None:
    inventory.edit_item(yard.oven, name="烤箱", category="厨房", condition="lost", note="")
    unit = compounds.units(yard.compound)[0]
    cell = next(cell for cell in inventory.grid(unit.id, TODAY).cells if cell.door == "101")
    assert cell.items == 1
    assert [item.condition for item in inventory.items(yard.lender, TODAY)] == ["lost", "good"]


def test_what_is_borrowed_is_listed_at_the_borrowers(yard: Yard) -> None:
    lending.check_out(yard.oven, yard.borrower, TODAY)
    assert [loan.item for loan in inventory.borrowed(yard.borrower)] == ["烤箱"]


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
