"""Pabulib files as cities publish them, and those that cannot be trusted."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import Refused
from store.programme import pabulib, selecting
from store.programme.election import Limits
from tests.store.programme.electing import taken

WHOLE = """META
key;value
description;Local PB in Warszawa, "Wawer"
num_projects;3
num_votes;4
budget;1000
vote_type;approval
rule;greedy
currency;PLN
PROJECTS
votes;name;project_id;cost
3;"Park; new";B/12;600
2;Bench;7;400
1;Lamp;c-3;400
VOTES
vote;age;voter_id
B/12,7;34;1
B/12, 7 ,7;;2
B/12,c-3;;3
;18;4
"""


def read(text: str = WHOLE, name: str = "w.pb") -> pabulib.PabulibFile:
    return pabulib.parse(text, name)


def refusal(text: str) -> str:
    with pytest.raises(Refused) as refused:
        read(text)
    return refused.value.sentence


def test_columns_in_any_order_quotes_and_odd_ballots() -> None:
    found = read()
    election = found.election
    assert [(one.id, one.name, one.cost, one.votes) for one in election.candidates] == [
        ("B/12", "Park; new", 600_00, 3),
        ("7", "Bench", 400_00, 2),
        ("c-3", "Lamp", 400_00, 1),
    ]
    assert (election.budget, election.limits) == (1000_00, Limits())
    assert election.unit.say(600_00) == "600 PLN"
    assert {voters.approved: voters.number for voters in election.voters} == {
        (0, 1): 2,
        (0, 2): 1,
        (): 1,
    }
    assert (found.rule, found.vote_type, found.notes) == ("greedy", "approval", ())


def test_a_file_of_another_machine_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "w.pb"
    text = WHOLE.replace("Bench", "Ła\u2028w\x85ka").replace("PROJECTS", "projects ;;;")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    found = pabulib.read(path)
    assert found.election.voters == read().election.voters
    assert found.election.candidates[1].name == "Ła\u2028w\x85ka"


def test_money_is_exact_in_the_smallest_part_that_the_file_has() -> None:
    text = WHOLE.replace("budget;1000", "budget;1000.50").replace(";600", ";600,1")
    election = read(text).election
    assert (election.budget, election.unit.one) == (100050, 100)
    assert [one.cost for one in election.candidates] == [60010, 40000, 40000]
    assert election.unit.say(60010) == "600.10 PLN"
    assert read(WHOLE.replace("1000", "1 000 000.00")).election.budget == 1_000_000_00
    assert read(WHOLE.replace("1000", "999.0625")).election.budget == 999_0625


@pytest.mark.parametrize("amount", ["-5", "much", "", "1e400", "NaN", "0.00001", "9" * 16])
def test_what_is_no_amount_is_refused_with_its_line(amount: str) -> None:
    assert refusal(WHOLE.replace(";600", f";{amount}")) == (
        f"w.pb, line 12: “{amount}” is no amount that can be counted with."
    )


def test_the_votes_of_the_file_decide_and_it_is_told_where_its_ballots_differ() -> None:
    found = read(WHOLE.replace("1;Lamp", "5;Lamp"))
    assert taken(selecting.select(found.election)) == "c-3B/12"
    assert found.notes == ("w.pb: its ballots do not add up to its own votes for 1 projects.",)
    bare = WHOLE.replace("votes;name", "code;name")
    assert [one.votes for one in read(bare).election.candidates] == [3, 2, 1]


@pytest.mark.parametrize(
    ("rule", "more", "limits"),
    [
        ("greedy", "min_project_score_threshold;2\n", Limits()),
        ("greedy-threshold", "min_project_score_threshold;2\n", Limits(threshold=2)),
        ("greedy-no-skip", "", Limits(no_skip=True)),
    ],
)
def test_the_rule_that_a_city_names_is_followed(rule: str, more: str, limits: Limits) -> None:
    found = read(WHOLE.replace("rule;greedy\n", f"rule;{rule}\n{more}"))
    assert (found.election.limits, found.notes) == (limits, ())


def test_a_rule_of_a_citys_own_is_told() -> None:
    (note,) = read(WHOLE.replace("rule;greedy", "rule;greedy-custom")).notes
    assert note == ("w.pb was decided by the rule “greedy-custom”: its official result may differ.")


def test_votes_with_points_go_by_the_score() -> None:
    text = WHOLE.replace("approval", "cumulative").replace("votes;name", "score;name")
    found = read(text.replace("1;Lamp", "7;Lamp"))
    assert [one.votes for one in found.election.candidates] == [3, 2, 7]
    assert found.election.voters == ()
    assert refusal(text.replace("score;name", "code;name")) == (
        "w.pb: cumulative votes without a score; approval votes can be selected from."
    )


def test_a_choice_of_one_is_an_approval_of_one() -> None:
    text = WHOLE.replace("approval", "choose-1")
    assert read(text).election.voters == read().election.voters


LINES = WHOLE.splitlines(keepends=True)


@pytest.mark.parametrize("kept", range(len(LINES)))
def test_a_file_that_ends_at_any_line_is_refused(kept: int) -> None:
    sentence = refusal("".join(LINES[:kept]))
    assert sentence.startswith("w.pb")
    assert sentence.endswith(".")


def test_a_file_that_ends_within_a_line_is_refused_or_told_of() -> None:
    assert "2 columns, where 3 are named" in refusal(WHOLE.removesuffix(";4\n"))
    assert "it says num_votes 4, and holds 3" in refusal("".join(LINES[:-1]))
    backwards = WHOLE.replace("vote;age;voter_id", "voter_id;age;vote")
    for line in LINES[-4:]:
        backwards = backwards.replace(line, ";".join(reversed(line.strip().split(";"))) + "\n")
    cut = backwards.replace("4;18;\n", "").replace("num_votes;4", "num_votes;3")
    assert read(cut).notes == ()
    (note,) = read(cut.removesuffix(",c-3\n")).notes
    assert "do not add up" in note


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("B/12,c-3", "B/12,9", "line 19: a vote for project “9”, which is unknown"),
        ("7;400", "B/12;400", "line 13: project “B/12” has no number, or stands twice"),
        ("budget;1000\n", "", "names no budget"),
        ("project_id;cost", "project_id;price", "line 11: PROJECTS has no column cost"),
        ("num_projects;3", "num_projects;4", "it says num_projects 4, and holds 3"),
        ("META\n", "", "line 1: a Pabulib file begins with META"),
        ("34;1", "34;1;5", "line 17: 4 columns, where 3 are named"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(old: str, new: str, sentence: str) -> None:
    assert sentence in refusal(WHOLE.replace(old, new))


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"gone.pb cannot be read"):
        pabulib.read(tmp_path / "gone.pb")
    path = tmp_path / "latin.pb"
    path.write_bytes("META\nkey;value\nunit;Łódź".encode("iso8859-2"))
    with pytest.raises(Refused, match="no text in UTF-8"):
        pabulib.read(path)
    assert "META is missing" in refusal("")
