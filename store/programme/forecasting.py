"""Moving the forecast of a milestone, and with it what depends on it: seen first, then done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from peewee import Field

from store import history
from store.calendar import say_day
from store.database import db, transaction
from store.errors import FieldError, Invalid, NotFound, Refused
from store.history import Told
from store.language import _
from store.neighbours.models import NOTE_LENGTH
from store.programme import following
from store.programme.following import Link, Stop
from store.programme.models import Milestone
from store.text import clean

# How far from its baseline a milestone may be forecast.
MOST_DAYS = 7300

_BEHIND = """
    WITH RECURSIVE behind (id) AS (
        SELECT ?
        UNION SELECT dependency.milestone_id
        FROM behind JOIN dependency ON dependency.needs_id = behind.id)
    SELECT milestone.id, milestone.name, project.id, project.name, project.ends_on, project.status,
        baseline, forecast, actual
    FROM behind JOIN milestone ON milestone.id = behind.id
    JOIN project ON project.id = milestone.project_id
"""
# What they need; of that, what does not move itself is there for its day alone.
_NEEDED = """
    WITH RECURSIVE behind (id) AS (
        SELECT ?
        UNION SELECT dependency.milestone_id
        FROM behind JOIN dependency ON dependency.needs_id = behind.id)
    SELECT milestone_id, needs_id, gap_days, baseline, forecast, actual
    FROM behind JOIN dependency ON dependency.milestone_id = behind.id
    JOIN milestone ON milestone.id = needs_id
