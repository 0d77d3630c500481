"""The forms of series and of single shifts, and what a change asks first.

Each function opens what it needs on top of `room`, and tells `room.done` when the deed is done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from store.calendar import say_day
from store.farm import consequences, series, series_changes, shift_changes
from store.farm.series import SeriesRow
from store.farm.series_changes import SeriesPlan
from store.farm.shifts import ShiftRow
from store.language import _, listed, ngettext
from store.neighbours.models import NOTE_LENGTH
from tui.farm import places, series_form, shift_form
from tui.farm.preview import PreviewScreen
from tui.room import Room
from tui.widgets.form import Field, Form
from tui.widgets.listing import Column, ListingRow
from tui.widgets.picker import Picker

Values = dict[str, str]


def add_series(room: Room, team_id: int | None, day: date) -> None:
    """Ask for a new series that starts on `day`; `team_id` fills the team in."""
    series_form.add(room, team_id, day)


def add_shift(room: Room, team_id: int | None, day: date) -> None:
    """Ask for one shift on `day` that belongs to no series."""
    shift_form.add(room, team_id, day)


def edit(room: Room, shift: ShiftRow) -> None:
    """Ask whether this shift, this and following, or all of its series; then for the change."""
    if shift.series_id is None:
        shift_form.edit(room, shift)
        return
    row = series.get(shift.series_id)
    asked = _choices(room, shift, row)

    def find(query: str) -> list[ListingRow]:
        wanted = query.strip().casefold()
        return [
            ListingRow(key, (label, detail))
            for key, (label, detail, _act) in asked.items()
            if wanted in label.casefold()
        ]

    def chosen(key: str | None) -> None:
        if key is not None:
            with room.complaining():
                asked[key][2]()

    title = _("Change what of {shift}?").format(shift=places.say_shift(shift, room.desk.today))
    columns = (Column("", 26, flex=1, priority=2), Column("", 30, flex=2, priority=1))
    room.app.push_screen(Picker(title, columns, find), chosen)


def _choices(
    room: Room, shift: ShiftRow, row: SeriesRow
) -> Mapping[str, tuple[str, str, Callable[[], None]]]:
    """What can be changed about a shift of a series: each with its name, a word on it, its act."""
    today = room.desk.today
    day = say_day(shift.day)
    choices: dict[str, tuple[str, str, Callable[[], None]]] = {
        "one": (
            _("this shift only"),
            _("the others stay as they are"),
            lambda: shift_form.edit(room, shift),
        ),
        "following": (
            _("this and the following"),
            _("from {day} on").format(day=day),
            lambda: series_form.edit(room, row, max(shift.day, today)),
        ),
        "all": (
            _("the whole series"),
            _("every shift that is still to come"),
            lambda: series_form.edit(room, row, today),
        ),
        "extra": (
            _("one more day"),
            _("an extra shift beside the rule"),
            lambda: series_form.add_day(room, row),
        ),
    }
    if shift.day >= today:
        choices["except"] = (
            _("leave this day out"),
            _("an exception from the rule"),
            lambda: _show(room, lambda: _without(row, shift.day, today)),
        )
        choices["end"] = (
            _("end the series"),
            _("{day} is its last day").format(day=day),
            lambda: _show(room, lambda: series_changes.preview_end(row.id, shift.day, today)),
        )
    return choices


def _without(row: SeriesRow, day: date, today: date) -> SeriesPlan:
    return series_changes.preview_day(row.id, day, "except", today)


def _show(room: Room, make: Callable[[], SeriesPlan]) -> None:
    """Show what a change would do, which Enter then does."""
    room.app.push_screen(PreviewScreen(room, make))


def cancel(room: Room, shift: ShiftRow) -> None:
    """Cancel this shift; where people are in it, after asking for the reason to tell them."""
    today = room.desk.today
    people = consequences.people_in([shift.id]).get(shift.id, ())
    if not people:
        shift_changes.cancel([shift.id], "", today)
        told = _("{shift} is cancelled, nobody was in it; u takes it back.")
        room.done(told.format(shift=places.say_shift(shift, today)))
        return

    def save(values: Values) -> str:
        count = shift_changes.cancel([shift.id], values["reason"], today)
        told = ngettext(
            "{shift} is cancelled, {count} person is excused; u takes it back.",
            "{shift} is cancelled, {count} people are excused; u takes it back.",
            count,
        )
        return told.format(shift=places.say_shift(shift, today), count=count)

    def below(_values: Values) -> list[str]:
        names = listed(person.member for person in people)
        return [_("Excused and to be told: {names}.").format(names=names)]

    def saved(news: str | None) -> None:
        if news is not None:
            room.done(news)

    title = _("Cancel {shift}").format(shift=places.say_shift(shift, today))
    fields = (Field("reason", _("Reason"), limit=NOTE_LENGTH),)
    room.app.push_screen(Form(title, fields, save, enter_saves=True, below=below), saved)
