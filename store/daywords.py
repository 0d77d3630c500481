"""What day is meant by `12-3`, `2w`, 下周三, `next fri`, 月底, 15号 or 十二月三号."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from store.calendar import say_day, weekday_named
from store.errors import Refused
from store.language import _
from store.numerals import COUNTED, figures, narrow, spelled
from store.text import shown

# A day and month without a year may lie so many days back where nothing says what has been.
LATELY = 92

_NAMED = {
    "today": 0, "今天": 0, "今日": 0,
    "tomorrow": 1, "明天": 1, "明日": 1,
    "后天": 2, "大后天": 3,
    "yesterday": -1, "昨天": -1, "昨日": -1,
    "前天": -2, "大前天": -3,
}  # fmt: skip
# How many weeks, months or years away something is that is called so.
_AWAY = {
    "": 0, "本": 0, "这": 0, "这个": 0, "本个": 0, "今": 0,
    "下": 1, "下个": 1, "明": 1, "下下": 2, "下下个": 2, "后": 2,
    "上": -1, "上个": -1, "去": -1, "上上": -2, "上上个": -2, "前": -2,
}  # fmt: skip
_WHICH = "(上上个|下下个|上上|下下|上个|下个|这个|上|下|本|这)"
_AMOUNTS = {"半个月": "15天", "半年": "6个月"}
_UNITS = {
    "d": "days|day|d|日|天",
    "w": r"weeks|week|wks?|w|个?(?:周|星期|礼拜)",
    "m": "months|month|m|个月",
    "y": "years|year|y|年",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = f"({'|'.join(_MONTHS)})[a-z]*\\.?"
_MONTH_DAY = r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?"
_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|(?:周|星期|礼拜)[一二三四五六日天]"
_EDGES = {"初": 1, "中": 15, "底": 31, "末": 31}


class _On(NamedTuple):
    """The day on which something is typed, and what is known beside of the day that is meant."""

    today: date
    past: bool
    weekday: int | None = None


def meant(text: str, today: date, *, past: bool) -> date:
    """The day that a person means by `text`; see `calendar.parse_day`. Raises Refused."""
    typed = _plain(text)
    day = _alone(typed, _On(today, past))
    if day is None and (parts := _apart(typed)):
        weekday, rest = parts
        day = _alone(rest, _On(today, past, weekday))
        if day is not None and day.weekday() != weekday:
            raise _refusal(_("“{typed}” is not a date: that day is {day}."), text, day=say_day(day))
    if day is None:
        raise _refused(text, typed)
    return day


def _plain(text: str) -> str:
    """What was typed, narrow and small, with 十二月三号 as 12月3号."""
    typed = re.sub(r"\s+", " ", narrow(text).lower()).removeprefix("the ")
    typed = re.sub(r"^in (?=\d)", "+", typed)
    for words, amount in _AMOUNTS.items():
        typed = typed.replace(words, amount)
    typed = re.sub(f"{COUNTED}{{4}}(?=年)", lambda found: spelled(found[0]), typed)
    # Of 周三天 the sign belongs to the weekday.
    counted = rf"(?<![周期拜])({COUNTED}{{1,3}})(?=个?(?:[日号天周月年]|星期|礼拜))"
    return re.sub(counted, lambda found: figures(found[1]), typed)


def _alone(typed: str, on: _On) -> date | None:
    """The day that is typed, but for a weekday beside it."""
    return next((day for read in _READINGS if (day := read(typed, on))), None)


def _apart(typed: str) -> tuple[int, str] | None:
    """The weekday that stands before or behind, and the rest."""
    found = re.fullmatch(rf"({_WEEKDAY}),?\s*(.+)", typed)
    behind = re.fullmatch(rf"(.+?)\s*[(]?({_WEEKDAY})[)]?", typed)
    if found:
        named, rest = found[1], found[2]
    elif behind:
        rest, named = behind[1], behind[2]
    else:
        return None
    weekday = weekday_named(named)
    return None if weekday is None else (weekday, rest)


def _named_day(typed: str, on: _On) -> date | None:
    days = _NAMED.get(typed)
    return None if days is None else shifted(on.today, days=days)


def _whole_date(typed: str, _on: _On) -> date | None:
    found = re.fullmatch(
        r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{4})(\d\d)(\d\d)", typed
    )
    return real(*map(int, filter(None, found.groups()))) if found else None


def _month_and_day(typed: str, on: _On) -> date | None:
    """A date without a year, or with 今年, 明年 or 去年."""
    found = re.fullmatch(rf"(?:(今|明|后|去|前)年\s*)?{_MONTH_DAY}", typed)
    if not found:
        return None
    month, day = int(found[2]), int(found[3])
    if found[1]:
        return real(on.today.year + _AWAY[found[1]], month, day)
    return _nearest(month, day, on)


def _english_date(typed: str, on: _On) -> date | None:
    """`3 dec`, `Dec 3rd` or `3 December 2026`."""
    ordinal = r"(\d{1,2})(?:st|nd|rd|th)?"
    first = re.fullmatch(rf"{ordinal} ?{_MONTH},?(?: ?(\d{{4}}))?", typed)
    behind = re.fullmatch(rf"{_MONTH} ?{ordinal}(?:,? (\d{{4}}))?", typed)
    if first:
        day, name, year = first.groups()
    elif behind:
        name, day, year = behind.groups()
    else:
        return None
    month = _MONTHS.index(name) + 1
    return real(int(year), month, int(day)) if year else _nearest(month, int(day), on)


def _nearest(month: int, day: int, on: _On) -> date | None:
    """Of the dates without a year the one that is meant."""
    years = (on.today.year - 1, on.today.year, on.today.year + 1)
    return _meant_of((real(year, month, day) for year in years), on)


def _meant_of(days: Iterable[date | None], on: _On) -> date | None:
    """Of days that come again every year, in their order, the one that is meant."""
    found = [day for day in days if day]
    if on.weekday is not None and (fits := [d for d in found if d.weekday() == on.weekday]):
        return min(fits, key=lambda day: abs(day - on.today))
    if on.past:
        return max((day for day in found if day <= on.today), default=None)
    return min((day for day in found if (on.today - day).days <= LATELY), default=None)


def _day_of_month(typed: str, on: _On) -> date | None:
    """15号 or `15th`: of the month that is named, or the next (with `past` the last) of all."""
    found = re.fullmatch(rf"(?:{_WHICH}月\s*)?(\d{{1,2}})(?:[号日]|st|nd|rd|th)", typed)
    if not found:
        return None
    if found[1]:
        first = shifted(on.today.replace(day=1), months=_AWAY[found[1]])
        return first and real(first.year, first.month, int(found[2]))
    for months in range(3):  # no two months on end lack a day that others have
        first = shifted(on.today.replace(day=1), months=-months if on.past else months)
        day = first and real(first.year, first.month, int(found[2]))
        if day and _lies_right(day, on):
            return day
    return None


def _lies_right(day: date, on: _On) -> bool:
    return day <= on.today if on.past else day >= on.today


def _offset(typed: str, on: _On) -> date | None:
    """`+2w`, `2w`, 2周后, 3天前 or `3 days ago`; without a sign on the side that is meant."""
    units = "|".join(f"(?P<{unit}>{names})" for unit, names in _UNITS.items())
    found = re.fullmatch(
        rf"(?P<sign>[+−-])?\s*(?P<count>\d{{1,4}})\s*(?:{units}|(?P<bare>月))?"
        r"\s*(?P<side>ago|later|[之以]?[前后])?",
        typed,
    )
    if not found or not _is_offset(found):
        return None
    back = found["sign"] in ("-", "−") or (found["side"] or "").endswith(("ago", "前"))
    away = -1 if back or (on.past and not found["sign"] and not found["side"]) else 1
    count = away * int(found["count"])
    if found["m"] or found["bare"] or found["y"]:
        return shifted(on.today, months=count * (12 if found["y"] else 1))
    return shifted(on.today, days=count * (7 if found["w"] else 1))


def _is_offset(found: re.Match[str]) -> bool:
    """Whether enough is typed: a number alone, and 3月, may as well be a part of a date."""
    if found["sign"]:
        return not found["side"]
    return not found["bare"] and bool(found["side"] or any(found[unit] for unit in _UNITS))


def _weekday(typed: str, on: _On) -> date | None:
    """The next weekday of a name, today excluded; with `past` the last one, today included."""
    wanted = weekday_named(typed)
    if wanted is None:
        return None
    if on.past:
        return shifted(on.today, days=-((on.today.weekday() - wanted) % 7))
    return shifted(on.today, days=(wanted - on.today.weekday() - 1) % 7 + 1)


def _weekday_of_week(typed: str, on: _On) -> date | None:
    """下周三, 上周五, 本周六, `next fri`, `last fri`, `this sat`; a week begins on Monday."""
    for word, sign in {"next ": "下", "last ": "上", "this ": "本"}.items():
        typed = sign + typed.removeprefix(word) if typed.startswith(word) else typed
    found = re.fullmatch(rf"{_WHICH}({_WEEKDAY})", typed)
    wanted = weekday_named(found[2]) if found else None
    if found is None or wanted is None:
        return None
    return shifted(on.today, days=7 * _AWAY[found[1]] - on.today.weekday() + wanted)


def _edge(typed: str, on: _On) -> date | None:
    """月初, 月中, 月底, 下月底, 十月底, 年底, `eom`: the next, with `past` the last."""
    typed = {"eom": "月底", "end of month": "月底", "month end": "月底"}.get(typed, typed)
    if found := re.fullmatch("(今|明|去)?年([初底])", typed):
        year = on.today.year + _AWAY[found[1] or ""]
        return real(year, 1, 1) if found[2] == "初" else real(year, 12, 31)
    found = re.fullmatch(rf"(?:{_WHICH}|(\d{{1,2}}))?月([初中底末])", typed)
    if not found:
        return None
    day = _EDGES[found[3]]
    if found[2]:
        years = (on.today.year - 1, on.today.year, on.today.year + 1)
        return _meant_of((_in_month(year, int(found[2]), day) for year in years), on)
    first = on.today.replace(day=1)
    away = (_AWAY[found[1]],) if found[1] else (0, -1 if on.past else 1)
    months = [month for each in away if (month := shifted(first, months=each))]
    days = [each for month in months if (each := _in_month(month.year, month.month, day))]
    return next((each for each in days if found[1] or _lies_right(each, on)), None)


def _in_month(year: int, month: int, day: int) -> date | None:
    """That day of a month, or its last."""
    first = real(year, month, 1)
    return first and first.replace(day=min(day, monthrange(year, month)[1]))


def shifted(day: date, days: int = 0, months: int = 0) -> date | None:
    """The day so far from `day`, or None where the calendar has ended before."""
    try:
        if months:
            years, month = divmod(day.month - 1 + months, 12)
            year = day.year + years
            last = monthrange(year, month + 1)[1] if 0 < year <= date.max.year else 0
            day = date(year, month + 1, min(day.day, last))
        return day + timedelta(days=days)
    except (OverflowError, ValueError):
        return None


def real(year: int, month: int, day: int) -> date | None:
    """The day, if there is one."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


_READINGS: tuple[Callable[[str, _On], date | None], ...] = (
    _named_day,
    _day_of_month,
    _offset,
    _weekday,
    _weekday_of_week,
    _edge,
    _month_and_day,
    _english_date,
    _whole_date,
)


def _refused(text: str, typed: str) -> Refused:
    """Why it is no day, as far as that can be told."""
    found = re.fullmatch(rf"(?:(\d{{4}})\s*[-/.年]\s*)?{_MONTH_DAY}", typed)
    if found and not 1 <= int(found[2]) <= 12:
        sentence = _("“{typed}” is not a date: there is no month {month}. The month comes first.")
        return _refusal(sentence, text, month=int(found[2]))
    if found:
        return _refusal(_("“{typed}” is not a date: that month has no such day."), text)
    if re.fullmatch(r"\d{1,2}", typed):
        sentence = _("“{typed}” is not a date yet: +{typed} is in so many days, 12-{typed} a date.")
        return _refusal(sentence, text)
    return _refusal(_("“{typed}” is not a date. Type one like 2026-12-03, 12-3, +2w or fri."), text)


def _refusal(sentence: str, text: str, **words: object) -> Refused:
    return Refused(_("No such date"), sentence.format(typed=shown(text.strip(), 20), **words))
