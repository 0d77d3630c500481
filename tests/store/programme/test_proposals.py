"""Proposals: writing them down, finding and changing them, and what stands once there is a vote."""

from __future__ import annotations

from typing import Any

import pytest

from store import history
from store.errors import Ambiguous, NotFound, Refused
from store.programme import closing, proposals
from store.programme.models import MOST_FEN
from store.programme.proposals import ProposalList
from tests.conftest import TODAY
from tests.store.programme.making import (
    asked,
    everything,
    opened,
    plainly,
    proposal,
    voted,
    walks,
    wrong_fields,
)

pytestmark = pytest.mark.usefixtures("compound")


def closed(name: str = "种树") -> int:
    """A proposal that the first of two units adopted."""
    proposal_id = opened(name, units=("1",))
    voted(proposal_id, "yyyyyyn")
    closing.close(proposal_id, TODAY)
    return proposal_id


def test_a_proposal_is_as_it_was_said() -> None:
    values = asked(
        " 种  树 ", district="锦江区", organisation="营造社", dimensions=("landscape", "people"),
        rural=True, cost=1, proposer="李梅", note="东门", rule="two_thirds", quorum=9, secret=True,
    )  # fmt: skip
    row = proposals.get(proposals.add(values))
    assert row.values == values._replace(name="种 树", dimensions=("people", "landscape"))
    assert (row.state, row.roll, row.cast, row.counting) == ("draft", 0, 0, False)
    assert (row.opens_on, row.closes_on, row.closed_on, row.outcome) == (None,) * 4
    assert row.project_id is None
    history.undo()
    with pytest.raises(NotFound):
        proposals.get(row.id)


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"name": " "}, ["name"]),
        ({"name": "a" * 121}, ["name"]),
        ({"community": ""}, ["community"]),
        ({"year": 1989}, ["year"]),
        ({"dimensions": ("water",)}, ["dimensions"]),
        ({"cost": 0}, ["cost"]),
        ({"cost": -1}, ["cost"]),
        ({"cost": MOST_FEN + 1}, ["cost"]),
        ({"rule": "lot"}, ["rule"]),
        ({"quorum": 101}, ["quorum"]),
        ({"quorum": -1}, ["quorum"]),
        ({"compound": "别的院子"}, ["compound"]),
        ({"proposer": "李\u202e梅"}, ["proposer"]),
        ({"name": "", "cost": 0, "quorum": 200}, ["name", "cost", "quorum"]),
    ],
)
def test_every_field_that_is_wrong_is_named(more: dict[str, Any], fields: list[str]) -> None:
    before = everything()
    assert wrong_fields(lambda: proposals.add(asked(**{"name": "种树", **more}))) == fields
    assert everything() == before


def test_a_fraction_of_a_fen_is_not_stored() -> None:
    before = everything()
    with pytest.raises(Refused):
        proposals.add(asked(cost=0.5))
    assert everything() == before


def test_a_name_is_given_once_in_a_year_and_a_community() -> None:
    proposal()
    proposal(year=2027)
    proposal(community="晋阳社区")
    assert wrong_fields(proposal) == ["name"]
    lamps = proposals.get(proposal("楼道灯"))
    assert wrong_fields(lambda: proposals.edit(lamps, asked("种树"))) == ["name"]


def test_a_proposal_is_found_by_a_few_letters() -> None:
    trees, lamps = proposal(), proposal("楼道灯")
    proposal("楼道灯", year=2027)
    for typed in ("种树", "种", "zhongshu", "zs", f"#{trees}"):
        assert proposals.find(typed).id == trees
    assert proposals.find("楼道", year=2026).id == lamps
    with pytest.raises(Ambiguous, match=r"#2 楼道灯 .*#3 楼道灯"):
        proposals.find("楼道灯")
    for typed in ("", " ", "#9", "停车"):
        with pytest.raises(NotFound):
            proposals.find(typed)


def test_the_list_is_walked_by_number_by_year_and_by_state() -> None:
    keys = [proposal(f"提案{number}") for number in range(5)]
    other, held = proposal(year=2027), opened("表决", units=("1",))
    walks(ProposalList(), [*keys, other, held])
    walks(ProposalList(2026), [*keys, held])
    walks(ProposalList(state="open"), [held])
    walks(ProposalList(2027, "open"), [])
    assert proposals.years_with_proposals() == (2026, 2027)


