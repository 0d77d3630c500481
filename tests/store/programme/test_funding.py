"""Funding: which proposals of a year get its money, drawn in public, and giving it to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

import pytest

from store import history
from store.errors import Refused
from store.programme import (
    adoption,
    ballots,
    closing,
    funding,
    projects,
    proposals,
    rolls,
    tranches,
    years,
)
from store.programme.vote_models import Decision
from tests.conftest import TODAY
from tests.store.programme.making import VILLAGE, everything, opened, project, proposal

pytestmark = pytest.mark.usefixtures("compound")

YUAN = 100
DOORS = ("1-101", "1-102", "1-103", "1-201", "1-202")
LAST = date(2026, 12, 20)


def set_year(budget: int | None = 100_000 * YUAN, **more: object) -> None:
    """Say what the year has."""
    row = years.get(2026)
    said = {
        name: getattr(row, name)
        for name in ("project_cap", "community_cap", "rural_floor", "pass_mark", "seed")
    }
    years.change(row, budget=budget, **{**said, **more})  # type: ignore[arg-type]


def voted(name: str, cost: int, doors: Sequence[str], **more: object) -> int:
    """A proposal that the households behind `doors` approve, closed."""
    proposal_id = opened(name, cost=cost * YUAN, rule="approval", quorum=0, **more)
    for door in DOORS:
        ballots.cast(proposal_id, door, "yes" if door in doors else "no", TODAY)
    closing.close(proposal_id, LAST)
    return proposal_id


def chosen(rule: str = "greedy", completion: str = "none", **more: object) -> list[int]:
    """The numbers of the proposals that are selected."""
    found = funding.select(2026, rule, completion, **more)  # type: ignore[arg-type]
    return [int(choice.id) for choice in found.selected]


def test_those_of_the_year_that_residents_ranked_share_what_is_left_of_its_budget() -> None:
    set_year()
    project("老项目", 30_000 * YUAN)
    trees = voted("种树", 50_000, DOORS[:3])
    lamps = voted("路灯", 30_000, DOORS[:2])
    benches = voted("长椅", 20_000, DOORS[:1])
    proposal("没投票的")
    voted("明年的", 1_000, DOORS, year=2027)
    found = funding.select(2026)
    assert [int(choice.id) for choice in found.selected] == [trees, benches]
    assert [int(choice.id) for choice in found.rejected] == [lamps]
    assert (found.budget, found.spent) == (70_000 * YUAN, 70_000 * YUAN)
    assert found.per_community == {VILLAGE: 70_000 * YUAN}
    assert chosen(budget=100_000 * YUAN) == [trees, lamps, benches]
    assert chosen(budget=0) == []


def test_what_the_community_has_committed_counts_against_its_cap() -> None:
    set_year(community_cap=60_000 * YUAN)
    project("老项目", 30_000 * YUAN)
    trees = voted("种树", 40_000, DOORS[:3])
    lamps = voted("路灯", 30_000, DOORS[:2])
    elsewhere = voted("长椅", 40_000, DOORS[:1], community="晋阳社区")
    found = funding.select(2026)
    assert [int(choice.id) for choice in found.selected] == [lamps, elsewhere]
    assert found.rejected[0].id == str(trees)
    assert found.rejected[0].reason == (
        "With it 五星村 would have ¥70,000, over its cap of ¥60,000."
    )


def test_households_are_the_voters_of_equal_shares_also_who_said_no_to_all() -> None:
    set_year(100 * YUAN)
    first = voted("种树", 40, DOORS[:2])
    second = voted("路灯", 30, DOORS[2:3])
    found = funding.select(2026, "equal-shares")
    assert found.notes == ("Each of 5 voters decides on ¥20.",)
    assert [int(choice.id) for choice in found.selected] == [first]
    assert "1 voter who approves it has ¥20 left" in found.rejected[0].reason
    assert set(chosen("equal-shares", "add1")) == {first, second}


def test_papers_of_a_secret_vote_are_voters_of_their_own() -> None:
    set_year(100 * YUAN)
    secret = opened("种树", cost=40 * YUAN, rule="approval", quorum=0, secret=True)
    for door in DOORS[:2]:
        ballots.tick(secret, door, TODAY)
    ballots.count_papers(secret, {"yes": 2, "no": 0, "abstain": 0}, TODAY)
    closing.close(secret, LAST)
    found = funding.select(2026, "equal-shares")
    assert [choice.votes for choice in found.selected] == [2]
    assert found.notes[0] == "Each of 2 voters decides on ¥50."
    assert "Papers of a secret vote" in found.notes[1]


def test_the_draw_can_be_checked_by_anybody_and_is_the_same_for_the_same_seed() -> None:
    set_year(10_000 * YUAN)
    tied = [voted(f"方案{number}", 10_000, DOORS[:1]) for number in range(4)]
    winners = set()
    for seed in ("2026", "锦江", "a", "b", "c"):
        lots = {one: sha256(f"{seed}:{one}".encode()).hexdigest() for one in tied}
        assert {one: funding.draw(seed, one) for one in tied} == lots
        found = funding.select(2026, seed=seed)
        assert found == funding.select(2026, seed=seed)
        assert [int(choice.id) for choice in found.selected] == [min(tied, key=lots.__getitem__)]
        assert found.selected[0].reason.endswith("the lower cost decides, then the public draw.")
        winners.add(found.selected[0].id)
    assert len(winners) > 1


def test_of_equal_votes_the_lower_cost_comes_first() -> None:
    set_year(10_000 * YUAN)
    voted("贵的", 10_000, DOORS[:2])
    cheap = voted("便宜的", 6_000, DOORS[:2])
    assert chosen() == [cheap]


def test_the_floor_and_the_seed_are_the_years() -> None:
    set_year(rural_floor=40, seed="锦江")
    town = voted("路灯", 80_000, DOORS[:4])
    village = voted("水渠", 40_000, DOORS[:1], rural=True)
    found = funding.select(2026)
    assert (found.rural_floor, found.seed) == (40, "锦江")
    assert [int(choice.id) for choice in found.selected] == [village]
    assert [int(choice.id) for choice in found.displaced] == [town]
    assert chosen(rural_floor=0) == [town]


def test_a_year_without_a_budget_says_so() -> None:
    voted("种树", 50, DOORS)
    with pytest.raises(Refused, match="2026 has no budget yet"):
        funding.select(2026)


def test_accepting_gives_the_grants_in_one_deed_that_can_be_undone() -> None:
    set_year()
    trees = voted("种树", 50_000, DOORS[:3])
    lamps = voted("路灯", 30_000, DOORS[:2])
    adopted = voted("舞台", 20_000, DOORS[:4])
    too_dear = voted("大楼", 90_000, DOORS[:1])
    before = everything()
    found = funding.select(2026)
    told = funding.accept(found, 2026, TODAY)
    assert "¥100,000" in told.label
    for proposal_id in (trees, lamps, adopted):
        project_id = proposals.get(proposal_id).project_id
        assert project_id is not None
        assert projects.get(project_id).status == "funded"
    assert tranches.sums_of_year(2026).committed == found.spent
    decisions = Decision.select(Decision.proposal, Decision.taken, Decision.reason).tuples()
    assert {(key, bool(was)) for key, was, _reason in decisions} == {
        (int(choice.id), was)
        for choices, was in ((found.selected, True), (found.rejected, False))
        for choice in choices
    }
    assert too_dear in [int(choice.id) for choice in found.rejected]
    assert funding.select(2026).selected == ()
    with pytest.raises(Refused, match="Something has changed meanwhile"):
        funding.accept(found, 2026, TODAY)
    history.undo()
    assert everything() == before
    assert funding.select(2026) == found


def test_a_proposal_that_became_a_project_by_hand_is_given_its_grant() -> None:
    set_year()
    trees = opened("种树", cost=50_000 * YUAN, quorum=0)
    ballots.cast(trees, DOORS[0], "yes", TODAY)
    closing.close(trees, LAST)
    project_id = adoption.adopt(trees, TODAY)
    funding.accept(funding.select(2026), 2026, TODAY)
    assert projects.get(project_id).status == "funded"
    assert chosen() == []


def test_nothing_selected_is_nothing_to_accept() -> None:
    set_year(0)
    rolls.open_vote(proposal(), TODAY, LAST, TODAY)
    with pytest.raises(Refused, match="there is nothing to accept"):
        funding.accept(funding.select(2026), 2026, TODAY)


def test_what_changed_since_is_not_accepted() -> None:
    set_year()
    voted("种树", 50_000, DOORS)
    found = funding.select(2026)
    set_year(project_cap=40_000 * YUAN)
    before = everything()
    with pytest.raises(Refused, match="Something has changed meanwhile"):
        funding.accept(found, 2026, TODAY)
    assert everything() == before
