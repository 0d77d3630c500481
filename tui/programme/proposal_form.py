"""The form of a proposal: entering one, and changing what is known of it."""

from __future__ import annotations

from collections.abc import Callable

from store.language import _
from store.neighbours.models import NOTE_LENGTH
from store.programme import money, proposals, terms
from store.programme.models import TITLE_LENGTH
from store.programme.proposals import ProposalRow, ProposalValues
from store.programme.terms import PLACES, say_dimensions
from tui.programme.money_forms import AMOUNT_LENGTH, understood_amount
from tui.programme.project_form import (
    YEAR_DIGITS,
    dimensions_hint,
    district_field,
    known_communities,
    organisation_field,
    read_dimensions,
)
from tui.reading import LongForm, Reading, Values
from tui.room import Room
from tui.widgets.form import Field, Suggestion


def add(room: Room, year: int, go_to: Callable[[int], None]) -> None:
    """Ask for a new proposal of `year`, and go to it; its households are at first the desk's."""
    compound = room.desk.compound.name if room.desk.compound is not None else ""

    def save(values: Values) -> tuple[str, int]:
        read = Reading(_("Proposal"))
        wanted = _read(read, values)
        added = read.do(lambda: proposals.add(wanted))
        news = _("Added the proposal “{proposal}”; o opens its vote.")
        return news.format(proposal=wanted.name), added

    def saved(answer: tuple[str, int] | None) -> None:
        if answer is not None:
            news, added = answer
            go_to(added)
            room.done(news)

    blank = ProposalValues(year, "", "", compound=compound)
    room.app.push_screen(LongForm(_("A new proposal"), _fields(blank), save), saved)


def edit(room: Room, row: ProposalRow) -> None:
    """Ask for what changes in a proposal."""
    shown = {field.name: field.value for field in _fields(row.values)}

    def save(values: Values) -> str:
        if values == shown:
            return _("Nothing was changed.")
        read = Reading(_("Proposal"))
        wanted = _read(read, values)
        read.do(lambda: proposals.edit(row, wanted))
        told = _("Changed the proposal “{proposal}”; u takes it back.")
        return told.format(proposal=wanted.name)

    def saved(news: str | None) -> None:
        if news is not None:
            room.done(news)

    title = _("The proposal “{proposal}”").format(proposal=row.name)
    room.app.push_screen(LongForm(title, _fields(row.values), save), saved)


def _fields(values: ProposalValues) -> tuple[Field, ...]:
    return (
        Field("name", _("Name"), value=values.name, limit=TITLE_LENGTH),
        Field("cost", _("Amount"), value=money.written(values.cost) if values.cost else "",
              limit=AMOUNT_LENGTH, hint=understood_amount),
        Field("community", _("Community"), value=values.community, suggest=known_communities),
        district_field(values.district),
        Field("compound", _("Whose households vote"), value=values.compound,
              hint=lambda typed: "" if typed else _("a compound")),
        Field("dimensions", _("Dimensions"), value=say_dimensions(values.dimensions),
              hint=dimensions_hint),
        Field("rural", _("Where"), kind="choice", value=str(int(values.rural)),
              choices=[Suggestion(str(int(key)), _(name)) for key, name in PLACES.items()]),
        Field("rule", _("Rule"), kind="choice", value=values.rule,
              choices=[Suggestion(key, _(name)) for key, name in terms.RULE_NAMES.items()]),
        Field("quorum", _("Quorum in percent"), value=str(values.quorum), limit=3, guess=True),
        Field("secret", _("Ballots"), kind="choice", value=str(int(values.secret)),
              choices=[
                  Suggestion(str(int(key)), _(name)) for key, name in terms.SECRECY_NAMES.items()
              ]),
        Field("proposer", _("Proposer"), value=values.proposer),
        organisation_field(values.organisation),
        Field("year", _("Year"), value=str(values.year), limit=YEAR_DIGITS, guess=True),
        Field("note", _("Note"), value=values.note, limit=NOTE_LENGTH),
    )  # fmt: skip


def _read(read: Reading, values: Values) -> ProposalValues:
    """What the form means."""
    year = read.number("year", values["year"])
    quorum = read.number("quorum", values["quorum"])
    cost = read.of("cost", lambda: money.parse(values["cost"]), money.YUAN)
    dimensions = read_dimensions(read, values)
    return ProposalValues(
        year or 0,
        values["name"],
        values["community"],
        values["district"],
        values["compound"],
        values["organisation"],
        dimensions,
        values["rural"] == "1",
        cost,
        values["proposer"],
        values["note"],
        values["rule"],
        50 if quorum is None else quorum,
        values["secret"] == "1",
    )
