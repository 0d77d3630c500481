"""Changing a series: first what that would do to its shifts and their people, then the deed."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from peewee import fn

from store import history, recurrence
from store.calendar import say_day
from store.database import transaction
from store.errors import Refused
from store.farm import carrying_out, consequences, series
from store.farm.consequences import Cancelled, Consequences, Kept, Moved, NewShift, Wish
from store.farm.models import Shift
from store.farm.occurring import Calendar
from store.farm.overlaps import Clash, Person
from store.farm.series import SeriesRow
from store.farm.series_values import SeriesValues, before, check, ended, with_day
from store.language import _, in_turn, listed, ngettext
from store.public_holidays import CalendarByYear

# What a series change is called in the journal, by what is asked.
_DAY_VERBS = {"extra": "series_extra", "except": "series_except", None: "series_by_rule"}


class SeriesPlan(NamedTuple):
    """What a change will do. With `splits`, `seen` ends before `since` and a new series goes on
    with all shifts from then on; else the series itself becomes otherwise.
    """

    seen: SeriesRow
    values: SeriesValues
    since: date
    splits: bool
    verb: str
    day: date
    shifts: Consequences

    @property
    def new(self) -> tuple[NewShift, ...]:
        """Shifts that will be there."""
        return self.shifts.new

    @property
    def moved(self) -> tuple[Moved, ...]:
        """Shifts of the same days that will be at another time, or otherwise different."""
        return self.shifts.moved

    @property
    def cancelled(self) -> tuple[Cancelled, ...]:
        """Shifts that will not take place."""
        return self.shifts.cancelled

    @property
    def restored(self) -> tuple[Moved, ...]:
        """Cancelled shifts that take place after all, with nobody in them yet."""
        return self.shifts.restored

    @property
    def kept(self) -> tuple[Kept, ...]:
        """Shifts that stay as they were made by hand."""
        return self.shifts.kept

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """Who would be in two shifts at once, and leaves one."""
        return self.shifts.clashes

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody who has to hear of it."""
        return self.shifts.people

    @property
    def is_none(self) -> bool:
        """Whether all stays as it is."""
        unchanged = not self.splits and self.values == self.seen.values
        return unchanged and self.shifts.is_none

    def warnings(self) -> list[str]:
        """What a coordinator should know before doing it, a sentence each."""
        return say_clashes(self.clashes)

    def effect(self) -> tuple:
        """What of the plan must still hold when it is carried out."""
        return self.seen, self.values, self.splits, self.shifts.effect()


def say_clashes(clashes: tuple[Clash, ...]) -> list[str]:
    """Who would be in two shifts at once and leaves which, a sentence each."""
    told = _(
        "{member} would then be in two shifts on {day}: {shift} at {time} and {other} at "
        "{other_time}. {member} leaves {shift}."
    )
    return [
        told.format(
            member=clash.person.member,
            day=say_day(clash.shift.day),
            shift=clash.shift.name,
            time=f"{clash.shift.starts_at:%H:%M}",
            other=clash.other.name,
            other_time=f"{clash.other.starts_at:%H:%M}",
        )
        for clash in clashes
    ]


def preview(series_id: int, values: SeriesValues, since: date, today: date) -> SeriesPlan:
    """What it would do to let the series be so from `since` on; nothing is written.

    Where no shift that is still to come lies before `since`, the series itself changes; else it
    ends there and a new one goes on. Raises Invalid, NotFound.
    """
    return _preview(series.get(series_id), values, since, today, CalendarByYear())


def preview_end(series_id: int, last: date, today: date) -> SeriesPlan:
    """What it would do to end the series with `last`. Raises Invalid, NotFound."""
    seen = series.get(series_id)
    values = _checked_end(ended(seen.values, last))
    return _in_place(seen, values, today, CalendarByYear(), "end_series", last)


def preview_day(
    series_id: int, day: date, kind: str | None, today: date, at: int | None = None
) -> SeriesPlan:
    """What it would do to make `day` an `extra` day of the series, an exception (`except`), or,
    with None, what the rule says of it. Raises Invalid, NotFound, and Refused for a past day.
    """
    if day < today:
        raise Refused(_("Series"), _("{day} has passed already.").format(day=say_day(day)))
    seen = series.get(series_id)
    values = check(with_day(seen.values, day, kind, at))
    if kind == "extra" and values.ends_on is not None and values.ends_on < day:
        raise Refused(
            _("Series"),
            _("The series ends on {last}. Please choose a day before.").format(
                last=say_day(values.ends_on)
            ),
        )
    return _in_place(seen, values, today, CalendarByYear(), _DAY_VERBS[kind], day)


