"""A calendar month of shifts as a timetable: weeks as rows, and on each day what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from rich.style import Style

from store.calendar import say_short, weekday_letters
from store.farm.shifts import ShiftRow
from store.opendays import OpenDays
from tui.farm.week import CANCELLED, DAYS, FREE, SHORT, monday_of, say_note
from tui.widgets.painted import BOLD, DIM, MAGENTA, PLAIN, RED, UNDERLINE
from tui.widgets.timetable import Head, Slot, SlotRow


def first_of(day: date) -> date:
    """The first day of the month of `day`."""
    return day.replace(day=1)


def last_of(day: date) -> date:
    """The last day of the month of `day`."""
    return shifted(day, 1) - timedelta(1)


def shifted(day: date, months: int) -> date:
    """The first day of the month so many months on."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def heads(day: date) -> list[Head]:
    """The days of the week, Monday first."""
    monday = monday_of(day)
    days = [weekday_letters(monday + timedelta(ahead)) for ahead in range(DAYS)]
    return [Head((full, short)) for short, full in days]


def rows(shifts: Sequence[ShiftRow], month: date, today: date, calendar: OpenDays) -> list[SlotRow]:
    """The weeks of a month; a day's key is its date."""
    by_day: defaultdict[date, list[ShiftRow]] = defaultdict(list)
    for shift in shifts:
        by_day[shift.day].append(shift)
    last = last_of(month)
    table = []
    monday = monday_of(month)
    while monday <= last:
        week = [monday + timedelta(ahead) for ahead in range(DAYS)]
        days = tuple(
            _slot(day, by_day[day], today, calendar) if day.month == month.month else None
            for day in week
        )
        table.append(SlotRow(say_short(monday), days))
        monday += timedelta(DAYS)
    return table


def _slot(day: date, shifts: Sequence[ShiftRow], today: date, calendar: OpenDays) -> Slot:
    """One day: its number and what is special about it, and beneath how it is filled."""
    note = say_note(day, today, calendar)
    forms = say_day_places(shifts)
    return Slot(
        day.isoformat(),
        (f"{day.day} {note}", str(day.day)) if note else (str(day.day),),
        below=forms,
        alone=(*(f"{day.day:2} {form}" for form in forms), f"{day.day:2}{_mark(shifts)}"),
        style=BOLD + UNDERLINE if day == today else PLAIN,
        below_style=_style_of(shifts, day, today),
    )


def say_day_places(shifts: Sequence[ShiftRow]) -> tuple[str, ...]:
    """How the shifts of a day are filled, the fullest form first: `18/22 -4!`, `-4!`."""
    planned = [shift for shift in shifts if shift.is_planned]
    if not planned:
        return (CANCELLED if shifts else "",)
    wanted = sum(shift.wanted for shift in planned)
    missing = sum(shift.missing for shift in planned)
    mark = SHORT if any(shift.is_short for shift in planned) else ""
    figures = f"{wanted - missing}/{wanted}"
    if not missing:
        return f"{figures}{mark}", f"={mark}"
    return f"{figures} -{missing}{mark}", f"{figures}{mark}", f"-{missing}{mark}"


def _mark(shifts: Sequence[ShiftRow]) -> str:
    """How a day is filled, in one cell."""
    if any(shift.is_short for shift in shifts):
        return SHORT
    return FREE if any(shift.missing for shift in shifts) else ""


def _style_of(shifts: Sequence[ShiftRow], day: date, today: date) -> Style:
    if day < today:
        return DIM
    if any(shift.is_short for shift in shifts):
        return RED + BOLD
    return MAGENTA if any(shift.missing for shift in shifts) else PLAIN
