"""Milestones that recur by a rule, as monthly reports do: laid out at once, then on their own."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

from store import history, recurrence
from store.calendar import say_day
from store.database import transaction
from store.errors import FieldError, Invalid, NotFound, Refused
from store.language import _
from store.programme import milestones
from store.programme.models import TITLE_LENGTH, Milestone, MilestoneSeries, Project
from store.text import clean, shown

# More milestones than this by one rule is a mistake in typing it.
MOST = 400
# What the name of each is longer by than the series': a day.
_DAY_LENGTH = len(" 2026-11-23")


class SeriesRow(NamedTuple):
    """A rule (RFC 5545) by which milestones of a project recur, and how many there are of it."""

    id: int
    project_id: int
    name: str
    rule: str
    starts_on: date
    ends_on: date


def of_project(project_id: int) -> tuple[SeriesRow, ...]:
    """The rules of a project, in the order they were given."""
    query = MilestoneSeries.select(
        MilestoneSeries.id,
        MilestoneSeries.project_id,
        MilestoneSeries.name,
        MilestoneSeries.rule,
        MilestoneSeries.starts_on,
        MilestoneSeries.ends_on,
    ).where(MilestoneSeries.project == project_id)
    return tuple(SeriesRow(*row) for row in query.order_by(MilestoneSeries.id).tuples())


def days(typed_rule: str, starts_on: date, ends_on: date) -> tuple[str, tuple[date, ...]]:
    """The rule that is meant, and the days it falls on. Raises Invalid."""
    try:
        common = recurrence.read_common(typed_rule)
        if (common.at, common.minutes, common.wanted) != (None, None, None):
            raise _wrong("rule", _("A milestone has no time of day and no number of people."))
        rule = recurrence.check(common.rule, starts_on)
    except Refused as refused:
        raise _wrong("rule", refused.sentence) from None
    found = tuple(recurrence.occurrences(rule, starts_on, starts_on, ends_on))
    if not found:
        sentence = _("The rule names no day from {first} to {last}.")
        words = {"first": say_day(starts_on), "last": say_day(ends_on)}
        raise _wrong("rule", sentence.format(**words))
    if len(found) > MOST:
        sentence = _("That makes {count} milestones; at most {most} fit. Please choose fewer days.")
        raise _wrong("rule", sentence.format(count=len(found), most=MOST))
    return rule, found


def add(
    project_id: int, name: str, typed_rule: str, starts_on: date | None, ends_on: date | None
) -> tuple[date, ...]:
    """Lay out milestones by a rule, by default over the whole project, and answer their days.

    They are called by their month, or where a month has more than one by their day. Raises
    NotFound, or Invalid.
    """
    name = clean(name, TITLE_LENGTH - _DAY_LENGTH, _("Name"))
    wrong = [] if name else [FieldError("name", _("Please give a name."))]
    with transaction():
        query = Project.select(Project.name, Project.starts_on, Project.ends_on)
        found = query.where(Project.id == project_id).tuples().first()
        if found is None:
            raise NotFound(_("No such project"), _("This project is not in the store."))
        project, first, last = found
        if ends_on is not None and ends_on > last:
            sentence = _("{project} ends on {day}: the baseline cannot be later.")
            words = {"project": shown(project, 60), "day": say_day(last)}
            wrong.append(FieldError("ends_on", sentence.format(**words)))
        starts_on, ends_on = starts_on or first, ends_on or last
        try:
            rule, falls_on = days(typed_rule, starts_on, ends_on)
        except Invalid as refused:
            raise Invalid(refused.title, (*wrong, *refused.errors)) from None
        if wrong:
            raise Invalid(_("Recurring milestone"), tuple(wrong))
        names = _names(name, falls_on)
        _refuse_taken(project_id, name, names)
        with history.deed("add_recurring", milestone=name, project=project, count=len(falls_on)):
            series_id = MilestoneSeries.insert(
                project=project_id, name=name, rule=rule, starts_on=starts_on, ends_on=ends_on
            ).execute()
            for day, called in zip(falls_on, names, strict=True):
                milestones.insert(project_id, called, day, day, series=series_id, occurrence=day)
    return falls_on


def end(series_id: int, day: date) -> int:
    """End a rule before `day`: what it laid out from then on and was not reached goes.

    Answers how many milestones that takes away. Raises NotFound, or Refused where nothing would.
    """
    with transaction():
        query = MilestoneSeries.select(MilestoneSeries.name, MilestoneSeries.starts_on)
        found = query.where(MilestoneSeries.id == series_id).tuples().first()
        if found is None:
            raise NotFound(_("No such rule"), _("This rule is not in the store."))
        name, starts_on = found
        going = [
            key
            for (key,) in Milestone.select(Milestone.id)
            .where(
                Milestone.series == series_id,
                Milestone.occurrence >= day,
                Milestone.actual.is_null(),
            )
            .order_by(Milestone.id)
            .tuples()
        ]
        if not going:
            sentence = _("“{name}” has nothing to come from {day} on.")
            words = {"name": shown(name), "day": say_day(day)}
            raise Refused(_("Recurring milestone"), sentence.format(**words))
        with history.deed("end_recurring", milestone=name, day=day.isoformat(), count=len(going)):
            for key in going:
                milestones.take_away(key)
            last = max(starts_on, day)
            MilestoneSeries.update(ends_on=last).where(MilestoneSeries.id == series_id).execute()
    return len(going)


def _names(name: str, falls_on: tuple[date, ...]) -> list[str]:
    months = Counter(f"{day:%Y-%m}" for day in falls_on)
    each = "%Y-%m" if max(months.values()) == 1 else "%Y-%m-%d"
    return [f"{name} {day.strftime(each)}" for day in falls_on]


def _refuse_taken(project_id: int, name: str, names: list[str]) -> None:
    own = MilestoneSeries.project == project_id
    if MilestoneSeries.select().where(own, MilestoneSeries.name == name).exists():
        sentence = _("There is a rule “{name}” of this project already.")
        raise _wrong("name", sentence.format(name=shown(name)))
    same = (Milestone.project == project_id) & Milestone.name.in_(names)
    if taken := Milestone.select(Milestone.name).where(same).scalar():
        sentence = _("There is a milestone “{name}” of this project already.")
        raise _wrong("name", sentence.format(name=shown(taken)))


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(_("Recurring milestone"), (FieldError(field, sentence),))
