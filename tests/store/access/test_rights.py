"""Who may, asked where a deed begins."""

from __future__ import annotations

import pytest

from store import history, settings
from store.access import people, rights
from store.errors import NotFound, Refused
from store.journal_models import Deed
from store.messages import instance, nightly
from store.neighbours import households
from store.neighbours.models import Household
from store.sharing import inventory, lending
from store.sharing.rules import refuse_vacating
from tests.conftest import TODAY
from tests.store.access.making import register


@pytest.fixture
def item(compound: int) -> int:
    """An item of 1-101, entered while the desk is open; then chen, hu and vera are let in."""
    item_id = inventory.add_item(households.find("1-101").id, name="烤箱", category="厨房")
    register()
    return item_id


def rename(name: str) -> None:
    seen = households.find("1-102")
    households.edit(seen, name=name, kind="home", note="", refuse_vacating=refuse_vacating)


def test_an_open_desk_lets_everybody_do_everything(compound: int) -> None:
    assert rights.is_open()
    history.act_as("nobody known")
    rights.admit()
    rename("Wang")
    assert households.find("1-102").name == "Wang"


def test_once_somebody_is_registered_nobody_else_is_let_in(item: int) -> None:
    assert not rights.is_open()
    history.act_as("mallory")
    with pytest.raises(Refused, match=r"“mallory” is not one of the people"):
        rights.admit()
    with pytest.raises(Refused, match=r"“mallory” is not one of the people"):
        rename("Wang")


def test_who_was_removed_can_do_nothing_more(item: int) -> None:
    people.remove("hu", TODAY)
    history.act_as("hu")
    with pytest.raises(Refused):
        lending.check_out(item, households.find("1-102").id, TODAY)
    assert Deed.select().where(Deed.who == "hu").count() == 0


def test_a_helper_lends_renews_and_takes_back(item: int) -> None:
    history.act_as("hu")
    loan = lending.check_out(item, households.find("1-102").id, TODAY)
    lending.renew([loan.id], TODAY)
    lending.check_in([loan.id], TODAY)
    assert [told.who for told in history.latest(3)] == ["hu"] * 3


def test_a_helper_edits_nothing_and_the_store_stays_as_it_was(item: int) -> None:
    history.act_as("hu")
    before = Deed.select().count()
    with pytest.raises(Refused, match=r"Only a coordinator may do that.*as a helper"):
        rename("Wang")
    assert households.find("1-102").name == ""
    assert Deed.select().count() == before


def test_a_viewer_does_not_even_lend(item: int) -> None:
    history.act_as("vera")
    with pytest.raises(Refused, match=r"Only a helper or a coordinator.*as a viewer"):
        lending.check_out(item, households.find("1-102").id, TODAY)


def test_a_change_by_the_program_asks_for_nobodys_right(item: int) -> None:
    history.act_as("vera")
    with history.deed_of_program("load_holidays", year=2027):
        Household.update(note="seen").execute()
    assert history.latest(1)[0].who == history.PROGRAM


def test_taking_back_needs_the_right_of_the_deed(item: int) -> None:
    rename("Wang")
    of_chen = history.latest(1)[0]
    history.act_as("hu")
    lending.check_out(item, households.find("1-102").id, TODAY)
    for look in (history.undoable, history.undo):
        with pytest.raises(Refused, match="Only a coordinator"):
            look(of_chen.id)
    history.undo()
    history.redo()
    history.act_as("vera")
    with pytest.raises(Refused, match="Only a helper or a coordinator"):
        history.undo(history.latest(1)[0].id)


def test_a_redo_needs_the_right_of_the_first_deed(item: int) -> None:
    rename("Wang")
    undone = history.undo()
    history.act_as("hu")
    with pytest.raises(Refused, match="Only a coordinator"):
        history.undo(undone.id)


def test_the_name_of_the_program_is_nobodys_way_in(item: int) -> None:
    history.act_as(history.PROGRAM)
    with pytest.raises(Refused):
        rights.admit()
    with pytest.raises(Refused):
        settings.change("loan_days", 3)


def test_what_the_machine_does_is_done_in_the_programs_name(item: int) -> None:
    history.act_as("root")
    rights.admit(unattended=True)
    assert history.user() == history.PROGRAM
    nightly.run(TODAY, [], days_soon=7)


def test_who_is_of_the_desk_keeps_the_name_also_where_the_machine_might_act(item: int) -> None:
    history.act_as("vera")
    rights.admit(unattended=True)
    assert history.user() == "vera"
    with pytest.raises(Refused):
        nightly.run(TODAY, [], days_soon=7)


def test_a_copy_is_claimed_by_a_coordinator_only(item: int) -> None:
    history.act_as("hu")
    with pytest.raises(Refused):
        instance.claim()
    history.act_as("chen")
    instance.claim()


def test_nothing_to_undo_is_said_to_a_viewer_as_to_anybody(item: int) -> None:
    history.act_as("vera")
    with pytest.raises(NotFound):
        history.undo()
