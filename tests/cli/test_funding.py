"""Selecting and funding from the command line: from a file, from the store, and what is refused."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from store import database, history
from store.neighbours import compounds, plan
from store.programme import ballots, closing, proposals, rolls, years
from store.programme.proposals import ProposalValues
from tests.cli.conftest import TODAY, Desk

ELECTION = """META
key;value
num_projects;3
num_votes;3
budget;100.50
vote_type;approval
rule;greedy
currency;PLN
PROJECTS
project_id;cost;name;votes
B-1;60.50;Park;2
7;40;Bench;2
9;40;Lamp;1
VOTES
voter_id;vote
1;B-1,7
2;B-1,7
3;9
"""


@pytest.fixture
def funded(tmp_path: Path) -> Desk:
    """A store in which residents approved two proposals of ¥300, with money for one."""
    path = tmp_path / "desk.db"
    database.open_store(path)
    history.act_as("tester")
    compounds.create("Yard", plan.parse("1: 2 x 2"))
    row = years.get(2026)
    years.change(
        row,
        budget=500_00,
        project_cap=row.project_cap,
        community_cap=row.community_cap,
        rural_floor=0,
        pass_mark=row.pass_mark,
        seed="2026",
    )
    today = date.fromisoformat(TODAY)
    for name, doors in (("种树", ("1-101", "1-102")), ("路灯", ("1-101",))):
        values = ProposalValues(
            2026, name, "五星村", compound="Yard", dimensions=("land",), cost=300_00, quorum=0
        )
        proposal_id = proposals.add(values)
        rolls.open_vote(proposal_id, today, date(2026, 12, 1), today)
        for door in doors:
            ballots.cast(proposal_id, door, "yes", today)
        closing.close(proposal_id, date(2026, 12, 2))
    database.close_store()
    return Desk(path)


def test_a_file_is_selected_from_without_a_store(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "none.db")
    (tmp_path / "city.pb").write_text(ELECTION, encoding="utf-8")
    found = json.loads(desk.said("funding", "select", "--pb", "city.pb", "--format", "json"))
    assert [(one["id"], one["cost"]) for one in found["selected"]] == [("B-1", 60.5), ("7", 40)]
    assert [set(one) >= {"id", "reason"} for one in found["rejected"]] == [True]
    assert found["rejected"][0]["id"] == "9"
    assert (found["spent"], found["budget"], found["unit"]) == (100.5, 100.5, "PLN")
    assert found["per_community"] == {}
    asked = ("--rule", "equal-shares", "--completion", "add1", "--budget", "80")
    said = desk.said("funding", "select", "--pb", "city.pb", *asked)
    assert said.startswith("60.50 PLN of 80 PLN for 1; 19.50 PLN left.")
    assert not desk.db.exists()


def test_a_file_that_is_cut_short_is_one_clear_line(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "none.db")
    (tmp_path / "cut.pb").write_text(ELECTION[:-5], encoding="utf-8")
    ran = desk.run("funding", "select", "--pb", "cut.pb")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "cut.pb is cut short or altered: it says num_votes 3, and holds 2." in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_the_store_is_selected_from_and_the_selected_get_their_grants(funded: Desk) -> None:
    asked = ("--year", "2026", "--format", "json")
    found = json.loads(funded.said("funding", "select", *asked))
    assert [one["id"] for one in found["selected"]] == [1]
    assert [one["id"] for one in found["rejected"]] == [2]
    assert (found["spent"], found["per_community"]) == (300_00, {"五星村": 300_00})
    assert json.loads(funded.said("funding", "accept", *asked)) == found
    said = json.loads(funded.said("funding", "select", *asked))
    assert (said["selected"], said["budget"]) == ([], 200_00)


def test_what_does_not_go_together_is_wrong_usage(tmp_path: Path) -> None:
    ran = Desk(tmp_path / "none.db").run("funding", "select", "--completion", "add1")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "--completion is for --rule equal-shares" in ran.stderr
