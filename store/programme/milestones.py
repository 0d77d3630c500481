"""Milestones: what each project promised, when it is expected, and whether it was reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from peewee import fn

from store import history
from store.calendar import say_day
from store.database import db, transaction
from store.errors import FieldError, Invalid, NotFound, Refused
from store.language import _
from store.neighbours import edits
from store.neighbours.models import NOTE_LENGTH
from store.programme import finding
from store.programme.finding import Named
from store.programme.models import (
    TITLE_LENGTH,
    Dependency,
    Milestone,
    Project,
    Tranche,
)
from store.programme.project_list import NOT_LATE
from store.text import clean, fold, search_key, shown

_COLUMNS = """
    milestone.id, milestone.project_id, project.name, community.name, milestone.name, baseline,
    forecast, actual, evidence, milestone.reason, series_id, project.status
"""
_FROM = """
    FROM milestone JOIN project ON project.id = milestone.project_id
    JOIN community ON community.id = project.community_id
"""
SELECT = f"SELECT {_COLUMNS} {_FROM}"


class MilestoneRow(NamedTuple):
    """A milestone with its three dates; `reason` says why it slipped last."""

    id: int
    project_id: int
    project: str
    community: str
    name: str
    baseline: date
    forecast: date
    actual: date | None
    evidence: str
    reason: str
    series_id: int | None
    status: str  # its project's

    @property
    def day(self) -> date:
        """When it was reached, or is expected."""
        return self.actual or self.forecast

    @property
    def slip(self) -> int:
        """Days later than the baseline; negative where it is ahead."""
        return (self.day - self.baseline).days

    def is_late(self, today: date) -> bool:
        """Whether it should have been reached by now, and was not."""
        return self.actual is None and self.forecast < today and self.status not in NOT_LATE


def get(milestone_id: int) -> MilestoneRow:
    """The milestone with this id. Raises NotFound."""
    rows = _rows("milestone.id = ?", (milestone_id,))
    if not rows:
        raise no_such_milestone(f"#{milestone_id}")
    return rows[0]


def find(text: str, project_id: int | None = None) -> MilestoneRow:
    """The one milestone that `text` means, of one project or of all: `#12`, a name or part of it.

    Raises NotFound, or Ambiguous, naming the candidates.
    """
    if (number := finding.number(text)) is not None:
        row = get(number)
        if project_id not in (None, row.project_id):
            raise no_such_milestone(text)
        return row
    wanted = fold(text)
    if not wanted:
        raise no_such_milestone(text)
    query = Milestone.select(Milestone.id, Milestone.name, Project.name).join(Project)
    if project_id is not None:
        query = query.where(Milestone.project == project_id)
    else:
        query = query.where(fn.INSTR(Milestone.name, text.strip()) > 0)
    named = (
        Named(key, name, searched, f"{name} ({project})")
        for key, name, project in query.order_by(Milestone.id).tuples()
        if wanted in (searched := search_key(name))
    )
    return get(finding.choose(text, named, no_such_milestone(text)))


def of_project(project_id: int) -> tuple[MilestoneRow, ...]:
    """The milestones of a project, by when each was reached or is expected."""
    return of_projects([project_id]).get(project_id, ())


def of_projects(project_ids: Sequence[int]) -> dict[int, tuple[MilestoneRow, ...]]:
    """The milestones of some projects by project, each by when it was reached or is expected."""
    marks = ", ".join("?" * len(project_ids))
    rows = _rows(f"milestone.project_id IN ({marks})", tuple(project_ids))
    found: dict[int, list[MilestoneRow]] = {}
    for row in sorted(rows, key=lambda row: (row.day, row.baseline, row.id)):
        found.setdefault(row.project_id, []).append(row)
    return {project_id: tuple(own) for project_id, own in found.items()}


def next_of(project_id: int) -> MilestoneRow | None:
    """The milestone that a project is to reach next; None where it has reached all."""
    rows = _rows(
        "milestone.project_id = ? AND actual IS NULL"
        " ORDER BY forecast, baseline, milestone.id LIMIT 1",
        (project_id,),
    )
    return rows[0] if rows else None


def add(
    project_id: int,
    name: str,
    baseline: date,
    *,
    forecast: date | None = None,
    needs: Iterable[int] = (),
) -> int:
    """Promise a milestone and answer its id; it depends on those that it `needs`.

    Raises NotFound, or Invalid naming every field that is wrong, as a baseline after the project's
    end.
    """
    from store.programme import dependencies

    name = clean(name, TITLE_LENGTH, _("Name"))
    with transaction():
        project, ends_on = _project(project_id)
        _refuse([*_wrong_name(project_id, name), *_wrong_baseline(project, ends_on, baseline)])
        with history.deed("add_milestone", milestone=name, project=project):
            milestone_id = insert(project_id, name, baseline, forecast or baseline)
            for needed in dict.fromkeys(needs):
                dependencies.link(get(milestone_id), get(needed), None)
    return milestone_id


def insert(project_id: int, name: str, baseline: date, forecast: date, **more: Any) -> int:
    """Enter a milestone that is checked, inside the caller's deed."""
    columns = {"project": project_id, "name": name, "baseline": baseline, "forecast": forecast}
    return Milestone.insert(**columns, **more).execute()


