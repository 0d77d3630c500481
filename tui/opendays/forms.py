"""Setting days of the calendar, and the rules by which it is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from store import closures, opendays
from store.calendar import say_day
from store.errors import FieldError, Invalid, Refused
from store.language import _
from store.neighbours import compounds
from store.neighbours.models import DUE_MOVES
from store.opendays import NAME_LENGTH, DayRow
from store.sharing.words import say_due_moves
from tui.days import day_field
from tui.opendays.shifts import Asked, do_if_no_shift, tell_or_preview
from tui.reading import Reading, offering
from tui.widgets.form import Field, Form, Suggestion

if TYPE_CHECKING:
    from tui.opendays.room import CalendarRoom

Values = dict[str, str]


def set_days(room: CalendarRoom) -> None:
    """Close or open a day, or every day to a last one."""
    today = room.desk.today

    def save(values: Values) -> tuple[date, Asked]:
        read = Reading(_("Calendar"))
        first, last = days(read, values, today)
        read.settle()
        asked = (first, values["kind"], today, values["name"], last)
        news = _say_set(first, last, values["kind"])
        return first, do_if_no_shift(_asked(lambda: closures.preview_day(*asked), today, news))

    def saved(answer: tuple[date, Asked] | None) -> None:
        def show(news: str) -> None:
            room.show_day(first)
            room.say(news)

        if answer is not None:
            first, asked = answer
            tell_or_preview(room, asked, show)

    fields = (
        *day_fields(_("Day"), _("To (if several)"), today),
        _kind_field(("closed", "open"), "closed"),
        occasion_field(),
    )
    room.app.push_screen(Form(_("Close or open a day"), fields, save), saved)


def edit_day(room: CalendarRoom, day: DayRow) -> None:
    """Change what is said of one day."""

    today = room.desk.today

    def save(values: Values) -> Asked:
        if (values["kind"], values["name"]) == (day.kind, day.name):
            return Asked.nothing()
        if values["kind"] == "holiday":
            raise Refused(
                _("Calendar"),
                _("A public holiday stays as the law has it, or the day is closed or open."),
            )
        asked = (day.day, values["kind"], today, values["name"])
        news = _say_set(day.day, None, values["kind"])
        return do_if_no_shift(_asked(lambda: closures.preview_day(*asked), today, news))

    def saved(asked: Asked | None) -> None:
        if asked is not None:
            tell_or_preview(room, asked, room.done)

    kinds = ("holiday", "closed", "open") if day.kind == "holiday" else ("closed", "open")
    fields = (
        _kind_field(kinds, day.kind),
        Field("name", _("Occasion"), value=day.name, limit=NAME_LENGTH),
    )
    room.app.push_screen(Form(say_day(day.day), fields, save), saved)


def set_rules(room: CalendarRoom) -> None:
    """Set the weekdays that are closed, and what closed days do to this compound's due dates."""
    compound = room.desk.compound
    if compound is None:
        _set_weekdays(room)
        return
    today = room.desk.today
    policy, weekdays = compounds.policy(compound.id), opendays.closed_weekdays()

    def save(values: Values) -> Asked:
        wanted = compounds.Policy(values["due_moves"], values["late"] == "yes")
        closed = _weekdays(values["weekdays"])
        if (wanted, closed) == (policy, weekdays):
            return Asked.nothing()
        news = _("The rules of the calendar are changed; u brings the old ones back.")

        def make() -> closures.WeekdaysPlan:
            return closures.preview_weekdays(closed, today)

        def do(plan: closures.WeekdaysPlan) -> None:
            if wanted == policy:
                closures.set_weekdays(plan, today)
            elif plan.shifts.is_none:
                compounds.set_policy(compound.id, *wanted, closed if closed != weekdays else None)
            else:
                compounds.set_policy(compound.id, *wanted)
                closures.set_weekdays(plan, today)

        return do_if_no_shift(Asked(make, do, news))

    def saved(asked: Asked | None) -> None:
        if asked is not None:
            tell_or_preview(room, asked, room.done)

    fields = (
        _weekdays_field(weekdays),
        Field(
            "due_moves",
            _("Due dates"),
            kind="choice",
            value=policy.due_moves,
            choices=[Suggestion(moves, say_due_moves(moves)) for moves in DUE_MOVES],
        ),
        Field(
            "late",
            _("Closed days"),
            kind="choice",
            value="yes" if policy.closed_days_late else "no",
            choices=(
                Suggestion("yes", _("count as late")),
                Suggestion("no", _("do not count as late")),
            ),
        ),
    )
    title = _("Closed days at {compound}").format(compound=compound.name)
    room.app.push_screen(Form(title, fields, save), saved)


