"""What a night's summary says of the programme's late milestones."""

from __future__ import annotations

from datetime import date
from typing import Any

from store.calendar import say_near
from store.language import _, listed, ngettext
from store.programme.late_milestones import LateMilestone


def told_milestone(row: LateMilestone, today: date) -> list[str]:
    """A milestone in a bullet: its project, what it is, since when it is late, whom to ask."""
    told = [
        row.project,
        row.milestone,
        say_days_late(row.days),
        _("expected {day}").format(day=say_near(row.forecast, today)),
        listed(row.in_charge),
    ]
    return [each for each in told if each]


def say_days_late(days: int) -> str:
    """How late something is."""
    return ngettext("{days} day late", "{days} days late", days).format(days=days)


def milestone_object(row: LateMilestone) -> dict[str, Any]:
    """A late milestone as programs read it."""
    return {
        "id": row.id,
        "project": row.project,
        "community": row.community,
        "milestone": row.milestone,
        "baseline": row.baseline.isoformat(),
        "forecast": row.forecast.isoformat(),
        "days_late": row.days,
        "in_charge": list(row.in_charge),
    }
