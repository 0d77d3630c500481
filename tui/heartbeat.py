"""The nightly run's heartbeat, as every title tells it beside the day and who is at the desk."""

from __future__ import annotations

from datetime import date, datetime

from store.calendar import say_day, say_moment, say_short
from store.language import _, ngettext
from store.runs import LastRun

DAY = 86_400  # seconds
YEAR = len("2026-")  # what a moment begins with, and a title has no room for


def beside(
    last: LastRun | None, now: datetime, today: date, user: str, *, roomy: bool
) -> tuple[str, ...]:
    """What may stand at the right of a title, the fullest first: the last run, the day and who.

    Where there has never been a run, only a roomy window says so.
    """
    day, short = f"{say_day(today)}  {user}", say_short(today)
    if last is None:
        never = _("no nightly run yet")
        return (f"{never}  {day}", day) if roomy else (short,)
    full, brief = _told(last, now)
    narrow = (f"{full}  {short}", f"{brief}  {short}")
    wide = (f"{full}  {day}", f"{brief}  {day}", f"{full}  {short}  {user}")
    return (*wide, *narrow) if roomy else narrow


def _told(last: LastRun, now: datetime) -> tuple[str, str]:
    """The last run in full and in brief; where all is not well, as a warning."""
    moment = say_moment(last.at)[YEAR:]
    day, _blank, time = moment.partition(" ")
    if last.is_missed(now):
        days = round((now - last.at).total_seconds() / DAY)
        return (
            ngettext(
                "! nightly: none for {days} day", "! nightly: none for {days} days", days
            ).format(days=days),
            _("! nightly {moment}").format(moment=day),
        )
    if last.failures:
        return (
            _("! nightly {moment}: {count} failed").format(moment=moment, count=last.failures),
            _("! nightly: {count} failed").format(count=last.failures),
        )
    is_today = say_moment(now)[YEAR:].startswith(day)
    return (
        _("nightly {moment}").format(moment=moment),
        _("nightly {moment}").format(moment=time if is_today else day),
    )
