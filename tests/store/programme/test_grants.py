"""Grants: given once, changed within the caps and never below their tranches."""

from __future__ import annotations

import pytest

from store import history
from store.errors import NotFound, Refused
from store.programme import grants, projects, removal, tranches
from tests.conftest import TODAY
from tests.store.programme.making import everything, project, wrong_fields

pytestmark = pytest.mark.usefixtures("store")


def test_an_award_funds_a_project_and_is_undone() -> None:
    garden = project()
    before = projects.get(garden)
    grants.award(garden, 60_000_00, TODAY)
    now = projects.get(garden)
    assert (now.status, now.granted, now.committed, now.left) == (
        "funded",
        60_000_00,
        60_000_00,
        60_000_00,
    )
    with pytest.raises(Refused, match="its grant already"):
        grants.award(garden, 1, TODAY)
    history.undo()
    assert projects.get(garden) == before


@pytest.mark.parametrize("amount", [0, -1, 10**13 + 1])
def test_a_grant_is_an_amount_above_nothing(amount: int) -> None:
    garden, funded = project(), project("口袋公园", 1)
    before = everything()
    assert wrong_fields(lambda: grants.award(garden, amount, TODAY)) == ["amount"]
    if amount:
        assert wrong_fields(lambda: grants.change(funded, amount, TODAY)) == ["amount"]
    assert everything() == before


def test_a_grant_is_not_lowered_below_its_tranches_nor_what_was_cancelled_of_them() -> None:
    garden = project(granted=100_00)
    tranches.add(garden, "首款", 40_00)
    tranches.cancel([tranches.add(garden, "尾款", 50_00)])
    with pytest.raises(Refused, match="come to ¥90: please lower those first"):
        grants.change(garden, 89_99, TODAY)
    grants.change(garden, 90_00, TODAY)
    assert tranches.sums(garden) == (90_00, 40_00, 0)
    assert grants.meter(garden, 100_00).project_committed == 50_00


def test_who_has_no_grant_has_none_to_change() -> None:
    garden = project()
    with pytest.raises(Refused, match="no grant yet"):
        grants.change(garden, 1, TODAY)
    grants.award(garden, 2, TODAY)
    removal.remove(garden, "停了", TODAY)
    with pytest.raises(Refused, match="removed from the funding"):
        grants.change(garden, 1, TODAY)
    with pytest.raises(NotFound):
        grants.award(99, 1, TODAY)


def test_the_same_grant_again_is_no_deed() -> None:
    garden = project(granted=5)
    deeds = history.latest(9)
    grants.change(garden, 5, TODAY)
    assert history.latest(9) == deeds
