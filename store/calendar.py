"""The one clock, and how days are typed, counted and told."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from store.errors import Refused
from store.language import _, current
from store.text import shown

MONDAY_FIRST = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAYS_ZH = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NAMED_DAYS = {
    "today": 0, "今天": 0, "今日": 0,
    "tomorrow": 1, "明天": 1, "明日": 1,
    "后天": 2, "大后天": 3,
    "yesterday": -1, "昨天": -1, "昨日": -1,
    "前天": -2, "大前天": -3,
}  # fmt: skip
_OFFSET = r"([+-]\d{1,4})\s*([dwmy天日周月年]?)"
_FULL_DATE = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_MONTH_DAY = r"(\d{1,2})[-/.月](\d{1,2})[日号]?"
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
    """The day a person means by `2026-12-03`, `12-3`, `+2w`, `-3`, `fri`, `周六`, `明天`, `月底`.

    A date without a year is the one nearest to `today`; a weekday is the next one, today excluded,
    or with `past` the last one, today included.
    Raises Refused if it cannot be understood or does not exist.
    """
    typed = text.strip().lower()
    day = (
        _named_day(typed, today)
        or _offset_day(typed, today)
        or _weekday(typed, today, past)
        or _month_end(typed, today)
        or _short_date(typed, today)
    )
    return day or parse_iso(text)


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


def _named_day(typed: str, today: date) -> date | None:
    days = _NAMED_DAYS.get(typed)
    return None if days is None else _shifted(today, days=days)


def _offset_day(typed: str, today: date) -> date | None:
    found = re.fullmatch(_OFFSET, typed)
    if not found:
        return None
    count, step = int(found[1]), found[2] or "d"
    if step in "dw天日周":
        return _shifted(today, days=count * (7 if step in "w周" else 1))
    return _shifted(today, months=count * (12 if step in "y年" else 1))


def _shifted(day: date, days: int = 0, months: int = 0) -> date | None:
    """The day so far from `day`, or None where the calendar has ended before."""
    try:
        if months:
            from dateutil.relativedelta import relativedelta

            day += relativedelta(months=months)
        return day + timedelta(days=days)
    except (OverflowError, ValueError):
        return None


def _weekday(typed: str, today: date, past: bool) -> date | None:
    wanted = weekday_named(typed.removeprefix("下"))
    if wanted is None:
        return None
    if typed.startswith("下"):
        return _shifted(today, days=7 - today.weekday() + wanted)
    if past:
        return _shifted(today, days=-((today.weekday() - wanted) % 7))
    return _shifted(today, days=(wanted - today.weekday() - 1) % 7 + 1)


def _full_name(typed: str) -> bool:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return any(name.startswith(typed) for name in names)


def _month_end(typed: str, today: date) -> date | None:
    months = {"月底": 1, "eom": 1, "下月底": 2}.get(typed)
    if months is None:
        return None
    first_after = _shifted(today.replace(day=1), months=months)
    return first_after and _shifted(first_after, days=-1)


def _short_date(typed: str, today: date) -> date | None:
    found = re.fullmatch(_MONTH_DAY, typed)
    if not found:
        return None
    month, day = int(found[1]), int(found[2])
    years = (today.year, today.year + 1, today.year - 1)
    candidates = [real for year in years if (real := _real(year, month, day))]
    return min(candidates, key=lambda real: abs(real - today), default=None)


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
