"""What rooms about loans have in common: the deeds on those that are chosen."""

from __future__ import annotations

from collections.abc import Sequence

from store.neighbours import households
from store.sharing.loans import LoanRow
from tui.listroom import ListRoom


class LoansRoom(ListRoom):
    """A list with loans behind it; `chosen` says which ones a deed applies to."""

    # What such a room offers on the loans that are chosen.
    LENDING = ("return", "return_details", "renew")
    CONTACT = ("copy", "reminded", "called", "knocked", "promised", "note", "phone")

    def chosen(self) -> Sequence[int]:
        """The ids of the loans that a deed applies to."""
        raise NotImplementedError

    def loan(self) -> LoanRow:
        """The loan under the cursor. Raises NotFound."""
        raise NotImplementedError

    def settled(self, news: str) -> None:
        """A deed is done on all that was chosen: say so, and let the marks go."""
        self.done(news)
        self.list.clear_marks()

    def settled_if(self, news: str | None) -> None:
        """As `settled`, unless the form was left."""
        if news is not None:
            self.settled(news)

    def do_open(self) -> None:
        """Go to the borrower's door in the grid."""
        loan = self.loan()
        self.desk.go_to_household(households.get(loan.borrower_id), f"l{loan.id}")

    def do_phone(self) -> None:
        from store.sharing import phones

        self.say_phones(phones.show(self.loan().id))

    def do_return(self) -> None:
        from tui.sharing import lend

        lend.take_back(self, self.chosen())
        self.list.clear_marks()

    def do_return_details(self) -> None:
        from tui.sharing import lend

        lend.take_back_with_details(self, self.loan().id)

    def do_renew(self) -> None:
        from tui.sharing import lend

        lend.renew(self, self.chosen())
        self.list.clear_marks()

    def do_copy(self) -> None:
        from tui.sharing import contacts

        contacts.copy_reminder(self, self.chosen())

    def do_reminded(self) -> None:
        self._record("reminded")

    def do_called(self) -> None:
        self._record("called")

    def do_knocked(self) -> None:
        self._record("knocked")

    def _record(self, kind: str) -> None:
        from tui.sharing import contacts

        contacts.record(self, self.chosen(), kind)

    def do_promised(self) -> None:
        from tui.sharing import contacts

        contacts.ask_promise(self, self.chosen())

    def do_note(self) -> None:
        from tui.sharing import contacts

        contacts.ask_note(self, self.chosen())
