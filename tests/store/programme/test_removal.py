"""Removal from the funding: what is not paid is cancelled and free again, and can be undone."""

from __future__ import annotations

import pytest

from store import history
from store.errors import NotFound, Refused
from store.programme import caps, grants, payments, projects, removal, tranches
from store.programme.models import Project
from tests.conftest import TODAY
from tests.store.programme.making import VILLAGE, everything, project, wrong_fields

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def garden() -> int:
    """A grant of ¥100: ¥30 paid, ¥10 of ¥40 paid, ¥20 not, and ¥10 in no tranche."""
    garden = project(granted=100_00)
    first, second, _third = [
        tranches.add(garden, name, amount)
        for name, amount in (("首款", 30_00), ("二期", 40_00), ("尾款", 20_00))
    ]
    payments.pay([first], TODAY, TODAY)
    payments.pay([second], TODAY, TODAY, amount=10_00)
    return garden


def test_what_is_not_paid_is_cancelled_in_one_deed_that_is_undone(garden: int) -> None:
    before = everything()
    planned = removal.preview(garden)
    assert everything() == before
    assert ([row.name for row in planned.cancelled], planned.freed) == (["二期", "尾款"], 60_00)
    assert removal.remove(garden, " 多次 未整改 ", TODAY) == planned

    row = projects.get(garden)
    assert (row.status, row.reason) == ("removed", "多次 未整改")
    assert tranches.sums(garden) == (100_00, 40_00, 40_00)
    states = {row.name: (row.state, row.left) for row in tranches.of_project(garden)}
    assert states == {"首款": ("planned", 0), "二期": ("cancelled", 0), "尾款": ("cancelled", 0)}
    assert len(history.latest(99)) == 7 + 1

    history.undo()
    assert everything() == before
    assert tranches.sums(garden) == (100_00, 100_00, 40_00)


def test_a_removed_project_is_closed_to_money(garden: int) -> None:
    removal.remove(garden, "停了", TODAY)
    before = everything()
    cancelled = [row.id for row in tranches.of_project(garden) if row.state == "cancelled"]
    for does in (
        lambda: payments.pay(cancelled, TODAY, TODAY),
        lambda: tranches.restore(cancelled),
        lambda: grants.change(garden, 200_00, TODAY),
        lambda: removal.remove(garden, "停了", TODAY),
        lambda: projects.set_status(projects.get(garden), "running", "", TODAY),
    ):
        with pytest.raises(Refused):
            does()
    assert everything() == before


@pytest.mark.parametrize("status", ["proposed", "completed", "removed"])
def test_what_has_nothing_to_lose_is_not_removed(garden: int, status: str) -> None:
    Project.update(status=status).execute()
    before = everything()
    with pytest.raises(Refused, match="共享菜园"):
        removal.remove(garden, "停了", TODAY)
    assert everything() == before


def test_a_reason_is_asked(garden: int) -> None:
    before = everything()
    assert wrong_fields(lambda: removal.remove(garden, "  ", TODAY)) == ["reason"]
    with pytest.raises(NotFound):
        removal.remove(99, "停了", TODAY)
    assert everything() == before


def test_what_it_frees_goes_to_others_and_undo_respects_the_cap() -> None:
    first, _second, _third = [project(name, 100_000_00) for name in "甲乙丙"]
    fourth = project("丁")
    with pytest.raises(caps.OverCap):
        grants.award(fourth, 1, TODAY)
    removal.remove(first, "停了", TODAY)
    removing = history.latest(1)[0].id
    grants.award(fourth, 60_000_00, TODAY)
    assert tranches.by_community(2026) == {VILLAGE: 260_000_00}
    before = everything()
    with pytest.raises(Refused, match="cannot be taken back: something later stands on it"):
        history.undo(removing)
    assert everything() == before
