"""Swaps of shifts: done at once where both agreed, or offered, and then accepted or refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store.calendar import say_day
from store.farm import shifts, swaps
from store.farm.swaps import SwapRow
from store.language import N_, _
from tui.plain import asked
from tui.plain.output import Field, as_object, say, write_object, write_rows
from tui.plain.places import place_of, say_remarks

# A shift and a member as they were typed.
Typed = tuple[str, str]

SHOWN = ("id", "member", "shift", "other", "other_shift", "expires_on", "state")


def swap(
    mine: Typed, other: Typed, today: date, form: str, *, only_offer: bool, expires: str | None
) -> None:
    """Swap two members' places, or only offer that, and write the swap. Raises StoreErrors."""
    offered = place_of(shifts.find(mine[0], today), mine[1], today).assignment_id
    wanted = place_of(shifts.find(other[0], today), other[1], today).assignment_id
    if not only_offer:
        swapped = swaps.agree(offered, wanted, today)
        _tell(swapped.swap_id, today, form, swapped.remarks)
        return
    until = asked.day(expires, today, past=False) or swaps.last_day(offered, wanted)
    _tell(swaps.offer(offered, wanted, until, today), today, form)


def accept(number: int, today: date, form: str) -> None:
    """Accept an offer, which swaps the places. Raises StoreErrors."""
    _tell(number, today, form, swaps.accept(number, today).remarks)


def refuse(number: int, today: date, form: str) -> None:
    """Refuse an offer. Raises StoreErrors."""
    swaps.refuse(number)
    _tell(number, today, form)


def withdraw(number: int, today: date, form: str) -> None:
    """Take an offer back. Raises StoreErrors."""
    swaps.withdraw(number)
    _tell(number, today, form)


def write(today: date, form: str) -> None:
    """Write the offers that can still be accepted, oldest first."""
    write_rows(_fields(today), SHOWN, swaps.open_swaps(today), form)


def _tell(number: int, today: date, form: str, remarks: Sequence[str] = ()) -> None:
    told = swaps.get(number)
    if form == "json":
        write_object(as_object(_fields(today), told))
        return
    for sentence in say_remarks(remarks):
        say(sentence)
    say(
        _("Swap {number}, {state}: {member}, {shift} ({at}), and {other}, {other_shift}").format(
            number=told.id, state=_(swaps.STATES[told.standing(today)]), **_words(told)
        )
    )
    if told.standing(today) == "offered":
        say(_("It stands until {day}.").format(day=say_day(told.expires_on)))


def _words(told: SwapRow) -> dict[str, str | int]:
    words = told.words()
    other = _("{shift} ({at})").format(shift=words["other_shift"], at=words["other_at"])
    return words | {"other_shift": other}


def _fields(today: date) -> Sequence[Field[SwapRow]]:
    return (
        Field("id", lambda row: row.id, N_("No."), align="right"),
        Field("member", lambda row: row.member, N_("Member"), least=8),
        Field("shift_id", lambda row: row.shift_id),
        Field("shift", lambda row: row.shift, N_("Shift"), lambda row: _said(row)[0], least=12),
        Field("starts_at", lambda row: f"{row.starts_at:%Y-%m-%dT%H:%M}"),
        Field("other", lambda row: row.other, N_("Other member"), least=8),
        Field("other_shift_id", lambda row: row.other_shift_id),
        Field(
            "other_shift",
            lambda row: row.other_shift,
            N_("Their shift"),
            lambda row: _said(row)[1],
            least=12,
        ),
        Field("other_starts_at", lambda row: f"{row.other_starts_at:%Y-%m-%dT%H:%M}"),
        Field("expires_on", lambda row: row.expires_on, N_("Until"), least=10),
        Field(
            "state",
            lambda row: row.standing(today),
            N_("State"),
            lambda row: _(swaps.STATES[row.standing(today)]),
        ),
    )


def _said(row: SwapRow) -> tuple[str, str]:
    """The two shifts, each with its start."""
    mine, other = f"{row.starts_at:%Y-%m-%d %H:%M}", f"{row.other_starts_at:%Y-%m-%d %H:%M}"
    return f"{row.shift} {mine}", f"{row.other_shift} {other}"
