"""What the night tells of milestones: what is late, in which community, whom to ask."""

from __future__ import annotations

from datetime import date

import pytest

from store.neighbours import compounds, plan
from store.programme import late_milestones, milestones
from store.programme.models import Project
from store.programme.project_values import PersonRow
from tests.conftest import TODAY
from tests.store.programme.making import project, questions

pytestmark = pytest.mark.usefixtures("store")

PEOPLE = (PersonRow("王强", "13800000000"), PersonRow("李梅"))


def test_the_longest_late_comes_first_with_whom_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    garden = project("共享菜园", 100, people=PEOPLE, organisation="爱有戏")
    park = project("口袋公园", 100, organisation="三棵树")
    milestones.add(park, "设计", date(2026, 11, 22))
    milestones.add(park, "开园", TODAY)
    late = milestones.add(garden, "播种", date(2026, 5, 1), forecast=date(2026, 6, 1))
    milestones.reach([milestones.add(park, "踏勘", date(2026, 3, 1))], TODAY, TODAY)
    first, second = late_milestones.late(TODAY)
    assert first == (
        late,
        garden,
        "共享菜园",
        "五星村",
        "播种",
        date(2026, 5, 1),
        date(2026, 6, 1),
        175,
        ("王强", "李梅"),
    )
    assert (second.milestone, second.days, second.in_charge) == ("设计", 1, ("三棵树",))
    assert late_milestones.count(TODAY) == 2
    assert late_milestones.count(date(2026, 6, 1)) == 0
    assert questions(monkeypatch, lambda: list(late_milestones.late(TODAY))) == 1


@pytest.mark.parametrize("status", ["completed", "removed"])
def test_what_is_over_is_late_no_more(status: str) -> None:
    milestones.add(project(), "播种", date(2026, 5, 1))
    assert late_milestones.count(TODAY) == 1
    Project.update(status=status).execute()
    assert late_milestones.count(TODAY) == 0
    assert list(late_milestones.late(TODAY)) == []


def test_a_compound_hears_of_its_own_community() -> None:
    ours = compounds.create("Yard", plan.parse("1: 1 x 1"), community="五星村")
    theirs = compounds.create("Other Yard", plan.parse("1: 1 x 1"), community="晋阳社区")
    milestones.add(project(), "播种", date(2026, 5, 1))
    milestones.add(project(community="玉林社区"), "播种", date(2026, 5, 1))
    assert [row.community for row in late_milestones.late(TODAY, ours)] == ["五星村"]
    assert [late_milestones.count(TODAY, each) for each in (None, ours, theirs)] == [2, 1, 0]
