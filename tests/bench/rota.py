"""Drafts of made-up rotas beside the best that CP-SAT finds, and the week beside the unit grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from time import perf_counter

from fixtures.demo import prepare
from fixtures.loader import bring_in
from fixtures.village import EQUAL, UNEQUAL, Village, generate, write_csv
from store import database, history, settings
from store.exchange.tables import read_table
from store.farm import availability, draft, laying_out, shifts, team
from tests import oracle
from tests.bench import sessions
from tests.bench.sessions import ROUND_THE_GRID, THERE_AND_BACK, Room, Station
from tests.bench.terminal import Window

MEMBERS, WEEKS, PLACES = 30, 8, 22
LARGE = (300, 52, 220)
REST_HOURS, PAIRS = 8, 3  # of the villages with shifts of unequal length
BEST_WITHIN = 30.0  # seconds that CP-SAT has for each of its questions

STATIONS = (
    Station("week", b"3", ROUND_THE_GRID, THERE_AND_BACK),
    Station("grid", b"1", ROUND_THE_GRID, THERE_AND_BACK),
)

Places = list[tuple[int, int]]


@dataclass(frozen=True)
class Drafted:
    """One village: the seconds of its draft, and what that reaches; `best` if CP-SAT is there."""

    seconds: float
    wanted: int
    filled: int
    squares: int
    best: oracle.Best | None
    best_seconds: float


@dataclass(frozen=True)
class Large:
    """A large village: seconds in all, the longest wait for news, and until a stop is heeded."""

    seconds: float
    told: int
    silence: float
    stop: float
    wanted: int
    filled: int


@dataclass
class Figures:
    """All that was measured; a visit in each window."""

    equal: list[Drafted] = field(default_factory=list)
    unequal: list[Drafted] = field(default_factory=list)
    large: Large | None = None
    visits: dict[Window, dict[str, Room]] = field(default_factory=dict)


def measure(
    program: Sequence[str],
    scratch: Path,
    villages: int,
    windows: Sequence[Window],
    rounds: int,
    today: date,
    tell: Callable[[str], None],
) -> Figures:
    """Draft so many villages of each sort and a large one; walk about the week `rounds` times."""
    figures = Figures()
    if not oracle.INSTALLED:
        tell(oracle.WHY_NOT)
    first = today + timedelta(7 - today.weekday())
    for seed in range(1, villages + 1):
        tell(f"drafting village {seed} of {villages}")
        equal = generate(MEMBERS, WEEKS, PLACES, seed, first, lengths=EQUAL)
        figures.equal.append(_drafted(equal, 0, scratch / f"equal-{seed}", today))
        unequal = generate(MEMBERS, WEEKS, PLACES, seed, first, lengths=UNEQUAL, pairs=PAIRS)
        figures.unequal.append(_drafted(unequal, REST_HOURS, scratch / f"unequal-{seed}", today))
    members, weeks, places = LARGE
    tell(f"drafting {weeks} weeks of {members} members")
    large = generate(members, weeks, places, 1, first, lengths=EQUAL)
    figures.large = _drafted_large(large, scratch / "large", today)
    sample = scratch / "sample.db"
    prepare(sample, today)
    command = [*program, "--db", str(sample), "--today", today.isoformat(), "--lang", "en"]
    for window in windows:
        tell(f"{window}: walking about the week")
        figures.visits[window] = sessions.in_turns(command, window, rounds, STATIONS)
    return figures


def _drafted(village: Village, rest_hours: int, folder: Path, today: date) -> Drafted:
    rest = rest_hours * 60
    _open(village, rest_hours, folder, today)
    try:
        started = perf_counter()
        proposed = draft.propose(village.first, village.last, today)
        seconds = perf_counter() - started
        placed = _numbered(village, proposed)
    finally:
        database.close_store()
    _refuse_faults(village, placed, rest)
    best, best_seconds = None, 0.0
    if oracle.INSTALLED:
        started = perf_counter()
        best = oracle.best(village, BEST_WITHIN, rest)
        best_seconds = perf_counter() - started
    squares = oracle.squares(village, placed)
    return Drafted(seconds, _wanted(village), len(placed), squares, best, best_seconds)


def _drafted_large(village: Village, folder: Path, today: date) -> Large:
    """Draft it whole; then once more, and tell it to stop halfway."""
    news = []

    def going_on(_done: float) -> bool:
        news.append(perf_counter())
        return True

    def until_half(done: float) -> bool:
        news.append(perf_counter())
        return done < 0.5

    _open(village, 0, folder, today)
    try:
        started = perf_counter()
        proposed = draft.propose(village.first, village.last, today, going_on=going_on)
        ended = perf_counter()
        placed = _numbered(village, proposed)
        told, moments = len(news), [started, *news, ended]
        if draft.propose(village.first, village.last, today, going_on=until_half) is not None:
            raise RuntimeError("a draft that was told to stop went on")
        stop = perf_counter() - news[-1]
    finally:
        database.close_store()
    _refuse_faults(village, placed, 0)
    silence = max(after - before for before, after in pairwise(moments))
    return Large(ended - started, told, silence, stop, _wanted(village), len(placed))


def _open(village: Village, rest_hours: int, folder: Path, today: date) -> None:
    """Open a store of the village, brought in as a user would."""
    write_csv(folder, village)
    database.open_store(folder / "village.db")
    history.act_as("bench")
    for kind in ("members", "availability", "absences", "series"):
        bring_in(kind, read_table(folder / f"{kind}.csv"), today)
    laying_out.lay_out(today, village.last)
    if rest_hours:
        settings.change("rest_hours", rest_hours)
    for pair in village.apart:
        one, other = (team.find_member(village.farmers[number].name).id for number in pair)
        availability.set_pair(one, other, "apart")


def _numbered(village: Village, proposed: draft.Draft | None) -> Places:
    """The places of a draft by the numbers of the village's shifts and members."""
    if proposed is None:
        raise RuntimeError("a draft that nobody stopped did not end")
    farmers = {farmer.name: number for number, farmer in enumerate(village.farmers)}
    members = {row.id: farmers[row.name] for row in team.members(village.first)}
    occurrences = {
        (village.works[shift.work].name, shift.starts_at): number
        for number, shift in enumerate(village.occurrences())
    }
    rows = {
        row.id: occurrences[row.name, row.starts_at]
        for row in shifts.between(village.first, village.last)
    }
    return [(rows[place.shift_id], members[place.member_id]) for place in proposed.placed]


def _refuse_faults(village: Village, placed: Places, rest: int) -> None:
    fault = next(oracle.faults(village, placed, rest), None)
    if fault is not None:
        raise RuntimeError(f"the draft is against the rules: {fault}")


def _wanted(village: Village) -> int:
    return sum(village.works[shift.work].wanted for shift in village.occurrences())