def edit(seen: MilestoneRow, *, name: str, baseline: date, evidence: str) -> None:
    """Change what was promised or what shows it; `seen` is how the form showed it.

    A forecast that was the baseline stays it. Raises NotFound, Invalid, or Refused where somebody
    else changed the same meanwhile.
    """
    wanted: dict[str, Any] = {
        "name": clean(name, TITLE_LENGTH, _("Name")),
        "baseline": baseline,
        "evidence": clean(evidence, NOTE_LENGTH, _("Evidence")),
    }
    with transaction():
        now = get(seen.id)
        changed = edits.changes(Milestone, seen.id, seen, now, wanted)
        if not changed:
            return
        project, ends_on = _project(now.project_id)
        named = _wrong_name(now.project_id, wanted["name"]) if "name" in changed else ()
        promised = _wrong_baseline(project, ends_on, baseline) if "baseline" in changed else ()
        _refuse([*named, *promised])
        if "baseline" in changed and now.actual is None and now.forecast == now.baseline:
            changed["forecast"] = baseline
        with history.deed("edit_milestone", milestone=wanted["name"], project=project):
            edits.save(Milestone, seen.id, changed, no_such_milestone(""))


def reach(milestone_ids: Sequence[int], day: date, today: date, evidence: str = "") -> None:
    """Note that these were reached on `day`; `evidence` says what shows it.

    Raises NotFound, Invalid for a day to come, or Refused for one that was reached already, or
    whose project is proposed or removed.
    """
    evidence = clean(evidence, NOTE_LENGTH, _("Evidence"))
    if day > today:
        sentence = _("{day} has not come yet.").format(day=say_day(day))
        raise Invalid(_("Milestone"), (FieldError("day", sentence),))
    with transaction():
        rows = [get(milestone_id) for milestone_id in dict.fromkeys(milestone_ids)]
        for row in rows:
            _refuse_reached(row)
        if len(rows) == 1:
            words = {"milestone": rows[0].name, "project": rows[0].project}
            reaching = history.deed("reach_milestone", **words, day=day.isoformat())
        else:
            reaching = history.deed("reach_milestones", count=len(rows), day=day.isoformat())
        kept = {"evidence": evidence} if evidence else {}
        with reaching:
            ids = [row.id for row in rows]
            Milestone.update(actual=day, **kept).where(Milestone.id.in_(ids)).execute()


def unreach(milestone_id: int) -> None:
    """Take back that a milestone was reached. Raises NotFound or Refused."""
    with transaction():
        row = get(milestone_id)
        if row.actual is None:
            raise _refused(_("“{milestone}” was not reached yet."), row)
        with history.deed("unreach_milestone", milestone=row.name, project=row.project):
            Milestone.update(actual=None).where(Milestone.id == milestone_id).execute()


