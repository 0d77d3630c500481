"""What a deed changed, in words: before and after."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import chronicle, differences, history, rowvalues, rowwords
from store.database import db
from store.differences import Difference
from store.erasure import erase_from_journal
from store.journal import UNJOURNALLED
from store.neighbours import households
from store.sharing import inventory, lending
from tests.conftest import TODAY


def of(deed_id: int) -> list[Difference]:
    return differences.after(chronicle.of_deed(deed_id).key, None, 99)


def newest() -> list[Difference]:
    return of(history.latest(1)[0].id)


@pytest.fixture
def oven(compound: int) -> int:
    return inventory.add_item(households.find("1-101").id, name="烤箱", category="厨房")


def edit(item: int, name: str, condition: str = "good") -> None:
    seen = inventory.item(item, TODAY)
    inventory.edit_item(seen, name=name, category="厨房", condition=condition, note="")


def test_a_new_row_is_told_by_what_it_became(oven: int) -> None:
    (_category, item) = newest()
    assert (item.event, item.what) == ("insert", "item “烤箱”")
    assert item.fields == (
        ("household", "", "1-101"),
        ("category", "", "厨房"),
        ("its name", "", "烤箱"),
        ("condition", "", "good"),
    )


def test_a_change_is_told_by_what_differs_whatever_came_later(oven: int) -> None:
    edit(oven, "大烤箱")
    deed = history.latest(1)[0].id
    edit(oven, "小烤箱", "worn")
    history.undo()
    (difference,) = of(deed)
    assert difference.fields == (("its name", "烤箱", "大烤箱"),)
    (difference,) = of(deed + 1)
    assert set(difference.fields) == {
        ("its name", "大烤箱", "小烤箱"),
        ("condition", "good", "worn"),
    }
    (difference,) = newest()
    assert set(difference.fields) == {
        ("its name", "小烤箱", "大烤箱"),
        ("condition", "worn", "good"),
    }


def test_rows_are_named_by_what_they_are_called(oven: int) -> None:
    lending.check_out(oven, households.find("1-202").id, TODAY)
    (loan,) = newest()
    assert loan.what == "loan of an item “烤箱”"
    assert loan.fields[:2] == (("item", "", "烤箱"), ("household", "", "1-202"))


def test_what_is_gone_is_named_as_the_journal_knew_it(oven: int) -> None:
    history.undo()
    (item, _category) = newest()
    assert (item.event, item.what) == ("delete", "item “烤箱”")
    assert ("household", "1-101", "") in item.fields
    assert ("category", "厨房", "") in item.fields


def test_a_phone_is_masked(compound: int) -> None:
    households.add_resident(households.find("1-101").id, name="陈素芬", phone="13812340000")
    assert ("phone", "", "138····0000") in newest()[0].fields


def test_what_was_erased_is_told_as_such(oven: int) -> None:
    edit(oven, "大烤箱")
    edited = history.latest(1)[0].id
    (difference,) = of(edited)
    with history.deed("change_setting", setting="x", value=1):
        erase_from_journal([difference.change_id], [edited])
    (difference,) = of(edited)
    assert (difference.erased, difference.fields) == (True, ())
    assert of(edited - 1)[-1].fields == ()  # nobody knows any more with what it began


def test_long_deeds_come_in_pages_either_way(compound: int) -> None:
    key = chronicle.of_deed(1).key
    whole = differences.after(key, None, 999)
    assert len(whole) == differences.count(key)
    pages, last = [], None
    while page := differences.after(key, last, 7):
        pages += page
        last = page[-1].change_id
    assert pages == whole
    pages, first = [], None
    while page := differences.before(key, first, 7):
        pages = page + pages
        first = page[0].change_id
    assert pages == whole


def test_every_table_and_column_has_a_word(store: Path) -> None:
    for table in set(db.get_tables()) - UNJOURNALLED:
        assert table in rowwords.TABLES
        for column in db.get_columns(table):
            assert column.name in rowwords.COLUMNS or column.name in rowvalues.UNTOLD, column


def test_every_column_that_names_a_row_is_known_to(store: Path) -> None:
    for table in set(db.get_tables()) - UNJOURNALLED:
        for key in db.get_foreign_keys(table):
            assert rowvalues.points_at(table, key.column) == key.dest_table, (table, key)


def test_every_table_can_be_asked_what_its_rows_are_called(store: Path) -> None:
    for table in set(db.get_tables()) - UNJOURNALLED:
        assert rowvalues.names(table, [2**40]) == {}
