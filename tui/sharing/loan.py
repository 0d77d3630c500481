"""One loan: who has it, how its due date came about, and what was done about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from store.calendar import say_day, say_moment, say_short
from store.language import N_, _, listed, ngettext
from store.neighbours import households
from store.sharing import contacts, due, lending, notices
from store.sharing.contacts import ContactRow
from store.sharing.loans import LoanRow
from store.sharing.notices import NoticeRow
from store.sharing.overdue import lateness
from store.sharing.steps import say_step, say_to_do, steps
from tui import actions, cells
from tui.listroom import MOVES
from tui.sharing.loansroom import LoansRoom
from tui.widgets.listing import LEAD, Column, Listing, ListingRow, SequenceSource

NOTICE = {
    "pending": N_("not delivered yet"),
    "sent": N_("told"),
    "skipped": N_("skipped"),
}


class LoanRoom(LoansRoom):
    """All that is known of one loan, in lines to page through."""

    WHILE_OUT = (*LoansRoom.LENDING, *LoansRoom.CONTACT)
    OFFERED = actions.of(*WHILE_OUT, "open", "back", *MOVES)
    BINDINGS = actions.bindings(OFFERED)

    def __init__(self, loan_id: int) -> None:
        super().__init__(Listing((Column("", 1, flex=1),), header=False))
        self._loan_id = loan_id
        self._is_out = True

    def fill(self) -> None:
        loan = self.loan()
        self._is_out = loan.returned_on is None
        self.show_title(f"“{loan.item}”", f"{loan.borrower} {loan.borrower_name}".rstrip())
        width = self.app.size.width - LEAD
        lines = [
            (heading, line) for heading, text in self._told(loan) for line in _wrapped(text, width)
        ]
        self.list.replace(
            SequenceSource(
                [
                    ListingRow(str(place), (line,), group=heading)
                    for place, (heading, line) in enumerate(lines)
                ]
            )
        )

    def _told(self, loan: LoanRow) -> Iterator[tuple[str, str]]:
        """Each thing to tell, under its heading."""
        today = self.desk.today
        told: dict[str, Sequence[str]] = {
            _("The loan"): _in_two_columns(_facts(loan, self._step(loan))),
            _("How the due date came about"): due.explain(loan.id, today),
            _("Contacts"): [self._contact(row) for row in contacts.history_of(loan.id)],
            _("Notices of the nightly run"): _notices(loan, notices.of_loan(loan.id)),
        }
        for heading, texts in told.items():
            for text in texts or (_("none yet"),):
                yield heading, text

    def _step(self, loan: LoanRow) -> str:
        """What is to be done, or the promise that holds; nothing if the loan is in time or back."""
        if not self._is_out:
            return ""
        today = self.desk.today
        known = contacts.latest([loan.id], today).get(loan.id)
        if known is not None and known.holds(today):
            return contacts.say_contact(known.kind, known.day, known.until, today)
        rule = lateness(today)
        step = rule.stage(rule.of(loan))
        by_phone = households.get(loan.borrower_id).by_phone
        return say_to_do(step.name, by_phone=by_phone) if step else ""

    def _contact(self, row: ContactRow) -> str:
        what = _(contacts.KINDS[row.kind])
        if row.until is not None:
            what = contacts.say_contact(row.kind, row.day, row.until, self.desk.today)
        said = _("{day}: {contact}, {who}").format(day=say_day(row.day), contact=what, who=row.who)
        return _("{said}: {note}").format(said=said, note=row.note) if row.note else said

    @property
    def about(self) -> str:
        return str(self._loan_id)

    def subject(self) -> tuple[str, int] | None:
        return "loan", self._loan_id

    def why_not(self, action_id: str) -> str | None:
        if action_id in self.WHILE_OUT and not self._is_out:
            return _("This has come back.")
        return None

    def do_back(self) -> None:
        self.app.pop_screen()

    def chosen(self) -> list[int]:
        return [self._loan_id]

    def loan(self) -> LoanRow:
        return lending.get(self._loan_id)


def _facts(loan: LoanRow, step: str) -> Iterator[tuple[str, str]]:
    yield _("borrowed by"), f"{loan.borrower} {loan.borrower_name}"
    yield (
        _("taken by"),
        f"{loan.resident}  {loan.phone}" if loan.resident else _who_lives_there(loan),
    )
    yield _("lent by"), f"{loan.lender} {loan.lender_name}"
    if step:
        yield _("to do"), step
    if loan.note:
        yield _("note"), loan.note


def _who_lives_there(loan: LoanRow) -> str:
    """Whom one may ask where nobody noted who took it."""
    living = households.residents(loan.borrower_id)
    if not living:
        return _("not noted")
    by_phone = households.get(loan.borrower_id).by_phone
    people = listed(
        f"{resident.name} {resident.phone if by_phone else ''}".rstrip() for resident in living
    )
    return _("not noted; there live {people}").format(people=people)


def _in_two_columns(facts: Iterator[tuple[str, str]]) -> list[str]:
    found = list(facts)
    indent = max(cells.width(label) for label, _text in found) + 2
    return [cells.fit(label, indent) + text for label, text in found]


def _notices(loan: LoanRow, found: Sequence[NoticeRow]) -> list[str]:
    names = {step.days: say_step(step.name) for step in steps()}
    return [_notice(loan, row, names.get(row.step, "")) for row in found]


def _notice(loan: LoanRow, row: NoticeRow, step: str) -> str:
    about = ngettext("{days} day late", "{days} days late", row.step).format(days=row.step)
    if step:
        about = _("{about} ({step})").format(about=about, step=step)
    moment = say_moment(datetime.fromisoformat(row.at))
    said = _("{about}: {state} {moment}").format(
        about=about, state=_(NOTICE[row.state]), moment=moment
    )
    if row.due_on == loan.due_on:
        return said
    return _("{said} (when it was due {day})").format(said=said, day=say_short(row.due_on))


def _wrapped(text: str, width: int) -> list[str]:
    """A text in lines; those that go on stand further in."""
    text = cells.safe(text)
    first, *more = cells.wrap(text, width)
    rest = cells.wrap(text[len(first) :].lstrip(), width - 2) if more else []
    return [first, *(f"  {line}" for line in rest)]
