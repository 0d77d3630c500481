"""Erasing a resident: what would go is shown, the name is typed, a receipt ends it."""

from __future__ import annotations

from collections.abc import Iterable

from store.errors import FieldError, Invalid
from store.language import _
from store.neighbours.households import ResidentRow
from store.neighbours.models import NAME_LENGTH
from store.privacy import erasing, person
from store.privacy.erasing import Receipt
from tui import actions, cells, receipt
from tui.listroom import MOVES, ListRoom
from tui.room import Room
from tui.widgets.form import Field, Form
from tui.widgets.listing import LEAD, Column, Listing, ListingRow, SequenceSource


def erase(room: Room, resident: ResidentRow) -> None:
    """Show what erasing would take of a resident, and do it once their name is typed."""
    whom = person.of(resident.id)
    told = (
        _("Nobody can take this back. To erase it all, type the name and save."),
        *receipt.what_goes(erasing.rehearse(whom)),
    )

    def save(values: dict[str, str]) -> Receipt:
        if values["name"].strip() != whom.name:
            sentence = _("That is not the name: nothing was erased.")
            raise Invalid(_("Erase"), (FieldError("name", sentence),))
        return erasing.erase(whom)

    def saved(done: Receipt | None) -> None:
        if done is not None:
            room.done(_("Erased a resident of {household}.").format(household=whom.address))
            room.app.push_screen(ReceiptRoom(receipt.lines(done)))

    title = _("Erase {name}, {household}").format(name=whom.name, household=whom.address)
    fields = (Field("name", _("Name"), limit=NAME_LENGTH),)
    room.app.push_screen(Form(title, fields, save, below=lambda _values: told), saved)


class ReceiptRoom(ListRoom):
    """A receipt, to be read and written down."""

    OFFERED = actions.of("back", *MOVES)
    BINDINGS = actions.bindings(OFFERED)

    def __init__(self, sentences: Iterable[str]) -> None:
        super().__init__(Listing((Column("", 1, flex=1),), header=False))
        self._sentences = tuple(sentences)

    def fill(self) -> None:
        self.show_title(_("receipt"))
        width = self.app.size.width - LEAD
        lines = [line for text in self._sentences for line in cells.wrap(cells.safe(text), width)]
        rows = [ListingRow(str(place), (line,)) for place, line in enumerate(lines)]
        self.list.set_source(SequenceSource(rows), self.list.cursor_key)

    def do_back(self) -> None:
        self.app.pop_screen()
