"""The forms of how well a project does: reviews, supervision, its status, removal from funding."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from store.errors import FieldError, Invalid, Refused
from store.language import _, listed
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH
from store.programme import money, projects, removal, reviews, supervision, terms, years
from store.programme.models import SUPERVISIONS
from store.programme.projects import FOLLOWS, ProjectRow
from store.programme.ranking import say_score
from store.programme.reviews import ReviewRow
from store.programme.terms import SUPERVISION_NAMES
from store.programme.years import CriterionRow
from tui.days import day_field
from tui.reading import LongForm, Reading, Values, note_field, offering
from tui.room import Room
from tui.widgets.form import Field, Form, Suggestion

POINTS_DIGITS = 4
_OF_CRITERION = "criterion "  # before its name, in the name of a field


def review(room: Room, project: ProjectRow, row: ReviewRow | None) -> None:
    """Ask one reviewer's points by all criteria at once; the score stands beneath as one types.

    Raises Refused where the year has no criteria.
    """
    today = room.desk.today
    criteria = years.get(project.year).criteria
    if not criteria:
        sentence = _("There are no criteria for {year} yet: Y in the projects sets them.")
        raise Refused(_("Review"), sentence.format(year=project.year))

    def save(values: Values) -> str:
        read = Reading(_("Review"))
        day = read.needed_day("day", values["day"], today, past=True)
        scores = {each.name: read.number(_field(each), values[_field(each)]) for each in criteria}
        given = {name: points for name, points in scores.items() if points is not None}
        who = values["reviewer"]

        def record() -> None:
            try:
                reviews.record(project.id, who, day, given, values["note"], today)
            except Invalid as refused:
                raise _at_fields(refused, criteria) from refused

        read.do(record)
        told = _("{reviewer} gives {project} {score} of 100; u takes it back.")
        return told.format(
            reviewer=who.strip(),
            project=project.name,
            score=say_score(reviews.weighted(given, criteria)),
        )

    def below(values: Values) -> list[str]:
        typed = {each: values[_field(each)].strip() for each in criteria}
        given = {
            each.name: int(text)
            for each, text in typed.items()
            if text.isdecimal() and int(text) <= each.most
        }
        if not given:
            return []
        pass_mark = years.get(project.year).pass_mark
        told = _("Score so far: {score} of 100; the pass mark is {mark}.")
        return [told.format(score=say_score(reviews.weighted(given, criteria)), mark=pass_mark)]

    fields = (
        Field(
            "reviewer",
            _("Reviewer"),
            value=row.reviewer if row else "",
            limit=NAME_LENGTH,
            suggest=offering(reviews.latest_reviewers),
        ),
        *(_points_field(each, row) for each in criteria),
        day_field("day", _("Day"), row.day if row else today, today, past=True),
        Field("note", _("Note"), value=row.note if row else "", limit=NOTE_LENGTH),
    )
    title = _("A review of {project}").format(project=project.name)
    shown = {field.name: field.value for field in fields}

    def check(values: Values) -> str:
        return _("Nothing was changed.") if values == shown else save(values)

    room.app.push_screen(LongForm(title, fields, check, below=below), _done(room))


def supervise(room: Room, project: ProjectRow) -> None:
    """Ask for a visit or a training that the project was given."""
    today = room.desk.today

    def save(values: Values) -> str:
        read = Reading(_("Supervision"))
        day = read.needed_day("day", values["day"], today, past=True)
        noted = (values["kind"], day, values["who"], values["note"])
        read.do(lambda: supervision.log(project.id, *noted, today))
        told = _("Noted the {kind} of {project}; u takes it back.")
        return told.format(kind=_(SUPERVISION_NAMES[values["kind"]]), project=project.name)

    fields = (
        Field(
            "kind",
            _("Visit or training"),
            kind="choice",
            value=SUPERVISIONS[0],
            choices=[Suggestion(kind, _(SUPERVISION_NAMES[kind])) for kind in SUPERVISIONS],
        ),
        day_field("day", _("Day"), today, today, past=True),
        Field(
            "who", _("By whom"), limit=NAME_LENGTH, suggest=offering(supervision.latest_supervisors)
        ),
        note_field(),
    )
    title = _("Supervision of {project}").format(project=project.name)
    room.app.push_screen(Form(title, fields, save), _done(room))


def set_status(room: Room, project: ProjectRow) -> None:
    """Ask how the project stands from now on. Raises Refused where only other keys change that."""
    possible = FOLLOWS[project.status]
    if not possible:
        sentence = (
            _("A grant makes a proposed project funded: g gives it.")
            if project.status == "proposed"
            else _("{project} was removed from the funding; only undo brings it back.")
        )
        raise Refused(_("Status"), sentence.format(project=project.name))

    def save(values: Values) -> str:
        status = values["status"]
        projects.set_status(project, status, values["reason"], room.desk.today)
        told = _("{project} is {status} now; u takes it back.")
        return told.format(project=project.name, status=_(terms.STATUS_NAMES[status]))

    fields = (
        Field(
            "status",
            _("Status"),
            kind="choice",
            value=possible[0],
            choices=[Suggestion(status, _(terms.STATUS_NAMES[status])) for status in possible],
        ),
        Field("reason", _("Reason"), limit=NOTE_LENGTH, hint=_reason_hint),
    )
    title = _("{project} is {status}; from now on it is").format(
        project=project.name, status=_(terms.STATUS_NAMES[project.status])
    )
    room.app.push_screen(Form(title, fields, save), _done(room))


def remove(room: Room, project: ProjectRow) -> None:
    """Ask why a project leaves the funding, and show what that cancels. Raises Refused."""
    seen = removal.preview(project.id)

    def save(values: Values) -> str:
        freed = removal.remove(project.id, values["reason"], room.desk.today).freed
        told = _("{project} is removed from the funding; {money} are free. u takes it back.")
        return told.format(project=project.name, money=money.say(freed))

    names = listed(f"“{row.name}” {money.say(row.left)}" for row in seen.cancelled)
    below = [
        _("Tranches that are cancelled: {tranches}.").format(tranches=names)
        if names
        else _("No tranche is left to cancel."),
        _("{money} are committed no more; {paid} are paid and stay so.").format(
            money=money.say(seen.freed), paid=money.say(project.paid)
        ),
    ]
    fields = (Field("reason", _("Reason"), limit=NOTE_LENGTH),)
    title = _("Remove {project} from the funding: why?").format(project=project.name)
    room.app.push_screen(Form(title, fields, save, below=lambda _values: below), _done(room))


def _points_field(each: CriterionRow, row: ReviewRow | None) -> Field:
    given = row.scores.get(each.name) if row else None
    return Field(
        _field(each),
        each.name,
        value="" if given is None else str(given),
        limit=POINTS_DIGITS,
        hint=lambda _typed: _("0 to {most} points; weight {weight}").format(
            most=each.most, weight=each.weight
        ),
        guess=True,
    )


def _field(each: CriterionRow) -> str:
    return f"{_OF_CRITERION}{each.name}"


def _at_fields(refused: Invalid, criteria: Sequence[CriterionRow]) -> Invalid:
    """The same refusal, with what is wrong with a score under the field of its criterion."""
    fields = {each.name: _field(each) for each in criteria}
    errors = tuple(
        FieldError(fields.get(error.field, error.field), error.sentence) for error in refused.errors
    )
    return Invalid(refused.title, errors)


def _reason_hint(typed: str) -> str:
    return "" if typed else _("supervision wants one")


def _done(room: Room) -> Callable[[str | None], None]:
    """What a form's answer becomes: the news, unless the form was left."""

    def done(news: str | None) -> None:
        if news is not None:
            room.done(news)

    return done