def remove(milestone_id: int) -> None:
    """Promise a milestone no more. Raises NotFound, or Refused for one reached or paid by."""
    with transaction():
        row = get(milestone_id)
        if row.actual is not None:
            sentence = _("“{milestone}” was reached on {day}: that is not to be forgotten.")
            raise _refused(sentence, row, day=say_day(row.actual))
        with history.deed("remove_milestone", milestone=row.name, project=row.project):
            take_away(milestone_id)


def take_away(milestone_id: int) -> None:
    """Delete a milestone not reached yet, inside the caller's deed, with what ties it to others.

    Raises Refused where a tranche is paid by it.
    """
    paying = Tranche.select(Tranche.name).where(Tranche.milestone == milestone_id)
    if tranche := paying.scalar():
        sentence = _("“{tranche}” is paid by “{milestone}”: please change the tranche first.")
        raise _refused(sentence, get(milestone_id), tranche=shown(tranche))
    own = (Dependency.milestone == milestone_id) | (Dependency.needs == milestone_id)
    Dependency.delete().where(own).execute()
    Milestone.delete().where(Milestone.id == milestone_id).execute()


def not_reached_before(milestone_id: int) -> tuple[str, ...]:
    """The names of what a milestone needs and was not reached."""
    query = (
        Milestone.select(Milestone.name)
        .join(Dependency, on=(Dependency.needs == Milestone.id))
        .where(Dependency.milestone == milestone_id, Milestone.actual.is_null())
    )
    return tuple(name for (name,) in query.order_by(Milestone.forecast).tuples())


def no_such_milestone(text: str) -> NotFound:
    """What is said where `text` means no milestone."""
    sentence = _("There is no milestone “{name}”. Please check the name or the number.")
    return NotFound(_("No such milestone"), sentence.format(name=shown(text.strip())))


def read_row(row: Sequence[Any]) -> MilestoneRow:
    """A row of SELECT."""
    baseline, forecast, actual = row[5:8]
    days = (
        date.fromisoformat(baseline),
        date.fromisoformat(forecast),
        date.fromisoformat(actual) if actual else None,
    )
    return MilestoneRow._make((*row[:5], *days, *row[8:]))


def _rows(condition: str, values: tuple[Any, ...]) -> list[MilestoneRow]:
    return [read_row(row) for row in db.execute_sql(f"{SELECT} WHERE {condition}", values)]


def _project(project_id: int) -> tuple[str, date]:
    query = Project.select(Project.name, Project.ends_on).where(Project.id == project_id)
    found = query.tuples().first()
    if found is None:
        raise NotFound(_("No such project"), _("This project is not in the store."))
    return found


def _refuse(errors: Sequence[FieldError]) -> None:
    if errors:
        raise Invalid(_("Milestone"), tuple(errors))


def _wrong_name(project_id: int, name: str) -> Iterator[FieldError]:
    if not name:
        yield FieldError("name", _("Please give a name."))
    same = (Milestone.project == project_id) & (Milestone.name == name)
    if Milestone.select().where(same).exists():
        sentence = _("There is a milestone “{name}” of this project already.")
        yield FieldError("name", sentence.format(name=shown(name)))


def _wrong_baseline(project: str, ends_on: date, baseline: date) -> Iterator[FieldError]:
    if baseline > ends_on:
        sentence = _("{project} ends on {day}: the baseline cannot be later.")
        words = {"project": shown(project, 60), "day": say_day(ends_on)}
        yield FieldError("baseline", sentence.format(**words))


def _refuse_reached(row: MilestoneRow) -> None:
    if row.actual is not None:
        sentence = _("“{milestone}” was reached on {day} already.")
        raise _refused(sentence, row, day=say_day(row.actual))
    if row.status == "removed":
        raise _refused(_("{project} was removed from the funding."), row)
    if row.status == "proposed":
        raise _refused(_("{project} is only proposed: it has no grant yet."), row)


def _refused(sentence: str, row: MilestoneRow, **more: str) -> Refused:
    words = {"milestone": shown(row.name, 60), "project": shown(row.project, 60), **more}
    return Refused(_("Milestone"), sentence.format(**words))
