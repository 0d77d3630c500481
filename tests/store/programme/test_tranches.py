"""Tranches: the parts of a grant, and what cancelling and restoring them does to the money."""

from __future__ import annotations

from datetime import date

import pytest

from store import history
from store.errors import Invalid, NotFound, Refused
from store.programme import grants, milestones, payments, projects, removal, tranches
from store.programme.caps import OverCap
from tests.conftest import TODAY
from tests.store.programme.making import VILLAGE, everything, project, wrong_fields

DAY = date(2026, 6, 1)


@pytest.fixture
def garden(store: object) -> int:
    return project("共享菜园", 100_00)


def test_a_tranche_is_due_with_its_milestone_else_on_its_day(garden: int) -> None:
    survey = milestones.add(garden, "踏勘", DAY, forecast=date(2026, 7, 1))
    tranches.add(garden, "质保金", 10_00)
    tranches.add(garden, "尾款", 40_00, due_on=date(2026, 8, 1))
    first = tranches.add(garden, " 首款", 50_00, milestone_id=survey, due_on=DAY)
    rows = tranches.of_project(garden)
    assert [(row.name, row.due, row.reached) for row in rows] == [
        ("首款", date(2026, 7, 1), False),
        ("尾款", date(2026, 8, 1), False),
        ("质保金", None, False),
    ]
    milestones.reach([survey], DAY, TODAY)
    row = tranches.get(first)
    assert (row.due, row.reached, row.milestone, row.left) == (DAY, True, "踏勘", 50_00)


def test_what_is_no_tranche_is_refused(garden: int) -> None:
    elsewhere = milestones.add(project("口袋公园"), "踏勘", DAY)
    tranches.add(garden, "首款", 60_00)
    before = everything()
    for name, amount, milestone, field in (
        ("", 0, None, "name"),
        ("首款", 1, None, "name"),
        ("尾款", -1, None, "amount"),
        ("尾款", 40_01, None, "amount"),
        ("尾款", 1, elsewhere, "milestone_id"),
        ("尾款", 1, 99, "milestone_id"),
    ):
        named = wrong_fields(
            lambda n=name, a=amount, m=milestone: tranches.add(garden, n, a, milestone_id=m)
        )
        assert field in named
    with pytest.raises(NotFound):
        tranches.add(99, "尾款", 1)
    with pytest.raises(Invalid, match="leaves ¥0"):
        tranches.add(projects.find("口袋公园").id, "首款", 1)
    assert everything() == before


def test_a_tranche_is_changed_between_what_was_paid_and_what_the_grant_leaves(garden: int) -> None:
    tranches.add(garden, "尾款", 30_00)
    seen = tranches.get(tranches.add(garden, "首款", 50_00))
    payments.pay([seen.id], TODAY, TODAY, amount=20_00)

    def edit(amount: int, name: str = "首款") -> None:
        tranches.edit(
            tranches.get(seen.id), name=name, amount=amount, milestone_id=None, due_on=DAY
        )

    for amount in (19_99, 70_01):
        assert wrong_fields(lambda a=amount: edit(a)) == ["amount"]
    assert wrong_fields(lambda: edit(50_00, "尾款")) == ["name"]
    for amount in (20_00, 70_00):
        edit(amount)
    now = tranches.get(seen.id)
    assert (now.amount, now.paid, now.left, now.due) == (70_00, 20_00, 50_00, DAY)
    with pytest.raises(Refused, match="the amount to “¥70” meanwhile"):
        tranches.edit(seen, name="首款", amount=60_00, milestone_id=None, due_on=None)


def test_what_is_cancelled_is_committed_no_more_until_it_is_restored(garden: int) -> None:
    first, last = tranches.add(garden, "首款", 60_00), tranches.add(garden, "尾款", 40_00)
    payments.pay([first], TODAY, TODAY, amount=10_00)
    before = everything()
    tranches.cancel([first, last])
    assert tranches.sums(garden) == (100_00, 10_00, 10_00)
    assert tranches.sums(garden).left == 0
    assert tranches.sums_of_year(2026) == (100_00, 10_00, 10_00)
    with pytest.raises(Refused, match="was cancelled"):
        tranches.cancel([first])
    with pytest.raises(Refused, match="was cancelled"):
        tranches.edit(tranches.get(first), name="一", amount=60_00, milestone_id=None, due_on=None)
    tranches.restore([first, last])
    assert everything() == before
    with pytest.raises(Refused, match="is not cancelled"):
        tranches.restore([last])


def test_what_was_cancelled_is_not_shared_out_again(garden: int) -> None:
    first = tranches.add(garden, "首款", 100_00)
    tranches.cancel([first])
    with pytest.raises(Invalid, match="leaves ¥0"):
        tranches.add(garden, "另一款", 1)
    grants.change(garden, 130_00, TODAY)
    tranches.add(garden, "另一款", 30_00)
    assert tranches.sums(garden) == (130_00, 30_00, 0)


def full_up(garden: int) -> int:
    """Cancel a tranche of the garden and give what that frees to others; answers its number."""
    grants.change(garden, 100_000_00, TODAY)
    cancelled = tranches.add(garden, "首款", 100_000_00)
    tranches.cancel([cancelled])
    for name in ("甲", "乙", "丙"):
        project(name, 100_000_00)
    return cancelled


def test_what_others_have_by_now_is_not_committed_again(garden: int) -> None:
    cancel = history.latest(1)[0].id + 3  # the grant, the tranche, the cancelling
    cancelled = full_up(garden)
    before = everything()
    with pytest.raises(OverCap):
        tranches.restore([cancelled])
    with pytest.raises(OverCap):
        tranches.remove(cancelled)
    with pytest.raises(Refused, match="cannot be taken back"):
        history.undo(cancel)
    assert everything() == before
    assert tranches.by_community(2026) == {VILLAGE: 300_000_00}


def test_two_of_one_community_are_not_restored_into_the_same_room(garden: int) -> None:
    first = full_up(garden)
    second = tranches.add(projects.find("甲").id, "首款", 100_000_00)
    tranches.cancel([second])
    before = everything()
    with pytest.raises(OverCap):
        tranches.restore([first, second])
    assert everything() == before
    tranches.restore([first])
    with pytest.raises(OverCap):
        tranches.restore([second])


def test_what_stands_in_the_ledger_or_was_removed_stays(garden: int) -> None:
    first, last = tranches.add(garden, "首款", 60_00), tranches.add(garden, "尾款", 40_00)
    payments.pay([first], TODAY, TODAY)
    payments.reverse(1, "付错", TODAY)
    with pytest.raises(Refused, match="stands in the ledger"):
        tranches.remove(first)
    removal.remove(garden, "停了", TODAY)
    for does in (lambda: tranches.restore([last]), lambda: tranches.remove(last)):
        with pytest.raises(Refused, match="was removed from the funding"):
            does()
    with pytest.raises(NotFound):
        tranches.cancel([])


def test_a_tranche_never_paid_is_taken_away_and_comes_back(garden: int) -> None:
    first = tranches.add(garden, "首款", 60_00)
    before = everything()
    tranches.remove(first)
    assert tranches.of_project(garden) == ()
    history.undo()
    assert everything() == before


def test_communities_stand_by_what_they_have(garden: int) -> None:
    project("乙", 200_00, community="晋阳社区")
    project("丙", 50_00)
    project("丁", community="玉林社区")
    assert list(tranches.by_community(2026).items()) == [("晋阳社区", 200_00), (VILLAGE, 150_00)]
