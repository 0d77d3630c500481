"""Common recurrence rules in people's words: `every Tue and Sat`, 每月15日."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from store.errors import Refused
from store.language import _, current, listed
from store.recurrence import parts
from store.recurrence.parts import Rule

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS_ZH = "一二三四五六日"
MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip

# A row of at least so many days or months is told by its two ends.
_LONG_ROW = 3


class Common(NamedTuple):
    """What was typed: the rule, and of time, length and numbers of people what was said."""

    rule: str
    at: int | None = None
    minutes: int | None = None
    least: int | None = None
    wanted: int | None = None
    most: int | None = None


def say(rule: str) -> str:
    """The rule as one says it in the language spoken now; one that is not common stays as it is."""
    try:
        found = parts.read(rule)
    except Refused:
        return rule
    said = _said(found)
    if said is None:
        return rule
    if found.bymonth and found.freq != "YEARLY":
        said = _("{rule}, in {months}").format(rule=said, months=_months(found.bymonth))
    if found.until:
        said = _("{rule}, until {day}").format(rule=said, day=found.until.isoformat())
    return said


def _said(rule: Rule) -> str | None:
    if rule.bysetpos or rule.byweekno or rule.byyearday or rule.times or rule.wkst:
        return None
    if rule.freq == "DAILY":
        return None if rule.byday or rule.bymonthday else _daily(rule.interval)
    if rule.freq == "WEEKLY":
        return _weekly(rule) if rule.byday else None
    if rule.byday and rule.bymonthday:
        return None
    return _monthly(rule) if rule.freq == "MONTHLY" else _yearly(rule)


def _daily(interval: int) -> str:
    return _("every day") if interval == 1 else _("every {count} days").format(count=interval)


def _weekly(rule: Rule) -> str:
    days = _and(_rows([day for day, _place in rule.byday], weekday))
    if rule.interval == 1:
        return _("every {days}").format(days=days)
    return _("every {count} weeks on {days}").format(count=rule.interval, days=days)


def _monthly(rule: Rule) -> str | None:
    places = [place for _day, place in rule.byday]
    if not all(place == -1 or 1 <= place <= 5 for place in places):
        return None
    if not all(day == -1 or day > 0 for day in rule.bymonthday):
        return None
    words = [_weekday_of_month(*day) for day in rule.byday] + list(map(_day, rule.bymonthday))
    if not words:
        return None
    if rule.interval == 1:
        return _("the {days} of each month").format(days=_and(words))
    return _("every {count} months on the {days}").format(count=rule.interval, days=_and(words))


def _yearly(rule: Rule) -> str | None:
    if len(rule.bymonth) != 1 or len(rule.bymonthday) != 1 or rule.bymonthday[0] < 0 or rule.byday:
        return None
    month, day = rule.bymonth[0], rule.bymonthday[0]
    said = f"{month}月{day}日" if current() == "zh_CN" else f"{day} {MONTHS[month - 1]}"
    if rule.interval == 1:
        return _("every year on {day}").format(day=said)
    return _("every {count} years on {day}").format(count=rule.interval, day=said)


def weekday(day: int) -> str:
    """A day of the week, 0 for Monday, in the language spoken now."""
    return f"周{WEEKDAYS_ZH[day]}" if current() == "zh_CN" else WEEKDAYS[day]


def _weekday_of_month(day: int, place: int) -> str:
    if place == -1:
        return _("last {weekday}").format(weekday=weekday(day))
    said = f"第{place}个" if current() == "zh_CN" else _ordinal(place)
    return _("{place} {weekday}").format(place=said, weekday=weekday(day))


def _day(day: int) -> str:
    if day == -1:
        return _("last day")
    return f"{day}日" if current() == "zh_CN" else _ordinal(day)


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if 10 < number < 20 else endings.get(number % 10, 'th')}"


def _months(months: Sequence[int]) -> str:
    return _and(_rows(months, _month))


def _month(month: int) -> str:
    return f"{month}月" if current() == "zh_CN" else MONTHS[month - 1]


def _rows(numbers: Sequence[int], said: Callable[[int], str]) -> list[str]:
    """Numbers in their order, each row of several without a gap told by its two ends."""
    rows: list[list[int]] = []
    for number in numbers:
        if rows and number == rows[-1][-1] + 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    words: list[str] = []
    for row in rows:
        if len(row) < _LONG_ROW:
            words += map(said, row)
        else:
            words.append(_("{first}–{last}").format(first=said(row[0]), last=said(row[-1])))
    return words


def _and(words: Sequence[str]) -> str:
    if len(words) == 1:
        return words[0]
    return _("{first} and {last}").format(first=listed(words[:-1]), last=words[-1])