"""


class Move(NamedTuple):
    """A forecast that goes from one day to another."""

    milestone_id: int
    milestone: str
    project_id: int
    project: str
    baseline: date
    before: date
    after: date

    @property
    def slip(self) -> int:
        """Days beyond the baseline after the move; negative where it is ahead."""
        return (self.after - self.baseline).days


class MovePlan(NamedTuple):
    """All that moves, the asked one first, then by day.

    `beyond` names the projects whose last day something moves past; `sooner` the milestones that
    the asked one needs, where it would come sooner after them than was planned.
    """

    moves: tuple[Move, ...]
    beyond: tuple[str, ...]
    sooner: tuple[str, ...]

    @property
    def needs_reason(self) -> bool:
        """Whether somebody has to say why: it slips."""
        asked = self.moves[0]
        return asked.after > max(asked.before, asked.baseline)


class _Known(NamedTuple):
    """A milestone that may move, as the store has it."""

    id: int
    name: str
    project_id: int
    project: str
    ends_on: date
    status: str
    stop: Stop


def preview(milestone_id: int, day: date) -> MovePlan:
    """What moves when a milestone is forecast for `day`; nothing is written.

    Raises NotFound, and Refused for one that was reached or whose project was removed, for the day
    that it stands on, and for a day years from its baseline.
    """
    known = {row.id: row for row in _behind(milestone_id)}
    asked = known.get(milestone_id)
    if asked is None:
        raise NotFound(
            _("No such milestone"),
            _("There is no milestone {number}.").format(number=milestone_id),
        )
    _refuse(asked, day)
    stops = {row.id: row.stop for row in known.values()}
    links = _links(milestone_id, stops)
    moved = following.follow(stops, links, milestone_id, day)
    moves = tuple(
        Move(
            key,
            known[key].name,
            known[key].project_id,
            known[key].project,
            stops[key].baseline,
            stops[key].forecast,
            after,
        )
        for key, after in sorted(moved.items(), key=lambda m: (m[0] != milestone_id, m[1], m[0]))
    )
    beyond = dict.fromkeys(m.project for m in moves if m.after > known[m.milestone_id].ends_on)
    return MovePlan(moves, tuple(beyond), _sooner(milestone_id, day, stops, links))


def carry_out(plan: MovePlan, reason: str = "") -> Told:
    """Move all that the plan says, in one deed; `reason` is kept with what slips.

    Raises Invalid where a reason is needed and there is none, and Refused where anything is not as
    it was when the plan was made.
    """
    reason = clean(reason, NOTE_LENGTH, _("Reason"))
    asked = plan.moves[0]
    if plan.needs_reason and not reason:
        raise Invalid(
            _("Reason missing"),
            (FieldError("reason", _("It slips: please say why, for those who ask later.")),),
        )
    with transaction():
        if preview(asked.milestone_id, asked.after) != plan:
            raise Refused(
                _("Changed meanwhile"),
                _("Somebody has changed these milestones meanwhile. Please look again."),
            )
        words = {
            "milestone": asked.milestone,
            "project": asked.project,
            "day": asked.after.isoformat(),
        }
        others = len(plan.moves) - 1
        verb = "move_milestones" if others else "move_milestone"
        with history.deed(verb, **words, **({"count": others} if others else {})) as deed:
            for move in plan.moves:
                _write(move, reason if move is asked else _following(asked, reason))
    return deed


def _behind(milestone_id: int) -> list[_Known]:
    return [
        _Known(key, name, project_id, project, date.fromisoformat(ends_on), status, _stop(*days))
        for key, name, project_id, project, ends_on, status, *days in db.execute_sql(
            _BEHIND, (milestone_id,)
        )
    ]


def _links(milestone_id: int, stops: dict[int, Stop]) -> list[Link]:
    """What leads to those behind the milestone; who only has a day to give joins `stops`."""
    links = []
    for later, earlier, gap, *days in db.execute_sql(_NEEDED, (milestone_id,)):
        stops.setdefault(earlier, _stop(*days))
        links.append(Link(later, earlier, gap))
    return links


def _stop(baseline: str, forecast: str, actual: str | None) -> Stop:
    return Stop(
        date.fromisoformat(baseline),
        date.fromisoformat(forecast),
        date.fromisoformat(actual) if actual else None,
    )


def _refuse(asked: _Known, day: date) -> None:
    title = _("Cannot move")
    words = {"milestone": asked.name, "project": asked.project}
    if asked.status == "removed":
        raise Refused(title, _("{project} was removed from the funding.").format(**words))
    if asked.stop.actual is not None:
        sentence = _("“{milestone}” was reached on {day}: it does not move any more.")
        raise Refused(title, sentence.format(**words, day=say_day(asked.stop.actual)))
    if day == asked.stop.forecast:
        sentence = _("“{milestone}” is forecast for {day} already.")
        raise Refused(title, sentence.format(**words, day=say_day(day)))
    if abs((day - asked.stop.baseline).days) > MOST_DAYS:
        sentence = _("{day} is too far from the baseline of “{milestone}”, {baseline}.")
        baseline = say_day(asked.stop.baseline)
        raise Refused(title, sentence.format(**words, day=say_day(day), baseline=baseline))


def _sooner(
    milestone_id: int, day: date, stops: dict[int, Stop], links: list[Link]
) -> tuple[str, ...]:
    early = [
        link.earlier
        for link in links
        if link.later == milestone_id
        and day < stops[link.earlier].day + timedelta(link.gap_days)
        and day < stops[milestone_id].forecast
    ]
    rows = Milestone.select(Milestone.name).where(Milestone.id.in_(early)).order_by(Milestone.id)
    return tuple(name for (name,) in rows.tuples()) if early else ()


def _following(asked: Move, reason: str) -> str:
    """Why a milestone slips that follows another; as much of that one's reason as there is room."""
    told = _("follows “{milestone}”").format(milestone=asked.milestone)
    return (f"{told}: {reason}" if reason else told)[:NOTE_LENGTH]


def _write(move: Move, reason: str) -> None:
    """Write one move; what is back within its baseline needs no reason any more."""
    kept = reason if move.slip > 0 else ""
    new: dict[Field, date | str] = {Milestone.forecast: move.after}
    if kept or move.slip <= 0:
        new[Milestone.reason] = kept
    Milestone.update(new).where(Milestone.id == move.milestone_id).execute()
