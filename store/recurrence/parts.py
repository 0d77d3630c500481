"""The parts of a recurrence rule (RFC 5545): reading them from a text, and writing them."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, tzinfo
from typing import Any, NamedTuple

from store.errors import Refused
from store.fields import RULE_LENGTH
from store.language import _
from store.text import shown

FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_TIMES = 9999
MOST_APART = 366

# What recurs within a day; the time of a shift is the series' own.
_TOO_OFTEN = ("HOURLY", "MINUTELY", "SECONDLY")
_TIMES = ("BYHOUR", "BYMINUTE", "BYSECOND")
# The greatest number in each list of numbers; except for months they also count from the end.
_LISTS = {
    "BYMONTH": 12,
    "BYMONTHDAY": 31,
    "BYYEARDAY": 366,
    "BYWEEKNO": 53,
    "BYSETPOS": 366,
}
_NUMBERS = {"INTERVAL": MOST_APART, "COUNT": MOST_TIMES}
_OTHERS = ("FREQ", "BYDAY", "UNTIL", "WKST")
# With which frequencies a part has no meaning.
_NOT_WITH = {
    "BYMONTHDAY": ("WEEKLY",),
    "BYYEARDAY": ("MONTHLY", "WEEKLY", "DAILY"),
    "BYWEEKNO": ("MONTHLY", "WEEKLY", "DAILY"),
    "BYSETPOS": ("DAILY",),
}


class Rule(NamedTuple):
    """A rule of whole days; `byday` holds weekdays (0 is Monday), each with its place or 0.

    `times` is its COUNT.
    """

    freq: str
    interval: int = 1
    bymonth: tuple[int, ...] = ()
    byweekno: tuple[int, ...] = ()
    byyearday: tuple[int, ...] = ()
    bymonthday: tuple[int, ...] = ()
    byday: tuple[tuple[int, int], ...] = ()
    bysetpos: tuple[int, ...] = ()
    wkst: int = 0
    times: int | None = None
    until: date | None = None


def read(text: str, within: tzinfo | None = None) -> Rule:
    """The rule written in `text`, with or without `RRULE:` before it. Raises Refused.

    `within` is the time zone in which an UNTIL in UTC is a day.
    """
    if len(text) > RULE_LENGTH:
        raise refusal(
            _("The rule has {count} characters; at most {most} fit. Please shorten it.").format(
                count=len(text), most=RULE_LENGTH
            )
        )
    parts = _parts(unicodedata.normalize("NFKC", text).strip().upper())
    freq = _frequency(parts)
    _refuse_unfit(parts, freq)
    return Rule(
        freq,
        interval=_number(parts, "INTERVAL") or 1,
        **{name.lower(): _numbers(parts, name) for name in _LISTS},
        byday=_by_day(parts, freq),
        wkst=_week_start(parts),
        times=_number(parts, "COUNT"),
        until=_until(parts["UNTIL"], within) if "UNTIL" in parts else None,
    )


def write(rule: Rule) -> str:
    """The rule as text, its parts in their order and none that says nothing."""
    parts: list[tuple[str, Any]] = [
        ("FREQ", rule.freq),
        ("INTERVAL", rule.interval if rule.interval != 1 else ""),
        ("BYMONTH", _comma(rule.bymonth)),
        ("BYWEEKNO", _comma(rule.byweekno)),
        ("BYYEARDAY", _comma(rule.byyearday)),
        ("BYMONTHDAY", _comma(rule.bymonthday)),
        ("BYDAY", _comma(f"{place or ''}{WEEKDAYS[day]}" for day, place in rule.byday)),
        ("BYSETPOS", _comma(rule.bysetpos)),
        ("WKST", WEEKDAYS[rule.wkst] if rule.wkst else ""),
        ("COUNT", rule.times or ""),
        ("UNTIL", rule.until.isoformat().replace("-", "") if rule.until else ""),
    ]
    return ";".join(f"{name}={value}" for name, value in parts if value != "")


def refusal(sentence: str) -> Refused:
    """What is said against a rule."""
    return Refused(_("Recurrence"), sentence)


def _parts(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.removeprefix("RRULE:").split(";"))):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not value or "\n" in part:
            raise refusal(
                _(
                    "“{part}” is no part of a rule. Type one like FREQ=WEEKLY;BYDAY=TU,SA, "
                    "on one line; single days are given beside the rule."
                ).format(part=shown(part, 30))
            )
        if name not in _LISTS and name not in _NUMBERS and name not in _OTHERS:
            raise _unknown(name)
        if name in found:
            raise refusal(_("{part} stands twice in the rule.").format(part=name))
        found[name] = value
    return found


def _unknown(name: str) -> Refused:
    if name in _TIMES:
        return refusal(
            _("The time is the series' own, once a day: please leave {part} away.").format(
                part=name
            )
        )
    return refusal(
        _("A rule has no part {part} here. It knows {known}.").format(
            part=shown(name, 20), known=", ".join([*_OTHERS, *_NUMBERS, *_LISTS])
        )
    )


def _frequency(parts: dict[str, str]) -> str:
    freq = parts.get("FREQ")
    if freq in _TOO_OFTEN:
        raise refusal(
            _("A series has one shift a day at most. Please make a series for each time.")
        )
    if freq not in FREQUENCIES:
        raise refusal(
            _("A rule says FREQ=DAILY, WEEKLY, MONTHLY or YEARLY, as FREQ=WEEKLY;BYDAY=TU,SA.")
        )
    return freq


def _refuse_unfit(parts: dict[str, str], freq: str) -> None:
    for name, frequencies in _NOT_WITH.items():
        if name in parts and freq in frequencies:
            raise _unfit(name, freq)
    if "COUNT" in parts and "UNTIL" in parts:
        raise refusal(_("A rule ends by COUNT or by UNTIL, not by both. Please take one away."))


def _unfit(name: str, freq: str) -> Refused:
    return refusal(_("{part} does not go with FREQ={freq}.").format(part=name, freq=freq))


def _number(parts: dict[str, str], name: str) -> int | None:
    if name not in parts:
        return None
    value = parts[name]
    if not re.fullmatch(r"0*[0-9]{1,4}", value) or not 1 <= int(value) <= _NUMBERS[name]:
        raise _out_of_range(name, value, 1, _NUMBERS[name])
    return int(value)


def _numbers(parts: dict[str, str], name: str) -> tuple[int, ...]:
    most = _LISTS[name]
    least = 1 if name == "BYMONTH" else -most
    found = set()
    for value in parts[name].split(",") if name in parts else ():
        if not re.fullmatch(r"\s*[+-]?[0-9]{1,3}\s*", value) or not least <= int(value) <= most:
            raise _out_of_range(name, value, least, most)
        found.add(int(value))
    if 0 in found:
        raise _out_of_range(name, "0", least, most)
    return tuple(sorted(found, key=_from_the_end_last))


def _by_day(parts: dict[str, str], freq: str) -> tuple[tuple[int, int], ...]:
    # No month has a sixth Saturday, and dateutil fails on one that is looked for.
    most = 5 if freq == "MONTHLY" or "BYMONTH" in parts else 53
    found = set()
    for value in parts["BYDAY"].split(",") if "BYDAY" in parts else ():
        written = re.fullmatch(rf"([+-]?[0-9]{{1,2}})?({'|'.join(WEEKDAYS)})", value.strip())
        if written is None:
            raise refusal(
                _("“{part}” is no weekday. They are {known}; 1SA is the first Saturday.").format(
                    part=shown(value, 20), known=", ".join(WEEKDAYS)
                )
            )
        place = int(written[1] or 0)
        if written[1] and not 1 <= abs(place) <= most:
            raise _out_of_range("BYDAY", value.strip(), -most, most)
        if place and (freq in ("WEEKLY", "DAILY") or "BYWEEKNO" in parts):
            raise _unfit(value.strip(), "YEARLY;BYWEEKNO" if "BYWEEKNO" in parts else freq)
        found.add((WEEKDAYS.index(written[2]), place))
    return tuple(sorted(found, key=lambda day: (_from_the_end_last(day[1]), day[0])))


def _week_start(parts: dict[str, str]) -> int:
    value = parts.get("WKST", WEEKDAYS[0])
    if value not in WEEKDAYS:
        raise refusal(
            _("WKST is the day on which a week begins, one of {known}.").format(
                known=", ".join(WEEKDAYS)
            )
        )
    return WEEKDAYS.index(value)


def _until(value: str, within: tzinfo | None) -> date:
    """The last day; of a moment in UTC the day that it is `within` a zone."""
    written = re.fullmatch(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(T[0-9]{6}(Z?))?", value)
    try:
        if written is None:
            raise ValueError
        day = date(*map(int, written.group(1, 2, 3)))
        if not written[5] or within is None:
            return day
        moment = datetime.strptime(written[4], "T%H%M%SZ").time()
        return datetime.combine(day, moment, UTC).astimezone(within).date()
    except (ValueError, OverflowError) as unreadable:
        raise refusal(
            _("UNTIL is the last day, as UNTIL=20261231; “{typed}” is no such day.").format(
                typed=shown(value, 20)
            )
        ) from unreadable


def _out_of_range(name: str, value: str, least: int, most: int) -> Refused:
    return refusal(
        _("“{typed}” is not right for {part}: please give a number from {least} to {most}.").format(
            typed=shown(value.strip(), 20), part=name, least=least, most=most
        )
    )


def _from_the_end_last(number: int) -> tuple[bool, int]:
    """What counts from the start first, then what counts from the end, backwards from there."""
    return number < 0, abs(number)


def _comma(values: Any) -> str:
    return ",".join(map(str, values))
