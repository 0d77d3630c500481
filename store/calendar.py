"""The one clock, and how days are typed, counted and told."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from store.errors import Refused
from store.language import _, current, ngettext
from store.text import shown

MONDAY_FIRST = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAYS_ZH = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FULL_DATE = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_WEEKDAY_ZH = r"(?:周|星期|礼拜)([一二三四五六日天])"


def today() -> date:
    """The day on this machine's clock; the only place that asks for it."""
    return date.today()


def now() -> str:
    """This moment in UTC, to the second, as ISO text."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment() -> datetime:
    """This moment, in UTC."""
    return datetime.fromisoformat(now())


def say_moment(moment: datetime) -> str:
    """`moment` on this machine's clock, to the minute: `2026-11-23 05:31`."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def parse_iso(text: str) -> date:
    """The day written as YYYY-MM-DD (also with `/` or `.`, or as 2017年6月30日).

    Raises Refused if it is written otherwise or does not exist.
    """
    found = re.fullmatch(_FULL_DATE, text.strip())
    day = _real(*map(int, found.groups())) if found else None
    if day is None:
        raise _no_day(text)
    return day


def parse_day(text: str, today: date, *, past: bool = False) -> date:
    """The day a person means by `2026-12-03`, `12-3`, `2w`, `-3`, `fri`, 下周三, 月底 or 15号.

    A date without a year is the next one, or one of the last three months; with `past` the last
    one. A weekday or a day of the month is the next one; with `past` the last, today included.
    Raises Refused if it cannot be understood or does not exist.
    """
    from store import daywords  # what people type is read by few commands

    return daywords.meant(text, today, past=past)


def weekday_named(text: str) -> int | None:
    """The weekday, 0 for Monday, that is called `sat`, `Saturday` or `周六`, if it is one."""
    typed = text.strip().lower()
    if found := re.fullmatch(_WEEKDAY_ZH, typed):
        return _WEEKDAYS_ZH.index("日" if found[1] == "天" else found[1])
    if len(typed) >= 3 and _full_name(typed):
        return MONDAY_FIRST.index(typed[:3])
    return None


def say_day(day: date) -> str:
    """`day` with its weekday, as the language spoken now writes it."""
    if current() == "zh_CN":
        return f"{day.year}年{day.month}月{day.day}日 周{_WEEKDAYS_ZH[day.weekday()]}"
    return f"{MONDAY_FIRST[day.weekday()].title()} {day.isoformat()}"


def say_near(day: date, today: date) -> str:
    """`day` as one says it in a conversation, its year only where it is not this one."""
    if current() == "zh_CN":
        year = "" if day.year == today.year else f"{day.year}年"
        return f"{year}{day.month}月{day.day}日周{_WEEKDAYS_ZH[day.weekday()]}"
    year = "" if day.year == today.year else f" {day.year}"
    return f"{MONDAY_FIRST[day.weekday()].title()} {day.day} {_MONTHS[day.month - 1]}{year}"


def say_away(day: date, today: date) -> str:
    """How far `day` is from `today`: `today`, `in 3 days`, `362 days ago`."""
    days = (day - today).days
    if not days:
        return _("today")
    if days > 0:
        return ngettext("in {days} day", "in {days} days", days).format(days=days)
    return ngettext("{days} day ago", "{days} days ago", -days).format(days=-days)


def weekday_letters(day: date) -> tuple[str, str]:
    """The weekday of `day` in two cells and in three or four: `Mo` and `Mon`, `一` and `周一`."""
    if current() == "zh_CN":
        letter = _WEEKDAYS_ZH[day.weekday()]
        return letter, f"周{letter}"
    name = MONDAY_FIRST[day.weekday()].title()
    return name[:2], name


def say_short(day: date) -> str:
    """`day` as month and day, in five cells: `06-30`."""
    return f"{day.month:02}-{day.day:02}"


def _full_name(typed: str) -> bool:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return any(name.startswith(typed) for name in names)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _no_day(text: str) -> Refused:
    return Refused(
        _("No such date"),
        _("“{typed}” is not a date. Type one like 2026-12-03, 12-3, +2w or fri.").format(
            typed=shown(text.strip(), 20)
        ),
    )
