"""The rules against those of pabutools, on elections in Pabulib's format, where it is installed."""

from __future__ import annotations

from itertools import count
from random import Random

import pytest

from store.programme import pabulib, selecting
from tests.store.programme.electing import WAYS

WHY_NOT = "pabutools is not installed: pip install 'qiaomen[oracle]'"
rules = pytest.importorskip("pabutools.rules", reason=WHY_NOT)
elections = pytest.importorskip("pabutools.election", reason=WHY_NOT)
files = pytest.importorskip("pabutools.election.pabulib", reason=WHY_NOT)
tiebreaking = pytest.importorskip("pabutools.tiebreaking", reason=WHY_NOT)


def written(seed: int) -> str:
    """A made-up election: many ties, projects that nobody approves, empty ballots, decimals."""
    random = Random(seed)
    projects, voters = random.randint(1, 12), random.randint(1, 25)
    costs = [
        random.choice((10, random.randint(1, 9), random.randint(1, 100))) for _ in range(projects)
    ]
    cents = random.choice(("", ".50"))
    budget = max(1, sum(costs) * random.randint(1, 10) // 10)
    lines = [f"META\nkey;value\nbudget;{budget}{cents}\nvote_type;approval"]
    lines.append(f"num_projects;{projects}\nnum_votes;{voters}\nPROJECTS\nproject_id;cost")
    lines += [f"{number * 7 % 13}-{number};{cost}{cents}" for number, cost in enumerate(costs)]
    lines.append("VOTES\nvoter_id;vote")
    for voter in range(voters):
        named = random.sample(range(projects), random.randint(0, min(projects, 5)))
        lines.append(f"{voter};" + ",".join(f"{number * 7 % 13}-{number}" for number in named))
    return "\n".join(lines) + "\n"


def by_pabutools(text: str, rule: str, completion: str) -> list[str]:
    """Whom pabutools selects, of equals the first in the file."""
    instance, profile = files.parse_pabulib_from_string(text)
    rank = dict(
        zip((line.split(";")[0] for line in text.split("PROJECTS\n")[1].splitlines()), count())
    )
    ties = tiebreaking.TieBreakingRule(lambda _instance, _profile, project: rank[project.name])
    said = {"sat_class": elections.Cost_Sat, "tie_breaking": ties}
    greedy, shares = rules.greedy_utilitarian_welfare, rules.method_of_equal_shares
    if rule == "greedy":
        found = greedy(instance, profile, **said)
    elif completion == "greedy":
        both = (shares, greedy)
        found = rules.completion_by_rule_combination(instance, profile, both, (said, dict(said)))
    else:
        step = 1 if completion == "add1" else None
        found = shares(instance, profile, voter_budget_increment=step, **said)
    return sorted(project.name for project in found)


@pytest.mark.parametrize(("rule", "completion"), WAYS)
def test_the_same_are_selected(rule: str, completion: str) -> None:
    for seed in range(60):
        text = written(seed)
        found = selecting.select(pabulib.parse(text, f"{seed}.pb").election, rule, completion)
        chosen = sorted(choice.id for choice in found.selected)
        assert chosen == by_pabutools(text, rule, completion), f"seed {seed}"
