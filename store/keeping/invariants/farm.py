"""What always holds of the rota and the ledger of hours."""

from __future__ import annotations

from store.keeping.invariants import Invariant
from store.language import N_

INVARIANTS = (
    Invariant(
        "one_place_in_a_shift",
        N_("{member} has two places in the shift {shift} ({at})."),
        """
        SELECT member.name AS member, shift.name AS shift, starts_at AS at FROM (
            SELECT shift_id, member_id FROM assignment WHERE state IN ('planned', 'standby')
            GROUP BY shift_id, member_id HAVING count(*) > 1) AS twice
        JOIN member ON member.id = member_id JOIN shift ON shift.id = shift_id""",
    ),
    Invariant(
        "one_shift_at_a_time",
        N_("{member} is in two shifts at once: {shift} ({at}) begins before another one ends."),
        """
        SELECT member.name AS member, shift, at FROM (
            SELECT member_id, shift.name AS shift, starts_at AS at, max(ends_at) OVER (
                PARTITION BY member_id ORDER BY starts_at, assignment.id
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS busy_until
            FROM assignment JOIN shift ON shift.id = shift_id
            WHERE assignment.state = 'planned' AND shift.state = 'planned') AS row
        JOIN member ON member.id = member_id WHERE busy_until > at""",
    ),
    Invariant(
        "shift_not_overfull",
        N_("The shift {shift} ({at}) has {count} people planned, and takes {most}."),
        """
        SELECT name AS shift, starts_at AS at, most, count(*) AS count
        FROM assignment JOIN shift ON shift.id = shift_id
        WHERE assignment.state = 'planned' AND attendance IS NULL
        GROUP BY shift_id HAVING count(*) > most""",
    ),
    Invariant(
        "one_shift_a_day",
        N_("The series {series} has two shifts for {day}."),
        """
        SELECT series.name AS series, occurrence AS day
        FROM shift JOIN series ON series.id = series_id
        GROUP BY series_id, occurrence HAVING count(*) > 1""",
    ),
    Invariant(
        "hours_reversed",
        N_("Line {id} of the ledger of hours reverses another, and does not fit it."),
        """
        SELECT line.id AS id FROM hours_entry AS line
        LEFT JOIN hours_entry AS first ON first.id = line.reverses_id
        WHERE (line.kind = 'reversal') IS NOT (line.reverses_id IS NOT NULL)
            OR (line.reverses_id IS NOT NULL AND (first.member_id, -first.minutes, first.day)
                IS NOT (line.member_id, line.minutes, line.day))""",
    ),
    Invariant(
        "hours_reversed_once",
        N_("Line {id} of the ledger of hours is reversed twice."),
        """
        SELECT reverses_id AS id FROM hours_entry
        WHERE reverses_id IS NOT NULL GROUP BY reverses_id HAVING count(*) > 1""",
    ),
)
