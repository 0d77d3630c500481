"""History: of everybody, of one, of a household, of a row; a page at a time, either way."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import chronicle, history, settings
from store.chronicle import EVERYBODY, Scope
from store.errors import NotFound
from store.neighbours import households
from store.sharing import contacts, inventory, lending
from tests.conftest import TODAY
from tests.store.test_journal import by_another_program


@pytest.fixture
def busy(compound: int, store: Path) -> int:
    """The number of an oven of 1-101, after some deeds of two people and of another program."""
    oven = inventory.add_item(households.find("1-101").id, name="烤箱", category="厨房")
    history.act_as("ada")
    loan = lending.check_out(oven, households.find("1-202").id, TODAY)
    by_another_program(store, "UPDATE item SET note = 'x'", "UPDATE item SET note = 'y'")
    contacts.record([loan.id], "called", TODAY)
    settings.change("loan_days", 20)
    history.undo()
    by_another_program(store, "UPDATE setting SET value = '21'", "UPDATE item SET note = 'z'")
    history.act_as("tester")
    return oven


def labels(scope: Scope) -> list[str]:
    return [entry.label for entry in chronicle.older(scope, None, 99)]


def test_what_another_program_did_stands_between_the_deeds(busy: int) -> None:
    assert labels(EVERYBODY) == [
        "another program changed 1 row",
        "undid: set loan period in days to 20",
        "set loan period in days to 20",
        "called: 烤箱, 1-202",
        "another program changed 2 rows",
        "lent 烤箱 to 1-202",
        "looked up the public holidays of 2026",
        "added 烤箱 to 1-101",
        "created Test Yard",
    ]
    newest = chronicle.older(EVERYBODY, None, 1)[0]
    assert (newest.id, newest.who, len(newest.at)) == (None, "", len("2026-11-30T00:00:00Z"))


def test_of_one_person_there_are_the_deeds_alone(busy: int) -> None:
    assert [label.split()[0] for label in labels(Scope("ada"))] == [
        "undid:",
        "set",
        "called:",
        "lent",
    ]


def test_a_household_has_the_history_of_its_things_loans_and_people(busy: int) -> None:
    borrower, lender = households.find("1-202").id, households.find("1-101").id
    on_loan = ["called: 烤箱, 1-202", "lent 烤箱 to 1-202"]
    assert labels(chronicle.on("household", borrower)) == [*on_loan, "created Test Yard"]
    assert "another program changed 1 row" in labels(chronicle.on("household", lender))
    assert labels(chronicle.on("item", busy))[1:] == [
        on_loan[0],
        "another program changed 2 rows",
        on_loan[1],
        "added 烤箱 to 1-101",
    ]


def test_what_is_no_longer_there_has_a_history_all_the_same(compound: int) -> None:
    lender = households.find("1-101").id
    oven = inventory.add_item(lender, name="烤箱", category="厨房")
    history.undo()
    assert labels(chronicle.on("household", lender))[0] == "undid: added 烤箱 to 1-101"
    assert labels(chronicle.on("item", oven)) == [
        "undid: added 烤箱 to 1-101",
        "added 烤箱 to 1-101",
    ]


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_pages_of_any_size_hold_all_in_both_directions(busy: int, size: int) -> None:
    for scope in (EVERYBODY, Scope("ada"), chronicle.on("item", busy)):
        whole = chronicle.older(scope, None, 99)
        down, key = [], None
        while page := chronicle.older(scope, key, size):
            down += page
            key = page[-1].key
        up, key = [], None
        while page := chronicle.newer(scope, key, size):
            up = page + up
            key = page[0].key
        assert down == up == whole


def test_an_entry_is_found_by_its_key(busy: int) -> None:
    for entry in chronicle.older(EVERYBODY, None, 99):
        assert chronicle.entry(entry.key) == entry
        if entry.id is not None:
            assert chronicle.of_deed(entry.id) == entry
    with pytest.raises(NotFound, match="no deed 99"):
        chronicle.of_deed(99)
    with pytest.raises(NotFound):
        chronicle.entry(199)
