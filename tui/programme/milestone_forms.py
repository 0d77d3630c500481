"""The forms of milestones: promising, changing and reaching one, its needs, recurring ones."""

from __future__ import annotations

import re
from collections.abc import Sequence

from store.calendar import parse_day, say_day
from store.database import transaction
from store.errors import FieldError, Invalid, StoreError
from store.language import _, in_turn, listed, ngettext
from store.neighbours.models import NOTE_LENGTH
from store.programme import dependencies, milestone_list, milestones, recurring
from store.programme.milestones import MilestoneRow
from store.programme.models import TITLE_LENGTH
from store.programme.projects import ProjectRow
from store.text import fold
from tui.days import day_field
from tui.reading import Reading, Values, ask, offering
from tui.room import Room
from tui.widgets.form import Field, Form

PARTS_LENGTH = 1000
MOST_SAID = 4  # days of a rule that are told while it is typed
_APART = re.compile(r"[;；]")
_GAP = re.compile(r"(.*\S)\s+([+-]\d{1,4})")


def add(room: Room, project: ProjectRow) -> None:
    """Ask for a new milestone of a project."""
    known = milestones.of_project(project.id)
    today = room.desk.today

    def save(values: Values) -> str:
        read = Reading(_("Milestone"))
        baseline = read.needed_day("baseline", values["baseline"], today)
        named = read.of("needs", lambda: _named(values["needs"], known), ())
        needed = [row.id for row, _gap in named]
        read.do(lambda: milestones.add(project.id, values["name"], baseline, needs=needed))
        return _("Added the milestone “{milestone}” for {day}; u takes it back.").format(
            milestone=values["name"].strip(), day=say_day(baseline)
        )

    fields = (
        Field("name", _("Name"), limit=TITLE_LENGTH),
        day_field("baseline", _("Baseline"), None, today),
        Field("needs", _("Needs"), limit=PARTS_LENGTH, hint=_needs_hint),
    )
    title = _("A new milestone of {project}").format(project=project.name)
    ask(room, title, fields, save, lambda values: _choices(values["needs"], known))


def edit(room: Room, row: MilestoneRow) -> None:
    """Ask for another name, baseline or evidence; the forecast is moved, not edited."""
    today = room.desk.today

    def save(values: Values) -> str:
        read = Reading(_("Milestone"))
        baseline = read.needed_day("baseline", values["baseline"], today)
        wanted = {"name": values["name"], "evidence": values["evidence"]}
        read.do(lambda: milestones.edit(row, baseline=baseline, **wanted))
        return _("Changed the milestone “{milestone}”; u takes it back.").format(
            milestone=values["name"].strip()
        )

    fields = (
        Field("name", _("Name"), value=row.name, limit=TITLE_LENGTH),
        day_field("baseline", _("Baseline"), row.baseline, today),
        Field("evidence", _("Evidence"), value=row.evidence, limit=NOTE_LENGTH),
    )
    title = _("Milestone of {project}; e moves its forecast").format(project=row.project)
    ask(room, title, fields, save)


def reach(room: Room, rows: Sequence[MilestoneRow]) -> None:
    """Ask when these were reached and what shows it; Enter alone says today."""
    today = room.desk.today

    def save(values: Values) -> str:
        read = Reading(_("Milestone"))
        day = read.needed_day("day", values["day"], today, past=True)
        ids = [row.id for row in rows]
        read.do(lambda: milestones.reach(ids, day, today, values["evidence"]))
        told = ngettext(
            "“{milestone}” was reached on {day}; u takes it back.",
            "{count} milestones were reached on {day}; u takes it back.",
            len(rows),
        )
        return told.format(milestone=rows[0].name, count=len(rows), day=say_day(day))

    def saved(news: str | None) -> None:
        if news is not None:
            room.done(news)

    latest = offering(milestone_list.latest_evidence)
    fields = (
        day_field("day", _("Reached on"), today, today, past=True),
        Field("evidence", _("Evidence"), limit=NOTE_LENGTH, suggest=latest),
    )
    title = _("{project}: “{milestone}” is reached").format(
        project=rows[0].project, milestone=listed(row.name for row in rows)
    )
    missing = dict.fromkeys(name for row in rows for name in milestones.not_reached_before(row.id))
    told = _("Not reached yet, though needed before: {milestones}.")
    below = [told.format(milestones=listed(missing))] if missing else []
    room.app.push_screen(
        Form(title, fields, save, enter_saves=True, below=lambda _values: below), saved
    )


