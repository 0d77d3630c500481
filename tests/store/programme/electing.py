"""Making elections for tests: by hand, by chance, and as Pabulib files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from store.programme import selecting
from store.programme.election import (
    COMPLETIONS,
    FEN,
    Candidate,
    Election,
    Limits,
    Unit,
    grouped,
)
from store.programme.selecting import Choice, Selection

WHOLE = Unit("", 1)
# Every rule with every completion that it has.
WAYS = (("greedy", "none"), *(("equal-shares", completion) for completion in COMPLETIONS))


def election(
    costs: Sequence[int],
    ballots: Sequence[Sequence[int]],
    budget: int,
    *,
    limits: Limits = Limits(),  # noqa: B008
    communities: Sequence[str] = (),
    rural: Sequence[int] = (),
    unit: Unit = WHOLE,
) -> Election:
    """Candidates `a`, `b`, … at these costs, approved on these ballots by their places."""
    candidates = tuple(
        Candidate(
            chr(ord("a") + place),
            f"Project {place}",
            cost,
            sum(place in ballot for ballot in ballots),
            communities[place] if communities else "",
            place in rural,
        )
        for place, cost in enumerate(costs)
    )
    return Election(candidates, grouped(ballots), budget, unit, limits)


def taken(found: Selection) -> str:
    """Who is selected, in that order, as one word."""
    return "".join(choice.id for choice in found.selected)


def select(*said: Any, **more: Any) -> str:
    """Who is selected of an election, as one word."""
    return taken(selecting.select(*said, **more))


def why(found: Selection, named: str) -> str:
    """The sentence of one candidate."""
    choices: tuple[Choice, ...] = (*found.selected, *found.rejected)
    return next(choice.reason for choice in choices if choice.id == named)


@st.composite
def elections(draw: st.DrawFn, *, limited: bool = False) -> Election:
    """Small elections; `limited` ones have caps, money committed before, and rural candidates."""
    count = draw(st.integers(1, 7))
    costs = draw(st.lists(st.integers(0, 60), min_size=count, max_size=count))
    places = st.integers(0, count - 1)
    ballots = draw(st.lists(st.lists(places, max_size=4), max_size=9))
    budget = draw(st.integers(0, 150))
    if not limited:
        return election(costs, ballots, budget)
    limits = Limits(
        draw(st.none() | st.integers(0, 60)),
        draw(st.none() | st.integers(0, 120)),
        (("east", draw(st.integers(0, 60))),),
    )
    sides = draw(st.lists(st.sampled_from(("east", "west")), min_size=count, max_size=count))
    rural = draw(st.sets(places))
    return election(
        costs, ballots, budget, limits=limits, communities=sides, rural=tuple(rural), unit=FEN
    )
