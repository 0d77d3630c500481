"""The receipt of erasing somebody: what went, what stays, and which copies still hold it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from store.calendar import say_day, say_moment
from store.language import _, listed, ngettext
from store.privacy.erasing import Receipt
from store.privacy.scrubbing import Holding
from store.rowwords import say_table


def lines(receipt: Receipt) -> Iterator[str]:
    """What was erased, in lines for a person."""
    when = say_moment(datetime.fromisoformat(receipt.at))
    yield _("Erased: a resident of {household} (deed {number}, {moment}, {who}).").format(
        household=receipt.address, number=receipt.deed, moment=when, who=receipt.who
    )
    yield from what_goes(receipt)
    if receipt.drafts:
        yield ngettext(
            "{count} half-typed form with the name was thrown away.",
            "{count} half-typed forms with the name were thrown away.",
            receipt.drafts,
        ).format(count=receipt.drafts)
    if not receipt.is_clean:
        yield _(
            "The file could not be written anew, because somebody was at it. "
            "Please run `qiaomen erase --clean` soon."
        )


def what_goes(receipt: Receipt) -> Iterator[str]:
    """From where it goes, what stays, and the copies that hold it, in lines for a person."""
    yield _("From these tables: {counts}.").format(counts=_counts(receipt.rows))
    yield _("From the journal: {changes} changes, the words of {deeds} deeds.").format(
        changes=receipt.changes, deeds=receipt.deeds
    )
    if receipt.left:
        yield _(
            "Such a name still stands in: {counts}. That is what somebody did at the desk, "
            "what things are called, or where somebody else may be meant."
        ).format(counts=_counts(receipt.left))
    if not receipt.backups:
        yield _("No copy of the store is known here that still holds it.")
    for copy in receipt.backups:
        yield _("Still in the copy {path}: {until}.").format(path=copy.path, until=_say_until(copy))


def as_object(receipt: Receipt) -> dict[str, Any]:
    """A receipt as programs read it."""
    return {
        "deed": receipt.deed,
        "at": receipt.at,
        "who": receipt.who,
        "household": receipt.address,
        "rows": dict(receipt.rows),
        "changes": receipt.changes,
        "deeds": receipt.deeds,
        "left": dict(receipt.left),
        "drafts": receipt.drafts,
        "backups": [
            {"path": copy.path, "at": copy.at or None, "until": until and until.isoformat()}
            for copy in receipt.backups
            for until in [_until(copy)]
        ],
        "clean": receipt.is_clean,
    }


def _counts(rows: Sequence[tuple[str, int]]) -> str:
    return listed(f"{say_table(table)} {count}" for table, count in rows) or _("none")


def _until(copy: Holding) -> date | None:
    if copy.days is None or not copy.at:
        return None
    return datetime.fromisoformat(copy.at).date() + timedelta(days=copy.days)


def _say_until(copy: Holding) -> str:
    until = _until(copy)
    if until is None:
        return _("until somebody removes it")
    return _("rotation removes it by {day}").format(day=say_day(until))
