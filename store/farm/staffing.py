"""Staffing: how likely the people planned in a shift come, by how they came so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from peewee import fn

from store.farm.attendance import CAME
from store.farm.models import Assignment, Shift

# The prior of every member's rate: as if each had stayed away from one shift of ten before.
PRIOR_MISSED, PRIOR_CAME = 1, 9


class Forecast(NamedTuple):
    """How many of those planned come on average, and the chance that at least `least` do."""

    expected: float
    chance: float


def no_show_rates(member_ids: Iterable[int]) -> dict[int, float]:
    """The rate at which each member was not there, excused or not, of the places that were noted.

    The posterior mean of a binomial rate with a Beta(1, 9) prior, (1 + missed) / (10 + noted): a
    newcomer counts 10 %, one absence in one shift 18 %, none in 90 shifts 1 % (A. Gelman et al.,
    Bayesian Data Analysis, 3rd ed., 2013, section 2.4).
    """
    wanted = list(member_ids)
    noted = fn.COUNT(Assignment.id)
    query = (
        Assignment.select(
            Assignment.member_id, noted, noted.filter(Assignment.attendance.not_in(CAME))
        )
        .where(Assignment.member.in_(wanted), Assignment.attendance.is_null(False))
        .group_by(Assignment.member_id)
    )
    counted = {member_id: counts for member_id, *counts in query.tuples()}
    rates = {}
    for member_id in wanted:
        places, missed = counted.get(member_id, (0, 0))
        rates[member_id] = (PRIOR_MISSED + missed) / (PRIOR_MISSED + PRIOR_CAME + places)
    return rates


def forecast(shift_ids: Iterable[int]) -> dict[int, Forecast]:
    """How many come to each of these shifts that take place, by who is planned there.

    A place that is noted is certain. Everybody is taken to decide alone, so that the number who
    come has the Poisson binomial distribution.
    """
    wanted = list(shift_ids)
    shifts = Shift.select(Shift.id, Shift.least).where(
        Shift.id.in_(wanted), Shift.state == "planned"
    )
    least: dict[int, int] = dict(shifts.tuples())
    query = Assignment.select(Assignment.shift_id, Assignment.member_id, Assignment.attendance)
    planned = query.where(Assignment.shift.in_(wanted), Assignment.state == "planned")
    people = tuple(planned.order_by(Assignment.id).tuples())
    missed = no_show_rates({member_id for _shift, member_id, _attendance in people})
    chances: defaultdict[int, list[float]] = defaultdict(list)
    for shift_id, member_id, attendance in people:
        certain = None if attendance is None else float(attendance in CAME)
        chances[shift_id].append(1 - missed[member_id] if certain is None else certain)
    return {
        shift_id: Forecast(sum(chances[shift_id]), at_least(number, chances[shift_id]))
        for shift_id, number in least.items()
    }


def at_least(number: int, chances: Sequence[float]) -> float:
    """The chance that at least `number` of independent events happen, each with its own chance.

    Exactly, by adding one event after another to the distribution of how many happen (R. Barlow
    and K. Heidtmann, Computing k-out-of-n System Reliability, IEEE Transactions on Reliability 33,
    1984; compared with others in Y. Hong, Computational Statistics & Data Analysis 59, 2013).
    """
    happened = [1.0]
    for chance in chances:
        happened = [
            stays * (1 - chance) + comes * chance
            for stays, comes in zip([*happened, 0.0], [0.0, *happened], strict=True)
        ]
    return min(1.0, sum(happened[max(number, 0) :]))
