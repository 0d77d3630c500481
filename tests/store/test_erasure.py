"""Erasing what the journal keeps: it is gone, the chain holds, and nobody can guess it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from store import chain, changes, history, settings
from store.database import db
from store.erasure import erase_from_journal
from store.errors import Refused
from store.journal_models import Change, Erased
from store.neighbours import households
from store.sharing import inventory
from tests.conftest import TODAY

SECRET = "绝密的烤箱"


@pytest.fixture
def edited(compound: int) -> int:
    """The number of a deed that gave another name to an item that had a secret one."""
    item = inventory.add_item(households.find("1-101").id, name=SECRET, category="厨房")
    seen = inventory.item(item, TODAY)
    inventory.edit_item(seen, name="烤箱", category="厨房", condition="good", note="")
    return history.latest(1)[0].id


def erase(deeds: list[int]) -> None:
    found = Change.select(Change.id).where(Change.deed.in_(deeds))
    with history.deed("change_setting", setting="x", value=1):
        erase_from_journal([change.id for change in found], deeds)


def test_what_was_erased_is_in_no_row_and_the_chain_holds(edited: int, store: Path) -> None:
    erase([edited - 1, edited])
    erase([edited])
    assert chain.verify() is None
    journal = [
        str(row)
        for table in ("deed", "change", "erased")
        for row in db.execute_sql(f"SELECT * FROM {table}").fetchall()
    ]
    assert not [row for row in journal if SECRET in row]
    assert len(journal) > 5


def test_a_digest_does_not_tell_what_was_erased(edited: int) -> None:
    """Not even to who guesses right: the salt is gone, too."""
    before = Change.get((Change.deed == edited) & (Change.event == "update")).before
    erase([edited])
    guess = hashlib.sha256(before.encode()).hexdigest()
    assert guess not in {erased.digest for erased in Erased.select()}


def test_an_erased_deed_is_told_without_its_words(edited: int) -> None:
    erase([edited])
    assert next(t for t in history.latest(3) if t.id == edited).label == "edited … of …"
    assert [change.before for change in changes.of_row("item", 1)] == [{}, {}]


def test_an_erased_deed_cannot_be_taken_back(edited: int) -> None:
    erase([edited])
    with pytest.raises(Refused, match="has been erased"):
        history.undo(edited)


def test_it_is_not_asked_to_be_taken_back_first(edited: int) -> None:
    """Whoever would take back what it stands on is told that there is no way."""
    added = edited - 1
    with pytest.raises(Refused, match="Please undo that first"):
        history.undo(added)
    erase([edited])
    with pytest.raises(Refused, match=r"cannot be taken back either: .* has been erased"):
        history.undo(added)


def test_nothing_is_erased_where_the_deed_fails(edited: int) -> None:
    with pytest.raises(ZeroDivisionError):
        erase_and_fail(edited)
    assert "烤箱" in history.latest(1)[0].label
    with pytest.raises(Refused), history.deed("change_setting", setting="x", value=1):
        db.execute_sql("UPDATE deed SET words = '{}' WHERE id = ?", (edited,))
    settings.change("loan_days", 20)
    assert chain.verify() is None


def erase_and_fail(deed: int) -> None:
    with history.deed("change_setting", setting="x", value=1):
        erase_from_journal([], [deed])
        raise ZeroDivisionError
