"""Telephone numbers: masked in every read, whole for a coordinator, and the journal tells."""

from __future__ import annotations

from io import StringIO

import pytest

from store import history
from store.access import showing
from store.access.showing import Phone
from store.database import db
from store.errors import Invalid, NotFound, Refused
from store.exchange import exports
from store.farm import phones as members_phones
from store.farm import team
from store.journal_models import Change
from store.neighbours import households, phones
from store.neighbours.models import Resident
from store.programme import phones as project_phones
from store.programme import projects
from store.programme.projects import PersonRow
from store.sharing import inventory, lending, search
from store.sharing import phones as loan_phones
from tests.conftest import TODAY
from tests.store.access.making import register
from tests.store.programme.making import project

NUMBER, SHOWN = "13800131234", "138····1234"


@pytest.fixture
def resident(compound: int) -> int:
    """王芳 of 1-101, who has a telephone; 王伟 there has none. chen, hu and vera are let in."""
    home = households.find("1-101").id
    resident_id = households.add_resident(home, name="王芳", phone=NUMBER)
    households.add_resident(home, name="王伟")
    register()
    return resident_id


def kept(resident_id: int) -> str:
    return Resident.get_by_id(resident_id).phone


def test_who_looks_at_a_number_is_told_by_the_journal_but_not_the_number(resident: int) -> None:
    before = Change.select().count()
    assert phones.show(resident) == (Phone("王芳", NUMBER),)
    (told,) = history.latest(1)
    assert (told.who, told.label) == ("chen", "looked at the phone of 王芳")
    assert Change.select().count() == before
    assert NUMBER not in str(db.execute_sql("SELECT words FROM deed").fetchall())


def test_looking_is_nothing_to_take_back(resident: int) -> None:
    household = households.find("1-102")
    households.add_resident(household.id, name="李雷")
    phones.show(resident)
    looked = history.latest(1)[0].id
    assert history.undoable().label == "added 李雷 to 1-102"
    with pytest.raises(Refused, match="changed nothing"):
        history.undo(looked)
    history.undo()
    phones.show(resident)
    history.redo()
    assert len(households.residents(household.id)) == 1


@pytest.mark.parametrize("name", ["hu", "vera", "mallory"])
def test_nobody_but_a_coordinator_sees_a_whole_number(resident: int, name: str) -> None:
    before = history.latest(1)
    history.act_as(name)
    with pytest.raises(Refused):
        phones.show(resident)
    for kind in exports.WITH_PHONES:
        file = StringIO()
        with pytest.raises(Refused):
            exports.write(kind, file)
        assert file.getvalue() == ""
    assert history.latest(1) == before


def test_an_export_with_numbers_is_told_by_the_journal(resident: int) -> None:
    file = StringIO()
    exports.write("residents", file, language="en")
    assert NUMBER in file.getvalue()
    assert history.latest(1)[0].label == "took whole phone numbers out: residents"
    history.act_as("vera")
    exports.write("items", StringIO())


def test_every_row_shows_the_number_masked(resident: int) -> None:
    home = households.find("1-101")
    crew = team.add_team("队")
    team.add_member("王芳", [crew], resident_id=resident)
    item = inventory.add_item(households.find("1-102").id, name="烤箱", category="厨房")
    loan = lending.check_out(item, home.id, TODAY, resident_id=resident)
    project_id = project(people=(PersonRow("王芳", NUMBER),))
    shown = [
        households.residents(home.id)[0].phone,
        team.find_member("王芳").phone,
        loan.phone,
        projects.get(project_id).people[0].phone,
        next(m.detail for m in search.find(home.compound_id, "王芳") if m.kind == "resident"),
    ]
    assert shown == [SHOWN] * 5
    assert {
        members_phones.show(team.find_member("王芳").id),
        loan_phones.show(loan.id),
        project_phones.show(project_id),
        phones.show_of_household(home.id),
    } == {(Phone("王芳", NUMBER),)}


def test_a_loan_that_nobody_was_noted_for_shows_who_lives_there(resident: int) -> None:
    item = inventory.add_item(households.find("1-102").id, name="烤箱", category="厨房")
    of_home = lending.check_out(item, households.find("1-101").id, TODAY)
    assert loan_phones.show(of_home.id) == (Phone("王芳", NUMBER),)


def test_where_there_is_no_number_there_is_nothing_to_look_at(resident: int) -> None:
    with pytest.raises(NotFound):
        phones.show_of_household(households.find("1-102").id)


def test_a_masked_number_left_in_a_form_keeps_the_number(resident: int) -> None:
    seen, _other = households.residents(households.find("1-101").id)
    households.edit_resident(seen, name="王芳芳", phone=seen.phone, note="")
    assert kept(resident) == NUMBER
    assert search.find(households.find("1-101").compound_id, NUMBER)
    households.edit_resident(seen, name=seen.name, phone="13900139000", note="")
    assert kept(resident) == "13900139000"


def test_what_is_shown_of_a_number_is_no_number_for_somebody_else(resident: int) -> None:
    _seen, other = households.residents(households.find("1-101").id)
    with pytest.raises(Invalid, match="not the whole number"):
        households.edit_resident(other, name=other.name, phone=SHOWN, note="")
    with pytest.raises(Invalid, match="not the whole number"):
        households.add_resident(other.household_id, name="李雷", phone=SHOWN)
    with pytest.raises(Invalid, match="not the whole number"):
        team.add_member("李雷", [team.add_team("队")], phone=SHOWN)
    with pytest.raises(Invalid, match="not the whole number"):
        project(people=(PersonRow("李雷", SHOWN),))


def test_who_is_in_charge_keeps_the_number_that_is_left_masked(resident: int) -> None:
    seen = projects.get(project(people=(PersonRow("王芳", NUMBER),)))
    people = (*seen.people, PersonRow("李雷", "13900139000"))
    projects.edit(seen, seen.values._replace(people=people), TODAY)
    assert project_phones.show(seen.id) == (
        Phone("王芳", NUMBER),
        Phone("李雷", "13900139000"),
    )


def test_people_are_sought_by_their_number_by_coordinators_only(resident: int) -> None:
    compound = households.find("1-101").compound_id
    team.add_member("王芳", [team.add_team("队")], phone=NUMBER)
    assert [match.label for match in search.find(compound, "1234")] == ["王芳"]
    assert team.find_member("0013").name == "王芳"
    for name in ("hu", "vera"):
        history.act_as(name)
        assert search.find(compound, "1234") == search.find(compound, "１２３４") == ()
        assert [match.label for match in search.find(compound, "王芳")] == ["王芳"]
        with pytest.raises(NotFound):
            team.find_member("0013")
        assert not showing.may_be_sought(("wang", "138"))
