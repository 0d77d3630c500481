"""Lending, taking back and renewing: the same few keys in every room that shows loans."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from store.errors import Busy, NotFound, StoreError
from store.language import _
from store.neighbours import households
from store.sharing import lending, search
from store.sharing.inventory import ItemRow
from store.sharing.loans import LoanRow
from store.sharing.models import CONDITIONS
from store.sharing.search import Match
from store.sharing.words import say_condition
from store.text import fold, terms
from tui.days import day_field
from tui.reading import Reading
from tui.room import Room
from tui.sharing import news
from tui.sharing.matches import answering
from tui.widgets.form import Field, Form, Suggestion
from tui.widgets.listing import Column, ListingRow
from tui.widgets.picker import Picker


def quickly(room: Room, item: ItemRow) -> None:
    """Ask only for the household; the date is today, the due date the category's."""
    compound_id = households.get(item.household_id).compound_id

    def find(query: str) -> list[ListingRow]:
        return [
            _answer(match, match.household_id == item.household_id, terms(query))
            for match in search.households(compound_id, query)
        ]

    def lend(household_id: str | None) -> None:
        if household_id is None:
            return
        borrower, today = int(household_id), room.desk.today
        _tell(room, lambda: news.lent(lending.check_out(item.id, borrower, today)))

    room.app.push_screen(
        Picker(
            _("Lend “{item}” of {household} to").format(item=item.name, household=item.household),
            (Column(_("household"), 16, flex=1, priority=1), Column(_("found by"), 20, flex=2)),
            find,
            prompt=_("address, name, or something they lend"),
            empty=_("No household answers to that. Delete some of what is typed."),
        ),
        lend,
    )


def with_details(room: Room, item: ItemRow) -> None:
    """Ask for everything that can be noted of a loan; a refusal leaves the form as it is."""
    today = room.desk.today
    compound_id = households.get(item.household_id).compound_id

    def save(values: dict[str, str]) -> LoanRow:
        read = Reading(_("Loan"))
        address = values["household"]
        household_id = read.of("household", lambda: households.find(address, compound_id).id, 0)
        resident_id = _resident(read, household_id, values["resident"])
        lent_on = read.day("lent_on", values["lent_on"], today, past=True)
        due_on = read.day("due_on", values["due_on"], today)
        return read.do(
            lambda: lending.check_out(
                item.id,
                household_id,
                today,
                resident_id=resident_id,
                lent_on=lent_on,
                due_on=due_on,
                note=values["note"],
            )
        )

    def saved(loan: LoanRow | None) -> None:
        if loan is not None:
            room.done(news.lent(loan))

    title = _("Lend “{item}” of {household}").format(item=item.name, household=item.household)
    fields = (
        Field(
            "household",
            _("Household"),
            kind="pick",
            suggest=lambda query: _suggestions(compound_id, query),
        ),
        Field(
            "resident",
            _("Who took it"),
            suggest=lambda typed: _living_there(form.values(), compound_id, typed),
        ),
        day_field("lent_on", _("Lent on"), today, today, past=True),
        day_field("due_on", _("Due on"), None, today),
        Field("note", _("Note")),
    )
    form = Form(title, fields, save)
    room.app.push_screen(form, saved)


def take_back(room: Room, loan_ids: Sequence[int]) -> None:
    """Take back today, in the condition it was lent in."""
    room.done(news.returned(lending.check_in(loan_ids, room.desk.today)))


def take_back_with_details(room: Room, loan_id: int) -> None:
    """Take back with an earlier date, or in another condition."""
    today = room.desk.today
    loan = lending.get(loan_id)

    def save(values: dict[str, str]) -> tuple[LoanRow, ...]:
        read = Reading(_("Return"))
        day = read.day("returned_on", values["returned_on"], today, past=True)
        read.settle()
        condition = values["condition"] or None
        return lending.check_in([loan.id], today, returned_on=day, condition=condition)

    def saved(loans: tuple[LoanRow, ...] | None) -> None:
        if loans is not None:
            room.done(news.returned(loans))

    title = _("“{item}” back from {household}").format(item=loan.item, household=loan.borrower)
    fields = (
        day_field("returned_on", _("Came back on"), today, today, past=True),
        Field(
            "condition",
            _("Condition"),
            kind="choice",
            choices=(
                Suggestion("", _("as it was")),
                *(Suggestion(word, say_condition(word)) for word in CONDITIONS),
            ),
        ),
    )
    room.app.push_screen(Form(title, fields, save), saved)


def renew(room: Room, loan_ids: Sequence[int]) -> None:
    """Give another loan period."""
    room.done(news.renewed(lending.renew(loan_ids, room.desk.today)))


def _tell(room: Room, deed: Callable[[], str]) -> None:
    """Do a deed that answers with its news, and show it; a refusal is told in the news line."""
    try:
        room.done(deed())
    except Busy:
        room.follow(partial(_tell, room, deed))
    except StoreError as trouble:
        room.complain(trouble.sentence)


def _answer(match: Match, is_owner: bool, words: Sequence[str]) -> ListingRow:
    found_by = _("whose it is") if is_owner else _found_by(match)
    home, key = f"{match.address} {match.household_name}", match.search_key
    marked = {0: answering(home, key, words), 1: answering(found_by, key, words)}
    by_home = match.kind == "household"
    return ListingRow(
        str(match.household_id),
        (home, found_by),
        dimmed=is_owner,
        marks={place: found for place, found in marked.items() if by_home == (place == 0)},
    )


def _found_by(match: Match) -> str:
    if match.kind == "household":
        return _("vacant") if match.detail == "vacant" else ""
    return match.label


def _suggestions(compound_id: int, query: str) -> list[Suggestion]:
    return [
        Suggestion(match.address, f"{match.address} {match.household_name}", _found_by(match))
        for match in search.households(compound_id, query)
    ]


def _living_there(values: Mapping[str, str], compound_id: int, typed: str) -> list[Suggestion]:
    """Who lives in the household that is chosen, of those whose name holds what is typed."""
    try:
        household = households.find(values.get("household", ""), compound_id)
    except StoreError:
        return []
    names = [resident.name for resident in households.residents(household.id)]
    return [Suggestion(name, name) for name in names if fold(typed) in fold(name)]


def _resident(read: Reading, household_id: int, name: str) -> int | None:
    """Who took it, if somebody is named and it is known where."""
    if not name.strip() or not household_id:
        return None

    def question() -> int | None:
        try:
            return households.resident_named(household_id, name).id
        except NotFound as unknown:
            sentence = _("Nobody of this name lives there; p on the grid enters residents.")
            raise NotFound(unknown.title, sentence) from unknown

    return read.of("resident", question, None)
