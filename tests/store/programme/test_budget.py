"""The budget of a project, line by line."""

from __future__ import annotations

import pytest

from store import history
from store.errors import NotFound
from store.programme import budget
from tests.store.programme.making import project, wrong_fields


@pytest.fixture
def garden(store: object) -> int:
    return project()


def test_a_line_is_written_once_for_each_source_and_changed_afterwards(garden: int) -> None:
    budget.set_line(garden, "培训", 12_000_00)
    budget.set_line(garden, " 场地", 3_000_00, "own")
    budget.set_line(garden, "培训", 500_00, "own")
    budget.set_line(garden, "培训", 8_000_05)
    deeds = history.latest(9)
    budget.set_line(garden, "培训", 8_000_05)
    assert history.latest(9) == deeds
    found = [(row.name, row.amount, row.source) for row in budget.lines(garden)]
    assert found == [
        ("培训", 8_000_05, "grant"),
        ("场地", 3_000_00, "own"),
        ("培训", 500_00, "own"),
    ]
    budget.remove_line(1)
    assert len(budget.lines(garden)) == 2
    history.undo()
    assert [(row.name, row.amount, row.source) for row in budget.lines(garden)] == found


@pytest.mark.parametrize(
    ("name", "amount", "source", "fields"),
    [
        ("", -1, "bank", ["name", "amount", "source"]),
        ("培训", 10**13 + 1, "own", ["amount"]),
    ],
)
def test_what_makes_no_line_is_refused(
    garden: int, name: str, amount: int, source: str, fields: list[str]
) -> None:
    assert wrong_fields(lambda: budget.set_line(garden, name, amount, source)) == fields
    assert budget.lines(garden) == ()


def test_what_is_not_there_is_not_found(garden: int) -> None:
    with pytest.raises(NotFound):
        budget.set_line(99, "培训", 1)
    with pytest.raises(NotFound):
        budget.remove_line(1)
