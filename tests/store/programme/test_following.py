"""How milestones follow one that moves: the rule by itself."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from store.programme.following import Link, Stop, follow

START = date(2026, 1, 1)


def on(days: int) -> date:
    return START + timedelta(days)


def chain(*days: int) -> tuple[dict[int, Stop], list[Link]]:
    """Stops as planned, each needing the one before by the days between them."""
    stops = {key: Stop(on(day), on(day)) for key, day in enumerate(days)}
    links = [Link(key, key - 1, days[key] - days[key - 1]) for key in range(1, len(days))]
    return stops, links


def test_a_slip_moves_what_follows_by_as_much() -> None:
    stops, links = chain(0, 10, 30)
    assert follow(stops, links, 0, on(14)) == {0: on(14), 1: on(24), 2: on(44)}


def test_slack_is_used_up_first() -> None:
    stops, links = chain(0, 10, 30)
    stops[1] = stops[1]._replace(forecast=on(20))
    assert follow(stops, links, 0, on(8)) == {0: on(8)}
    assert follow(stops, links, 0, on(12)) == {0: on(12), 1: on(22), 2: on(32)}


def test_what_was_brought_closer_stays_as_close() -> None:
    stops, links = chain(0, 10)
    stops[1] = stops[1]._replace(forecast=on(4))
    assert follow(stops, links, 0, on(1)) == {0: on(1), 1: on(5)}


def test_what_was_reached_stands_and_what_needs_it_too() -> None:
    stops, links = chain(0, 10, 30)
    stops[1] = stops[1]._replace(actual=on(9))
    assert follow(stops, links, 0, on(5)) == {0: on(5)}


def test_moving_back_takes_along_what_stood_behind_as_far_as_its_baseline() -> None:
    stops, links = chain(0, 10, 30)
    late = follow(stops, links, 0, on(14))
    slipped = {key: stop._replace(forecast=late[key]) for key, stop in stops.items()}
    assert follow(slipped, links, 0, on(-5)) == {0: on(-5), 1: on(10), 2: on(30)}


def test_of_two_that_are_needed_the_later_counts() -> None:
    stops = {key: Stop(on(day), on(day)) for key, day in enumerate((0, 5, 20))}
    links = [Link(2, 0, 10), Link(2, 1, 15)]
    assert follow(stops, links, 0, on(12)) == {0: on(12), 2: on(22)}
    assert follow(stops, links, 0, on(9)) == {0: on(9)}


@st.composite
def plans(draw: st.DrawFn) -> tuple[dict[int, Stop], list[Link], int, date]:
    days = st.integers(0, 120).map(on)
    count = draw(st.integers(1, 8))
    stops = {
        key: Stop(draw(days), draw(days), draw(st.none() | st.none() | days))
        for key in range(count)
    }
    pairs = [(later, earlier) for later in range(count) for earlier in range(later)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    links = [Link(later, earlier, draw(st.integers(-20, 40))) for later, earlier in chosen]
    asked = draw(st.sampled_from([k for k in stops if stops[k].actual is None] or [0]))
    stops[asked] = stops[asked]._replace(actual=None)
    return stops, links, asked, draw(days)


@given(plans())
def test_gaps_hold_as_far_as_they_did_and_nothing_moves_without_need(
    plan: tuple[dict[int, Stop], list[Link], int, date],
) -> None:
    stops, links, asked, day = plan
    moved = follow(stops, links, asked, day)
    now = {key: moved.get(key, stop.day) for key, stop in stops.items()}
    assert moved[asked] == day
    assert all(stops[key].actual is None for key in moved)
    for key in moved.keys() - {asked}:
        assert (moved[key] > stops[key].forecast) or day < stops[asked].forecast
        mine = [link for link in links if link.later == key]
        assert any(link.earlier in moved for link in mine)
        kept = [
            now[link.earlier]
            + timedelta(min(link.gap_days, (stops[key].forecast - stops[link.earlier].day).days))
            for link in mine
        ]
        assert moved[key] >= max(kept)
        if day > stops[asked].forecast:
            assert moved[key] == max(kept)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8), st.integers(1, 200))
def test_a_plan_that_slipped_as_a_whole_comes_back_as_it_was(gaps: list[int], slip: int) -> None:
    days = [sum(gaps[: place + 1]) for place in range(len(gaps))]
    stops, links = chain(*days)
    late = follow(stops, links, 0, stops[0].forecast + timedelta(slip))
    slipped = {key: stop._replace(forecast=late[key]) for key, stop in stops.items()}
    back = follow(slipped, links, 0, stops[0].forecast)
    assert back == {key: stop.forecast for key, stop in stops.items()}
