"""A week of shifts as a timetable: days as columns, a row for each time and name of a team."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from rich.style import Style

from store import walltime
from store.calendar import weekday_letters
from store.farm.shifts import ShiftRow
from store.language import _
from store.opendays import OpenDays
from tui.widgets.painted import BOLD, DIM, MAGENTA, PLAIN, RED
from tui.widgets.timetable import Head, Slot, SlotRow

FILLED, FREE, SHORT, CANCELLED, CHECKED = "●", "○", "!", "×", "✓"
MOST_DOTS = 6
DAYS = 7

RowKey = tuple[str, int, str, int]  # team, minute of the day, name, which of several alike


def monday_of(day: date) -> date:
    """The Monday of the week of `day`."""
    return day - timedelta(day.weekday())


def heads(monday: date, today: date, calendar: OpenDays) -> list[Head]:
    """The days of a week, each with what is special about it."""
    return [_head(monday + timedelta(ahead), today, calendar) for ahead in range(DAYS)]


def _head(day: date, today: date, calendar: OpenDays) -> Head:
    short, full = weekday_letters(day)
    forms = (f"{full} {day.day}", f"{short} {day.day}", str(day.day))
    return Head(forms, say_note(day, today, calendar), marked=day == today)


def say_note(day: date, today: date, calendar: OpenDays) -> str:
    """What is special about a day, in a few cells: that it is today, a holiday or closed."""
    kind, name = calendar.days.get(day, ("", ""))
    if not kind and not calendar.is_open(day):
        kind = "closed"
    words = {"holiday": name or _("holiday"), "closed": _("closed"), "open": _("open day")}
    parts = [_("today")] if day == today else []
    if kind:
        parts.append(words[kind])
    return " ".join(parts)


def rows(
    shifts: Sequence[ShiftRow],
    names: Mapping[int, Sequence[str]],
    monday: date,
    today: date,
    *,
    grouped: bool,
) -> list[SlotRow]:
    """The rows of the timetable; under the team's name, where `grouped`."""
    table: dict[RowKey, list[Slot | None]] = {}
    alike: Counter[tuple[date, str, int, str]] = Counter()
    for shift in shifts:
        number = alike[shift.day, shift.team, shift.at, shift.name]
        alike[shift.day, shift.team, shift.at, shift.name] += 1
        row = table.setdefault((shift.team, shift.at, shift.name, number), [None] * DAYS)
        row[(shift.day - monday).days] = slot(shift, names.get(shift.id, ()), today)
    return [
        SlotRow(f"{walltime.say_at(at)} {name}", tuple(table[key]), team if grouped else "")
        for key in sorted(table)
        for team, at, name, _number in [key]
    ]


def slot(shift: ShiftRow, names: Sequence[str], today: date) -> Slot:
    """One shift in its cell: its places, and the names beneath where there is room."""
    style = style_of(shift, today)
    names_style = DIM if shift.day < today or not shift.is_planned else PLAIN
    return Slot(
        str(shift.id),
        say_places(shift),
        below=(" ".join(names),),
        style=style,
        below_style=names_style,
    )


def say_places(shift: ShiftRow) -> tuple[str, ...]:
    """How a shift is filled, the fullest form first: `●●○○!`, `2/4!`, `-2!`."""
    if not shift.is_planned:
        return f"{CANCELLED} {_('cancelled')}", f"{CANCELLED} {_('off')}", CANCELLED
    mark = SHORT if shift.is_short else CHECKED if 0 < shift.filled <= shift.checked else ""
    figures = f"{shift.filled}/{shift.wanted}{mark}"
    brief = f"-{shift.missing}{mark}" if shift.missing else f"{shift.filled}{mark}"
    if max(shift.wanted, shift.filled) > MOST_DOTS:
        return figures, brief
    more = "+" * max(0, shift.filled - shift.wanted)
    dots = FILLED * min(shift.filled, shift.wanted) + FREE * shift.missing
    return f"{dots}{more}{mark}", figures, brief


def style_of(shift: ShiftRow, today: date) -> Style:
    """Red where a shift cannot do with so few, another colour where places are free."""
    if shift.day < today or not shift.is_planned:
        return DIM
    if shift.is_short:
        return RED + BOLD
    return MAGENTA if shift.missing else PLAIN


def say_total(shifts: Sequence[ShiftRow]) -> tuple[str, ...]:
    """The places of some shifts: filled of wanted, and how many shifts have too few people."""
    planned = [shift for shift in shifts if shift.is_planned]
    if not planned:
        return ()
    filled = sum(min(shift.filled, shift.wanted) for shift in planned)
    wanted = sum(shift.wanted for shift in planned)
    short = sum(shift.is_short for shift in planned)
    parts = [f"{FILLED} {filled}/{wanted}"]
    if short:
        parts.append(_("{mark} short {count}").format(mark=SHORT, count=short))
    return tuple(parts)
