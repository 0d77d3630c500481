"""Windows of the week: how people type and tell when they can work."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from store import walltime
from store.calendar import MONDAY_FIRST, weekday_named
from store.errors import Refused
from store.farm.models import DAY_MINUTES
from store.language import _, current
from store.text import shown

_ZH = "一二三四五六日"
_EVERY_DAY = tuple(range(1, 8))
_NAMED = {
    "daily": _EVERY_DAY, "everyday": _EVERY_DAY, "每天": _EVERY_DAY, "天天": _EVERY_DAY,
    "weekdays": (1, 2, 3, 4, 5), "workdays": (1, 2, 3, 4, 5), "工作日": (1, 2, 3, 4, 5),
    "weekend": (6, 7), "weekends": (6, 7), "周末": (6, 7),
}  # fmt: skip
_ANY_TIME = frozenset({"any", "anytime", "any time", "always", "随时", "都可以", "任何时间"})
_DASHES = str.maketrans(dict.fromkeys("~-‐‑–—−至到", "-"))


class Window(NamedTuple):
    """When a member can work: weekday 1 is Monday, minutes count from midnight, at most 1440."""

    weekday: int
    start: int
    end: int


def parse_windows(text: str) -> tuple[Window, ...]:
    """The windows meant by `1-5 7:00-11:00; sat 14-18`, `周二、周六 7点-9点`, `每天` or nothing.

    Days without times are whole days, times without days hold every day; nothing, or `any`, is no
    window, which means any time. Raises Refused.
    """
    plain = unicodedata.normalize("NFKC", text).lower().translate(_DASHES).strip()
    if plain in _ANY_TIME:
        return ()
    found: set[Window] = set()
    for entry in re.split(r"[;\n]", plain):
        if entry.strip():
            found.update(_of_entry(entry.strip()))
    return tuple(sorted(found))


def say_windows(windows: Iterable[Window]) -> str:
    """Windows as one would say them, and as `parse_windows` reads them; no window is any time."""
    by_day: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for weekday, start, end in sorted(windows):
        by_day[weekday].append((start, end))
    if not by_day:
        return _("any time")
    alike: defaultdict[tuple[tuple[int, int], ...], list[int]] = defaultdict(list)
    for weekday, times in by_day.items():
        alike[tuple(times)].append(weekday)
    return "; ".join(
        " ".join(filter(None, (_say_days(days), _say_times(times))))
        for times, days in alike.items()
    )


def parse_weekday(text: str) -> int:
    """The one weekday meant by `1`, `mon`, `周一` or `一`; 1 is Monday. Raises Refused."""
    days = _days(unicodedata.normalize("NFKC", text).lower().strip())
    if days is None or len(days) != 1:
        raise Refused(
            _("Weekday"),
            _("“{typed}” is not a weekday. Please give 1 to 7, 1 for Monday.").format(
                typed=shown(text.strip(), 20)
            ),
        )
    return days[0]


def parse_end(text: str) -> int:
    """The minute at which a window ends: a time of day, or 24:00. Raises Refused."""
    return walltime.parse_at(text, to_midnight=True) or DAY_MINUTES


def window(weekday: int, start: int, end: int) -> Window:
    """A window, checked. Raises Refused, for one over midnight with how to enter that."""
    if not 1 <= weekday <= 7:
        raise Refused(_("Weekday"), _("A weekday is 1 to 7, 1 for Monday. Please check it."))
    if not 0 <= start < end <= DAY_MINUTES:
        raise Refused(
            _("Times"),
            _(
                "{start} to {end} does not end after it begins. Please enter a night "
                "as two windows: {start} to 24:00, and 00:00 to {end} on the day after."
            ).format(start=walltime.say_at(start), end=walltime.say_at(end)),
        )
    return Window(weekday, start, end)


def _of_entry(entry: str) -> Iterable[Window]:
    # 周六8点 without a space is told apart where the day ends and the digit begins.
    words = re.sub(r"([一二三四五六日天末])(?=\d)", r"\1 ", entry).split()
    days: list[int] = []
    while words:
        more = _days(words[0])
        if more is None or (days and words[0][0].isdigit()):
            break
        days += more
        del words[0]
    times = _times(" ".join(words), entry) if words else [(0, DAY_MINUTES)]
    if not days and not re.search("[:点]", entry):
        raise _unclear(entry)
    return [window(day, *time) for day in days or _EVERY_DAY for time in times]


def _times(text: str, entry: str) -> list[tuple[int, int]]:
    found = []
    for part in filter(None, re.split("[,、]", text)):
        start, dash, end = part.partition("-")
        if not dash:
            raise _unclear(entry)
        found.append((walltime.parse_at(start), parse_end(end)))
    return found


def _unclear(entry: str) -> Refused:
    return Refused(
        _("Times"),
        _("“{typed}” is not clear. Please type it like “1-5 7:00-11:00; sat 14:00-18:00”.").format(
            typed=shown(entry)
        ),
    )


def _days(word: str) -> tuple[int, ...] | None:
    """The weekdays that a word names, 1 for Monday; None where it names none."""
    if word in _NAMED:
        return _NAMED[word]
    found: list[int] = []
    for part in re.split("[,、/]", word):
        first, dash, last = part.partition("-")
        days = _weekdays(first)
        if days is None:
            return None
        if dash:
            until = _weekdays(last)
            if until is None or len(days) != 1 or len(until) != 1:
                return None
            count = (until[0] - days[0]) % 7 + 1
            days = [(days[0] - 1 + step) % 7 + 1 for step in range(count)]
        found += days
    return tuple(dict.fromkeys(found))


def _weekdays(text: str) -> list[int] | None:
    if re.fullmatch("[1-7]", text):
        return [int(text)]
    if found := re.fullmatch(f"(?:周|星期|礼拜)?([{_ZH}天]+)", text):
        return [_ZH.index(sign) + 1 for sign in found[1].replace("天", "日")]
    named = weekday_named(text)
    return None if named is None else [named + 1]


def _say_days(days: Sequence[int]) -> str:
    if len(days) == 7:
        return "每天" if current() == "zh_CN" else "daily"
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    said = [
        f"{_say_day(run[0])}-{_say_day(run[-1])}" if len(run) > 2 else ",".join(map(_say_day, run))
        for run in runs
    ]
    return ",".join(said)


def _say_day(day: int) -> str:
    return f"周{_ZH[day - 1]}" if current() == "zh_CN" else MONDAY_FIRST[day - 1].title()


def _say_times(times: Sequence[tuple[int, int]]) -> str:
    if list(times) == [(0, DAY_MINUTES)]:
        return ""
    return ",".join(f"{walltime.say_at(start)}-{walltime.say_at(end)}" for start, end in times)
