"""The days of a series as they are typed: `tue,sat`, `26`, `1st sat`, 每月15日, `mon/2`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from store import numerals
from store.language import _
from store.recurrence import words
from store.recurrence.parts import Rule, refusal

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = tuple(month.lower() for month in words.MONTHS)
_PLACES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_UNITS = {
    "day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY",
    "daily": "DAILY", "weekly": "WEEKLY", "monthly": "MONTHLY", "yearly": "YEARLY",
    "天": "DAILY", "日": "DAILY", "月": "MONTHLY", "年": "YEARLY", "天天": "DAILY",
}  # fmt: skip

_ZH = "[一二两三四五六七八九十]{1,3}"
_N = rf"(?:\d{{1,3}}|{_ZH})"
_WEEK = "(?:周|星期|礼拜)"
_DAY_ZH = "([一二三四五六日天])(?![点时刻分半个小人名位十])"
_TO = r"(?:\s*(?:-|至|到)\s*|\s+to\s+)"
_MONTH = f"({'|'.join(_MONTHS)})[a-z]*"
_DIGIT_DAYS = r"[1-7]{1,7}|[1-7](?:-[1-7])?(?:,[1-7](?:-[1-7])?)*"
_GAP = re.compile(r"(?:[\s,;()]|(?:on|the|of|and|in|at|from)\b|[的和与及在])*")


class Days:
    """The days read so far; each of its `_take_…` answers whether the words found say any."""

    def __init__(self) -> None:
        self._freq: str | None = None
        self._interval = 1
        self._bymonth: list[int] = []
        self._bymonthday: list[int] = []
        self._byday: list[tuple[int, int]] = []
        self._date: tuple[int, int] | None = None
        self._until: date | None = None
        self._places: list[int] = []  # of the month, for the weekdays that are named behind them
        self._placed = False  # whether any was

    def read(self, text: str) -> int:
        """Read days from the start of `text`; answers where they end, 0 where there are none."""
        end = 0
        while True:
            gap = _GAP.match(text, end)
            at = gap.end() if gap else end
            for pattern, take in _ELEMENTS:
                found = pattern.match(text, at)
                if found and take(self, found):
                    end = found.end()
                    break
            else:
                return end if self._are_said() else 0

    def rule(self) -> Rule:
        """The rule that these days make. Raises Refused where they speak against each other."""
        self._no_more_places()
        weekdays = [day for day in self._byday if not day[1]]
        monthly = [*self._bymonthday, *(day for day in self._byday if day[1])]
        said = {
            "WEEKLY": bool(weekdays),
            "MONTHLY": bool(monthly),
            "YEARLY": self._date is not None,
        }
        freqs = {freq for freq, is_said in said.items() if is_said} | {self._freq} - {None}
        if len(freqs) != 1 or (self._bymonthday and self._byday):
            raise refusal(
                _(
                    "Please say one kind of days: of the week, of the month or of the year, "
                    "as tue,sat or 15th or 1 mar. A series of its own can hold the others."
                )
            )
        month, day = self._date or (0, 0)
        return Rule(
            str(freqs.pop()),
            self._interval,
            bymonth=(month,) if month else tuple(self._bymonth),
            bymonthday=(day,) if day else tuple(self._bymonthday),
            byday=tuple(self._byday),
            until=self._until,
        )

    def _are_said(self) -> bool:
        days = self._byday or self._bymonthday or self._places
        return bool(days) or self._freq is not None or self._date is not None

    def _take_nothing(self, _found: re.Match[str]) -> bool:
        """A word that only leads to the days: the `every` of `every Tue`."""
        return True

    def _take_until(self, found: re.Match[str]) -> bool:
        try:
            self._until = date(*map(int, found.groups()))
        except ValueError as unreal:
            raise refusal(
                _("There is no day {day}. Please check the date.").format(
                    day="-".join(found.groups())
                )
            ) from unreal
        return True

    def _take_unit(self, found: re.Match[str]) -> bool:
        """`every 2 weeks`, 每2周; 每隔一周 leaves one week out."""
        skipping, count, unit = found.group("skipping", "count", "unit")
        freq = _UNITS.get(unit.removesuffix("s"), "WEEKLY")
        if self._freq not in (None, freq):
            return False
        self._freq = freq
        if count in ("other", "second") or (skipping and not count):
            self._interval = 2
        elif count:
            self._interval = int(numerals.figures(count)) + (1 if skipping else 0)
        return True

    def _take_once(self, found: re.Match[str]) -> bool:
        self._freq = _UNITS[found[0]]
        return True

    def _take_interval(self, found: re.Match[str]) -> bool:
        self._interval = int(found[1])
        return True

    def _take_date(self, found: re.Match[str]) -> bool:
        first, second = found.groups()
        if first in _MONTHS or second in _MONTHS:
            self._date = _MONTHS.index(second) + 1, int(first)
        else:
            self._date = int(first), int(second)
        return True

    def _take_months(self, found: re.Match[str]) -> bool:
        first, last = found.groups()
        numbers = [
            _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
            for month in (first, last or first)
        ]
        if any(not 1 <= number <= 12 for number in numbers):
            return False
        self._bymonth += _row(*numbers, count=12, least=1)
        return True

    def _take_last_day(self, _found: re.Match[str]) -> bool:
        self._bymonthday.append(-1)
        return True

    def _take_month_days(self, found: re.Match[str]) -> bool:
        self._bymonthday += map(int, re.findall(r"\d+", found[1]))
        return True

    def _take_month_day_zh(self, found: re.Match[str]) -> bool:
        """十五日; but 六日 are Sat and Sun, unless of each month."""
        number = numerals.figures(found[1])
        is_one = self._freq == "MONTHLY" or "十" in found[1] or found[2] == "号"
        if is_one and number.isdecimal():
            self._bymonthday.append(int(number))
        return is_one and number.isdecimal()

    def _take_place(self, found: re.Match[str]) -> bool:
        said = next((group for group in found.groups() if group), "last")
        place = _PLACES.get(said) or int(numerals.figures(said))
        if self._placed:
            self._places, self._placed = [], False
        self._places.append(place)
        return True

    def _take_digits(self, found: re.Match[str]) -> bool:
        """Weekdays as digits, where nothing was said of days before, none of them twice."""
        if self._are_said():
            return False
        days: list[int] = []
        for row in re.findall(r"(\d)(?:-(\d))?", found[0]):
            days += _row(int(row[0]), int(row[1] or row[0]), count=7, least=1)
        if len(set(days)) < len(days):
            return False
        self._byday = [(day - 1, 0) for day in days]
        return True

    def _take_weekdays(self, found: re.Match[str]) -> bool:
        ends = [_weekday(word) for word in found.groups()]
        if None in ends:
            return False
        first, last = ends[0], ends[-1]
        for day in _row(first or 0, last or 0, count=7, least=0):
            self._byday += [(day, place) for place in self._places or [0]]
        self._placed = True
        return True

    def _no_more_places(self) -> None:
        """What waited for a weekday and met none are days of the month: `1st and 15th`."""
        if self._places and not self._placed:
            self._bymonthday += self._places
            self._places = []


def _weekday(word: str) -> int | None:
    if word in words.WEEKDAYS_ZH + "天":
        return words.WEEKDAYS_ZH.index("日" if word == "天" else word)
    matches = [
        day
        for day, name in enumerate(_WEEKDAYS)
        if len(word) >= 2 and (name.startswith(word) or word == f"{name}s")
    ]
    return matches[0] if matches else None


def _row(first: int, last: int, *, count: int, least: int) -> Iterable[int]:
    """The numbers from one to another, going round behind the `count`-th."""
    return [(first - least + step) % count + least for step in range((last - first) % count + 1)]


_ELEMENTS: tuple[tuple[re.Pattern[str], Callable[[Days, re.Match[str]], bool]], ...] = tuple(
    (re.compile(pattern), take)
    for pattern, take in (
        (
            r"(?:until|till|to|直?到|至)\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?",
            Days._take_until,
        ),
        (
            r"(?:every|each)\s+(?P<skipping>)(?:(?P<count>\d{1,3}|other|second)\s+)?"
            r"(?P<unit>days?|weeks?|months?|years?)\b",
            Days._take_unit,
        ),
        (
            rf"(?:每?(?P<skipping>隔)|每)(?P<count>{_N})?个?"
            rf"(?P<unit>天|日|{_WEEK}|月|年)",
            Days._take_unit,
        ),
        (r"(?:daily|weekly|monthly|yearly)\b|天天", Days._take_once),
        (r"/\s*(\d{1,3})(?!\d)", Days._take_interval),
        (r"(\d{1,2})月(\d{1,2})[日号]", Days._take_date),
        (rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b(?!\s*-)", Days._take_date),
        (rf"(\d{{1,2}})月?{_TO}(\d{{1,2}})月", Days._take_months),
        (r"(\d{1,2})()月", Days._take_months),
        (rf"{_MONTH}{_TO}{_MONTH}\b", Days._take_months),
        (rf"{_MONTH}()\b", Days._take_months),
        (r"last\s+day\b|最后一天|月底|月末", Days._take_last_day),
        (r"(\d{1,2}(?:\s*[,和]\s*\d{1,2})*)\s*[日号]", Days._take_month_days),
        (rf"({_ZH})(日|号)", Days._take_month_day_zh),
        (rf"第\s*({_N})\s*个?|(\d{{1,2}})(?:st|nd|rd|th)\b", Days._take_place),
        (rf"({'|'.join(_PLACES)})\b|最后[一1]?个?", Days._take_place),
        (rf"(?:{_DIGIT_DAYS})(?=[\s/]|$)", Days._take_digits),
        (rf"([a-z]+){_TO}([a-z]+)", Days._take_weekdays),
        (r"([a-z]+)\b", Days._take_weekdays),
        (rf"{_WEEK}?{_DAY_ZH}{_TO}{_WEEK}?{_DAY_ZH}", Days._take_weekdays),
        (rf"{_WEEK}?{_DAY_ZH}", Days._take_weekdays),
        (r"(?:every|each)\b|每个?", Days._take_nothing),
    )
)
