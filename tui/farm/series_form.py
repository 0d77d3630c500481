"""The form of a series: added, or changed from some day on; and one more day of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from store import walltime
from store.calendar import say_day
from store.errors import Refused
from store.farm import series, series_changes, team
from store.farm.models import CLOSED_DAYS, RULE_LENGTH
from store.farm.series import SeriesRow, SeriesValues, parse_seasons, parse_skills
from store.farm.series_changes import SeriesPlan
from store.language import N_, _
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH
from tui.days import day_field
from tui.farm import when
from tui.farm.preview import PreviewScreen
from tui.farm.reading import team_field, understood_time
from tui.farm.when import When
from tui.reading import LongForm, Reading, Values
from tui.room import Room
from tui.widgets.form import Field, Form, Suggestion

CLOSED = {
    "keep": N_("work as always"),
    "holidays": N_("not on public holidays"),
    "closed": N_("not on any closed day"),
}


def add(room: Room, team_id: int | None, day: date) -> None:
    """Ask for a new series that starts on `day`, and lay its shifts out."""
    today = room.desk.today

    def save(values: Values) -> tuple[Values, int]:
        read = Reading(_("Series"))
        wanted = _read(read, values, None, today)
        with when.said_under("when"):
            return values, read.do(lambda: series.add(wanted, today))

    def saved(answer: tuple[Values, SeriesPlan | int] | None) -> None:
        if answer is not None:
            told = _("Added the series “{series}”; its shifts are laid out.")
            room.done(told.format(series=answer[0]["name"].strip()))

    fields = _fields(None, team_id, day, today)
    room.app.push_screen(
        LongForm(
            _("Add a series"),
            fields,
            save,
            below=lambda values: when.understood(values, None, today),
        ),
        saved,
    )


def edit(room: Room, row: SeriesRow, since: date, draft: Mapping[str, str] | None = None) -> None:
    """Ask how a series is to be from `since` on, then show what that would do.

    Who leaves that comes back to the form with what was typed, the `draft`.
    """
    today = room.desk.today
    known = _when_of(row)

    def plan(values: Values) -> tuple[Values, SeriesPlan]:
        read = Reading(_("Series"))
        wanted = _read(read, values, row, today)
        with when.said_under("when"):
            found = read.do(lambda: series_changes.preview(row.id, wanted, since, today))
        if found.is_none:
            raise Refused(_("Series"), _("Nothing is changed yet. Esc leaves the form."))
        return values, found

    def planned(answer: tuple[Values, SeriesPlan | int] | None) -> None:
        if answer is None:
            return
        values, found = answer
        assert isinstance(found, SeriesPlan)
        room.app.push_screen(
            PreviewScreen(
                room,
                lambda: series_changes.preview(row.id, found.values, since, today),
                go_back=lambda: edit(room, row, since, values),
            )
        )

    title = _("Change the series “{series}” from {day} on").format(
        series=row.name, day=say_day(since)
    )
    form = LongForm(
        title,
        _fields(row, row.team_id, row.starts_on, today),
        plan,
        draft=draft,
        below=lambda values: when.understood(values, known, today),
    )
    room.app.push_screen(form, planned)


def add_day(room: Room, row: SeriesRow) -> None:
    """Ask for one more day of a series, then show what that does."""
    today = room.desk.today

    def plan(values: Values) -> tuple[date, int | None]:
        read = Reading(_("Series"))
        day = read.needed_day("day", values["day"], today)
        at = None
        if values["at"].strip():
            at = read.of("at", lambda: walltime.parse_at(values["at"]), row.at)
        read.settle()
        series_changes.preview_day(row.id, day, "extra", today, at)
        return day, at

    def planned(answer: tuple[date, int | None] | None) -> None:
        if answer is not None:
            day, at = answer
            room.app.push_screen(
                PreviewScreen(
                    room, lambda: series_changes.preview_day(row.id, day, "extra", today, at)
                )
            )

    fields = (
        day_field("day", _("Day"), None, today),
        Field(
            "at",
            _("Begins at"),
            hint=lambda text: (
                understood_time(text) or _("else at {time}").format(time=walltime.say_at(row.at))
            ),
        ),
    )
    title = _("One more day of “{series}”").format(series=row.name)
    room.app.push_screen(Form(title, fields, plan), planned)


def _fields(
    row: SeriesRow | None, team_id: int | None, starts_on: date, today: date
) -> tuple[Field, ...]:
    return (
        Field(
            "when",
            _("When"),
            value=when.typed(_when_of(row)) if row else "",
            limit=RULE_LENGTH + NAME_LENGTH,
        ),
        Field("name", _("Name"), value=row.name if row else "", limit=NAME_LENGTH),
        team_field(team.teams(today), team_id),
        day_field("starts_on", _("Starts on"), starts_on, today),
        day_field("ends_on", _("Ends on"), row.ends_on if row else None, today),
        Field(
            "skills",
            _("Skills"),
            value=series.say_skills(row.skills) if row else "",
            hint=lambda text: "" if text else _("like seed:1; gate:2"),
        ),
        Field(
            "closed_days",
            _("Closed days"),
            kind="choice",
            value=row.closed_days if row else CLOSED_DAYS[0],
            choices=[Suggestion(policy, _(CLOSED[policy])) for policy in CLOSED_DAYS],
        ),
        Field(
            "seasons",
            _("Seasons"),
            value=series.say_seasons(row.seasons) if row else "",
            limit=NOTE_LENGTH,
            hint=lambda text: "" if text else _("like 05-01..09-30 6:00; 12-01..02-28 off"),
        ),
        Field("note", _("Note"), value=row.note if row else "", limit=NOTE_LENGTH),
    )


def _read(read: Reading, values: Values, row: SeriesRow | None, today: date) -> SeriesValues:
    """What the form means."""
    known = _when_of(row) if row else None
    found = read.of("when", lambda: when.read(values["when"], known), known or when.USUAL)
    starts_on = read.day("starts_on", values["starts_on"], today)
    ends_on = read.day("ends_on", values["ends_on"], today)
    skills = read.of("skills", lambda: parse_skills(values["skills"]), ())
    seasons = read.of("seasons", lambda: parse_seasons(values["seasons"]), ())
    return SeriesValues(
        int(values["team"]),
        values["name"],
        found.rule,
        starts_on or (row.starts_on if row else today),
        ends_on,
        found.at,
        found.minutes,
        found.least,
        found.wanted,
        found.most,
        values["closed_days"],
        skills,
        seasons,
        row.days if row else (),
        values["note"],
    )


def _when_of(row: SeriesRow) -> When:
    return When(row.rule, row.at, row.minutes, row.least, row.wanted, row.most)
