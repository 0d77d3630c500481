"""What forms read is refused all at once, with what the store has against the other fields."""

from __future__ import annotations

import pytest

from store import history
from store.errors import Invalid, NotFound, Refused
from store.farm import team
from store.programme import milestones
from store.sharing import contacts
from tests.conftest import TODAY
from tui.reading import Reading

pytestmark = pytest.mark.usefixtures("sample")


def fields(read: Reading) -> list[str]:
    with pytest.raises(Invalid) as refused:
        read.settle()
    return [error.field for error in refused.value.errors]


def test_what_cannot_be_read_and_what_the_store_refuses_are_told_together() -> None:
    read = Reading("Milestone")
    day = read.needed_day("baseline", "2-30", TODAY)
    with pytest.raises(Invalid, match="no such day"):
        read.do(lambda: milestones.add(1, " ", day))
    assert fields(read) == ["baseline", "name"]


def test_what_a_rule_has_against_a_field_is_told_with_the_others() -> None:
    read = Reading("Promise")
    read.needed_number("count", "x")
    until = read.needed_day("until", "1天前", TODAY)
    with pytest.raises(Invalid):
        read.do(lambda: contacts.record([1], "promised", TODAY, until=until))
    assert fields(read) == ["count", "until"]


def test_a_deed_that_is_only_tried_leaves_nothing() -> None:
    before = (team.teams(TODAY), history.latest(1))
    read = Reading("Team")
    read.needed_number("size", "")
    with pytest.raises(Invalid, match="whole number"):
        read.do(lambda: team.add_team("晚班", ""))
    assert (team.teams(TODAY), history.latest(1)) == before


def test_what_is_no_fields_is_told_once_all_can_be_read() -> None:
    def refuse() -> None:
        raise NotFound("Gone", "It is gone.")

    read = Reading("It")
    read.number("count", "１２")
    with pytest.raises(NotFound):
        read.do(refuse)
    read.number("count", "x")
    with pytest.raises(Invalid, match="whole number"):
        read.do(refuse)


def test_what_stands_in_for_a_refused_answer() -> None:
    def answer(*, refused: bool) -> int:
        if refused:
            raise Refused("No", "No.")
        return 1

    read = Reading("It")
    assert read.of("it", lambda: answer(refused=False), 2) == 1
    read.settle()
    assert read.of("it", lambda: answer(refused=True), 2) == 2
    assert read.needed_day("day", " ", TODAY) == TODAY
    assert read.day("last", " ", TODAY) is None
    assert read.needed_number("share", " ５０ ％", unit="%") == 50
    assert fields(read) == ["it", "day"]
