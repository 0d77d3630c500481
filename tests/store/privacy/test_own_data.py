"""What somebody is handed over is what erasing them would take, and it is journalled."""

from __future__ import annotations

import pytest

from store import history, settings
from store.errors import NotFound
from store.neighbours import households
from store.privacy import erasing, own_data, person
from tests.store.privacy.conftest import NAME, PHONE, Neighbour


def test_all_that_would_be_erased_is_handed_over(neighbour: Neighbour) -> None:
    whom = person.of(neighbour.resident)
    own = own_data.hand_over(whom)
    handed = {fact.table for fact in own.facts} | {mention.table for mention in own.mentions}
    assert handed >= dict(erasing.rehearse(whom).rows).keys()
    assert {"membership", "assignment", "pair"} <= handed


def test_it_is_told_in_words_and_for_programs(neighbour: Neighbour) -> None:
    own = own_data.hand_over(person.of(neighbour.resident))
    facts = {fact.table: fact for fact in own.facts}
    assert facts["resident"].values == {
        "household": "1-201", "name": NAME, "phone": PHONE, "note": "有狗",
    }  # fmt: skip
    assert dict(facts["loan"].fields)["item"] == "烤箱"
    assert facts["loan"].values["item"] == "烤箱"
    assert ("item", "烤箱", f"{NAME}修过") in own.mentions
    assert f"added {NAME} to 1-201" in [told.label for told in own.history]


def test_a_namesake_s_data_are_not_handed_over(neighbour: Neighbour) -> None:
    other = households.find("2-301")
    resident = households.add_resident(other.id, name=NAME, note="另一个")
    own = own_data.hand_over(person.of(resident))
    assert {fact.table for fact in own.facts} == {"resident"}
    assert [told.label for told in own.history] == [f"added {NAME} to 2-301"]


def test_that_it_was_handed_over_is_a_deed_that_no_undo_proposes(neighbour: Neighbour) -> None:
    settings.change("loan_days", 20)
    before = history.undoable()
    own_data.hand_over(person.of(neighbour.resident))
    newest = history.latest(1)[0]
    assert newest.label == "wrote out what is kept of a resident of 1-201"
    assert history.undoable() == before


def test_after_erasing_there_is_nobody_to_hand_anything_to(neighbour: Neighbour) -> None:
    erasing.erase(person.of(neighbour.resident))
    with pytest.raises(NotFound):
        person.named(f"1-201 {NAME}")
