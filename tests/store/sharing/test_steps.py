"""The ladder of what is done when a loan is late."""

from __future__ import annotations

import pytest

from store import history
from store.errors import Invalid, NotFound, Refused
from store.sharing import steps


def ladder() -> list[tuple[int, str]]:
    return [(step.days, steps.say_step(step.name)) for step in steps.steps()]


@pytest.fixture(autouse=True)
def _in_a_store(compound: int) -> None:
    """The ladder is the store's."""


def test_a_store_begins_with_four_steps() -> None:
    assert ladder() == [
        (1, "remind"),
        (7, "call"),
        (14, "knock on the door"),
        (30, "visit or write off"),
    ]


def test_a_step_is_put_in_or_called_otherwise_and_either_can_be_undone() -> None:
    steps.change(3, "write a note")
    steps.change(7, "ask the neighbour")
    assert ladder()[1:3] == [(3, "write a note"), (7, "ask the neighbour")]
    history.undo()
    history.undo()
    assert ladder()[:2] == [(1, "remind"), (7, "call")]


def test_a_known_step_is_known_by_the_name_that_is_shown() -> None:
    steps.change(5, "knock on the door")
    assert (5, "knock") in steps.steps()


@pytest.mark.parametrize("days", [0, 3651])
def test_a_step_is_within_ten_years_and_has_a_name(days: int) -> None:
    with pytest.raises(Invalid) as refused:
        steps.change(days, " ")
    assert [error.field for error in refused.value.errors] == ["days", "name"]
    with pytest.raises(Invalid):
        steps.change(days, "remind")
    with pytest.raises(Invalid):
        steps.change(3, " ")


def test_the_last_step_stays() -> None:
    for days in (1, 7, 14):
        steps.remove(days)
    with pytest.raises(Refused):
        steps.remove(30)
    with pytest.raises(NotFound):
        steps.remove(14)
    assert ladder() == [(30, "visit or write off")]


def test_a_step_moves_to_another_day_as_one_deed() -> None:
    steps.change(10, "call again", was=7)
    assert ladder()[:3] == [(1, "remind"), (10, "call again"), (14, "knock on the door")]
    history.undo()
    assert ladder()[:3] == [(1, "remind"), (7, "call"), (14, "knock on the door")]


def test_a_step_does_not_push_another_one_away() -> None:
    with pytest.raises(Refused, match="at 14 days late already"):
        steps.change(14, "call", was=7)
    with pytest.raises(NotFound):
        steps.change(9, "call", was=8)
    assert [days for days, _name in ladder()] == [1, 7, 14, 30]
