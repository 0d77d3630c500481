"""The forms about a member's time: when they can work, are away or exempt, and with whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store.calendar import say_day
from store.errors import FieldError, Invalid, Refused
from store.farm import availability, sought_members, team, windows
from store.farm.models import PAIRS
from store.farm.team import MemberRow
from store.language import N_, _
from store.text import terms
from tui.days import day_field
from tui.reading import MOST_DIGITS, Reading, Values, ask, note_field
from tui.room import Room
from tui.widgets.form import Field, Suggestion

PAIRED = {"together": N_("want to work together"), "apart": N_("must not work together")}


def set_windows(room: Room, member: MemberRow) -> None:
    """Ask when a member can work, week by week."""
    seen = availability.windows(member.id)

    def save(values: Values) -> str:
        read = Reading(_("Can work"))
        wanted = read.of("windows", lambda: windows.parse_windows(values["windows"]), seen)
        read.do(lambda: availability.set_windows(member.id, wanted, seen))
        return _("{member} can work: {times}.").format(
            member=member.name, times=windows.say_windows(wanted)
        )

    def below(values: Values) -> list[str]:
        try:
            told = windows.say_windows(windows.parse_windows(values["windows"]))
        except Refused as trouble:
            told = f"! {trouble.sentence}"
        return [
            told,
            "",
            _("Type days and times, as “1-5 7:00-11:00; sat 14:00-18:00” or “weekend 8-12”."),
            _("Nothing means at any time; a night is two windows, up to 24:00 and from 0:00."),
        ]

    typed = windows.say_windows(seen) if seen else ""
    fields = (Field("windows", _("Can work"), value=typed, limit=1000),)
    title = _("When can {member} work?").format(member=member.name)
    ask(room, title, fields, save, below)


def add_absence(room: Room, member: MemberRow) -> None:
    """Ask for the days on which a member is away."""
    today = room.desk.today

    def save(values: Values) -> str:
        read = Reading(_("Absence"))
        first, last = _span(read, values, today)
        read.do(lambda: availability.add_absence(member.id, first, last, values["note"]))
        if first == last:
            return _("{member} is away on {day}.").format(member=member.name, day=say_day(first))
        return _("{member} is away from {first} to {last}.").format(
            member=member.name, first=say_day(first), last=say_day(last)
        )

    title = _("When is {member} away?").format(member=member.name)
    ask(room, title, (*_span_fields(today), note_field(availability.latest_notes)), save)


def add_exemption(room: Room, member: MemberRow) -> None:
    """Ask for days on which a member owes less than a full share."""
    today = room.desk.today

    def save(values: Values) -> str:
        read = Reading(_("Exemption"))
        share = read.needed_number("share", values["share"], unit="%")
        first, last = _span(read, values, today)
        note = values["note"]
        read.do(lambda: availability.add_exemption(member.id, first, last, share, note))
        return _("{member} owes {share} % of a share from {first} to {last}.").format(
            member=member.name, share=share, first=say_day(first), last=say_day(last)
        )

    fields = (
        *_span_fields(today),
        Field(
            "share",
            _("Share (%)"),
            value="0",
            limit=MOST_DIGITS,
            guess=True,
            hint=lambda _typed: _("percent of a full share; 0 owes nothing"),
        ),
        note_field(),
    )
    ask(room, _("From when to when is {member} exempt?").format(member=member.name), fields, save)


def set_pair(room: Room, member: MemberRow) -> None:
    """Ask with whom a member wants to work, or must not."""
    others = [other for other in team.members(room.desk.today) if other.id != member.id]
    known = {str(other.id): other for other in others}

    def save(values: Values) -> str:
        other = known.get(values["other"])
        if other is None:
            error = FieldError("other", _("Please choose a member."))
            raise Invalid(_("Pair"), (error,))
        availability.set_pair(member.id, other.id, values["kind"])
        return _("{member} and {other} {how}.").format(
            member=member.name, other=other.name, how=_(PAIRED[values["kind"]])
        )

    fields = (
        Field("other", _("With"), kind="pick", suggest=lambda typed: _members(others, typed)),
        Field(
            "kind",
            _("They"),
            kind="choice",
            value=PAIRS[0],
            choices=[Suggestion(kind, _(PAIRED[kind])) for kind in PAIRS],
        ),
    )
    ask(room, _("With whom does {member} work?").format(member=member.name), fields, save)


def _members(members: Sequence[MemberRow], typed: str) -> list[Suggestion]:
    words = terms(typed)
    answering = sought_members.keys(words)
    return [
        Suggestion(str(row.id), row.name, row.address)
        for row in members
        if not words or row.id in answering
    ]


def _span_fields(today: date) -> tuple[Field, Field]:
    return (
        day_field("first", _("First day"), None, today),
        day_field("last", _("Last day"), None, today, empty=_("nothing: only that day")),
    )


def _span(read: Reading, values: Values, today: date) -> tuple[date, date]:
    """The first and the last day typed; the same where the last is left out."""
    first = read.needed_day("first", values["first"], today)
    last = read.day("last", values["last"], today)
    return first, last or first
