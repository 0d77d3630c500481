"""Making a project of what residents want."""

from __future__ import annotations

import pytest

from store import history
from store.errors import Invalid, NotFound, Refused
from store.programme import adoption, closing, projects, proposals
from store.programme.projects import PersonRow
from tests.conftest import TODAY
from tests.store.programme.making import (
    VILLAGE,
    everything,
    opened,
    plainly,
    project,
    proposal,
    voted,
)

pytestmark = pytest.mark.usefixtures("compound")


def decided(choices: str, **more: object) -> int:
    proposal_id = opened(units=("1",), quorum=0, **more)
    voted(proposal_id, choices)
    closing.close(proposal_id, TODAY)
    return proposal_id


def test_an_adopted_proposal_becomes_a_project_of_its_year() -> None:
    trees = decided("y", rural=True, organisation="绿色营造社", proposer="李梅", note="东门")
    project_id = adoption.adopt(trees, TODAY)
    row = projects.get(project_id)
    assert (row.name, row.year, row.community, row.status) == ("种树", 2026, VILLAGE, "proposed")
    assert (row.organisation, row.dimensions, row.rural) == ("绿色营造社", ("land",), True)
    assert (row.people, row.note, row.granted) == ((PersonRow("李梅"),), "东门", 0)
    assert proposals.get(trees).project_id == project_id
    before = everything()
    with pytest.raises(Refused, match="种树 is a project already"):
        adoption.adopt(trees, TODAY)
    assert everything() == before


def test_adopting_is_taken_back_and_done_again() -> None:
    trees = decided("y")
    before = everything()
    project_id = adoption.adopt(trees, TODAY)
    history.undo()
    assert everything() == before
    history.redo()
    assert proposals.get(trees).project_id == project_id
    assert projects.get(project_id).people == ()


@pytest.mark.parametrize(
    ("choices", "more", "said"),
    [
        ("n", {}, "was not adopted"),
        ("", {}, "was not adopted"),
        ("y", {"rule": "approval"}, "was ranked: the selection decides"),
    ],
)
def test_what_was_not_adopted_becomes_no_project(
    choices: str, more: dict[str, str], said: str
) -> None:
    trees = decided(choices, **more)
    before = everything()
    with pytest.raises(Refused, match=said):
        adoption.adopt(trees, TODAY)
    assert everything() == before


def test_what_was_not_voted_on_becomes_no_project() -> None:
    draft = proposal()
    proposals.withdraw(withdrawn := proposal("楼道灯"))
    for proposal_id in (draft, opened("路灯"), withdrawn):
        with pytest.raises(Refused, match="was not adopted"):
            adoption.adopt(proposal_id, TODAY)
    with pytest.raises(NotFound):
        adoption.adopt(99, TODAY)


def test_a_project_of_that_name_stands_in_the_way() -> None:
    trees = decided("y")
    project("种树")
    before = everything()
    with pytest.raises(Invalid, match="There is a project “种树” of this community in 2026"):
        adoption.adopt(trees, TODAY)
    assert everything() == before


def test_a_project_comes_of_one_proposal() -> None:
    trees, lamps = decided("y"), proposal("楼道灯")
    project_id = adoption.adopt(trees, TODAY)
    plainly("UPDATE proposal SET project_id = ? WHERE id = ?", project_id, lamps)
