"""A shift beside what its series says of it: what follows the series, and what was set by hand."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from store import walltime
from store.farm.needs import Skills
from store.farm.series_values import SeriesValues
from store.farm.shifts import ShiftRow


def become(
    shift: ShiftRow,
    occurrence: date,
    at: int,
    values: SeriesValues,
    needed: Skills,
    edited: frozenset[str],
    zone: ZoneInfo,
) -> tuple[ShiftRow, Skills]:
    """The shift as its series has it, but for what was changed by hand."""
    starts_at = shift.starts_at
    if "at" not in edited:
        starts_at = walltime.start(shift.day if "day" in edited else occurrence, at, zone)
    minutes = shift.minutes if "minutes" in edited else values.minutes
    wanted = shift.wanted if "wanted" in edited else values.wanted
    least = shift.least if "least" in edited else values.least
    most = shift.most if "most" in edited else values.most
    if "wanted" not in edited:
        wanted = min(max(wanted, least), most)
    became = shift._replace(
        team_id=values.team_id,
        name=shift.name if "name" in edited else values.name,
        starts_at=starts_at,
        ends_at=walltime.end(starts_at, minutes, zone),
        minutes=minutes,
        least=min(least, wanted),
        wanted=wanted,
        most=max(most, wanted),
        state="planned",
    )
    return became, needed if "skills" in edited else values.skills


def changes(shift: ShiftRow, became: ShiftRow, needed: Skills, skills: Skills) -> tuple[str, ...]:
    """The fields in which a shift becomes otherwise."""
    names = ("minutes", "name", "least", "wanted", "most", "state")
    found = [name for name in names if getattr(shift, name) != getattr(became, name)]
    if shift.starts_at.time() != became.starts_at.time():
        found.append("at")
    if shift.day != became.day:
        found.append("day")
    if shift.ends_at != became.ends_at and not {"at", "day", "minutes"}.intersection(found):
        found.append("minutes")  # the clocks of the zone go otherwise now
    if shift.team_id != became.team_id:
        found.append("team")
    if needed != skills:
        found.append("skills")
    return tuple(sorted(found))


def held(
    shift: ShiftRow,
    occurrence: date,
    at: int,
    values: SeriesValues,
    needed: Skills,
    edited: frozenset[str],
    zone: ZoneInfo,
) -> tuple[str, ...]:
    """The fields changed by hand in which a shift stays otherwise than its series."""
    if not edited:
        return ()
    ruled, skills = become(shift, occurrence, at, values, needed, frozenset(), zone)
    otherwise = changes(shift, ruled, needed, skills)
    return tuple(field for field in otherwise if field in edited)
