"""How far behind its promises each project is."""

from __future__ import annotations

from datetime import date

import pytest

from store.programme import milestones
from store.programme.models import Milestone
from store.programme.project_list import Filters
from store.programme.slips import Slip, slips
from tests.conftest import TODAY
from tests.store.programme.making import project

pytestmark = pytest.mark.usefixtures("store")


def _milestone(project_id: int, name: str, forecast: str, actual: str | None = None) -> None:
    key = milestones.add(project_id, name, date(2026, 11, 10))
    Milestone.update(forecast=forecast, actual=actual).where(Milestone.id == key).execute()


def test_the_worst_come_first_by_their_worst_milestone() -> None:
    early, garden, museum = project("口袋公园"), project("共享菜园"), project("村史馆")
    _milestone(early, "开工", "2026-11-06")
    _milestone(garden, "开工", "2026-11-10", "2026-11-24")
    _milestone(garden, "完工", "2026-11-12")
    _milestone(museum, "开工", "2026-12-10")
    project("竹编坊")
    found = slips(Filters(), TODAY, 10)
    assert found == (
        Slip(museum, "村史馆", 30),
        Slip(garden, "共享菜园", 14),
        Slip(early, "口袋公园", -4),
    )
    assert slips(Filters(), TODAY, 1) == found[:1]
    assert slips(Filters(text="菜园"), TODAY, 10) == found[1:2]
