"""The nightly run's heartbeat: when it last ran, and whether all went well."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from peewee import AutoField, ForeignKeyField, IntegerField, TextField

from store import calendar
from store.fields import DayField, Row, real_day
from store.neighbours.models import Compound

# A nightly run that is older than this has been missed.
PATIENCE = timedelta(hours=36)


class Run(Row):
    """One nightly run: of all compounds, or of one; not finished where it was cut off."""

    id = AutoField()
    started_at = TextField()
    finished_at = TextField(null=True)
    as_of = DayField(constraints=[real_day("as_of")])
    compound = ForeignKeyField(Compound, null=True)
    overdue = IntegerField(default=0)
    due_soon = IntegerField(default=0)
    fresh = IntegerField(default=0)
    failures = IntegerField(default=0)


class LastRun(NamedTuple):
    """The newest run that came to its end; `at` is in UTC."""

    at: datetime
    as_of: date
    failures: int

    def is_missed(self, now: datetime) -> bool:
        """Whether the run that should have followed is overdue itself.

        Where the clock was put back since, nobody knows; that counts as missed after as long.
        """
        return abs(now - self.at) > PATIENCE


def begin(today: date, compound_id: int | None) -> int:
    """Record that a run begins, inside the caller's transaction, and answer its number."""
    return Run.insert(started_at=calendar.now(), as_of=today, compound=compound_id).execute()


def finish(run_id: int, *, overdue: int, due_soon: int, fresh: int, failures: int) -> None:
    """Record that a run came to its end, inside the caller's transaction."""
    Run.update(
        finished_at=calendar.now(),
        overdue=overdue,
        due_soon=due_soon,
        fresh=fresh,
        failures=failures,
    ).where(Run.id == run_id).execute()


def last() -> LastRun | None:
    """The newest run that came to its end, if there was one."""
    found = (
        Run.select(Run.finished_at, Run.as_of, Run.failures)
        .where(Run.finished_at.is_null(False))
        .order_by(Run.id.desc())
        .tuples()
        .first()
    )
    if found is None:
        return None
    return LastRun(datetime.fromisoformat(found[0]).astimezone(UTC), found[1], found[2])
