"""When a series occurs: a rule (RFC 5545) of whole days, checked, expanded and told.

How people type and tell rules is in `typed` and `words`; `Common` and `say` are to be had here too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, tzinfo
from itertools import dropwhile, islice
from typing import TYPE_CHECKING, Any

from store.calendar import say_day
from store.language import _
from store.recurrence import parts
from store.recurrence.parts import Rule, refusal
from store.recurrence.words import Common, say

if TYPE_CHECKING:
    from dateutil.rrule import rrule

__all__ = ["Common", "check", "next_days", "occurrences", "read_common", "say"]

# After so many years the Gregorian calendar is the same again, day by day and week by week.
_CYCLE = 400
# Each of the fourteen kinds of year comes again within so many years, also across 2100.
YEARS_AHEAD = 41
# A COUNT is followed so far; what goes on longer is as good as endless.
_YEARS_COUNTED = 100


def check(rule: str, starts_on: date, within: tzinfo | None = None) -> str:
    """The rule as it is kept: in one order, with what it takes from `starts_on` written out.

    COUNT becomes the last day that it reaches. `within` is the zone in which an UNTIL in UTC is a
    day. Raises Refused for what cannot be read, comes more than once a day, never occurs, or not
    within 40 years.
    """
    found = _explicit(parts.read(rule, within), starts_on)
    if found.until is not None and found.until < starts_on:
        raise refusal(
            _("The rule ends on {last}, before its first day, {first}.").format(
                last=say_day(found.until), first=say_day(starts_on)
            )
        )
    first = _first(found, starts_on)
    if first is None:
        raise refusal(
            _("This rule never occurs: there is no such day within 40 years from {day}.").format(
                day=say_day(starts_on)
            )
        )
    if found.until is not None and found.until < first:
        raise refusal(
            _("The rule ends on {last}, before it first occurs, on {first}.").format(
                last=say_day(found.until), first=say_day(first)
            )
        )
    if found.times is not None:
        found = found._replace(times=None, until=_last_counted(found, starts_on))
    return parts.write(found)


def occurrences(rule: str, starts_on: date, first: date, last: date) -> list[date]:
    """The days from `first` to `last` on which a series that begins on `starts_on` occurs.

    Costs what lies between the two days, however long ago the series began.
    """
    return list(_occurring(_explicit(parts.read(rule), starts_on), starts_on, first, last))


def next_days(
    rule: str, starts_on: date, since: date, count: int, last: date = date.max
) -> list[date]:
    """The first `count` days from `since` through `last` on which such a series occurs.

    Those more than 40 years after `since` are left out. The rule must have been checked.
    """
    found = _explicit(parts.read(rule), starts_on)
    since = max(since, starts_on)
    last = min(last, _years_on(since, YEARS_AHEAD))
    return list(islice(_occurring(found, starts_on, since, last), count))


def read_common(text: str, within: tzinfo | None = None) -> Common:
    """What is meant by `26 7 2h 4` or 周二周六 7点 2小时 4人. Raises Refused.

    `within` is the zone in which an UNTIL in UTC is a day.
    """
    # Its patterns take longer to compile than all else here; only who types needs them.
    from store.recurrence import typed

    return typed.read_common(text, within)


def _explicit(rule: Rule, starts_on: date) -> Rule:
    """The rule with what it takes from its first day: `every week` is every Tuesday from one on."""
    if rule.byweekno or rule.byyearday or rule.bymonthday or rule.byday:
        return rule
    if rule.freq == "WEEKLY":
        return rule._replace(byday=((starts_on.weekday(), 0),))
    if rule.freq == "MONTHLY":
        return rule._replace(bymonthday=(starts_on.day,))
    if rule.freq == "YEARLY":
        months = rule.bymonth or (starts_on.month,)
        return rule._replace(bymonth=months, bymonthday=(starts_on.day,))
    return rule


def _first(rule: Rule, starts_on: date) -> date | None:
    """The first day from `starts_on` on, looked for where the calendar ends soon.

    A rule that never occurs is looked for until the year 9999; the same days of the calendar's last
    cycles answer for those of today.
    """
    cycles = max(0, (date.max.year - YEARS_AHEAD - starts_on.year) // _CYCLE)
    shifted = starts_on.replace(year=starts_on.year + cycles * _CYCLE)
    bare = rule._replace(times=None, until=None)
    found = next(_days(_coarser(bare), shifted, shifted, _years_on(shifted, YEARS_AHEAD)), None)
    return found and found.replace(year=found.year - cycles * _CYCLE)


def _coarser(rule: Rule) -> Rule:
    """A rule with the same days as one of every day or week, by which fewer steps are made."""
    if rule.freq in ("DAILY", "WEEKLY") and rule.interval == 1 and not rule.bysetpos:
        every_day = rule.byday or tuple((day, 0) for day in range(7))
        return rule._replace(freq="YEARLY", byday=every_day)
    return rule


def _last_counted(rule: Rule, starts_on: date) -> date:
    """The day on which a rule with a COUNT has occurred so often."""
    last = _years_on(starts_on, _YEARS_COUNTED)
    days = list(islice(_days(rule, starts_on, starts_on, last), rule.times))
    if len(days) < (rule.times or 0):
        raise refusal(
            _("{count} times take more than 100 years. Please leave COUNT away.").format(
                count=rule.times
            )
        )
    return days[-1]


def _occurring(rule: Rule, starts_on: date, first: date, last: date) -> Iterator[date]:
    """The days from `first` to `last` of a rule that begins on `starts_on`."""
    if rule.until is not None:
        last = min(last, rule.until)
    if last < first:
        return iter(())
    if rule.times is None:
        return _days(rule, starts_on, first, last)
    counted = islice(_days(rule, starts_on, starts_on, last), rule.times)
    return dropwhile(lambda day: day < first, counted)


def _days(rule: Rule, starts_on: date, first: date, last: date) -> Iterator[date]:
    """The days from `first` to `last` of a rule that begins on `starts_on`.

    A COUNT or UNTIL of its own is not heeded.
    """
    first = max(first, starts_on)
    days = (moment.date() for moment in _rrule(rule, _near(rule, starts_on, first), last))
    return dropwhile(lambda day: day < first, days)


def _near(rule: Rule, starts_on: date, first: date) -> date:
    """Where the last period of the rule begins that does so before `first`, or on it."""
    if rule.freq == "YEARLY":
        years = (first.year - starts_on.year) % rule.interval
        return date(first.year - years, 1, 1)
    if rule.freq == "MONTHLY":
        months = (first.year - starts_on.year) * 12 + first.month - starts_on.month
        month = first.year * 12 + first.month - 1 - months % rule.interval
        return date(month // 12, month % 12 + 1, 1)
    past, step = (first - starts_on).days, rule.interval
    if rule.freq == "WEEKLY":
        past, step = past + (starts_on.weekday() - rule.wkst) % 7, 7 * step
    return date.fromordinal(max(1, first.toordinal() - past % step))


def _rrule(rule: Rule, begins: date, last: date) -> rrule:
    from dateutil import rrule as library

    listed: dict[str, Any] = {
        name: getattr(rule, name) or None
        for name in ("bymonth", "byweekno", "byyearday", "bymonthday", "bysetpos")
    }
    return library.rrule(
        getattr(library, rule.freq),
        datetime.combine(begins, time()),
        interval=rule.interval,
        wkst=rule.wkst,
        until=datetime.combine(last, time()),
        byweekday=[library.weekday(day, place or None) for day, place in rule.byday] or None,
        **listed,
    )


def _years_on(day: date, years: int) -> date:
    """A day so many years on, or the last one that there is."""
    return date.fromordinal(min(day.toordinal() + years * 366, date.max.toordinal()))