def set_needs(room: Room, row: MilestoneRow) -> None:
    """Ask what must come before a milestone; each with the days between, if not as planned."""
    known = [other for other in milestones.of_project(row.project_id) if other.id != row.id]
    had = dependencies.of_milestone(row.id)
    shown = "; ".join(f"{need.needs} {need.gap_days:+}" for need in had)

    def save(values: Values) -> str:
        named = _named(values["needs"], known)
        wanted = {other.id: gap for other, gap in named}
        with transaction():
            for need in had:
                if need.needs_id not in wanted:
                    dependencies.remove(need.id)
                elif wanted[need.needs_id] in (None, need.gap_days):
                    del wanted[need.needs_id]
            for needed, gap in wanted.items():
                dependencies.add(row.id, needed, gap)
        told = listed(other.name for other, _gap in named) or _("nothing")
        return _("“{milestone}” needs {needs}.").format(milestone=row.name, needs=told)

    fields = (Field("needs", _("Needs"), value=shown, limit=PARTS_LENGTH, hint=_needs_hint),)
    title = _("What does “{milestone}” need before it?").format(milestone=row.name)
    ask(room, title, fields, save, lambda values: _choices(values["needs"], known))


def add_recurring(room: Room, project: ProjectRow) -> None:
    """Ask for milestones that come again by a rule, as monthly reports do."""
    today = room.desk.today
    first = max(project.starts_on, today)

    def save(values: Values) -> str:
        read = Reading(_("Milestone"))
        starts_on = read.day("starts_on", values["starts_on"], today)
        ends_on = read.day("ends_on", values["ends_on"], today)
        wanted = (values["name"], values["rule"], starts_on or first, ends_on)
        found = read.do(lambda: recurring.add(project.id, *wanted))
        told = ngettext(
            "Laid out “{milestone}” for {count} day; u takes it back.",
            "Laid out “{milestone}” for {count} days; u takes them back.",
            len(found),
        )
        return told.format(milestone=values["name"].strip(), count=len(found))

    def below(values: Values) -> list[str]:
        """The first days that are meant."""
        if not values["rule"].strip():
            return []
        try:
            begins = parse_day(values["starts_on"], today)
            ends = parse_day(values["ends_on"], today)
            _rule, days = recurring.days(values["rule"], begins, ends)
        except StoreError as trouble:
            return [f"! {trouble.sentence}"]
        some = listed(map(say_day, days[:MOST_SAID])) + ("…" if len(days) > MOST_SAID else "")
        told = ngettext("{count} milestone: {days}", "{count} milestones: {days}", len(days))
        return [told.format(count=len(days), days=some)]

    fields = (
        Field("name", _("Name"), limit=TITLE_LENGTH),
        Field("rule", _("When"), hint=lambda typed: "" if typed else _("like monthly 25th")),
        day_field("starts_on", _("From"), first, today),
        day_field("ends_on", _("Last day"), project.ends_on, today),
    )
    title = _("Recurring milestones of {project}").format(project=project.name)
    ask(room, title, fields, save, below)


def _needs_hint(typed: str) -> str:
    if typed:
        return ""
    return _("names or numbers, as “1; 3 +14”: at least 14 days after the third")


def _choices(typed: str, known: Sequence[MilestoneRow]) -> list[str]:
    """What may be named, by number; what is named already has a dot."""
    try:
        chosen = {row.id for row, _gap in _named(typed, known)}
        trouble = []
    except Invalid as refused:
        chosen, trouble = set(), [f"! {refused.sentence}"]
    return trouble + [
        f"{'●' if row.id in chosen else ' '} {place}  {row.day.isoformat()}  {row.name}"
        for place, row in enumerate(known, 1)
    ]


def _named(typed: str, known: Sequence[MilestoneRow]) -> list[tuple[MilestoneRow, int | None]]:
    """The milestones that are typed, each with its gap where one is given. Raises Invalid."""
    found: list[tuple[MilestoneRow, int | None]] = []
    wrong = []
    for part in filter(None, (part.strip() for part in _APART.split(typed))):
        with_gap = _GAP.fullmatch(part)
        name, gap = (with_gap[1], int(with_gap[2])) if with_gap else (part, None)
        row = _one(name, known)
        if row is None:
            sentence = _("“{name}” is none of them, or more than one: please take its number.")
            wrong.append(sentence.format(name=name))
        else:
            found.append((row, gap))
    if wrong:
        raise Invalid(_("Milestone"), (FieldError("needs", in_turn(wrong)),))
    return found


def _one(name: str, known: Sequence[MilestoneRow]) -> MilestoneRow | None:
    """The one that is meant: by its place in the list, its name, or the beginning of it."""
    if name.isdecimal() and len(name) < 5:
        return known[int(name) - 1] if 0 < int(name) <= len(known) else None
    wanted = fold(name)
    for meant in (
        [row for row in known if fold(row.name) == wanted],
        [row for row in known if fold(row.name).startswith(wanted)],
    ):
        if len(meant) == 1:
            return meant[0]
    return None
