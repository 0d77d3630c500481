"""Hours: how much each member has worked, by a ledger that is only added to, and has to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from peewee import JOIN, Expression, fn

from store import history, recent
from store.database import transaction
from store.errors import Refused
from store.farm.member_list import no_such_member
from store.farm.models import Assignment, HoursEntry, Member, Shift
from store.language import _
from store.neighbours.models import NOTE_LENGTH
from store.text import clean

# No correction is of more than a year's working hours.
MOST_MINUTES = 2000 * 60


class HoursRow(NamedTuple):
    """One line of the ledger; `balance` is the sum up to here with what was worked before it."""

    id: int
    day: date
    minutes: int
    kind: str
    shift: str
    starts_at: datetime | None
    assignment_id: int | None
    reverses: int | None
    note: str
    balance: int


class Entry(NamedTuple):
    """What a place counts now: the last line of a chain of lines that reverse each other."""

    id: int
    assignment_id: int
    member_id: int
    day: date
    minutes: int


def minutes_by_member(member_ids: Iterable[int] | None = None) -> dict[int, int]:
    """The minutes worked by all members or those named: before the ledger, and by it."""
    worked = HoursEntry.select(fn.SUM(HoursEntry.minutes)).where(HoursEntry.member == Member.id)
    query = Member.select(Member.id, Member.minutes_before + fn.COALESCE(worked, 0))
    if member_ids is not None:
        query = query.where(Member.id.in_(list(member_ids)))
    return dict(query.order_by(Member.id).tuples())


def still_to_come() -> Expression:
    """What holds of a place, and its shift, that is planned and of which nobody noted who came."""
    planned = (Assignment.state == "planned") & (Shift.state == "planned")
    return planned & Assignment.attendance.is_null()


def loads(member_ids: Iterable[int] | None = None) -> dict[int, int]:
    """The load of all members or those named: the minutes worked, and those still to come."""
    wanted = None if member_ids is None else list(member_ids)
    found = minutes_by_member(wanted)
    query = Assignment.select(Assignment.member_id, fn.SUM(Shift.minutes)).join(Shift)
    if wanted is not None:
        query = query.where(Assignment.member.in_(wanted))
    to_come = query.where(still_to_come()).group_by(Assignment.member_id)
    for member_id, minutes in to_come.tuples():
        found[member_id] += minutes
    return found


def mean(minutes: Mapping[int, int]) -> int:
    """The mean of what members have, 0 where there is nobody."""
    return round(sum(minutes.values()) / len(minutes)) if minutes else 0


def ledger(member_id: int) -> tuple[HoursRow, ...]:
    """Every line about a member in the order written, with the balance. Raises NotFound."""
    balance = _member(member_id).minutes_before
    query = (
        HoursEntry.select(
            HoursEntry.id,
            HoursEntry.day,
            HoursEntry.minutes,
            HoursEntry.kind,
            fn.COALESCE(Shift.name, ""),
            Shift.starts_at,
            HoursEntry.assignment_id,
            HoursEntry.reverses_id,
            HoursEntry.note,
        )
        .join(Assignment, JOIN.LEFT_OUTER, on=(HoursEntry.assignment_id == Assignment.id))
        .join(Shift, JOIN.LEFT_OUTER)
        .where(HoursEntry.member == member_id)
        .order_by(HoursEntry.id)
    )
    rows = []
    for row in query.tuples():
        balance += row[2]
        rows.append(HoursRow._make((*row, balance)))
    return tuple(rows)


def add_correction(member_id: int, day: date, minutes: int, note: str) -> int:
    """Add hours that no shift counts, or with a minus take some away; the note says why.

    Answers with the number of the line. Raises NotFound, or Refused with what speaks against it.
    """
    note = clean(note, NOTE_LENGTH, _("Note"))
    if not note:
        raise Refused(_("Note"), _("Please write why the hours are corrected."), "note")
    if not 0 < abs(minutes) <= MOST_MINUTES:
        raise Refused(
            _("Hours"),
            _("A correction is of one minute at least and {most} hours at most.").format(
                most=MOST_MINUTES // 60
            ),
            "hours",
        )
    with transaction():
        member = _member(member_id).name
        with history.deed("correct_hours", member=member, minutes=f"{minutes:+}"):
            return HoursEntry.insert(
                member=member_id, day=day, minutes=minutes, kind="correction", note=note
            ).execute()


def in_force(assignment_ids: Iterable[int]) -> dict[int, tuple[Entry, ...]]:
    """What each of these places counts now, in lines; those that count nothing are left out.

    A line may be reversed, its reversal be reversed by an undo, and so on: the last of an odd
    number of lines counts what the first did, that of an even number nothing.
    """
    query = HoursEntry.select(
        HoursEntry.id,
        HoursEntry.assignment_id,
        HoursEntry.member_id,
        HoursEntry.day,
        HoursEntry.minutes,
        HoursEntry.reverses_id,
    ).where(HoursEntry.assignment_id.in_(list(assignment_ids)))
    first: list[Entry] = []
    reversal: dict[int, Entry] = {}
    for *line, reverses in query.order_by(HoursEntry.id).tuples():
        entry = Entry(*line)
        if reverses is None:
            first.append(entry)
        else:
            reversal[reverses] = entry
    found: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in first:
        lines = [entry]
        while lines[-1].id in reversal:
            lines.append(reversal[lines[-1].id])
        if len(lines) % 2:
            found[entry.assignment_id].append(lines[-1])
    return {place: tuple(entries) for place, entries in found.items()}


def reverse(entries: Iterable[Entry]) -> None:
    """Add a line with the opposite of each, within the caller's deed."""
    opposites = [
        {
            "member": entry.member_id,
            "assignment_id": entry.assignment_id,
            "day": entry.day,
            "minutes": -entry.minutes,
            "kind": "reversal",
            "reverses": entry.id,
        }
        for entry in entries
    ]
    if opposites:
        HoursEntry.insert_many(opposites).execute()


def latest_notes(typed: str = "") -> list[str]:
    """The latest notes in the ledger that hold what is typed."""
    return recent.texts(HoursEntry.note, typed)


def _member(member_id: int) -> Member:
    member = Member.get_or_none(Member.id == member_id)
    if member is None:
        raise no_such_member()
    return member
