"""Who is away on a day."""

from __future__ import annotations

from datetime import date

from store.farm.models import Absence


def away_on(day: date) -> dict[int, date]:
    """The members who are away on `day`, each with the last day of the absence."""
    here = (Absence.first <= day) & (Absence.last >= day)
    query = Absence.select(Absence.member_id, Absence.last).where(here).order_by(Absence.last)
    return dict(query.tuples())
