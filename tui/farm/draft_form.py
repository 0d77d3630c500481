"""The form of a draft: from when, for how many weeks, and for which team."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from store.calendar import parse_day, say_day
from store.errors import Refused
from store.farm import team
from store.language import _
from store.numerals import narrow
from tui.days import day_field
from tui.farm.reading import team_field
from tui.farm.shiftsroom import ShiftsRoom
from tui.reading import Reading
from tui.widgets.form import Field, Form

USUAL_WEEKS, MOST_WEEKS = 4, 104

Period = tuple[date, date, int | None]  # first day, last day, team


def ask(room: ShiftsRoom) -> None:
    """Ask for which weeks and which team, and make a draft of them."""
    from tui.farm.draft import DraftRoom

    today = room.desk.today
    monday = room.day - timedelta(room.day.weekday())

    def check(values: dict[str, str]) -> Period:
        read = Reading(_("Draft"))
        first = read.of("first", lambda: _first(values["first"], today), today)
        weeks = read.of("weeks", lambda: _weeks(values["weeks"]), USUAL_WEEKS)
        read.settle()
        chosen = values["team"]
        return first, first + timedelta(7 * weeks - 1), int(chosen) if chosen else None

    def chosen(period: Period | None) -> None:
        if period is not None:
            room.app.push_screen(DraftRoom(room, *period))

    fields = (
        day_field("first", _("From"), monday, today),
        Field("weeks", _("Weeks"), value=str(USUAL_WEEKS), limit=4, guess=True),
        team_field(team.teams(today), room.team_id, or_all=True),
    )
    form = Form(_("Draft: for which weeks?"), fields, check, below=partial(_say_period, today))
    room.app.push_screen(form, chosen)


def _first(typed: str, today: date) -> date:
    first = parse_day(typed, today)
    if date.max - first < timedelta(7 * MOST_WEEKS):
        raise Refused(_("Draft"), _("The calendar ends here."))
    return first


def _weeks(typed: str) -> int:
    number = narrow(typed)
    if not number.isdecimal() or not 1 <= int(number) <= MOST_WEEKS:
        sentence = _("Please type a whole number from 1 to {most}.").format(most=MOST_WEEKS)
        raise Refused(_("Draft"), sentence)
    return int(number)


def _say_period(today: date, values: dict[str, str]) -> Sequence[str]:
    """What the fields mean, and what a draft does with it."""
    told = [
        _("A draft gives the free places out, most places first, then the most even hours."),
        _("What somebody fixed by hand stays. Nothing is done until it is accepted."),
    ]
    try:
        first = _first(values["first"], today)
        last = first + timedelta(7 * _weeks(values["weeks"]) - 1)
    except Refused:
        return told
    span = _("From {first} to {last}.").format(first=say_day(first), last=say_day(last))
    return [span, *told]
