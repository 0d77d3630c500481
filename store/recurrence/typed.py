"""A rule with its time, length and people in a few keystrokes: `26 7 2 4`, 周二周六 7点 2小时 4人.

What comes first says the days:
- digits are weekdays, 1 for Monday: `26` is Tue and Sat, `1-5` Mon to Fri, `15` Mon and Fri;
- a day of the month is told by its ending: `15th`, `15日`, `last day`;
- `tue,sat`, 周二周六, `daily`, `1st sat`, `last fri`, 每月15日, `1 mar` (every year);
- `/2` behind it is every second week, day, month or year; so are `every 2 weeks` and 每2周;
- `mar-oct` or 3-10月 are its months, `until 2026-12-31` its last day;
- or a rule of RFC 5545, `FREQ=…`.

Then time, length and people, any of which may be left out. Bare numbers are read in this order, and
never go back: behind a length comes the number of people. `7-9` where the time belongs is from
seven to nine; `2-4` where the people belong is two at least, four wanted, `2-4-6` six at most.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import tzinfo

from store import walltime
from store.errors import Refused
from store.fields import DAY_MINUTES, MOST_PLACES
from store.language import _, listed
from store.recurrence import parts
from store.recurrence.parts import refusal
from store.recurrence.typed_days import Days
from store.recurrence.words import Common
from store.text import shown

_MOST_TYPED = 600
_DASHES = str.maketrans(dict.fromkeys("–—−~", "-") | {"、": ","})

_RAW = re.compile(r"\s*(?:rrule:)?(?=\s*[a-z]+=)((?:[^\s;]|;\s*)+)")
_GAP = re.compile(r"(?:[\s,;()]|(?:at|for|from)\b)*")
_NOT_A_MINUTE = r"(?!\d|\s*(?:个|小时|人|名|位|h|m|p|:|-))"
_TIME = (
    rf"(?:{walltime.PERIODS})?\s*\d{{1,2}}\s*"
    rf"(?:[:]\d{{2}}|[点时](?:钟|整|半|[13]刻|\d{{1,2}}分|\d{{2}}{_NOT_A_MINUTE})?|(?=am|pm))"
    r"\s*(?:am\b|pm\b)?"
)
_LENGTH = (
    r"\d+(?:\.\d+)?\s*(?:hours?\b|hrs?\b|h(?![a-z])|个?\s*半?\s*小时半?)"
    r"(?:\s*\d+\s*(?:minutes?\b|mins?\b|m(?![a-z])|分钟?)|(?<=h)\d{1,2}(?![\d\-人个名位p]))?"
    r"|\d+\s*(?:minutes?\b|mins?\b|m(?![a-z])|分钟?)|半\s*个?\s*小时"
)
_WORDS = tuple(
    (slot, re.compile(pattern))
    for slot, pattern in (
        ("people", r"(\d+(?:\s*-\s*\d+){0,2})\s*(?:people|persons?|p(?![a-z])|个?人|名|位)"),
        ("time", rf"({_TIME}(?:\s*(?:-|至|到)\s*(?:{_TIME}|\d{{1,2}}(?![\d人])))?)"),
        ("length", rf"({_LENGTH})"),
        ("", r"(\d+(?:[.:]\d+)?(?:-\d+(?::\d+)?){0,2})(?![^\s,;])"),
    )
)
# The order of what is typed behind the days; a number without a unit takes the next of them.
_SLOTS = ("time", "length", "people")


def read_common(text: str, within: tzinfo | None) -> Common:
    """What is meant by `26 7 2h 4`, `tue,sat 7:00 2h 4` or 周二周六 7点 2小时 4人. Raises Refused.

    `within` is the zone in which an UNTIL in UTC is a day. Whether the rule ever occurs is for
    recurrence.check to say.
    """
    narrow = unicodedata.normalize("NFKC", text).translate(_DASHES).strip().lower()
    if len(narrow) > _MOST_TYPED:
        raise _not_understood(text)
    if found := _RAW.match(narrow):
        rule, end = parts.read(found[1].rstrip(",; "), within), found.end()
    else:
        days = Days()
        end = days.read(narrow)
        if end == 0:
            raise _not_understood(text)
        rule = days.rule()
    # Through its text, so that numbers out of range are refused and the order is the one order.
    return _with_tail(parts.write(parts.read(parts.write(rule))), narrow[end:])


def _with_tail(rule: str, text: str) -> Common:
    """The rule with what is said behind it."""
    typed = walltime.plain(text)
    said: dict[str, int] = {}
    free = 0  # the first slot that a bare number may take
    at = _end_of_gap(typed, 0)
    while at < len(typed):
        slot, word, end = _next_word(typed, at)
        slot = slot or _slot_of(word, free)
        if slot not in _SLOTS[free:]:
            raise _not_understood(typed[at:])
        said |= _READ[slot](word)
        free = 2 if slot == "time" and "minutes" in said else _SLOTS.index(slot) + 1
        at = _end_of_gap(typed, end)
    return Common(rule, **said)


def _next_word(typed: str, at: int) -> tuple[str, str, int]:
    """What stands there, what it says, and where it ends; a bare number says nothing."""
    for slot, pattern in _WORDS:
        if found := pattern.match(typed, at):
            return slot, found[1], found.end()
    raise _not_understood(typed[at:])


def _slot_of(number: str, free: int) -> str:
    """What a bare number says: what is next; but a row of numbers is no length."""
    if free == _SLOTS.index("length") and "-" in number:
        return "people"
    return _SLOTS[free] if free < len(_SLOTS) else ""


def _from_to(typed: str) -> dict[str, int]:
    start, dash, end = re.sub(r"[至到]", "-", typed).partition("-")
    at = walltime.parse_at(start)
    if not dash:
        return {"at": at}
    length = walltime.parse_at(end, to_midnight=True) - at
    return {"at": at, "minutes": length if length > 0 else length + DAY_MINUTES}


def _lasting(typed: str) -> dict[str, int]:
    return {"minutes": walltime.parse_minutes(typed)}


def _number_of_people(typed: str) -> dict[str, int]:
    numbers = [int(number) for number in re.findall(r"\d{1,9}", typed)]
    if numbers != sorted(numbers) or numbers[-1] > MOST_PLACES or max(numbers[:2]) < 1:
        raise refusal(
            _(
                "“{typed}” are no numbers of people. Type how many are wanted, up to {most}, or "
                "least, wanted and most like 2-4-6."
            ).format(typed=shown(typed, 20), most=MOST_PLACES)
        )
    names = ("wanted",) if len(numbers) == 1 else ("least", "wanted", "most")
    return dict(zip(names, numbers, strict=False))


_READ = {"time": _from_to, "length": _lasting, "people": _number_of_people}


def _end_of_gap(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def _not_understood(text: str) -> Refused:
    return refusal(
        _(
            "“{typed}” is not understood. Type days, time, length and people, as {examples}; a day "
            "of the month is 15th."
        ).format(
            typed=shown(text.strip(), 40), examples=listed(("26 7 2h 4", _("tue,sat 7:00 2h 4")))
        )
    )
