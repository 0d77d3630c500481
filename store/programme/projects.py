"""Projects: what is known of one, entering it, changing it, and how it stands."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from peewee import Expression, fn

from store import history
from store.database import db, transaction
from store.errors import ChangedMeanwhile, FieldError, Invalid, NotFound, Refused
from store.language import _
from store.neighbours import edits
from store.neighbours.models import NOTE_LENGTH, Community
from store.programme import caps, finding, project_values, terms, years
from store.programme.finding import Named
from store.programme.models import Milestone, Project, ProjectPerson, Review
from store.programme.project_values import PersonRow as PersonRow
from store.programme.project_values import ProjectValues as ProjectValues
from store.text import clean, fold, search_key, shown

# What may follow what by hand; `funded` comes by a grant, `removed` by removal alone.
FOLLOWS = {
    "proposed": (),
    "funded": ("running",),
    "running": ("under_review", "supervised", "completed"),
    "under_review": ("running", "supervised", "completed"),
    "supervised": ("running", "under_review", "completed"),
    "completed": ("running",),
    "removed": (),
}

_ONE = """
    SELECT project.id, project.year_id, project.name, community.id, community.name, district,
        coalesce(organisation.name, ''), dimensions, rural, project.status, starts_on, ends_on,
        project.granted, committed, paid, reason, note
    FROM project JOIN community ON community.id = project.community_id
    JOIN project_money ON project_money.project_id = project.id
    LEFT JOIN organisation ON organisation.id = organisation_id
    WHERE project.id = ?
