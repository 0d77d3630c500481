"""Lending, taking back and renewing: the same few keys in every room that shows loans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from store.calendar import parse_day, say_day
from store.errors import Busy, FieldError, Invalid, NotFound, Refused, StoreError
from store.language import _, ngettext
from store.neighbours import households
from store.sharing import lending, search
from store.sharing.inventory import ItemRow
from store.sharing.loans import LoanRow
from store.sharing.models import CONDITIONS
from store.sharing.search import Match
from store.sharing.words import say_condition
from tui.days import understood
from tui.room import Room
from tui.widgets.form import Field, Form, Suggestion
from tui.widgets.listing import Column, ListingRow
from tui.widgets.picker import Picker


def quickly(room: Room, item: ItemRow) -> None:
    """Ask only for the household; the date is today, the due date the category's."""
    compound_id = households.get(item.household_id).compound_id

    def find(query: str) -> list[ListingRow]:
        return [
            _answer(match, match.household_id == item.household_id)
            for match in search.households(compound_id, query)
        ]

    def lend(household_id: str | None) -> None:
        if household_id is None:
            return
        _tell(room, lambda: _lent(lending.check_out(item.id, int(household_id), room.desk.today)))

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
        errors: list[FieldError] = []
        household_id = _household(values["household"], compound_id, errors)
        resident_id = _resident(household_id, values["resident"], errors)
        lent_on = _day("lent_on", values["lent_on"], today, errors)
        due_on = _day("due_on", values["due_on"], today, errors)
        if errors:
            raise Invalid(_("Loan"), tuple(errors))
        return lending.check_out(
            item.id,
            household_id,
            today,
            resident_id=resident_id,
            lent_on=lent_on,
            due_on=due_on,
            note=values["note"],
        )

    def saved(loan: LoanRow | None) -> None:
        if loan is not None:
            room.done(_lent(loan))

    title = _("Lend “{item}” of {household}").format(item=item.name, household=item.household)
    fields = (
        Field(
            "household",
            _("Household"),
            kind="pick",
            suggest=lambda query: _suggestions(compound_id, query),
        ),
        Field("resident", _("Who took it")),
        _past_day("lent_on", _("Lent on"), today),
        Field(
            "due_on", _("Due on"), kind="day", hint=lambda text: understood(text, today, past=False)
        ),
        Field("note", _("Note")),
    )
    room.app.push_screen(Form(title, fields, save), saved)


def take_back(room: Room, loan_ids: Sequence[int]) -> None:
    """Take back today, in the condition it was lent in."""
    room.done(_returned(lending.check_in(loan_ids, room.desk.today)))


def take_back_with_details(room: Room, loan_id: int) -> None:
    """Take back with an earlier date, or in another condition."""
    today = room.desk.today
    loan = lending.get(loan_id)

    def save(values: dict[str, str]) -> tuple[LoanRow, ...]:
        errors: list[FieldError] = []
        day = _day("returned_on", values["returned_on"], today, errors)
        if errors:
            raise Invalid(_("Return"), tuple(errors))
        condition = values["condition"] or None
        return lending.check_in([loan.id], today, returned_on=day, condition=condition)

    def saved(loans: tuple[LoanRow, ...] | None) -> None:
        if loans is not None:
            room.done(_returned(loans))

    title = _("“{item}” back from {household}").format(item=loan.item, household=loan.borrower)
    fields = (
        _past_day("returned_on", _("Came back on"), today),
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
    room.done(_renewed(lending.renew(loan_ids, room.desk.today)))


def _past_day(name: str, label: str, today: date) -> Field:
    """A field for a day that has been; today, unless another is typed."""
    return Field(
        name,
        label,
        kind="day",
        value=today.isoformat(),
        hint=lambda text: understood(text, today, past=True),
    )


def _tell(room: Room, deed: Callable[[], str]) -> None:
    """Do a deed that answers with its news, and show it; a refusal is told in the news line."""
    try:
        room.done(deed())
    except Busy:
        room.follow(partial(_tell, room, deed))
    except StoreError as trouble:
        room.complain(trouble.sentence)


def _lent(loan: LoanRow) -> str:
    return _("Lent “{item}” to {household}, due {due}.").format(
        item=loan.item, household=loan.borrower, due=say_day(loan.due_on)
    )


def _returned(loans: Sequence[LoanRow]) -> str:
    if len(loans) == 1:
        return _("“{item}” is back from {household}.").format(
            item=loans[0].item, household=loans[0].borrower
        )
    return ngettext("{count} item is back.", "{count} items are back.", len(loans)).format(
        count=len(loans)
    )


def _renewed(loans: Sequence[LoanRow]) -> str:
    if len(loans) == 1:
        return _("Renewed “{item}” for {household}, due {due}.").format(
            item=loans[0].item, household=loans[0].borrower, due=say_day(loans[0].due_on)
        )
    return ngettext("Renewed {count} loan.", "Renewed {count} loans.", len(loans)).format(
        count=len(loans)
    )


def _answer(match: Match, is_owner: bool) -> ListingRow:
    found_by = _("whose it is") if is_owner else _found_by(match)
    return ListingRow(
        str(match.household_id),
        (f"{match.address} {match.household_name}", found_by),
        dimmed=is_owner,
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


def _household(address: str, compound_id: int, errors: list[FieldError]) -> int:
    try:
        return households.find(address, compound_id).id
    except StoreError as trouble:
        errors.append(FieldError("household", trouble.sentence))
        return 0


def _resident(household_id: int, name: str, errors: list[FieldError]) -> int | None:
    if not name.strip() or not household_id:
        return None
    try:
        return households.resident_named(household_id, name).id
    except NotFound:
        sentence = _("Nobody of this name lives there; p on the grid enters residents.")
    except StoreError as trouble:
        sentence = trouble.sentence
    errors.append(FieldError("resident", sentence))
    return None


def _day(name: str, text: str, today: date, errors: list[FieldError]) -> date | None:
    """The day meant; only a due date may still be to come."""
    if not text.strip():
        return None
    try:
        return parse_day(text, today, past=name != "due_on")
    except Refused as trouble:
        errors.append(FieldError(name, trouble.sentence))
        return None
