"""The form of one shift: added by itself, or changed by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from store.errors import Refused
from store.farm import shift_changes, shifts, team
from store.farm.needs import parse_skills, say_skills
from store.farm.shift_changes import ShiftValues
from store.farm.shifts import ShiftRow
from store.language import _
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH
from tui.days import day_field
from tui.farm import places, when
from tui.farm.reading import team_field
from tui.farm.when import When
from tui.reading import Reading, Values
from tui.room import Room
from tui.widgets.form import Field, Form

SPAN_LENGTH = 100


def add(room: Room, team_id: int | None, day: date) -> None:
    """Ask for one shift that is of no series."""
    today = room.desk.today

    def save(values: Values) -> str:
        read = Reading(_("Shift"))
        wanted = _read(read, values, None, int(values["team"]), today)
        with when.said_under("span"):
            shift_id = read.do(lambda: shift_changes.add(wanted))
        return _("Added {shift}.").format(shift=places.say_shift(shifts.get(shift_id), today))

    fields = _fields("", None, "", "", day, today)
    which = team_field(team.teams(today), team_id)
    _ask(room, _("Add one shift"), (*fields[:3], which, *fields[3:]), save, None)


def edit(room: Room, shift: ShiftRow) -> None:
    """Change one shift by hand; of a series it keeps what was changed so."""
    today = room.desk.today
    seen = shift_changes.values_of(shift)
    known = _when_of(seen)

    def save(values: Values) -> str:
        read = Reading(_("Shift"))
        wanted = _read(read, values, known, shift.team_id, today)
        changes = {name: getattr(wanted, name) for name in shift_changes.FIELDS}
        if all(value == getattr(seen, name) for name, value in changes.items()):
            read.settle()
            return _("Nothing was changed.")
        with when.said_under("span"):
            read.do(lambda: shift_changes.edit(shift, seen.skills, **changes))
        return _("Changed {shift}.").format(shift=places.say_shift(shifts.get(shift.id), today))

    fields = _fields(seen.name, known, say_skills(seen.skills), seen.note, seen.day, today)
    title = _("Change {shift}").format(shift=places.say_shift(shift, today))
    _ask(room, title, fields, save, known)


def _ask(
    room: Room,
    title: str,
    fields: Sequence[Field],
    save: Callable[[Values], str],
    known: When | None,
) -> None:
    def below(values: Values) -> list[str]:
        if not values["span"].strip() and known is None:
            return when.span_examples()
        try:
            return [when.say(when.read_span(values["span"], known))]
        except Refused as trouble:
            return [f"! {trouble.sentence}", *when.span_examples()]

    def saved(news: str | None) -> None:
        if news is not None:
            room.done(news)

    room.app.push_screen(Form(title, fields, save, below=below), saved)


def _fields(
    name: str, known: When | None, skills: str, note: str, day: date, today: date
) -> tuple[Field, ...]:
    return (
        day_field("day", _("Day"), day, today),
        Field(
            "span",
            _("Time, people"),
            value=when.typed_span(known) if known else "",
            limit=SPAN_LENGTH,
        ),
        Field("name", _("Name"), value=name, limit=NAME_LENGTH),
        Field(
            "skills",
            _("Skills"),
            value=skills,
            hint=lambda text: "" if text else _("like seed:1; gate:2"),
        ),
        Field("note", _("Note"), value=note, limit=NOTE_LENGTH),
    )


def _read(
    read: Reading, values: Values, known: When | None, team_id: int, today: date
) -> ShiftValues:
    """What the form means."""
    day = read.day("day", values["day"], today)
    span = read.of("span", lambda: when.read_span(values["span"], known), known or when.USUAL)
    skills = read.of("skills", lambda: parse_skills(values["skills"]), ())
    return ShiftValues(
        team_id,
        values["name"],
        day or today,
        span.at,
        span.minutes,
        span.least,
        span.wanted,
        span.most,
        tuple(sorted(skills)),
        values["note"],
    )


def _when_of(values: ShiftValues) -> When:
    return When(when.ANY_RULE, values.at, values.minutes, values.least, values.wanted, values.most)
