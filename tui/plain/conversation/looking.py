"""Looking at a household, a thing or a loan, with what can be done there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from store.language import N_, _
from store.neighbours import households
from store.sharing import inventory, lending
from store.sharing.inventory import ItemRow
from store.sharing.loans import LoanRow
from store.sharing.overdue import Lateness, lateness
from store.sharing.words import say_kind
from tui.plain import loans
from tui.plain.conversation import adding, contacting, past, things
from tui.plain.conversation import lending as handing
from tui.plain.conversation.choosing import Told, choose, choose_letter, one_after_another
from tui.plain.conversation.desk import Desk
from tui.plain.conversation.talk import saying_refusals, together
from tui.plain.output import say
from tui.plain.rows import named_door

Deeds = Mapping[str, tuple[str, Callable[[Desk, int], None]]]


def _write(desk: Desk, loan_id: int) -> None:
    loans.write_one(lending.get(loan_id), desk.today, "plain")


# What can be done about a loan, by the letters of the screens.
ON_LOAN: Deeds = {
    "r": (N_("take it back today"), handing.take_back_loan),
    "R": (N_("take it back, of another day or condition"), handing.take_back_otherwise),
    "n": (N_("renew it"), handing.renew_loan),
    "y": (N_("a reminder to copy"), contacting.write_reminder),
    "m": (N_("note: reminded"), contacting.reminded),
    "t": (N_("note: called"), contacting.called),
    "d": (N_("note: knocked"), contacting.knocked),
    "f": (N_("note: promised for a day"), contacting.promised),
    "N": (N_("a note of your own"), contacting.note),
    "#": (N_("the whole phone number; the history tells it"), contacting.show_phone),
    "i": (N_("how its due date came about, and what was done"), _write),
    "h": (N_("its history"), past.history_of_loan),
}


def at_household(desk: Desk, household_id: int) -> None:
    """Say who lives there, what they lend and hold, and do what is asked. Raises StoreErrors."""
    letters = {"a": _("add things"), "h": _("its history")}
    there = _things_at(desk, household_id)
    while (picked := choose(there, letters)) is not None:
        if picked == "a":
            adding.add_to(desk, households.get(household_id))
            there = _things_at(desk, household_id)
        elif picked == "h":
            past.history_of(desk, "household", household_id)
        elif isinstance(picked, LoanRow):
            at_loan(desk, picked.id)
        elif isinstance(picked, ItemRow):
            with saying_refusals():
                at_item(desk, picked.id)


def at_item(desk: Desk, item_id: int) -> None:
    """Say how a thing stands, and do what is asked. Raises StoreErrors."""
    item = inventory.item(item_id, desk.today)
    if item.loan_id is not None:
        at_loan(desk, item.loan_id)
        return
    say(things.say_item(item))
    letter = choose_letter({"l": _("lend it"), "h": _("its history")})
    if letter == "l":
        handing.lend_item(desk, item)
    elif letter == "h":
        past.history_of(desk, "item", item_id)


def at_loan(desk: Desk, loan_id: int) -> None:
    """Say how a loan stands, and do what is asked. Raises StoreErrors."""
    loan = lending.get(loan_id)
    say(things.say_loan(loan, lateness(desk.today)))
    letters = {letter: _(told) for letter, (told, _deed) in ON_LOAN.items()}
    while loan.returned_on is None and (letter := choose_letter(letters)) is not None:
        with saying_refusals():
            ON_LOAN[letter][1](desk, loan_id)
        loan = lending.get(loan_id)


def _things_at(desk: Desk, household_id: int) -> Told[ItemRow | LoanRow]:
    """What a household lends and has borrowed, with a word on who lives there, said first."""
    household = households.get(household_id)
    say(named_door(household.address, household.name) or say_kind(household.kind))
    if household.kind == "vacant":
        say(say_kind(household.kind))
    for resident in households.residents(household_id):
        say(together((resident.name, resident.phone, resident.note)))
    if household.note:
        say(household.note)
    there: list[ItemRow | LoanRow] = [*inventory.items(household_id, desk.today)]
    if not there:
        say(_("Nothing on the board yet."))
    there += inventory.borrowed(household_id)
    rule = lateness(desk.today)
    return Told(one_after_another(there), lambda row: _said(row, rule))


def _said(row: ItemRow | LoanRow, rule: Lateness) -> str:
    """A thing of theirs, or one that they have borrowed."""
    if isinstance(row, ItemRow):
        told = _("{item} ({number})").format(item=row.name, number=row.id)
        return together((told, things.say_state(row)))
    return _("borrowed: {loan}").format(loan=things.say_loan(row, rule))
