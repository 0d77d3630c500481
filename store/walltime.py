"""The wall clock of the village: times and lengths as they are typed and told, and its zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from store import numerals, settings
from store.errors import Refused
from store.fields import DAY_MINUTES
from store.language import _
from store.numerals import COUNTED
from store.text import shown

HOUR = 60
# A bare whole number up to this is a length in hours, beyond it one in minutes.
MOST_HOURS = 24

# Zones that say only how a machine is set up, if that.
_NO_PLACE = {"Factory", "localtime", "posixrules"}

_COUNTED_ZH = rf"({COUNTED}{{1,3}})(?=\s*个?\s*(?:[点时刻分人半]|小时))"
_MINUTES_ZH = rf"(?<=[点时])[零〇]?({COUNTED}{{1,3}})$"  # 七点三十, 七点零五
PERIODS = "凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上"
_PAST_NOON = ("下午", "傍晚", "晚上", "pm")
_CLOCK = re.compile(
    rf"(?P<period>{PERIODS})?\s*(?P<hour>\d{{1,2}})\s*"
    r"(?:[:.]\s*(?P<minute>\d{2})"
    r"|[点时]\s*(?:钟|整|(?P<half>半)|(?P<quarter>[13])\s*刻|(?P<minute_zh>\d{1,2})\s*分?)?)?"
    r"\s*(?P<half_day>am|pm)?"
)
_LENGTH = re.compile(
    r"(?:(?P<hours>\d{1,4}(?:\.\d{1,2})?)\s*(?:h|hrs?|hours?|个?\s*小时))?\s*"
    r"(?:(?P<minutes>\d{1,6})\s*(?:m|mins?|minutes?|分钟?)?)?"
)
_HALVES = (
    (r"(\d+)\s*个?\s*半\s*小时|(\d+)\s*个?\s*小时半", r"\g<1>\g<2>.5小时"),
    (r"半\s*个?\s*小时", "30分"),
)


def zone() -> ZoneInfo:
    """The time zone of the community. Raises Refused where this machine does not know it."""
    name = settings.text("zone")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise _no_zone(name) from unknown


@cache
def zones() -> tuple[str, ...]:
    """The names of all time zones that are known here, in their order."""
    return tuple(sorted(available_timezones() - _NO_PLACE))


def check_zone(name: str) -> str:
    """The time zone called `name`, written as it should be. Raises Refused."""
    known = {zone.casefold(): zone for zone in zones()}
    found = known.get(name.strip().casefold())
    if found is None:
        raise _no_zone(name)
    return found


def start(day: date, minute: int, within: ZoneInfo | None = None) -> datetime:
    """When the wall clock shows that `minute` of `day`; later where clocks jump over it.

    `within` is the zone, where the caller has asked for it already. A time that comes twice is
    meant the first time. Raises Refused beyond the calendar's end.
    """
    wall = datetime.combine(day, time(*divmod(minute, HOUR)))
    return _on_the_wall(wall, timedelta(0), within or zone())


def end(start: datetime, minutes: int, within: ZoneInfo | None = None) -> datetime:
    """What the wall clock shows so many real minutes after `start`.

    Where clocks are put back so far that this is not after the start, it is told as if they were
    not. Raises Refused beyond the calendar's end.
    """
    length = timedelta(minutes=minutes)
    after = _on_the_wall(start, length, within or zone())
    return after if after > start else start + length


def parse_at(text: str, *, to_midnight: bool = False) -> int:
    """The minute of the day typed as `7`, `7:30`, `0730`, `7pm`, `7点半` or `下午两点`.

    With `to_midnight` it may be `24:00`, the end of the day. Raises Refused.
    """
    typed = plain(text)
    minute = _four_digits(typed) if re.fullmatch(r"\d{3,4}", typed) else _clock(typed)
    if minute is None or minute > DAY_MINUTES or (minute == DAY_MINUTES and not to_midnight):
        raise Refused(
            _("No such time"),
            _("“{typed}” is not a time of day. Type one like 7, 7:30 or 0730.").format(
                typed=shown(text.strip(), 20)
            ),
        )
    return minute


def say_at(minute: int) -> str:
    """A minute of the day as a clock shows it: `07:00`; the day's end is `24:00`."""
    return f"{minute // HOUR:02}:{minute % HOUR:02}"


