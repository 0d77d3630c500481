"""The form that opens a vote: from when to when, and who is on the roll."""

from __future__ import annotations

import re

from store.errors import StoreError
from store.language import _, ngettext
from store.programme import rolls
from store.programme.proposals import ProposalRow
from tui.days import day_field
from tui.reading import Reading, Values
from tui.room import Room
from tui.widgets.form import Field, Form, Suggestion

_APART = re.compile(r"[\s,;，；、]+")


def ask(room: Room, proposal: ProposalRow) -> None:
    """Ask for the period and the roll, say how many may vote, and open the vote."""
    today = room.desk.today

    def check(values: Values) -> str:
        read = Reading(_("Vote"))
        opens_on = read.day("opens_on", values["opens_on"], today) or today
        closes_on = read.day("closes_on", values["closes_on"], today) or opens_on
        without_vacant = values["vacant"] == "without"
        count = read.do(
            lambda: rolls.open_vote(
                proposal.id,
                opens_on,
                closes_on,
                today,
                without_vacant=without_vacant,
                units=_units(values),
            )
        )
        told = ngettext(
            "The vote is open: {count} household is on the roll. b enters ballots.",
            "The vote is open: {count} households are on the roll. b enters ballots.",
            count,
        )
        return told.format(count=count)

    def below(values: Values) -> list[str]:
        try:
            count = rolls.count_eligible(
                proposal.id,
                without_vacant=values["vacant"] == "without",
                units=_units(values),
            )
        except StoreError as refused:
            return [f"! {refused.sentence}"]
        told = ngettext(
            "{count} household of {compound} will be on the roll, frozen from now on.",
            "{count} households of {compound} will be on the roll, frozen from now on.",
            count,
        )
        return [told.format(count=count, compound=proposal.compound)]

    def saved(news: str | None) -> None:
        if news is not None:
            room.done(news)

    fields = (
        day_field("opens_on", _("First day"), today, today),
        day_field("closes_on", _("Last day"), today, today),
        Field(
            "vacant",
            _("Vacant homes"),
            kind="choice",
            value="with",
            choices=(
                Suggestion("with", _("are on the roll")),
                Suggestion("without", _("are left out")),
            ),
        ),
        Field(
            "units",
            _("Only units"),
            hint=lambda typed: "" if typed else _("nothing: all units; else like 1 3"),
        ),
    )
    title = _("Open the vote on “{proposal}”").format(proposal=proposal.name)
    room.app.push_screen(Form(title, fields, check, below=below), saved)


def _units(values: Values) -> tuple[str, ...]:
    return tuple(filter(None, _APART.split(values["units"])))
