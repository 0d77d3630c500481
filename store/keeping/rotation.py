"""Which backups are kept: the newest of each of the last days, weeks, months and years."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from datetime import datetime

from store.errors import Refused
from store.language import _
from store.text import shown

# How many of each period are kept, by its letter.
Keep = dict[str, int]

# A period by its letter, and what all moments of one have in common.
_PERIODS: dict[str, Callable[[datetime], Hashable]] = {
    "d": lambda at: at.date(),
    "w": lambda at: at.isocalendar()[:2],
    "m": lambda at: (at.year, at.month),
    "y": lambda at: at.year,
}
_CHINESE = str.maketrans("天日周月年，、", "ddwmy,,")


def parse(text: str) -> Keep:
    """How many are kept, as `7d,4w,12m` or `7天,4周,12月` says it. Raises Refused."""
    keep: Keep = {}
    for part in text.translate(_CHINESE).lower().split(","):
        found = re.fullmatch(r"\s*([0-9]{1,4})\s*([dwmy])\s*", part)
        if not found or found[2] in keep:
            raise Refused(
                _("Backups to keep"),
                _(
                    "“{typed}” does not say which backups are kept. Please type for how many days, "
                    "weeks, months and years, as 7d,4w,12m."
                ).format(typed=shown(text)),
            )
        keep[found[2]] = int(found[1])
    return keep


def written(keep: Keep) -> str:
    """`keep` as it is typed."""
    return ",".join(f"{most}{letter}" for letter, most in keep.items())


def kept(moments: Sequence[datetime], keep: Keep) -> set[datetime]:
    """Which of `moments`, all of one time zone, stay: of each period the newest, as many as asked.

    Periods without any do not count, so that a long pause loses nothing. The newest always stays.
    """
    newest_first = sorted(moments, reverse=True)
    stay = set(newest_first[:1])
    for letter, most in keep.items():
        newest_of: dict[Hashable, datetime] = {}
        for at in newest_first:
            newest_of.setdefault(_PERIODS[letter](at), at)
        stay.update(list(newest_of.values())[:most])
    return stay
