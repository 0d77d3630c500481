"""Problems of sharing out shifts, for the tests of what solves them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import combinations, product

from hypothesis import strategies as st

from store.farm.crew import Slot
from store.farm.eligibility import missing_skills
from store.farm.fairness import Person, Places, Problem, clash, loads

FIRST = datetime(2026, 3, 2, 7)  # a Monday


def slot(
    number: int,
    hours_later: int,
    minutes: int = 120,
    wanted: int = 1,
    needs: tuple[tuple[int, int], ...] = (),
    least: int = 1,
) -> Slot:
    start = FIRST + timedelta(hours=hours_later)
    end = start + timedelta(minutes=minutes)
    return Slot(
        number, 1, f"shift {number}", start, end, minutes, least, wanted, wanted, needs=needs
    )


def person(number: int, hours: int = 0, **more: object) -> Person:
    values = {"share": 100, "week": None, "month": None, "skills": frozenset(), **more}
    return Person(number, hours * 60, **values)  # type: ignore[arg-type]


def problem(
    people: Sequence[Person],
    slots: Sequence[Slot],
    able: Sequence[Sequence[int]] | None = None,
    **more: object,
) -> Problem:
    everybody = range(len(people))
    plain = Problem(
        tuple(people),
        tuple(slots),
        tuple(frozenset(each) for each in (able or [everybody] * len(slots))),
        frozenset(),
        tuple(() for _person in people),
        0,
        frozenset(),
        frozenset(),
    )
    return plain._replace(**more)


@st.composite
def problems(draw: st.DrawFn, *, even: bool, rules: bool) -> Problem:
    """Small problems; `rules` beside the flow's own: rest, pairs and months."""
    count = draw(st.integers(1, 4))
    people = [
        person(
            number,
            draw(st.integers(0, 6)),
            week=draw(st.sampled_from([None, 1, 2])),
            month=draw(st.sampled_from([None, 2])) if rules else None,
            skills=frozenset(draw(st.sets(st.integers(1, 2)))),
        )
        for number in range(count)
    ]
    slots = [
        slot(
            number,
            draw(st.integers(0, 30)) * 8,
            120 if even else draw(st.sampled_from([60, 90, 180])),
            draw(st.integers(1, 2)),
            draw(st.sampled_from([(), (), ((1, 1),), ((2, 1),)])),
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    able = [draw(st.sets(st.integers(0, count - 1))) for _slot in slots]
    apart = frozenset({frozenset({0, 1})}) if rules and count > 1 and draw(st.booleans()) else ()
    return problem(
        people, slots, [sorted(each) for each in able],
        rest_minutes=draw(st.sampled_from([0, 720])) if rules else 0,
        apart=frozenset(apart),
    )  # fmt: skip


def breaks(given: Problem, places: Places) -> str:
    """What rule these places break, if any."""
    held = places | given.fixed
    for number, shift in enumerate(given.slots):
        there = [who for at, who in held if at == number]
        lacking = missing_skills([given.people[who].skills for who in there], shift.needs)
        if len(there) + len(lacking) > shift.wanted:
            return "places"
        if any(frozenset(pair) in given.apart for pair in combinations(there, 2)):
            return "apart"
        if any((number, who) not in given.fixed and who not in given.able[number] for who in there):
            return "able"
    for who, each in enumerate(given.people):
        mine = [given.slots[at] for at, holder in held if holder == who]
        mine += given.outside[who]
        if any(clash(one, other, given.rest_minutes) for one, other in combinations(mine, 2)):
            return "clash"
        for cap, key in ((each.week, "week"), (each.month, "month")):
            counted = [getattr(shift, key) for shift in mine]
            if cap is not None and any(counted.count(of) > cap for of in counted):
                return key
    return ""


def best(given: Problem, cost: Callable[[Places], float]) -> tuple[int, float]:
    """The most places, and the least cost of so many, by looking at everything."""
    choices = [
        [
            set(chosen)
            for size in range(shift.wanted + 1)
            for chosen in combinations(sorted(able), size)
        ]
        for shift, able in zip(given.slots, given.able, strict=True)
    ]
    found = (0, float("inf"))
    for chosen in product(*choices):
        places = {(at, who) for at, people in enumerate(chosen) for who in people}
        if len(places) >= found[0] and not breaks(given, places):
            rank = len(places), cost(places)
            if rank[0] > found[0] or rank[1] < found[1]:
                found = rank
    return found


def squares(given: Problem) -> Callable[[Places], float]:
    """The sum of squared loads, in hours²."""
    return lambda places: sum(each * each for each in loads(given, places)) / 3600
