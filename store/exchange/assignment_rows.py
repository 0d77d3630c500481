"""Assignments from a table: who is in which shift, and whether they came."""

from __future__ import annotations

from typing import Any

from store import walltime
from store.database import db
from store.exchange import cells as reading
from store.exchange.cells import BadCell
from store.exchange.intake import Intake, insert, select, update
from store.exchange.kinds import ATTENDANCE_WORDS, PLACE_WORDS
from store.exchange.people import Members
from store.exchange.rota_shifts import Asked, RotaPlace, RotaShift, RotaShifts
from store.farm import hours
from store.farm.attendance import CAME
from store.farm.models import HoursEntry
from store.language import _
from store.neighbours.models import NAME_LENGTH
from store.text import fold, shown

_COLUMNS = ("shift_id", "member_id", "state", "by_hand", "attendance", "reason")
_NEW = """
    SELECT assignment.id, asked.key
    FROM json_each(?) AS asked
    CROSS JOIN assignment ON shift_id = json_extract(asked.value, '$[0]')
        AND member_id = json_extract(asked.value, '$[1]')
        AND assignment.state = 'planned'
"""


class AssignmentRows(Intake):
    """Takes places in shifts; an attendance writes the ledger of hours."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        column = self.kind.column
        self._members = Members(column("member"))
        self._days = reading.day(column("day"))
        self._times = reading.needed(column("at"), walltime.parse_at)
        self._names = reading.text(column("shift"), NAME_LENGTH)
        self._teams = reading.text(column("team"), NAME_LENGTH)
        self._places = reading.word(column("place"), PLACE_WORDS, "")
        self._attendances = reading.word(column("attendance"), ATTENDANCE_WORDS, "")
        self._where = {key.key: self.place(key.key) for key in self.kind.columns}
        self._shifts = RotaShifts(self.today)
        sql = "SELECT team_id, member_id, joined_on, left_on FROM membership"
        # The first day in a team, and the first day after.
        self._memberships = {
            (team_id, member_id): (joined or "", left or "9999-12-31")
            for team_id, member_id, joined, left in db.execute_sql(sql)
        }
        self._new: list[tuple[RotaShift, int, RotaPlace]] = []
        self._differing: list[tuple[RotaShift, int, RotaPlace]] = []
        # In which line of this file a member's place in a shift stands.
        self._lines: dict[tuple[int, int], int] = {}

    def look_ahead(self, rows: list[tuple[int, list[str]]]) -> None:
        """Look up the shifts, and who is in them or busy at the time."""
        asked = set()
        for _line, cells in rows:
            try:
                asked.add(self._asked(cells))
            except BadCell:
                # The row itself will be refused for this cell.
                continue
        self._shifts.learn(asked)

    def row(self, line: int, cells: list[str]) -> None:
        """Take one place."""
        where = self._where
        asked = self._asked(cells)
        member_id = self._members.at(cells[where["member"]])
        team = self._teams[cells[where["team"]]]
        attendance = self._attendances[cells[where["attendance"]]] or None
        shift = self._shifts.find(asked, team, member_id)
        if shift is None:
            raise BadCell(
                "shift",
                _("There is no shift “{shift}” on {day} at {time}. Please check the three.").format(
                    shift=shown(cells[where["shift"]]), day=asked[0], time=walltime.say_at(asked[1])
                ),
            )
        known = self._shifts.places[shift.id].get(member_id)
        state = self._places[cells[where["place"]]] or (known.state if known else "planned")
        if attendance is None and known is not None:
            attendance = known.attendance
        if attendance in CAME:
            # Who was on standby and came has worked like the others.
            state = "planned"
        place = RotaPlace(known.id if known else None, state, attendance)
        name = self._members.name(cells[where["member"]])
        if known != place:
            if first := self._lines.get((shift.id, member_id)):
                raise BadCell(
                    "", _("This place is in line {line} already, and otherwise.").format(line=first)
                )
            self._refuse(shift, member_id, name, place, known)
        self._lines.setdefault((shift.id, member_id), line)
        what = f"{shift.starts_at:%Y-%m-%d %H:%M} {shift.name} {name}"
        self._shifts.put(shift, member_id, place)
        if known is None:
            self._new.append((shift, member_id, place))
            self.note_added(line, what)
        elif self.note_kept(line, what, _told(known), _told(place)):
            self._differing.append((shift, member_id, place))

    def write(self) -> None:
        """Write the places taken since the last time, and what they count."""
        insert(
            "assignment",
            _COLUMNS,
            [
                (shift.id, member_id, place.state, 1, place.attendance, "")
                for shift, member_id, place in self._new
            ],
        )
        came = [each for each in self._new if each[2].attendance in CAME]
        pairs = [(shift.id, member_id) for shift, member_id, _place in came]
        _count((number, came[key][0], came[key][1]) for number, key in select(_NEW, pairs))
        self._write_differing()
        self._new, self._differing = [], []

    def _write_differing(self) -> None:
        if not self._differing:
            return
        rows = [(place.state, place.attendance, place.id) for _s, _m, place in self._differing]
        update("assignment", ("state", "attendance"), rows)
        counted = hours.in_force(place.id for _s, _m, place in self._differing if place.id)
        for shift, member_id, place in self._differing:
            entries = counted.get(place.id or 0, ())
            if place.attendance not in CAME:
                hours.reverse(entries)
            elif not entries and place.id:
                _count([(place.id, shift, member_id)])

    def _asked(self, cells: list[str]) -> Asked:
        """What a row calls its shift. Raises BadCell."""
        where = self._where
        day = self._days[cells[where["day"]]]
        if day is None:
            raise BadCell("day", reading.empty(self.kind.column("day")))
        return day, self._times[cells[where["at"]]], fold(self._names[cells[where["shift"]]])

    def _refuse(
        self, shift: RotaShift, member_id: int, name: str, place: RotaPlace, known: Any
    ) -> None:
        """Raise BadCell where something speaks against a place that is new or changes."""
        words = {
            "member": shown(name, 60),
            "shift": shown(shift.name, 60),
            "most": shift.most,
            "team": shown(shift.team, 60),
        }
        planned = place.state == "planned" and (known is None or known.state != "planned")
        sentence, column = None, "member"
        if shift.state != "planned":
            sentence, column = _("{shift} is cancelled then. Please check the day."), "shift"
        elif place.attendance and shift.day > self.today:
            sentence = _("{shift} is still to come; nobody can have come to it yet.")
            column = "attendance"
        elif place.attendance and place.state == "standby":
            sentence = _("{member} is only on standby; nothing can be noted but that they came.")
            column = "attendance"
        elif shift.day >= self.today and not self._is_in_team(shift, member_id):
            sentence = _("{member} is not in {team}. Please import the members first.")
        elif planned and self._shifts.is_busy(member_id, shift):
            sentence = _("{member} is in another shift at that time. Please check the two.")
        elif planned and self._shifts.planned(shift) >= shift.most:
            sentence, column = _("{shift} is full with {most} then."), "shift"
        if sentence is not None:
            raise BadCell(column, sentence.format(**words))

    def _is_in_team(self, shift: RotaShift, member_id: int) -> bool:
        joined, left = self._memberships.get((shift.team_id, member_id), ("", ""))
        return joined <= shift.day.isoformat() < left


def _count(came: Any) -> None:
    """Write what places count for those who came."""
    rows = [
        {
            "member": member_id,
            "assignment_id": number,
            "day": shift.day,
            "minutes": shift.minutes,
            "kind": "attendance",
        }
        for number, shift, member_id in came
    ]
    for start in range(0, len(rows), 500):
        HoursEntry.insert_many(rows[start : start + 500]).execute()


def _told(place: RotaPlace) -> dict[str, Any]:
    """The fields of a place that a row can change."""
    return {"place": place.state, "attendance": place.attendance or ""}
