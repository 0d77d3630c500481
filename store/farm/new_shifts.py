"""Writing the shifts of a series."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from store import walltime
from store.farm import needs
from store.farm.models import Shift
from store.farm.series_values import SeriesValues

# Rows that are written in one statement.
_TOGETHER = 500


def put(series_id: int, values: SeriesValues, times: Mapping[date, int]) -> None:
    """Write shifts of a series at these times, inside the caller's deed."""
    zone = walltime.zone()
    rows = [_row(series_id, values, day, at, zone) for day, at in times.items()]
    for start in range(0, len(rows), _TOGETHER):
        Shift.insert_many(rows[start : start + _TOGETHER]).execute()
    if values.skills and rows:
        written = Shift.select(Shift.id).where(
            Shift.series == series_id, Shift.occurrence.between(min(times), max(times))
        )
        days = Shift.occurrence.in_(list(times))
        ids = [row[0] for row in written.where(days).order_by(Shift.id).tuples()]
        needs.put(ids, values.skills)


def _row(series_id: int, values: SeriesValues, day: date, at: int, zone: ZoneInfo) -> dict:
    starts_at = walltime.start(day, at, zone)
    return {
        "team": values.team_id,
        "series": series_id,
        "occurrence": day,
        "name": values.name,
        "starts_at": starts_at,
        "ends_at": walltime.end(starts_at, values.minutes, zone),
        "minutes": values.minutes,
        "least": values.least,
        "wanted": values.wanted,
        "most": values.most,
    }
