"""Projects and their milestones: one by itself, entered and changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from store.errors import NotFound
from store.exchange.kinds import RURAL_WORDS, STATUS_WORDS, value
from store.exchange.project_rows import parse_people, say_people
from store.language import N_, _, listed
from store.programme import dependencies, finding, milestones, projects, recurring, terms
from store.programme.milestones import MilestoneRow
from store.programme.projects import ProjectRow, ProjectValues
from store.text import shown
from tui.plain import asked
from tui.plain.facts import write_facts
from tui.plain.output import Field, as_object, say, write_rows
from tui.plain.programme_fields import DIMENSIONS, STATUS, TOWN_OR_VILLAGE, in_fen

PROJECT: Sequence[Field[ProjectRow]] = (
    Field("id", lambda row: row.id, N_("No.")),
    Field("year", lambda row: row.year, N_("Year")),
    Field("project", lambda row: row.name, N_("Project")),
    Field("community", lambda row: row.community, N_("Community")),
    Field("district", lambda row: row.district, N_("District")),
    Field("organisation", lambda row: row.organisation, N_("Organisation")),
    DIMENSIONS,
    TOWN_OR_VILLAGE,
    STATUS,
    Field("reason", lambda row: row.reason, N_("Reason")),
    Field("starts_on", lambda row: row.starts_on, N_("From")),
    Field("ends_on", lambda row: row.ends_on, N_("To")),
    in_fen("granted", N_("Granted")),
    in_fen("committed", N_("Committed")),
    in_fen("paid", N_("Paid")),
    in_fen("left", N_("To be paid")),
    Field(
        "in_charge",
        lambda row: [person._asdict() for person in row.people],
        N_("In charge"),
        lambda row: say_people(row.people),
    ),
    Field("note", lambda row: row.note, N_("Note")),
)


def milestone_fields(today: date) -> Sequence[Field[MilestoneRow]]:
    """The fields of milestones as they stand `today`."""
    return (
        Field("id", lambda row: row.id, N_("No."), align="right"),
        Field("project", lambda row: row.project, N_("Project"), least=10),
        Field("community", lambda row: row.community),
        Field("milestone", lambda row: row.name, N_("Milestone"), least=8),
        Field("baseline", lambda row: row.baseline, N_("Baseline")),
        Field("forecast", lambda row: row.forecast, N_("Forecast")),
        Field("actual", lambda row: row.actual, N_("Actual")),
        Field(
            "slip_days",
            lambda row: row.slip,
            N_("Slip"),
            lambda row: f"{row.slip:+d}" if row.slip else "",
            align="right",
        ),
        Field(
            "late",
            lambda row: row.is_late(today),
            N_("Late"),
            lambda row: _("late") if row.is_late(today) else "",
        ),
        Field("evidence", lambda row: row.evidence),
        Field("reason", lambda row: row.reason),
    )


OF_ONE = ("id", "milestone", "baseline", "forecast", "actual", "slip_days", "late")


def write(text: str, today: date, form: str) -> None:
    """Write one project with its milestones. Raises StoreErrors."""
    _write(projects.find(text), today, form)


def add(said: dict[str, Any], today: date, form: str) -> None:
    """Enter a project as the options say. Raises StoreErrors."""
    empty = ProjectValues(said["year"], said["name"], said["community"])
    _write(projects.get(projects.add(_changed(empty, said, today), today)), today, form)


def edit(text: str, said: dict[str, Any], today: date, form: str) -> None:
    """Change of a project what the options say. Raises StoreErrors."""
    row = projects.find(text)
    projects.edit(row, _changed(row.values, said, today), today)
    _write(projects.get(row.id), today, form)


def set_status(text: str, status: str, reason: str, today: date, form: str) -> None:
    """Let a project stand otherwise. Raises StoreErrors."""
    row = projects.find(text)
    wanted = asked.status(status, STATUS_WORDS, terms.STATUS_NAMES)
    projects.set_status(row, wanted, reason, today)
    _write(projects.get(row.id), today, form)


def add_milestone(
    project: str,
    name: str,
    baseline: str,
    today: date,
    form: str,
    *,
    forecast: str | None,
    needs: Sequence[str],
) -> None:
    """Promise a milestone. Raises StoreErrors."""
    project_id = projects.find(project).id
    needed = [_needed(project_id, each).id for each in needs]
    day = _day(baseline, today)
    milestone_id = milestones.add(
        project_id, name, day, forecast=asked.day(forecast, today, past=False), needs=needed
    )
    _write_milestones([milestones.get(milestone_id)], today, form)


def edit_milestone(
    project: str, milestone: str, said: dict[str, Any], today: date, form: str
) -> None:
    """Change what was promised, or what shows that it was reached. Raises StoreErrors."""
    row = _find(project, milestone)
    baseline = said["baseline"]
    milestones.edit(
        row,
        name=row.name if said["name"] is None else said["name"],
        baseline=row.baseline if baseline is None else _day(baseline, today),
        evidence=row.evidence if said["evidence"] is None else said["evidence"],
    )
    _write_milestones([milestones.get(row.id)], today, form)


def reach(
    project: str, names: Sequence[str], on: str | None, evidence: str, today: date, form: str
) -> None:
    """Note that milestones were reached. Raises StoreErrors."""
    rows = [_find(project, name) for name in names]
    waiting = [name for row in rows for name in milestones.not_reached_before(row.id)]
    day = asked.day(on, today, past=True) or today
    milestones.reach([row.id for row in rows], day, today, evidence)
    _write_milestones([milestones.get(row.id) for row in rows], today, form)
    if form == "plain" and (missed := sorted(set(waiting) - {row.name for row in rows})):
        say(_("Not reached before it: {milestones}.").format(milestones=listed(missed)))


def unreach(project: str, milestone: str, today: date, form: str) -> None:
    """Take back that a milestone was reached. Raises StoreErrors."""
    row = _find(project, milestone)
    milestones.unreach(row.id)
    _write_milestones([milestones.get(row.id)], today, form)


def remove(project: str, milestone: str, today: date, form: str) -> None:
    """Promise a milestone no more, and tell what it was. Raises StoreErrors."""
    row = _find(project, milestone)
    milestones.remove(row.id)
    if form == "json":
        _write_milestones([row], today, form)
        return
    say(_("{milestone} of {project} is removed.").format(milestone=row.name, project=row.project))


def add_need(project: str, milestone: str, needs: str, gap: int | None, today: date) -> None:
    """Let a milestone need another. Raises StoreErrors."""
    row = _find(project, milestone)
    dependencies.add(row.id, _needed(row.project_id, needs).id, gap)
    _write_needs(row)


def remove_need(project: str, milestone: str, needs: str, today: date) -> None:
    """Let a milestone need another no more. Raises StoreErrors."""
    row = _find(project, milestone)
    needed = _needed(row.project_id, needs)
    for need in dependencies.of_milestone(row.id):
        if need.needs_id == needed.id:
            dependencies.remove(need.id)
            _write_needs(row)
            return
    sentence = _("“{milestone}” does not need “{needs}”.")
    raise NotFound(_("No such need"), sentence.format(milestone=row.name, needs=needed.name))


def add_recurring(
    project: str, name: str, rule: str, first: str | None, last: str | None, today: date
) -> None:
    """Lay milestones out by a rule, and say on which days. Raises StoreErrors."""
    row = projects.find(project)
    days = asked.day(first, today, past=False), asked.day(last, today, past=False)
    laid_out = recurring.add(row.id, name, rule, *days)
    told = listed(day.isoformat() for day in laid_out)
    say(_("{count} milestones: {days}.").format(count=len(laid_out), days=told))


def end_recurring(project: str, name: str, day: str, today: date) -> None:
    """End a rule before a day. Raises StoreErrors."""
    row = projects.find(project)
    for series in recurring.of_project(row.id):
        if series.name == name.strip():
            count = recurring.end(series.id, _day(day, today))
            say(_("{count} milestones are taken away.").format(count=count))
            return
    known = listed(series.name for series in recurring.of_project(row.id)) or _("none yet")
    sentence = _("{project} has no recurring milestone “{name}”; there are {known}.")
    words = {"project": row.name, "name": shown(name), "known": known}
    raise NotFound(_("No such rule"), sentence.format(**words))


def _write(row: ProjectRow, today: date, form: str) -> None:
    found = milestones.of_project(row.id)
    fields = milestone_fields(today)
    write_facts(PROJECT, row, form, {"milestones": [as_object(fields, each) for each in found]})
    if form == "plain" and found:
        say()
        _write_milestones(found, today, form)


def _write_milestones(rows: Sequence[MilestoneRow], today: date, form: str) -> None:
    write_rows(milestone_fields(today), OF_ONE, rows, form)


def _write_needs(row: MilestoneRow) -> None:
    needs = dependencies.of_milestone(row.id)
    told = listed(
        _("{milestone} ({days} days)").format(milestone=need.needs, days=need.gap_days)
        for need in needs
    )
    sentence = _("{milestone} comes after {needs}.") if needs else _("{milestone} needs nothing.")
    say(sentence.format(milestone=row.name, needs=told))


def _find(project: str, milestone: str) -> MilestoneRow:
    return milestones.find(milestone, projects.find(project).id)


def _needed(project_id: int, text: str) -> MilestoneRow:
    """What a milestone needs: by its name one of the project, by its number one of any."""
    is_number = finding.number(text) is not None
    return milestones.find(text, None if is_number else project_id)


def _day(text: str, today: date) -> date:
    day = asked.day(text, today, past=False)
    assert day is not None  # a text was given
    return day


def _changed(values: ProjectValues, said: dict[str, Any], today: date) -> ProjectValues:
    """The values with what the options say; an option that was not given changes nothing."""
    given = {key: text for key, text in said.items() if text is not None}
    for key in ("starts_on", "ends_on"):
        if key in given:
            given[key] = _day(given[key], today)
    if "dimensions" in given:
        given["dimensions"] = terms.parse_dimensions(given["dimensions"])
    if "people" in given:
        given["people"] = parse_people(given["people"])
    if "rural" in given:
        given["rural"] = value(given["rural"], RURAL_WORDS) == "rural"
    return values._replace(**given)
