"""What calendars must hear of a shift and of the places in it, told by the journal.

The journal is only added to, also where a deed is taken back. So a count of its changes never goes
down, as a calendar expects of what is newer.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from store.database import db


class Heard(NamedTuple):
    """So often something changed that a calendar shows, the last time at `at`, if that is known.

    What is as it was when it was made has been heard of once.
    """

    times: int
    at: str

    @property
    def revision(self) -> int:
        """How often it has changed since it was made."""
        return max(0, self.times - 1)


class Retracted(NamedTuple):
    """A shift that is there no more, because the deed that made it was taken back."""

    uid: str
    name: str
    starts_at: datetime
    ends_at: datetime
    heard: Heard


NEVER = Heard(0, "")

_WITHIN = """starts_at >= :first AND starts_at < :after
    AND (:team IS NULL OR team_id = :team)"""

_SHIFTS = f"""
SELECT change.row_id, count(*), max(deed.at)
FROM change LEFT JOIN deed ON deed.id = change.deed_id
WHERE change.table_name = 'shift'
    AND change.row_id IN (SELECT id FROM shift WHERE {_WITHIN})
    AND (change.event <> 'update' OR json_extract(change.before, '$.sequence') IS NOT NULL)
GROUP BY change.row_id"""

# The places there are, and those that were taken away when the deed that gave them was undone.
_PLACES = f"""
WITH mine AS (
    SELECT id, shift_id, member_id FROM assignment
    WHERE shift_id IN (SELECT id FROM shift WHERE {_WITHIN})
    UNION
    SELECT row_id, json_extract(before, '$.shift_id'), json_extract(before, '$.member_id')
    FROM change WHERE table_name = 'assignment' AND event = 'delete'
        AND json_extract(before, '$.shift_id') IN (SELECT id FROM shift WHERE {_WITHIN})
)
SELECT mine.shift_id, mine.member_id, count(*), max(deed.at)
FROM mine JOIN change ON change.table_name = 'assignment' AND change.row_id = mine.id
LEFT JOIN deed ON deed.id = change.deed_id
WHERE change.event <> 'update' OR json_extract(change.before, '$.state') IS NOT NULL
GROUP BY mine.shift_id, mine.member_id"""

_RETRACTED = """
SELECT json_extract(before, '$.uid'), json_extract(before, '$.name'),
    json_extract(before, '$.starts_at') AS starts_at, json_extract(before, '$.ends_at'),
    json_extract(before, '$.team_id') AS team_id,
    (SELECT count(*) FROM change AS any_change
        WHERE any_change.table_name = 'shift' AND any_change.row_id = change.row_id),
    max(change.id), deed.at
FROM change LEFT JOIN deed ON deed.id = change.deed_id
WHERE table_name = 'shift' AND event = 'delete'
    AND starts_at >= :first AND starts_at < :after AND (:team IS NULL OR team_id = :team)
    AND json_extract(before, '$.uid') NOT IN (SELECT uid FROM shift)
GROUP BY 1 ORDER BY starts_at, 1"""


class Period(NamedTuple):
    """The shifts that begin from one wall time until before another, of one team or of all."""

    first: str
    after: str
    team: int | None

    def _ask(self, question: str) -> Any:
        return db.execute_sql(question, self._asdict())

    def shifts(self) -> dict[int, Heard]:
        """What was to be heard of each shift, by its id."""
        return {id: Heard(times, at or "") for id, times, at in self._ask(_SHIFTS)}

    def places(self) -> dict[int, dict[int, Heard]]:
        """What was to be heard of each member's place, by shift and then by member."""
        found: dict[int, dict[int, Heard]] = {}
        for shift_id, member_id, times, at in self._ask(_PLACES):
            found.setdefault(shift_id, {})[member_id] = Heard(times, at or "")
        return found

    def retracted(self) -> tuple[Retracted, ...]:
        """The shifts that are there no more."""
        return tuple(
            Retracted(
                uid,
                name,
                datetime.fromisoformat(starts_at),
                datetime.fromisoformat(ends_at),
                Heard(times, at or ""),
            )
            for uid, name, starts_at, ends_at, _team, times, _last, at in self._ask(_RETRACTED)
        )
