"""The form of a project: entering one, and changing what is known of it."""

from __future__ import annotations

import re
from collections.abc import Callable

from store import phones
from store.errors import Refused
from store.language import _
from store.neighbours import communities
from store.neighbours.models import NOTE_LENGTH
from store.programme import projects, terms
from store.programme.models import LAST_YEAR, TITLE_LENGTH
from store.programme.project_values import latest_organisations
from store.programme.projects import PersonRow, ProjectRow, ProjectValues
from store.programme.terms import PLACES, parse_dimensions, say_dimensions
from tui.days import day_field
from tui.reading import LongForm, Reading, Values, offering
from tui.room import Room
from tui.widgets.form import Field, Suggestion

YEAR_DIGITS = len(str(LAST_YEAR))
_NEXT_PERSON = re.compile(r"[;；、]")


def add(room: Room, year: int, done: Callable[[int], None] | None = None) -> None:
    """Ask for a new project of `year`; `done` is told its id after the news."""

    def save(values: Values) -> tuple[str, int]:
        read = Reading(_("Project"))
        wanted = _read(read, values, room)
        project_id = read.do(lambda: projects.add(wanted, room.desk.today))
        news = _("Added the project “{project}” #{number}; g in it gives it a grant.")
        return news.format(project=wanted.name, number=project_id), project_id

    def saved(answer: tuple[str, int] | None) -> None:
        if answer is not None:
            room.done(answer[0])
            if done is not None:
                done(answer[1])

    blank = ProjectValues(year, "", "")
    room.app.push_screen(LongForm(_("A new project"), _fields(blank, room), save), saved)


def edit(room: Room, project: ProjectRow) -> None:
    """Ask for what changes in a project."""
    fields = _fields(project.values, room)
    shown = {field.name: field.value for field in fields}

    def save(values: Values) -> str:
        if values == shown:
            return _("Nothing was changed.")
        read = Reading(_("Project"))
        wanted = _read(read, values, room)
        read.do(lambda: projects.edit(project, wanted, room.desk.today))
        return _("Changed the project “{project}”; u takes it back.").format(project=wanted.name)

    def saved(news: str | None) -> None:
        if news is not None:
            room.done(news)

    title = _("The project “{project}”").format(project=project.name)
    room.app.push_screen(LongForm(title, fields, save), saved)


def say_people(people: tuple[PersonRow, ...]) -> str:
    """Who is in charge, as it is typed: `李梅 13800000000; 王强`."""
    return "; ".join(f"{person.name} {person.phone}".strip() for person in people)


def read_people(typed: str) -> tuple[PersonRow, ...]:
    """The people that are typed with or without a telephone, one after a semicolon."""
    people = []
    for words in filter(None, map(str.split, _NEXT_PERSON.split(typed))):
        last = words[-1].lstrip("+").replace("-", "")
        with_phone = len(words) > 1 and (last.isdecimal() or phones.is_masked(last))
        name = words[:-1] if with_phone else words
        people.append(PersonRow(" ".join(name), words[-1] if with_phone else ""))
    return tuple(people)


def _fields(values: ProjectValues, room: Room) -> tuple[Field, ...]:
    today = room.desk.today
    whole_year = _("nothing: the first or the last day of the year")
    return (
        Field("name", _("Name"), value=values.name, limit=TITLE_LENGTH),
        Field("community", _("Community"), value=values.community, suggest=known_communities),
        district_field(values.district),
        Field(
            "dimensions",
            _("Dimensions"),
            value=say_dimensions(values.dimensions),
            hint=dimensions_hint,
        ),
        Field(
            "rural",
            _("Where"),
            kind="choice",
            value=str(int(values.rural)),
            choices=[Suggestion(str(int(rural)), _(name)) for rural, name in PLACES.items()],
        ),
        organisation_field(values.organisation),
        Field(
            "people",
            _("In charge"),
            value=say_people(values.people),
            hint=lambda typed: "" if typed else _("like 李梅 13800000000; 王强"),
        ),
        Field("year", _("Year"), value=str(values.year), limit=YEAR_DIGITS, guess=True),
        day_field("starts_on", _("First day"), values.starts_on, today, empty=whole_year),
        day_field("ends_on", _("Last day"), values.ends_on, today, empty=whole_year),
        Field("note", _("Note"), value=values.note, limit=NOTE_LENGTH),
    )


def district_field(value: str) -> Field:
    """A field for the district of a community."""
    latest = offering(communities.latest_districts)
    return Field("district", _("District"), value=value, suggest=latest)


def organisation_field(value: str) -> Field:
    """A field for who executes a project."""
    latest = offering(latest_organisations)
    return Field("organisation", _("Organisation"), value=value, limit=TITLE_LENGTH, suggest=latest)


def dimensions_hint(typed: str) -> str:
    """What is understood by the dimensions typed; all of them where nothing is."""
    if not typed.strip():
        return "  ".join(
            f"{terms.LETTERS[key]} {_(name)}" for key, name in terms.DIMENSION_NAMES.items()
        )
    try:
        return say_dimensions(parse_dimensions(typed))
    except Refused as trouble:
        return trouble.sentence


def known_communities(typed: str) -> list[Suggestion]:
    """The communities that answer to what is typed."""
    if not typed.strip():
        return []
    return [Suggestion(row.name, row.name, row.district) for row in communities.matching(typed)]


def _read(read: Reading, values: Values, room: Room) -> ProjectValues:
    """What the form means."""
    today = room.desk.today
    year = read.number("year", values["year"])
    dimensions = read_dimensions(read, values)
    starts_on = read.day("starts_on", values["starts_on"], today)
    ends_on = read.day("ends_on", values["ends_on"], today)
    return ProjectValues(
        year or today.year,
        values["name"],
        values["community"],
        values["district"],
        values["organisation"],
        dimensions,
        values["rural"] == "1",
        starts_on,
        ends_on,
        read_people(values["people"]),
        values["note"],
    )


def read_dimensions(read: Reading, values: Values) -> tuple[str, ...]:
    """The dimensions that are typed."""
    some = tuple(terms.DIMENSION_NAMES)[:1]
    return read.of("dimensions", lambda: parse_dimensions(values["dimensions"]), some)
