"""The message about late milestones: to whom it speaks, and of what."""

from __future__ import annotations

from datetime import date

import pytest

from store import language
from store.errors import Refused
from store.programme import grants, late_message, milestones, projects
from store.programme.projects import PersonRow, ProjectValues
from tests.conftest import TODAY

pytestmark = pytest.mark.usefixtures("store")


def project(name: str, *people: str, organisation: str = "") -> int:
    """A funded project with a milestone of October and one of December."""
    values = ProjectValues(
        2026,
        name,
        "五星村",
        organisation=organisation,
        dimensions=("land",),
        people=tuple(PersonRow(person) for person in people),
    )
    project_id = projects.add(values, TODAY)
    grants.award(project_id, 100_00, TODAY)
    milestones.add(project_id, "设计", date(2026, 10, 10))
    milestones.add(project_id, "验收", date(2026, 12, 10))
    return project_id


def ids(project_id: int) -> list[int]:
    return [row.id for row in milestones.of_project(project_id)]


def test_each_project_has_its_own_paragraph_for_its_own_people() -> None:
    garden = project("共享菜园", "李梅", "王强")
    park = project("口袋公园", organisation="爱有戏")
    said = late_message.text([ids(garden)[0], ids(park)[0]], TODAY).split("\n\n")
    assert said[0].startswith("Hello 李梅, 王强, “共享菜园” was to reach “设计” (Sat 10 Oct)")
    assert said[1].startswith("Hello 爱有戏, “口袋公园”")


def test_two_of_one_project_stand_in_one_paragraph() -> None:
    garden = project("共享菜园")
    said = late_message.text(ids(garden), date(2027, 1, 5))
    assert said.startswith("Hello everybody, ")
    assert "which are not noted as reached yet" in said
    assert "\n" not in said


def test_what_is_not_late_is_refused() -> None:
    garden = project("共享菜园")
    with pytest.raises(Refused, match="“验收” is not late"):
        late_message.text([ids(garden)[1]], TODAY)


def test_it_speaks_chinese() -> None:
    garden = project("共享菜园", "李梅")
    language.speak("zh_CN")
    assert late_message.text(ids(garden)[:1], TODAY).startswith("李梅，您好！“共享菜园”的“设计”")
