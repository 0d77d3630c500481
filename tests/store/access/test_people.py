"""Letting people in, changing their role, removing them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from peewee import IntegrityError

from store import database, history
from store.access import people
from store.access.models import Person
from store.errors import Invalid, NotFound, Refused
from tests.conftest import TODAY
from tests.store.access.making import key, register

pytestmark = pytest.mark.usefixtures("store")


def names() -> list[str]:
    return [f"{row.name} {row.role}" for row in people.people()]


def test_people_are_let_in_one_after_another() -> None:
    register()
    assert names() == ["chen coordinator", "hu helper", "vera viewer"]
    assert people.find(" hu ").key == " ".join(key(2).split()[:2])
    assert history.latest(1)[0].label == "let vera in as viewer"


def test_the_first_must_be_a_coordinator() -> None:
    with pytest.raises(Refused, match="must be coordinator"):
        people.add("hu", "helper", key(1), TODAY)
    assert names() == []


@pytest.mark.parametrize("name", ["", "  ", "-rf", "qiaomen", "ＱＩＡＯＭＥＮ"])
def test_names_that_cannot_be_are_refused(name: str) -> None:
    with pytest.raises(Invalid):
        people.add(name, "coordinator", key(1), TODAY)


def test_a_name_with_a_line_break_is_refused() -> None:
    with pytest.raises(Refused):
        people.add('x"\nssh-ed25519', "coordinator", key(1), TODAY)


def test_a_role_that_is_none_is_refused() -> None:
    with pytest.raises(Invalid, match="viewer, helper, coordinator"):
        people.add("chen", "root", key(1), TODAY)


@pytest.mark.parametrize("name", ["chen", "CHEN", "ｃｈｅｎ"])
def test_a_name_that_looks_like_anothers_is_refused(name: str) -> None:
    register()
    with pytest.raises(Refused, match="“chen” is one of the people"):
        people.add(name, "viewer", key(9), TODAY)


def test_a_key_is_one_persons_only() -> None:
    register()
    with pytest.raises(Refused, match="the key of hu"):
        people.add("new", "viewer", key(2), TODAY)


def test_who_was_removed_comes_back_with_another_key() -> None:
    register()
    people.remove("hu", TODAY + timedelta(1))
    assert names() == ["chen coordinator", "vera viewer"]
    with pytest.raises(NotFound):
        people.find("hu")
    people.add("hu", "viewer", key(4), TODAY)
    assert names() == ["chen coordinator", "hu viewer", "vera viewer"]


def test_the_last_coordinator_stays() -> None:
    register()
    with pytest.raises(Refused, match="must be coordinator"):
        people.remove("chen", TODAY)
    with pytest.raises(Refused, match="must be coordinator"):
        people.change_role("chen", "helper")
    people.change_role("hu", "coordinator")
    people.remove("chen", TODAY)
    assert names() == ["hu coordinator", "vera viewer"]


def test_nobody_is_locked_out_by_undo_either() -> None:
    register()
    people.change_role("hu", "coordinator")
    promoted = history.latest(1)[0].id
    history.act_as("hu")
    people.remove("chen", TODAY)
    with pytest.raises(Refused):
        history.undo(promoted)
    assert names() == ["hu coordinator", "vera viewer"]


def test_the_first_person_can_be_taken_back_which_opens_the_desk_again() -> None:
    people.add("chen", "coordinator", key(1), TODAY)
    history.act_as("chen")
    with pytest.raises(NotFound):  # it was tester who let chen in
        history.undo()
    history.undo(history.latest(1)[0].id)
    assert names() == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE person SET role = 'viewer' WHERE name = 'chen'",
        "UPDATE person SET removed_on = '2026-11-23' WHERE name = 'chen'",
        "DELETE FROM person WHERE name = 'chen'",
    ],
)
def test_another_program_cannot_take_the_last_coordinator_either(sql: str) -> None:
    register()
    with pytest.raises(IntegrityError, match="no coordinator is left"):
        database.db.execute_sql(sql)
    assert Person.get(name="chen").role == "coordinator"
