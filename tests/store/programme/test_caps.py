"""The caps: the live meter, and what it takes to pass one."""

from __future__ import annotations

import pytest

from store.errors import Invalid
from store.programme import caps, grants, tranches
from store.programme.caps import OverCap, Override, OverrideRow
from tests.conftest import TODAY
from tests.store.programme.making import VILLAGE, everything, project, wrong_fields

pytestmark = pytest.mark.usefixtures("store")

BY = Override("刘站长", "市里同意")
CAP, TOGETHER = 100_000_00, 300_000_00


@pytest.mark.parametrize(
    ("others", "asked", "over"),
    [
        (0, 0, ()),
        (0, CAP, ()),
        (0, CAP + 1, ("project",)),
        (3, 0, ()),
        (3, 1, ("community",)),
        (3, CAP + 1, ("project", "community")),
        (2, CAP, ()),
    ],
)
def test_the_meter_tells_what_would_be_passed(
    others: int, asked: int, over: tuple[str, ...]
) -> None:
    for number in range(others):
        project(f"项目{number}", CAP)
    found = caps.meter(2026, f" {VILLAGE} ", asked)
    assert found.over == over
    assert found.project_committed == asked
    assert found.community_committed == others * CAP + asked
    assert (found.project_limit, found.community_limit) == (CAP, TOGETHER)


def test_the_meter_leaves_out_the_project_itself_other_places_and_years() -> None:
    garden = project("甲", CAP)
    project("乙", CAP, community="晋阳社区")
    project("丙", CAP, year=2027)
    project("丁")
    assert caps.meter(2026, VILLAGE, 1, garden).community_committed == 1
    assert caps.say(caps.meter(2026, VILLAGE, 50_000_00)) == (
        "project ¥50,000 of ¥100,000 · 五星村 2026: ¥150,000 of ¥300,000 committed, ¥150,000 left"
    )


def test_a_cap_is_passed_with_a_name_and_a_reason_and_that_is_kept() -> None:
    garden = project()
    before = everything()
    with pytest.raises(OverCap, match="is ¥20,000 over the cap of ¥100,000") as refusal:
        grants.award(garden, 120_000_00, TODAY)
    assert refusal.value.meter.over == ("project",)
    for override, field in ((Override("刘站长", " "), "reason"), (Override("", "同意"), "by")):
        assert wrong_fields(lambda o=override: grants.award(garden, 120_000_00, TODAY, o)) == [
            field
        ]
    with pytest.raises(OverCap):
        grants.award(garden, 120_000_00, TODAY, Override(" ", ""))
    assert everything() == before
    grants.award(garden, 120_000_00, TODAY, BY)
    assert caps.overrides(garden) == (OverrideRow("project", 120_000_00, TODAY, *BY),)
    grants.change(garden, 110_000_00, TODAY)
    grants.change(garden, 120_000_00, TODAY)
    with pytest.raises(OverCap):
        grants.change(garden, 120_000_01, TODAY)


def test_an_override_where_none_is_needed_is_not_kept() -> None:
    garden = project()
    grants.award(garden, CAP, TODAY, BY)
    assert caps.overrides(garden) == ()


def test_a_community_goes_as_far_as_it_was_let_and_no_further() -> None:
    for name in ("甲", "乙", "丙"):
        project(name, CAP)
    fourth = project("丁")
    with pytest.raises(OverCap, match=r"¥350,000 for 五星村 in 2026 is ¥50,000 over ¥300,000"):
        grants.award(fourth, 50_000_00, TODAY)
    grants.award(fourth, 50_000_00, TODAY, BY)
    assert [row.cap for row in caps.overrides(fourth)] == ["community"]
    with pytest.raises(OverCap):
        project("戊", 1)
    grants.change(fourth, 49_000_00, TODAY)
    grants.award(tranches_free := project("己"), 1_000_00, TODAY)
    assert tranches.by_community(2026) == {VILLAGE: 350_000_00}
    assert caps.overrides(tranches_free) == ()


def test_the_reason_must_be_storable() -> None:
    meter = caps.meter(2026, VILLAGE, CAP + 1)
    with pytest.raises(Invalid):
        caps.check(meter, Override("x", ""))
    assert caps.check(meter, Override(" 刘站长 ", "同意")) == Override("刘站长", "同意")
    assert caps.check(caps.meter(2026, VILLAGE, CAP), Override("x", "y")) is None
