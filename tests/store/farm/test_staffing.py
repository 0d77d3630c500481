"""How likely enough people come."""

from __future__ import annotations

from itertools import product
from math import comb, isclose, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.database import db
from store.farm import attendance, staffing
from store.farm.models import Shift
from tests.conftest import TODAY
from tests.store.farm.conftest import Village


def note(village: Village, name: str, *attendances: str) -> None:
    """Note how somebody came to as many shifts of the days before."""
    for number, how in enumerate(attendances):
        shift = village.add_shift("浇水", f"2026-11-{number + 1:02}T07:00")
        attendance.record([village.place(shift, name)], how, TODAY)


def test_a_newcomer_has_the_rate_of_the_prior(village: Village) -> None:
    member = village.members["张伟"]
    assert staffing.no_show_rates([member]) == {member: 0.1}
    assert staffing.no_show_rates([]) == {}


def test_rates_follow_what_was_noted(village: Village) -> None:
    note(village, "张伟", "absent", "present", "late", "excused")
    note(village, "赵敏", *["present"] * 10)
    village.place(village.past, "张伟")
    one, other = village.members["张伟"], village.members["赵敏"]
    assert staffing.no_show_rates([one, other]) == {one: 3 / 14, other: 1 / 20}


def test_the_forecast_of_planned_people(village: Village) -> None:
    note(village, "张伟", "absent", "excused")
    village.place(village.harvest, "张伟")
    village.place(village.harvest, "赵敏")
    village.place(village.harvest, "王建国", state="standby")
    village.place(village.harvest, "李秀兰", state="left")
    found = staffing.forecast([village.harvest, village.gate, 999])
    assert set(found) == {village.harvest, village.gate}
    assert found[village.harvest].expected == pytest.approx(0.75 + 0.9)
    assert found[village.harvest].chance == pytest.approx(0.75 * 0.9)
    assert found[village.gate] == (0, 0)


def test_what_is_noted_is_certain(village: Village) -> None:
    attendance.record([village.place(village.now, "张伟")], "absent", TODAY)
    attendance.record([village.place(village.now, "赵敏")], "late", TODAY)
    assert staffing.forecast([village.now]) == {village.now: (1, 1)}


def test_a_cancelled_shift_has_no_forecast(village: Village) -> None:
    Shift.update(state="cancelled").where(Shift.id == village.harvest).execute()
    assert staffing.forecast([village.harvest]) == {}


def test_a_forecast_of_many_shifts_is_three_questions(village: Village) -> None:
    for shift in (village.watering, village.gate, village.weeding):
        village.place(shift, "李秀兰")
    asked: list[str] = []
    db.connection().set_trace_callback(asked.append)
    staffing.forecast(village.shifts.values())
    db.connection().set_trace_callback(None)
    assert len(asked) == 3


@given(st.lists(st.floats(0, 1), max_size=7), st.integers(-1, 8))
def test_the_distribution_is_the_sum_over_all_outcomes(chances: list[float], number: int) -> None:
    outcomes = product((0, 1), repeat=len(chances))
    expected = sum(
        prod(p if came else 1 - p for p, came in zip(chances, outcome, strict=True))
        for outcome in outcomes
        if sum(outcome) >= number
    )
    assert isclose(staffing.at_least(number, chances), expected, abs_tol=1e-12)


def test_equal_chances_are_the_binomial_distribution() -> None:
    expected = sum(comb(200, k) * 0.9**k * 0.1 ** (200 - k) for k in range(180, 201))
    assert staffing.at_least(180, [0.9] * 200) == pytest.approx(expected, rel=1e-9)
