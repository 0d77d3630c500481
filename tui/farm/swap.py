"""Giving a place up, and the swap of two: offered, then accepted, refused or taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store.calendar import say_day, say_near
from store.farm import changes, swappable, swaps
from store.farm.changes import LeaveResult
from store.farm.shifts import PlaceRow, ShiftRow
from store.farm.swappable import Swappable
from store.farm.swaps import SwapRow
from store.language import _, in_turn, ngettext
from store.neighbours.models import NOTE_LENGTH
from store.text import fold, terms
from tui import cells
from tui.days import day_field
from tui.farm import places
from tui.listroom import ListRoom
from tui.reading import Reading, Values, offering
from tui.room import Room
from tui.widgets.form import Field, Form, Suggestion
from tui.widgets.listing import Column, ListingRow
from tui.widgets.picker import Picker

WIDEST = date(2026, 11, 24)  # no day is said wider, as 2026年11月24日 周二


def ask_leave(room: Room, shift: ShiftRow, place: PlaceRow) -> None:
    """Ask why somebody gives a place up, which may stay empty, and let them."""
    today = room.desk.today

    def save(values: Values) -> str:
        return _said_left(changes.leave(place.assignment_id, today, values["reason"]))

    title = _("{member} gives the place up: {shift}").format(
        member=place.member, shift=places.say_shift(shift, today)
    )
    latest = offering(changes.latest_reasons)
    fields = (Field("reason", _("Reason"), limit=NOTE_LENGTH, suggest=latest),)
    room.app.push_screen(Form(title, fields, save, enter_saves=True), _done(room))


def ask(room: ListRoom, place: PlaceRow) -> None:
    """Ask for the place that is wanted for this one, then whether both have agreed already."""
    today = room.desk.today
    found = swappable.coming(place.assignment_id, today)

    def find(query: str) -> list[ListingRow]:
        words = terms(query)
        return [
            ListingRow(
                str(each.assignment_id),
                (
                    each.member,
                    say_day(each.starts_at.date()),
                    f"{each.starts_at:%H:%M}",
                    each.shift,
                ),
            )
            for each in found
            if _answers(each, words)
        ]

    def chosen(key: str | None) -> None:
        if key is not None:
            wanted = next(each for each in found if str(each.assignment_id) == key)
            with room.complaining():
                _ask_how(room, place, wanted)

    title = _("Which place for that of {member}?").format(member=place.member)
    columns = (
        Column(_("who"), 12, flex=1, priority=3),
        Column(_("day"), cells.width(say_day(WIDEST)), priority=2),
        Column("", 5, priority=2),
        Column(_("shift"), 10, flex=1, priority=1),
    )
    picker = Picker(
        title,
        columns,
        find,
        prompt=_("name, pinyin or work"),
        empty=_("Nobody with a coming place answers to that. Delete some of what is typed."),
    )
    room.app.push_screen(picker, chosen)


def _answers(place: Swappable, words: tuple[str, ...]) -> bool:
    key = f"{place.key} {fold(place.member)} {fold(place.shift)}"
    return all(word in key for word in words)


def _ask_how(room: ListRoom, place: PlaceRow, wanted: Swappable) -> None:
    """Ask whether both have agreed already, or until when an offer stands; and do that."""
    today = room.desk.today
    until = swaps.last_day(place.assignment_id, wanted.assignment_id)

    def save(values: Values) -> tuple[str, str]:
        if values["how"] == "agree":
            swapped = swaps.agree(place.assignment_id, wanted.assignment_id, today)
            news = _said_swapped(place.member, wanted.member, swapped.remarks)
            return news, str(swapped.other_assignment_id)
        read = Reading(_("Swap"))
        day = read.needed_day("until", values["until"], today)
        read.settle()
        swap_id = swaps.offer(place.assignment_id, wanted.assignment_id, day, today)
        told = _("{member} offers {other} the place until {day}; w on the offer accepts it.")
        news = told.format(member=place.member, other=wanted.member, day=say_near(day, today))
        return news, places.swap_key(swap_id)

    def saved(answer: tuple[str, str] | None) -> None:
        if answer is not None:
            news, key = answer
            room.done(news)
            room.list.cursor_key = key

    title = _("Swap: {member} takes {shift} of {other}, {day}").format(
        member=place.member,
        shift=wanted.shift,
        other=wanted.member,
        day=f"{say_near(wanted.day, today)} {wanted.starts_at:%H:%M}",
    )
    choices = (
        Suggestion("agree", _("both have agreed: swap now")),
        Suggestion("offer", _("ask: the offer stands")),
    )
    fields = (
        Field("how", _("How"), kind="choice", value="agree", choices=choices),
        day_field("until", _("Stands until"), until, today),
    )
    room.app.push_screen(Form(title, fields, save, enter_saves=True), saved)


def accept(room: ListRoom, swap: SwapRow) -> None:
    """Let both exchange their places; the cursor goes to who came to the shift shown."""
    swapped = swaps.accept(swap.id, room.desk.today)
    room.done(_said_swapped(swap.member, swap.other, swapped.remarks))
    for assignment_id in (swapped.assignment_id, swapped.other_assignment_id):
        room.list.cursor_key = str(assignment_id)


def refuse(room: Room, swap: SwapRow) -> None:
    """Ask who ends an offer: who was asked says no, or who offered takes it back."""

    def save(values: Values) -> str:
        if values["how"] == "refuse":
            swaps.refuse(swap.id)
            return _("{other} refused the swap.").format(other=swap.other)
        swaps.withdraw(swap.id)
        return _("{member} took the offer back.").format(member=swap.member)

    choices = (
        Suggestion("refuse", _("{other} refuses").format(other=swap.other)),
        Suggestion("withdraw", _("{member} takes it back").format(member=swap.member)),
    )
    field = Field("how", _("How"), kind="choice", value="refuse", choices=choices)
    title = _("End the offer of a swap")
    room.app.push_screen(Form(title, (field,), save, enter_saves=True), _done(room))


def _said_swapped(member: str, other: str, remarks: Sequence[str]) -> str:
    told = _("{member} and {other} have swapped.").format(member=member, other=other)
    return with_remarks(told, remarks)


def with_remarks(told: str, remarks: Sequence[str]) -> str:
    """The news of a deed, and what is to be told of it in a few words each."""
    return in_turn([told, *(_("Note: {remark}.").format(remark=each) for each in remarks)])


def _said_left(left: LeaveResult) -> str:
    told = [_("{member} has given the place up.").format(member=left.member)]
    if left.short_notice:
        days = ngettext("That is {days} day before.", "That is {days} days before.", left.days)
        told.append(days.format(days=left.days) if left.days else _("That is on the day itself."))
    if left.standby is not None:
        first = _("{member} is first on standby: a on that row gives the place.")
        told.append(first.format(member=left.standby.member))
    return in_turn(told)


def _done(room: Room):
    """What a form's answer becomes: the news, unless the form was left."""

    def done(news: str | None) -> None:
        if news is not None:
            room.done(news)

    return done
