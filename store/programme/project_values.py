"""What is said of a project, and whether it can be so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from store import phones, recent
from store.errors import FieldError, Invalid, Refused
from store.language import _
from store.neighbours import communities
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH, PHONE_LENGTH
from store.programme.models import (
    DIMENSIONS,
    FIRST_YEAR,
    LAST_YEAR,
    TITLE_LENGTH,
    Organisation,
    ProjectPerson,
)
from store.text import clean


class PersonRow(NamedTuple):
    """Somebody in charge."""

    name: str
    phone: str = ""


class ProjectValues(NamedTuple):
    """What a form or a file says of a project; days that are not given are those of its year."""

    year: int
    name: str
    community: str
    district: str = ""
    organisation: str = ""
    dimensions: tuple[str, ...] = ()
    rural: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    people: tuple[PersonRow, ...] = ()
    note: str = ""


def check(values: ProjectValues) -> ProjectValues:
    """The values as they may be stored. Raises Invalid naming every field that is wrong."""
    title = _("Project")
    errors: list[FieldError] = []
    texts: dict[str, Any] = {
        field: checked_text(errors, field, getattr(values, field), most, said)
        for field, most, said in (
            ("name", TITLE_LENGTH, _("Name")),
            ("community", NAME_LENGTH, _("Community")),
            ("district", NAME_LENGTH, _("District")),
            ("organisation", TITLE_LENGTH, _("Organisation")),
            ("note", NOTE_LENGTH, _("Note")),
        )
    }
    check_named(errors, texts, values.year, values.dimensions)
    people = _check_people(errors, values.people)
    starts_on, ends_on = _days(values)
    if starts_on > ends_on:
        sentence = _("The last day lies before the first.")
        errors.append(FieldError("ends_on", sentence))
    if errors:
        raise Invalid(title, tuple(errors))
    dimensions = tuple(key for key in DIMENSIONS if key in values.dimensions)
    return values._replace(
        **texts, dimensions=dimensions, people=people, starts_on=starts_on, ends_on=ends_on
    )


def check_named(
    errors: list[FieldError], texts: dict[str, Any], year: int, dimensions: tuple[str, ...]
) -> None:
    """Note what is wrong with what projects and proposals have in common."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        sentence = _("Please give a year from {first} to {last}.")
        errors.append(FieldError("year", sentence.format(first=FIRST_YEAR, last=LAST_YEAR)))
    if not texts["name"]:
        errors.append(FieldError("name", _("Please give a name.")))
    if not texts["community"]:
        errors.append(FieldError("community", _("Please name the community.")))
    if not set(dimensions) & set(DIMENSIONS):
        errors.append(FieldError("dimensions", _("Please choose a dimension.")))


def checked_text(errors: list[FieldError], field: str, text: str, most: int, said: str) -> str:
    """`text` as it may be stored; what is wrong with it is noted."""
    try:
        return clean(text, most, said)
    except Refused as refused:
        errors.append(FieldError(field, refused.sentence))
        return text


def community_id(values: Any) -> int:
    """The community that the values name, made where it is new, inside the caller's deed."""
    return communities.find_or_make(values.community, values.district)


def organisation_id(name: str) -> int | None:
    """The organisation called so, made where it is new, inside the caller's deed; None for ''."""
    if not name:
        return None
    row, _made = Organisation.get_or_create(name=name)
    return row.id


def latest_organisations(typed: str = "") -> list[str]:
    """The latest organisations whose name holds what is typed."""
    return recent.texts(Organisation.name, typed)


def put_people(project_id: int, people: tuple[PersonRow, ...]) -> None:
    """Let these be in charge of a project, inside the caller's deed; who stays is not touched.

    Raises Invalid for a masked number that is not theirs.
    """
    had = dict(people_of(project_id))
    wanted = dict(with_numbers(people, had))
    gone = ProjectPerson.name.in_(had.keys() - wanted.keys())
    ProjectPerson.delete().where(ProjectPerson.project == project_id, gone).execute()
    for name, phone in wanted.items():
        if name not in had:
            ProjectPerson.insert(project=project_id, name=name, phone=phone).execute()
        elif had[name] != phone:
            same = (ProjectPerson.project == project_id) & (ProjectPerson.name == name)
            ProjectPerson.update(phone=phone).where(same).execute()


def people_of(project_id: int) -> tuple[PersonRow, ...]:
    """Who is in charge of a project, with whole numbers: not to be shown."""
    rows = ProjectPerson.select(ProjectPerson.name, ProjectPerson.phone)
    rows = rows.where(ProjectPerson.project == project_id).order_by(ProjectPerson.id)
    return tuple(PersonRow(*row) for row in rows.tuples())


def with_numbers(people: Iterable[PersonRow], had: Mapping[str, str]) -> tuple[PersonRow, ...]:
    """These people, each masked number as the whole one that somebody of that name had.

    Raises Invalid where that is another, or none.
    """
    found = []
    for person in people:
        number = had.get(person.name, "")
        if person.phone == phones.masked(number):
            person = person._replace(phone=number)
        if wrong := phones.whole("people", person.phone):
            raise Invalid(_("Project"), wrong)
        found.append(person)
    return tuple(found)


def _check_people(errors: list[FieldError], people: tuple[PersonRow, ...]) -> tuple[PersonRow, ...]:
    checked = []
    for person in people:
        name = checked_text(errors, "people", person.name, NAME_LENGTH, _("Name"))
        phone = checked_text(errors, "people", person.phone, PHONE_LENGTH, _("Phone"))
        if not name:
            errors.append(FieldError("people", _("Whose telephone is it? Please give a name.")))
        checked.append(PersonRow(name, phone))
    if len({person.name for person in checked}) < len(checked):
        errors.append(FieldError("people", _("One person is named twice.")))
    return tuple(checked)


def _days(values: ProjectValues) -> tuple[date, date]:
    year = min(max(values.year, FIRST_YEAR), LAST_YEAR)
    return values.starts_on or date(year, 1, 1), values.ends_on or date(year, 12, 31)
