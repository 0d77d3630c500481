"""A garden project and a park beside it, as of TODAY: late, funded, reviewed, under way."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from store.programme import (
    budget,
    grants,
    milestones,
    payments,
    projects,
    reviews,
    tranches,
    years,
)
from store.programme.projects import PersonRow, ProjectValues
from store.programme.years import CriterionRow
from tests.conftest import TODAY

YUAN = 100


class Garden(NamedTuple):
    """The ids of what `build_garden` made."""

    project: int
    park: int
    survey: int
    design: int
    planting: int
    first: int  # tranche
    second: int


def build_garden() -> Garden:
    """The garden of 五星村 with three milestones in a row, and the park of 晋阳社区."""
    year = years.get(2026)
    years.change(
        year,
        budget=500_000 * YUAN,
        project_cap=year.project_cap,
        community_cap=120_000 * YUAN,
        rural_floor=34,
        pass_mark=60,
        seed="2026",
    )
    years.set_criteria(2026, [CriterionRow("参与", 60), CriterionRow("成效", 40, 20)])
    project = _project("共享菜园", "五星村", "崇州市", rural=True)
    park = _project("口袋公园", "晋阳社区", "武侯区", rural=False)
    survey = milestones.add(project, "踏勘", date(2026, 5, 10))
    design = milestones.add(project, "设计", date(2026, 11, 10), needs=[survey])
    planting = milestones.add(project, "开种", date(2026, 12, 5), needs=[design])
    grants.award(project, 98_000 * YUAN, TODAY)
    grants.award(park, 60_000 * YUAN, TODAY)
    milestones.reach([survey], date(2026, 5, 12), TODAY, "照片 12 张")
    first = tranches.add(project, "首款", 50_000 * YUAN, milestone_id=survey)
    second = tranches.add(project, "尾款", 40_000 * YUAN, milestone_id=planting)
    payments.pay([first], date(2026, 5, 20), TODAY)
    budget.set_line(project, "种子和工具", 38_000 * YUAN)
    budget.set_line(project, "场地", 3_000 * YUAN, "own")
    for reviewer, points in (("陈静", (80, 15)), ("王强", (70, 12))):
        scores = dict(zip(("参与", "成效"), points, strict=True))
        reviews.record(project, reviewer, TODAY, scores, "", TODAY)
    return Garden(project, park, survey, design, planting, first, second)


def _project(name: str, community: str, district: str, *, rural: bool) -> int:
    return projects.add(
        ProjectValues(
            2026,
            name,
            community,
            district,
            "爱有戏",
            ("land", "people"),
            rural,
            people=(PersonRow("李梅", "13800000000"),),
        ),
        TODAY,
    )