def test_a_draft_is_changed_and_that_is_taken_back() -> None:
    seen = proposals.get(proposal())
    wanted = seen.values._replace(name="种花", cost=1, secret=True, compound="", rule="approval")
    proposals.edit(seen, wanted)
    assert proposals.get(seen.id).values == wanted
    assert proposals.find("zhonghua").id == seen.id
    history.undo()
    assert proposals.get(seen.id) == seen


def test_two_who_change_the_same_are_told() -> None:
    seen = proposals.get(proposal())
    proposals.edit(seen, seen.values._replace(quorum=30))
    proposals.edit(seen, seen.values._replace(note="东门"))
    assert proposals.get(seen.id).values == seen.values._replace(quorum=30, note="东门")
    with pytest.raises(Refused, match="the quorum to “30” meanwhile"):
        proposals.edit(seen, seen.values._replace(quorum=20))


OTHERWISE = {
    "year": 2027, "name": "种花", "community": "晋阳社区", "compound": "",
    "dimensions": ("people",), "rural": True, "cost": 1, "rule": "two_thirds", "quorum": 0,
    "secret": True,
}  # fmt: skip


@pytest.mark.parametrize("make", [lambda: opened(units=("1",)), closed], ids=["open", "closed"])
def test_what_was_put_to_the_vote_stays(make: Any) -> None:
    row = proposals.get(make())
    before = everything()
    for field, value in OTHERWISE.items():
        with pytest.raises(Refused, match="what was put to the vote stays"):
            proposals.edit(row, row.values._replace(**{field: value}))
    assert everything() == before
    always = {"organisation": "绿色营造社", "proposer": "李梅", "note": "东门"}
    proposals.edit(row, row.values._replace(**always))
    assert proposals.get(row.id).values == row.values._replace(**always)


@pytest.mark.parametrize(
    "change",
    [
        "name = '种花'", "cost = 1", "rule = 'approval'", "quorum = 0", "secret = 1",
        "year_id = 2027", "community_id = 99", "compound_id = NULL", "state = 'draft'",
    ],
)  # fmt: skip
def test_another_program_cannot_change_what_is_voted_on(change: str) -> None:
    proposal(year=2027, community="晋阳社区")
    proposal_id = opened(units=("1",))
    voted(proposal_id, "y")
    plainly(f"UPDATE proposal SET {change} WHERE id = ?", proposal_id)
    proposals.withdraw(proposal_id)
    plainly(f"UPDATE proposal SET {change} WHERE id = ?", proposal_id)


def test_a_proposal_is_withdrawn_also_from_its_vote() -> None:
    draft, held = proposal(), opened("表决", units=("1",))
    voted(held, "y")
    for proposal_id, was in ((draft, "draft"), (held, "open")):
        proposals.withdraw(proposal_id)
        assert proposals.get(proposal_id).state == "withdrawn"
        with pytest.raises(Refused, match="was withdrawn already"):
            proposals.withdraw(proposal_id)
        history.undo()
        assert proposals.get(proposal_id).state == was
    assert proposals.get(held).yes == 1
    with pytest.raises(NotFound):
        proposals.withdraw(99)


def test_who_was_voted_on_is_not_withdrawn() -> None:
    proposal_id = closed()
    with pytest.raises(Refused, match="closing is final"):
        proposals.withdraw(proposal_id)


@pytest.mark.parametrize(
    ("state", "wanted", "said"),
    [
        ("draft", "open", "has not been opened yet"),
        ("draft", "closed", "has not been opened yet"),
        ("open", "draft", "is open already"),
        ("open", "closed", "is still open"),
        ("closed", "open", "was closed on Mon 2026-11-23, and that is final"),
        ("withdrawn", "open", "was withdrawn"),
    ],
)
def test_why_a_vote_is_in_another_state_is_said(state: str, wanted: str, said: str) -> None:
    row = proposals.get(closed() if state == "closed" else proposal())
    refused = proposals.refused_state(row._replace(state=state), wanted)
    assert refused is not None
    assert said in refused.sentence
    assert proposals.refused_state(row, row.state) is None