def parse_minutes(text: str, most: int = DAY_MINUTES) -> int:
    """The length in minutes typed as `2h`, `90m`, `1:30`, `1.5`, `2小时` or `一个半小时`.

    A bare number up to 24 counts hours, as does one with a point; a greater one counts minutes.
    Raises Refused for what is no length, or is longer than `most`.
    """
    minutes = _length(plain(text))
    if minutes is None or not 1 <= minutes <= most:
        raise Refused(
            _("No such length"),
            _("“{typed}” is not a length up to {most}. Type one like 2h, 90m or 1:30.").format(
                typed=shown(text.strip(), 20), most=say_minutes(most)
            ),
        )
    return minutes


def say_minutes(minutes: int) -> str:
    """A length as one says it: `2 h`, `1 h 30 min`, `45 min`."""
    sign = "-" if minutes < 0 else ""
    hours, rest = divmod(abs(minutes), HOUR)
    if not hours:
        said = _("{minutes} min").format(minutes=rest)
    elif not rest:
        said = _("{hours} h").format(hours=hours)
    else:
        said = _("{hours} h {minutes} min").format(hours=hours, minutes=rest)
    return sign + said


def say_hours(minutes: int) -> str:
    """A length in hours to the tenth, as a column of figures shows it: `12.5`."""
    tenths, sign = (abs(minutes) * 10 + HOUR // 2) // HOUR, "-" if minutes < 0 else ""
    return f"{sign if tenths else ''}{tenths // 10}.{tenths % 10}"


def plain(text: str) -> str:
    """What was typed, narrow and small, with 七点 as 7点 and 两小时 as 2小时."""
    typed = numerals.narrow(text).lower().replace("點", "点")
    typed = re.sub(_COUNTED_ZH, lambda found: numerals.figures(found[1]), typed)
    return re.sub(_MINUTES_ZH, lambda found: numerals.figures(found[1]).zfill(2), typed)


def _on_the_wall(wall: datetime, length: timedelta, within: ZoneInfo) -> datetime:
    try:
        moment = wall.replace(tzinfo=within).astimezone(UTC) + length
        return moment.astimezone(within).replace(tzinfo=None, fold=0)
    except OverflowError as beyond:
        raise Refused(
            _("No such date"),
            _("{day} is too far away. Please choose a nearer day.").format(
                day=wall.date().isoformat()
            ),
        ) from beyond


def _clock(typed: str) -> int | None:
    found = _CLOCK.fullmatch(typed)
    if found is None:
        return None
    minute = _minute(found)
    hour = _hour(int(found["hour"]), found["period"] or found["half_day"])
    if found["period"] and found["half_day"]:
        return None
    return hour * HOUR + minute if hour is not None and minute < HOUR else None


def _minute(found: re.Match[str]) -> int:
    if found["half"]:
        return HOUR // 2
    if found["quarter"]:
        return int(found["quarter"]) * HOUR // 4
    return int(found["minute"] or found["minute_zh"] or 0)


def _hour(hour: int, period: str | None) -> int | None:
    """The hour of the day meant by `hour` in a part of it; 12 am is midnight, 12 pm noon."""
    if period in ("am", "pm") and not 1 <= hour <= 12:
        return None
    if period == "am" or period == "凌晨":
        return hour % 12 if hour <= 12 else None
    if period == "中午":
        return hour + 12 if hour <= 2 else hour
    if period == "晚上" and hour == 12:
        return 24
    return hour + 12 if period in _PAST_NOON and hour < 12 else hour


def _four_digits(typed: str) -> int | None:
    hour, minute = divmod(int(typed), 100)
    return hour * HOUR + minute if minute < HOUR else None


def _length(typed: str) -> int | None:
    for pattern, instead in _HALVES:
        typed = re.sub(pattern, instead, typed)
    if found := re.fullmatch(r"(\d{1,2}):(\d{2})", typed):
        return int(found[1]) * HOUR + int(found[2]) if int(found[2]) < HOUR else None
    if re.fullmatch(r"\d{1,6}(?:\.\d{1,2})?", typed):
        return round(float(typed) * (HOUR if "." in typed or int(typed) <= MOST_HOURS else 1))
    found = _LENGTH.fullmatch(typed)
    if found is None or not typed:
        return None
    return round(float(found["hours"] or 0) * HOUR) + int(found["minutes"] or 0)


def _no_zone(name: str) -> Refused:
    return Refused(
        _("No such time zone"),
        _("“{name}” is no time zone that is known here. Type one like Asia/Shanghai.").format(
            name=shown(name.strip())
        ),
    )
