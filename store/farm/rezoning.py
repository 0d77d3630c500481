"""Another time zone for the community: 7:00 stays 7:00, and nights get their length anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from store import history, settings, walltime
from store.database import transaction
from store.farm import carrying_out, comparing, consequences, overlaps, series, shifts
from store.farm.consequences import Consequences, Moved, Wish
from store.farm.models import Shift
from store.language import N_
from store.public_holidays import CalendarByYear


def change(name: str, today: date) -> history.Told:
    """Set the zone called `name`, as one deed with the shifts that its clocks move.

    These are the coming shifts on nights in which clocks change. Raises Refused.
    """
    zone = walltime.check_zone(name)
    with (
        transaction(),
        history.deed("change_setting", setting=N_("time zone"), value=zone) as deed,
    ):
        settings.put("zone", zone)
        wishes = [Wish(row.id, row.values, today) for row in series.not_over(today)]
        moved = consequences.foresee(wishes, today, CalendarByYear(today)).moved
        moved += tuple(_by_themselves(today))
        carrying_out.carry_out(Consequences(moved=moved, clashes=_clashes(moved)), {}, "")
        # The same time of the clock is another moment now, of which calendars must hear.
        coming = Shift.starts_at >= f"{today.isoformat()}T00:00"
        Shift.update(sequence=Shift.sequence + 1).where(coming).execute()
    return deed


def _by_themselves(today: date) -> Iterator[Moved]:
    """What the clocks move of the shifts that are of no series."""
    zone = walltime.zone()
    for shift in shifts.between(today, date.max):
        if shift.series_id is None and not shift.checked:
            starts_at = walltime.start(shift.day, shift.at, zone)
            ends_at = walltime.end(starts_at, shift.minutes, zone)
            became = shift._replace(starts_at=starts_at, ends_at=ends_at)
            if changes := comparing.changes(shift, became, (), ()):
                yield Moved(shift, became, (), changes, ())


def _clashes(moved: tuple[Moved, ...]) -> tuple[overlaps.Clash, ...]:
    people = overlaps.people_in([it.shift.id for it in moved])
    return overlaps.clashes(
        {it.became.id: (it.became, people.get(it.became.id, ())) for it in moved}
    )