"""


class ProjectRow(NamedTuple):
    """A project with its money in fen; `reason` says why it is supervised or was removed."""

    id: int
    year: int
    name: str
    community_id: int
    community: str
    district: str
    organisation: str
    dimensions: tuple[str, ...]
    rural: bool
    status: str
    starts_on: date
    ends_on: date
    granted: int
    committed: int
    paid: int
    reason: str
    note: str
    people: tuple[PersonRow, ...]

    @property
    def left(self) -> int:
        """What is committed and not paid yet, in fen."""
        return self.committed - self.paid

    @property
    def values(self) -> ProjectValues:
        """What a form shows of it."""
        return ProjectValues(*(getattr(self, field) for field in ProjectValues._fields))


def get(project_id: int) -> ProjectRow:
    """The project with this id. Raises NotFound."""
    found = db.execute_sql(_ONE, (project_id,)).fetchone()
    if found is None:
        raise no_such_project(f"#{project_id}")
    known = dict(zip(ProjectRow._fields, (*found, ()), strict=True))
    known |= {
        "dimensions": tuple(known["dimensions"].split()),
        "rural": bool(known["rural"]),
        "starts_on": date.fromisoformat(known["starts_on"]),
        "ends_on": date.fromisoformat(known["ends_on"]),
        "people": _people(project_id),
    }
    return ProjectRow(**known)


def find(text: str, year: int | None = None, community: str = "") -> ProjectRow:
    """The one project that `text` means, of `year` and of `community` where these are given.

    A text is `#12`, a name, its beginning, its pinyin, or part of it. Raises NotFound, or
    Ambiguous, naming the candidates.
    """
    if (number := finding.number(text)) is not None:
        return get(number)
    wanted = fold(text)
    if not wanted:
        raise no_such_project(text)
    query = Project.select(
        Project.id, Project.name, Project.search_key, Community.name, Project.year_id
    ).join(Community)
    query = query.where((Project.name == text.strip()) | (fn.INSTR(Project.search_key, wanted) > 0))
    if year is not None:
        query = query.where(Project.year == year)
    if community:
        query = query.where(Community.name == community.strip())
    named = (
        Named(key, name, searched, f"{name} ({place}, {of_year})")
        for key, name, searched, place, of_year in query.order_by(Project.id).tuples()
    )
    return get(finding.choose(text, named, no_such_project(text)))


def add(values: ProjectValues, today: date) -> int:
    """Enter a project, proposed and without money yet, and answer its id.

    A new community or organisation is made on the way. Raises Invalid naming every field that is
    wrong, or Refused.
    """
    values = project_values.check(values)
    with (
        transaction(),
        history.deed("add_project", project=values.name, community=values.community),
    ):
        return insert(values)


def insert(values: ProjectValues, number: int | None = None) -> int:
    """Enter a project whose values are checked, inside the caller's deed; it may have a `number`.

    Raises Invalid where there is one of that name.
    """
    years.ensure(values.year)
    community = project_values.community_id(values)
    _refuse_same_name(values.year, community, values.name)
    columns = _columns(values, community) | ({"id": number} if number else {})
    project_id = Project.insert(status="proposed", granted=0, **columns).execute()
    project_values.put_people(project_id, values.people)
    return project_id


def edit(seen: ProjectRow, values: ProjectValues, today: date) -> None:
    """Change what is known of a project; `seen` is how the form showed it.

    Raises NotFound, Invalid naming every field that is wrong, or Refused where somebody else
    changed the same meanwhile, or money committed would go over a cap of the other year or place.
    """
    values = project_values.check(values)
    with transaction():
        now = get(seen.id)
        said = {"dimensions": terms.say_dimensions(now.dimensions)}
        changed = edits.changes(
            Project, seen.id, seen.values, now.values, values._asdict(), said=said
        )
        if not changed:
            return
        wanted = now.values._replace(**changed)
        _refuse_days(now, wanted)
        with history.deed("edit_project", project=wanted.name):
            meter = caps.meter(wanted.year, wanted.community, now.committed, now.id)
            if {"year", "community"} & changed.keys():
                caps.check(meter, None)
            write(seen.id, wanted)


def write(project_id: int, values: ProjectValues) -> None:
    """Let checked values be a project's, inside the caller's deed. Raises Invalid."""
    _refuse_other_year(project_id, values.year)
    years.ensure(values.year)
    community = project_values.community_id(values)
    _refuse_same_name(values.year, community, values.name, project_id)
    project_values.put_people(project_id, values.people)
    edits.save(Project, project_id, _columns(values, community), no_such_project(""))


def set_status(seen: ProjectRow, status: str, reason: str, today: date) -> None:
    """Let a project stand otherwise, as FOLLOWS allows; supervision wants a reason.

    Raises NotFound, Invalid, or Refused.
    """
    reason = clean(reason, NOTE_LENGTH, _("Reason"))
    with transaction():
        now = get(seen.id)
        if now.status != seen.status:
            words = {"project": now.name, "status": _(terms.STATUS_NAMES[now.status])}
            sentence = _("{project} is {status} by now. Please look again.")
            raise ChangedMeanwhile(sentence.format(**words))
        if status == now.status and reason == now.reason:
            return
        if status != now.status and status not in FOLLOWS[now.status]:
            raise _refused_status(now, status)
        if status == "supervised" and not reason:
            sentence = _("Please say why it needs supervision.")
            raise Invalid(_("Reason missing"), (FieldError("reason", sentence),))
        with history.deed("set_status", project=now.name, status=terms.STATUS_NAMES[status]):
            Project.update(status=status, reason=reason).where(Project.id == now.id).execute()


def no_such_project(text: str) -> NotFound:
    """What is said where `text` means no project."""
    sentence = _("There is no project “{name}”. Please check the name or the number.")
    return NotFound(_("No such project"), sentence.format(name=shown(text.strip())))


def years_with_projects() -> tuple[int, ...]:
    """The years that have projects, first to last."""
    rows = Project.select(Project.year_id).distinct().order_by(Project.year_id).tuples()
    return tuple(year for (year,) in rows)


def span(year: int) -> tuple[date, date] | None:
    """The first and the last day of all projects of a year; None where it has none."""
    sql = "SELECT min(starts_on), max(ends_on) FROM project WHERE year_id = ?"
    first, last = db.execute_sql(sql, (year,)).fetchone()
    return (date.fromisoformat(first), date.fromisoformat(last)) if first else None


def _people(project_id: int) -> tuple[PersonRow, ...]:
    shown = ProjectPerson.select(ProjectPerson.name, fn.masked(ProjectPerson.phone))
    rows = shown.order_by(ProjectPerson.id)
    return tuple(
        PersonRow(*row) for row in rows.where(ProjectPerson.project == project_id).tuples()
    )


def _columns(values: ProjectValues, community: int) -> dict[str, Any]:
    return {
        "year": values.year,
        "name": values.name,
        "community": community,
        "organisation": project_values.organisation_id(values.organisation),
        "dimensions": " ".join(values.dimensions),
        "rural": values.rural,
        "starts_on": values.starts_on,
        "ends_on": values.ends_on,
        "note": values.note,
        "search_key": search_key(values.name, values.community),
    }


def _refuse_same_name(year: int, community: int, name: str, but: int | None = None) -> None:
    same: Expression = (Project.year == year) & (Project.community == community)
    same &= Project.name == name
    if Project.select().where(same, Project.id != (but or 0)).exists():
        sentence = _("There is a project “{name}” of this community in {year} already.")
        error = FieldError("name", sentence.format(name=shown(name), year=year))
        raise Invalid(_("Project"), (error,))


def _refuse_other_year(project_id: int, year: int) -> None:
    """Refuse another year for a project that was reviewed by the criteria of its own."""
    query = Project.select(Project.year_id).join(Review).where(Project.id == project_id)
    reviewed_in = query.limit(1).scalar()
    if reviewed_in not in (None, year):
        sentence = _("It was reviewed by the criteria of {year}: it stays in that year.")
        raise Invalid(_("Project"), (FieldError("year", sentence.format(year=reviewed_in)),))


def _refuse_days(now: ProjectRow, wanted: ProjectValues) -> None:
    """Refuse a last day before what the project has promised."""
    query = Milestone.select(Milestone.name, Milestone.baseline).where(
        Milestone.project == now.id, Milestone.baseline > wanted.ends_on
    )
    if found := query.order_by(Milestone.baseline.desc()).tuples().first():
        sentence = _("“{milestone}” has its baseline after that day, on {day}.")
        error = FieldError("ends_on", sentence.format(milestone=found[0], day=found[1]))
        raise Invalid(_("Project"), (error,))


def _refused_status(now: ProjectRow, status: str) -> Refused:
    words = {"project": now.name, "status": _(terms.STATUS_NAMES[now.status])}
    if now.status == "proposed" or status == "funded":
        sentence = _("{project} is {status}: a grant makes a project funded.")
    elif status == "removed":
        sentence = _("{project} is {status}: please remove it from the funding, with a reason.")
    elif now.status == "removed":
        sentence = _("{project} was removed from the funding; only undo brings it back.")
    else:
        sentence = _("{project} is {status}: it cannot become {wanted} from there.")
        name = terms.STATUS_NAMES.get(status, status)
        words["wanted"] = _(name)
    return Refused(_("Status"), sentence.format(**words))