def _set_weekdays(room: CalendarRoom) -> None:
    """Set the weekdays that are closed, where there is no compound with due dates."""
    today, weekdays = room.desk.today, opendays.closed_weekdays()

    def save(values: Values) -> Asked:
        closed = _weekdays(values["weekdays"])
        if closed == weekdays:
            return Asked.nothing()
        news = _("The rules of the calendar are changed; u brings the old ones back.")
        asked = Asked(
            lambda: closures.preview_weekdays(closed, today),
            lambda plan: closures.set_weekdays(plan, today),
            news,
        )
        return do_if_no_shift(asked)

    def saved(asked: Asked | None) -> None:
        if asked is not None:
            tell_or_preview(room, asked, room.done)

    form = Form(_("Closed weekdays"), (_weekdays_field(weekdays),), save)
    room.app.push_screen(form, saved)


def _weekdays_field(weekdays: frozenset[int]) -> Field:
    return Field(
        "weekdays",
        _("Closed weekdays"),
        value=opendays.say_weekdays(weekdays) if weekdays else "",
        hint=_understood_weekdays,
    )


def clear_day(room: CalendarRoom, day: date) -> None:
    """Take away what was set by hand of a day."""
    today = room.desk.today
    news = _("Cleared {day}; u brings it back.").format(day=say_day(day))
    asked = _asked(lambda: closures.preview_clear(day, today), today, news)
    tell_or_preview(room, do_if_no_shift(asked), room.done)


def _asked(make: Callable[[], closures.DayPlan], today: date, news: str) -> Asked:
    return Asked(make, lambda plan: closures.set_days(plan, today), news)


def day_fields(first: str, last: str, today: date) -> tuple[Field, Field]:
    """Fields for a day and a later one."""
    return day_field("first", first, None, today), day_field("last", last, None, today)


def days(read: Reading, values: Values, today: date) -> tuple[date, date | None]:
    """The days of the two fields; the last may be left out."""
    first = read.needed_day("first", values["first"], today)
    return first, read.day("last", values["last"], today)


def occasion_field() -> Field:
    """A field for why days are closed or open."""
    latest = offering(opendays.latest_occasions)
    return Field("name", _("Occasion"), limit=NAME_LENGTH, suggest=latest)


def _kind_field(kinds: tuple[str, ...], chosen: str) -> Field:
    choices = [Suggestion(kind, opendays.say_kind(kind)) for kind in kinds]
    return Field("kind", _("What it is"), kind="choice", value=chosen, choices=choices)


def _weekdays(text: str) -> frozenset[int]:
    """The weekdays typed; none for nothing. Raises Invalid."""
    if not text.strip():
        return frozenset()
    try:
        return opendays.parse_weekdays(text)
    except Refused as trouble:
        raise Invalid(trouble.title, (FieldError("weekdays", trouble.sentence),)) from trouble


def _understood_weekdays(text: str) -> str:
    if not text.strip():
        return _("none; like sat,sun")
    try:
        return opendays.say_weekdays(opendays.parse_weekdays(text))
    except Refused as trouble:
        return trouble.sentence


def _say_set(first: date, last: date | None, kind: str) -> str:
    if last is None or last == first:
        told = _("Closed {day}.") if kind == "closed" else _("Opened {day}.")
        return told.format(day=say_day(first))
    told = _("Closed {day} to {last}.") if kind == "closed" else _("Opened {day} to {last}.")
    return told.format(day=say_day(first), last=say_day(last))
