"""What closing and opening days does everywhere: loans fall due later, shifts do not take place.

It stands above the wings: each says what happens to its own, and one deed does all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from store import history, opendays, settings
from store.database import transaction
from store.errors import Refused
from store.farm import carrying_out, consequences, series
from store.farm.consequences import Consequences, Wish
from store.farm.occurring import Calendar
from store.language import _
from store.opendays import OpenDays
from store.public_holidays import CalendarByYear
from store.sharing import closures as of_loans
from store.sharing.closures import ClosurePlan

# What is said of days: kind and name, or nothing.
Said = Mapping[date, tuple[str, str] | None]


class Plan(NamedTuple):
    """What a closure will do to loans, and what to shifts."""

    loans: ClosurePlan
    shifts: Consequences


class DayPlan(NamedTuple):
    """What setting days, or clearing one, will do to shifts; `said` is what the days will be."""

    said: dict[date, tuple[str, str] | None]
    verb: str
    words: dict[str, str]
    shifts: Consequences


class WeekdaysPlan(NamedTuple):
    """What closing other days of each week will do to shifts."""

    weekdays: frozenset[int]
    shifts: Consequences


class _Otherwise:
    """The calendar, but for some days, or with other closed weekdays."""

    def __init__(
        self, calendar: Calendar, said: Said, weekly: frozenset[int] | None = None
    ) -> None:
        self._calendar = calendar
        self._said = said
        self._weekly = weekly

    def of(self, day: date) -> OpenDays:
        """The calendar, with all that is to be said of `day`."""
        known = self._calendar.of(day)
        if self._weekly is not None:
            known = known._replace(weekly=self._weekly)
        if day not in self._said:
            return known
        said = self._said[day]
        days = {day: said} if said is not None else {}
        return OpenDays(known.weekly, days)


def preview(first: date, last: date, spread_days: int, today: date, name: str = "") -> Plan:
    """What closing from `first` to `last` would do; nothing is written. Raises Refused.

    Shifts of those days are cancelled where their series do not work on closed days.
    """
    loans = of_loans.preview(first, last, spread_days, today, name)
    return Plan(loans, _of_closure(loans, today, CalendarByYear()))


def close(plan: Plan, today: date) -> None:
    """Carry out a plan as one deed: close its days, move due dates, cancel shifts.

    Raises Refused where there is nothing to do, or the plan no longer fits what the store holds.
    """
    loans = plan.loans
    with transaction():
        of_loans.refuse_unfit(loans, today)
        shifts = _of_closure(loans, today, CalendarByYear(today))
        _refuse_unfit(plan.shifts, shifts)
        if not loans.closed and not loans.moves and shifts.is_none:
            raise of_loans.nothing_to_do()
        words: dict[str, str | int] = {
            "first": loans.first.isoformat(),
            "last": loans.last.isoformat(),
            "name": loans.name,
            "count": len(loans.moves),
        }
        verb = "closure"
        if shifts.cancelled:
            verb, words["shifts"] = "closure_and_shifts", len(shifts.cancelled)
        with history.deed(verb, **words):
            of_loans.carry_out(loans)
            _carry_out(shifts, loans.name)


def preview_day(
    day: date, kind: str, today: date, name: str = "", last: date | None = None
) -> DayPlan:
    """What setting a day, or each to a last one, closed or open would do to shifts.

    Raises Refused.
    """
    asked = opendays.asked_days(day, kind, name, last)
    said: dict[date, tuple[str, str] | None] = dict.fromkeys(asked.days, (asked.kind, asked.name))
    return _day_plan(said, asked.verb, asked.words, today, CalendarByYear())


def preview_clear(day: date, today: date) -> DayPlan:
    """What clearing a day of what was set by hand would do to shifts. Raises NotFound."""
    words = {"day": day.isoformat()}
    return _day_plan({day: opendays.cleared(day)}, "clear_day", words, today, CalendarByYear())


def set_days(plan: DayPlan, today: date) -> None:
    """Carry out what was planned for days as one deed: the calendar, and the shifts.

    Raises NotFound, and Refused where the plan no longer fits what the store holds.
    """
    with transaction():
        said = dict(plan.said)
        if plan.verb == "clear_day":
            said = {day: opendays.cleared(day) for day in said}
        now = _day_plan(said, plan.verb, plan.words, today, CalendarByYear(today))
        _refuse_unfit(plan.shifts, now.shifts)
        with history.deed(now.verb, **now.words):
            for day, known in now.said.items():
                if now.verb == "clear_day":
                    opendays.put_cleared(day, known)
                elif known is not None:
                    opendays.put_days((day,), *known)
            _carry_out(now.shifts, next((known[1] for known in said.values() if known), ""))


def set_day(day: date, kind: str, today: date, name: str = "", last: date | None = None) -> DayPlan:
    """Set days closed or open at once; answers with what that did to shifts. Raises Refused."""
    plan = preview_day(day, kind, today, name, last)
    set_days(plan, today)
    return plan


def clear_day(day: date, today: date) -> DayPlan:
    """Clear a day at once; answers with what that did to shifts. Raises NotFound."""
    plan = preview_clear(day, today)
    set_days(plan, today)
    return plan


def preview_weekdays(weekdays: Iterable[int], today: date) -> WeekdaysPlan:
    """What closing these days of every week, 0 for Monday, and no others would do to shifts."""
    return _weekdays_plan(frozenset(weekdays), today, CalendarByYear())


def set_weekdays(plan: WeekdaysPlan, today: date) -> None:
    """Carry out what was planned for the days of the week as one deed.

    Raises Refused for all seven, and where the plan no longer fits what the store holds.
    """
    with transaction():
        now = _weekdays_plan(plan.weekdays, today, CalendarByYear(today))
        _refuse_unfit(plan.shifts, now.shifts)
        setting = settings.TEXTS["closed_weekdays"][0]
        value = opendays.weekday_names(plan.weekdays) or "-"
        with history.deed("change_setting", setting=setting, value=value):
            opendays.put_closed_weekdays(plan.weekdays)
            _carry_out(now.shifts, "")


def settle(today: date) -> Consequences:
    """Let the shifts go by the calendar as it is, where that was changed by itself, as by public
    holidays that were announced; the program's own deed, and none where nothing is to be done.

    Who was in a shift that falls on a holiday now is excused.
    """
    if _reacting(today, date.max, today, CalendarByYear()).is_none:
        return Consequences()
    with transaction():
        found = _reacting(today, date.max, today, CalendarByYear(today))
        if not found.is_none:
            words = {"cancelled": len(found.cancelled), "new": len(found.new + found.restored)}
            with history.deed_of_program("settle_shifts", **words):
                _carry_out(found, _("public holiday"))
    return found


def _weekdays_plan(weekdays: frozenset[int], today: date, calendar: Calendar) -> WeekdaysPlan:
    changed = _Otherwise(calendar, {}, weekdays)
    return WeekdaysPlan(weekdays, _reacting(today, date.max, today, changed))


def _refuse_unfit(seen: Consequences, now: Consequences) -> None:
    if seen.effect() != now.effect():
        raise Refused(
            _("Closure"),
            _("The shifts of these days have changed meanwhile. Please look at it again."),
        )


def _of_closure(loans: ClosurePlan, today: date, calendar: Calendar) -> Consequences:
    said = dict.fromkeys(loans.closed, ("closed", loans.name))
    return _of_days(said, today, calendar)


def _day_plan(
    said: dict[date, tuple[str, str] | None],
    verb: str,
    words: dict[str, str],
    today: date,
    calendar: Calendar,
) -> DayPlan:
    return DayPlan(said, verb, words, _of_days(said, today, calendar))


def _of_days(said: Said, today: date, calendar: Calendar) -> Consequences:
    """What becomes of the shifts of those days, once so much is said of them."""
    coming = [day for day in said if day >= today]
    if not coming:
        return Consequences()
    return _reacting(min(coming), max(coming), today, _Otherwise(calendar, said))


def _reacting(first: date, last: date, today: date, calendar: Calendar) -> Consequences:
    """What becomes of the shifts of series that go by the calendar."""
    rows = [row for row in series.not_over(first) if row.closed_days != "keep"]
    wishes = [Wish(row.id, row.values, first, last) for row in rows]
    return consequences.foresee(wishes, today, calendar)


def _carry_out(shifts: Consequences, name: str) -> None:
    ids = {shift.series_id for shift in shifts.new}
    values = {row.id: row.values for row in _of_ids(ids)}
    reason = _("closed: {name}").format(name=name) if name else _("closed")
    carrying_out.carry_out(shifts, values, reason)


def _of_ids(ids: Iterable[int]) -> list[series.SeriesRow]:
    wanted = set(ids)
    return [row for row in series.all_series() if row.id in wanted] if wanted else []
