"""Projects: entered, found, changed, and what status may follow what."""

from __future__ import annotations

from datetime import date

import pytest

from store import history
from store.access.showing import Phone
from store.errors import Ambiguous, Invalid, NotFound, Refused
from store.programme import caps, milestones, phones, projects, years
from store.programme.models import STATUSES, Organisation, Project, ProjectPerson
from store.programme.projects import FOLLOWS, PersonRow
from tests.conftest import TODAY
from tests.store.programme.making import everything, project, values, wrong_fields

pytestmark = pytest.mark.usefixtures("store")

PEOPLE = (PersonRow("李梅", "13800000000"), PersonRow("王强"))
SHOWN = (PersonRow("李梅", "138····0000"), PersonRow("王强"))


def test_a_project_is_kept_as_it_was_said_and_its_year_is_made() -> None:
    said = values(
        " 共享  菜园 ",
        district="崇州市",
        organisation="爱有戏",
        dimensions=("land", "people"),
        rural=True,
        people=PEOPLE,
        note="东区",
    )
    row = projects.get(projects.add(said, TODAY))
    assert row.values == said._replace(
        name="共享 菜园",
        dimensions=("people", "land"),
        people=SHOWN,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
    )
    assert (row.status, row.granted, row.committed, row.paid, row.left) == ("proposed", 0, 0, 0, 0)
    assert (years.known(), projects.years_with_projects()) == ((2026,), (2026,))
    history.undo()
    assert (Project.select().count(), years.known()) == (0, ())


def test_every_wrong_field_is_named_and_nothing_is_kept() -> None:
    said = values(
        "",
        year=1800,
        community=" ",
        dimensions=("water",),
        people=(PersonRow("", "138"), PersonRow("李梅"), PersonRow("李梅")),
        starts_on=date(2026, 5, 2),
        ends_on=date(2026, 5, 1),
        note="\u202e",
    )
    named = wrong_fields(lambda: projects.add(said, TODAY))
    assert set(named) == {"year", "name", "community", "dimensions", "people", "ends_on", "note"}
    assert history.latest(1) == []
    assert Project.select().count() == 0


def test_a_name_is_given_once_in_a_community_and_a_year() -> None:
    project()
    assert wrong_fields(project) == ["name"]
    project(community="晋阳社区")
    project(year=2027)
    assert Project.select().count() == 3


@pytest.mark.parametrize("typed", ["#1", " 共享菜园 ", "共享", "菜园", "gongxiang", "gxcy"])
def test_a_project_is_found_by_a_few_letters(typed: str) -> None:
    project()
    project("口袋公园")
    assert projects.find(typed).name == "共享菜园"


def test_which_project_is_meant_is_asked() -> None:
    project()
    project(community="晋阳社区")
    project("共享菜园二期", year=2027)
    with pytest.raises(Ambiguous, match=r"#1 共享菜园 \(五星村, 2026\).*#2 .*晋阳社区"):
        projects.find("共享菜园")
    assert projects.find("共享菜园", community="晋阳社区").id == 2
    assert projects.find("共享", year=2027).id == 3


@pytest.mark.parametrize("typed", ["", "  ", "口袋", "#9", "共享菜园x"])
def test_what_is_not_there_is_not_found(typed: str) -> None:
    project()
    with pytest.raises(NotFound):
        projects.find(typed)


def test_an_edit_keeps_what_somebody_else_changed_elsewhere() -> None:
    seen = projects.get(project(people=PEOPLE))
    projects.edit(seen, seen.values._replace(note="东区"), TODAY)
    people = (PersonRow("王强", "13900000000"), PersonRow("赵敏"))
    projects.edit(seen, seen.values._replace(name="果园", people=people), TODAY)
    now = projects.get(seen.id)
    assert (now.name, now.note) == ("果园", "东区")
    assert phones.show(now.id) == (Phone("王强", "13900000000"),)
    assert now.people == (PersonRow("王强", "139····0000"), PersonRow("赵敏"))
    assert projects.find("guoyuan").id == now.id
    assert ProjectPerson.select().count() == 2
    with pytest.raises(Refused, match="the name to “果园” meanwhile"):
        projects.edit(seen, seen.values._replace(name="花园"), TODAY)


def test_an_edit_that_changes_nothing_is_no_deed() -> None:
    seen = projects.get(project())
    deeds = history.latest(9)
    projects.edit(seen, seen.values, TODAY)
    assert history.latest(9) == deeds


def test_a_project_does_not_end_before_its_promises() -> None:
    seen = projects.get(project())
    milestones.add(seen.id, "验收", date(2026, 12, 1))
    early = seen.values._replace(ends_on=date(2026, 11, 30))
    with pytest.raises(Invalid, match="“验收” has its baseline after"):
        projects.edit(seen, early, TODAY)
    projects.edit(seen, early._replace(ends_on=date(2026, 12, 1)), TODAY)


def test_a_project_does_not_move_where_its_money_passes_the_cap() -> None:
    for name in ("甲", "乙", "丙"):
        project(name, 100_000_00, community="晋阳社区")
    seen = projects.get(project("丁", 1))
    before = everything()
    with pytest.raises(caps.OverCap):
        projects.edit(seen, seen.values._replace(community="晋阳社区"), TODAY)
    assert everything() == before
    projects.edit(seen, seen.values._replace(community="晋阳社区", year=2027), TODAY)


def test_an_organisation_is_made_once() -> None:
    project(organisation="爱有戏")
    project("口袋公园", organisation=" 爱有戏")
    assert Organisation.select().count() == 1


@pytest.mark.parametrize("now", STATUSES)
@pytest.mark.parametrize("wanted", STATUSES)
def test_only_some_statuses_follow(now: str, wanted: str) -> None:
    project_id = project()
    Project.update(status=now).execute()
    row = projects.get(project_id)
    if wanted == now or wanted in FOLLOWS[now]:
        projects.set_status(row, wanted, "太慢", TODAY)
        assert projects.get(project_id).status == wanted
    else:
        with pytest.raises(Refused):
            projects.set_status(row, wanted, "太慢", TODAY)
        assert projects.get(project_id) == row


def test_a_status_is_not_set_over_somebody_elses_or_without_a_reason() -> None:
    seen = projects.get(project(granted=100))
    projects.set_status(seen, "running", "", TODAY)
    with pytest.raises(Refused, match="is running by now"):
        projects.set_status(seen, "running", "", TODAY)
    with pytest.raises(Invalid, match="why it needs supervision"):
        projects.set_status(projects.get(seen.id), "supervised", "  ", TODAY)


def test_the_span_of_a_year_is_that_of_its_projects() -> None:
    project(starts_on=date(2026, 3, 1))
    project("口袋公园", ends_on=date(2027, 2, 1), starts_on=date(2026, 4, 1))
    assert projects.span(2026) == (date(2026, 3, 1), date(2027, 2, 1))
    assert projects.span(2027) is None