def change(plan: SeriesPlan, today: date) -> int:
    """Carry out a plan as one deed; answers with the series that goes on from there.

    Raises Refused where nothing would change, or the plan no longer fits what the store holds.
    """
    with transaction():
        now = _again(plan, today, CalendarByYear(today))
        if now.effect() != plan.effect():
            raise Refused(
                _("Series"),
                _("The series or its shifts have changed meanwhile. Please look at it again."),
            )
        if now.is_none:
            raise Refused(_("Series"), _("The series is like this already; nothing would change."))
        with history.deed(now.verb, series=now.values.name, day=now.day.isoformat()):
            series_id = _write(now)
    return series_id


def say_summary(plan: SeriesPlan) -> str:
    """How many shifts are new, changed and cancelled, and how many people are concerned."""
    return say_counts(plan.shifts)


def say_counts(found: Consequences) -> str:
    """How many shifts become otherwise and how, and how many people are concerned."""
    counts = (
        (_("{count} new"), len(found.new) + len(found.restored)),
        (_("{count} changed"), len(found.moved)),
        (_("{count} cancelled"), len(found.cancelled)),
        (_("{count} kept"), len(found.kept)),
    )
    told = listed(text.format(count=number) for text, number in counts if number)
    shifts = _("Shifts: {counts}.").format(counts=told or _("none"))
    count = len(found.people)
    people = ngettext("It concerns {count} person.", "It concerns {count} people.", count)
    return in_turn((shifts, people.format(count=count))) if count else shifts


def _again(plan: SeriesPlan, today: date, calendar: Calendar) -> SeriesPlan:
    """The plan made anew from what the store holds now."""
    seen = series.get(plan.seen.id)
    if plan.verb in ("change_series", "split_series"):
        return _preview(seen, plan.values, plan.since, today, calendar)
    return _in_place(seen, plan.values, today, calendar, plan.verb, plan.day)


def _preview(
    seen: SeriesRow, values: SeriesValues, since: date, today: date, calendar: Calendar
) -> SeriesPlan:
    since = max(since, today)
    if not _splits(seen, since, today):
        return _in_place(seen, check(values), today, calendar, "change_series", today)
    values = check(_going_on(seen.values, values, since))
    found = consequences.foresee([Wish(seen.id, values, since)], today, calendar)
    return SeriesPlan(seen, values, since, True, "split_series", since, found)


def _in_place(
    seen: SeriesRow, values: SeriesValues, today: date, calendar: Calendar, verb: str, day: date
) -> SeriesPlan:
    found = consequences.foresee([Wish(seen.id, values, today)], today, calendar)
    return SeriesPlan(seen, values, today, False, verb, day, found)


def _splits(seen: SeriesRow, since: date, today: date) -> bool:
    """Whether a shift that is still to come lies before `since`."""
    first = Shift.select(fn.MIN(Shift.occurrence)).where(
        Shift.series == seen.id, Shift.occurrence >= today
    )
    day = Shift.occurrence.python_value(first.scalar())
    return day is not None and day < since


def _checked_end(values: SeriesValues) -> SeriesValues:
    assert values.ends_on is not None
    if values.ends_on < values.starts_on:
        return check(values)  # says why not
    return values


def _going_on(old: SeriesValues, values: SeriesValues, since: date) -> SeriesValues:
    """The series that goes on from `since`: in step with the old rule where that stays."""
    days = tuple(day for day in values.days if day.day >= since)
    values = values._replace(days=days)
    if values.rule != old.rule or values.starts_on != old.starts_on:
        return values._replace(starts_on=max(values.starts_on, since))
    found = recurrence.next_days(old.rule, old.starts_on, since, 1)
    return values._replace(starts_on=found[0] if found else since)


def _write(plan: SeriesPlan) -> int:
    reason = _("The series has been changed.")
    if not plan.splits:
        series.replace(plan.seen.id, plan.seen.values, plan.values)
        carrying_out.carry_out(plan.shifts, {plan.seen.id: plan.values}, reason)
        return plan.seen.id
    series.replace(plan.seen.id, plan.seen.values, before(plan.seen.values, plan.since))
    series_id = series.put(plan.values, plan.seen.id)
    Shift.update(series=series_id).where(
        Shift.series == plan.seen.id, Shift.occurrence >= plan.since
    ).execute()
    new = tuple(shift._replace(series_id=series_id) for shift in plan.new)
    carrying_out.carry_out(plan.shifts._replace(new=new), {series_id: plan.values}, reason)
    return series_id
