"""The rooms of the programme beside the unit grid, and selections of large elections."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from time import perf_counter

from fixtures import filling, many_projects
from tests.bench import sessions
from tests.bench.sessions import (
    DOWN_THE_LIST,
    PAGES,
    ROUND_THE_GRID,
    THERE_AND_BACK,
    Room,
    Station,
)
from tests.bench.terminal import Window

HOUSEHOLDS = 148
PROPOSALS, BALLOTS = 160, 90_000
APPROVED = 15  # the most that one ballot names
# The rules by which the large election is selected, as the command line asks for them.
RULES = {
    "greedy": ("--rule", "greedy"),
    "Equal Shares": ("--rule", "equal-shares", "--completion", "none"),
    "Equal Shares, completed greedily": ("--rule", "equal-shares", "--completion", "greedy"),
    "Equal Shares, completed by add1": ("--rule", "equal-shares", "--completion", "add1"),
}

# `v` goes on to the next view of the projects; the last one leads back to the list.
STATIONS = (
    Station("grid", b"1", ROUND_THE_GRID, THERE_AND_BACK),
    Station("list", b"4", DOWN_THE_LIST, PAGES),
    Station("timeline", b"v", DOWN_THE_LIST, PAGES),
    Station("milestones", b"v", DOWN_THE_LIST, PAGES),
    Station("", b"v"),
)


@dataclass
class Figures:
    """The rooms by window and number of projects; the selections by rule."""

    rooms: dict[Window, dict[int, dict[str, Room]]] = field(default_factory=dict)
    selections: dict[str, Selected] = field(default_factory=dict)


@dataclass(frozen=True)
class Selected:
    """The seconds of a whole command, how many proposals it took, and what part of the money."""

    seconds: float
    proposals: int
    spent: float


def measure(
    program: Sequence[str],
    stores: Mapping[int, Path],
    scratch: Path,
    windows: Sequence[Window],
    rounds: int,
    today: date,
    tell: Callable[[str], None],
) -> Figures:
    """Walk about the rooms of each store `rounds` times; select from one large election."""
    figures = Figures()
    for window in windows:
        figures.rooms[window] = {}
        for size, path in stores.items():
            tell(f"{window}: walking about {size:,} projects")
            command = [*program, "--db", str(path), "--today", today.isoformat(), "--lang", "en"]
            figures.rooms[window][size] = sessions.in_turns(command, window, rounds, STATIONS)
    election = scratch / "election.pb"
    write_election(election, PROPOSALS, BALLOTS, seed=1)
    for name, rule in RULES.items():
        tell(f"selecting from {PROPOSALS} proposals: {name}")
        figures.selections[name] = _select(program, election, rule)
    return figures


def fill(path: Path, projects: int, seed: int, today: date) -> None:
    """Make the store of a compound, for its unit grid, and of so many projects."""
    filling.fill(path, HOUSEHOLDS, seed, today)
    many_projects.fill(path, projects, seed, today)


def write_election(path: Path, proposals: int, ballots: int, seed: int) -> None:
    """Write an election in Pabulib's format: few proposals are dear, and few have most votes."""
    random = Random(seed)
    costs = [round(random.lognormvariate(11, 1)) for _ in range(proposals)]
    liked = [random.paretovariate(1.2) for _ in range(proposals)]
    with path.open("w", encoding="utf-8") as file:
        file.write("META\nkey;value\n")
        file.write(f"num_projects;{proposals}\nnum_votes;{ballots}\nbudget;{sum(costs) // 4}\n")
        file.write("vote_type;approval\nrule;greedy\nPROJECTS\nproject_id;cost;name\n")
        file.writelines(f"{number};{cost};P{number}\n" for number, cost in enumerate(costs))
        file.write("VOTES\nvoter_id;vote\n")
        for voter in range(ballots):
            named = set(random.choices(range(proposals), liked, k=random.randrange(1, APPROVED)))
            file.write(f"{voter};{','.join(map(str, sorted(named)))}\n")


def _select(program: Sequence[str], election: Path, rule: Sequence[str]) -> Selected:
    command = [*program, "funding", "select", "--pb", str(election), *rule, "--format", "json"]
    started = perf_counter()
    said = subprocess.run(command, check=True, capture_output=True).stdout
    seconds = perf_counter() - started
    told = json.loads(said)
    return Selected(seconds, len(told["selected"]), told["spent"] / told["budget"])
