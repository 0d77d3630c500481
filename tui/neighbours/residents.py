"""Who lives in a household, with their phones."""

from __future__ import annotations

from store.language import _
from store.neighbours import households, phones
from store.neighbours.households import ResidentRow
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH, PHONE_LENGTH
from tui import actions
from tui.listroom import MOVES, ListRoom
from tui.widgets.form import Field, Form
from tui.widgets.listing import Column, Listing, ListingRow, SequenceSource


class Residents(ListRoom):
    """The residents of one household."""

    OFFERED = actions.of("add", "edit", "phone", "erase", "back", *MOVES)
    BINDINGS = actions.bindings(OFFERED)

    def __init__(self, household_id: int) -> None:
        super().__init__(
            Listing(
                (
                    Column(_("name"), 14, flex=1, priority=2),
                    Column(_("phone"), 14, priority=1),
                    Column(_("note"), 20, flex=2),
                ),
                empty=_("Nobody is entered yet: press a to add somebody."),
            )
        )
        self._household_id = household_id
        self._residents: dict[str, ResidentRow] = {}

    def fill(self) -> None:
        household = households.get(self._household_id)
        self.show_title(household.address, household.name, _("residents"))
        found = households.residents(self._household_id)
        self._residents = {str(resident.id): resident for resident in found}
        phones = {r.id: r.phone if household.by_phone else _("no calls") for r in found}
        lines = [
            ListingRow(key, (r.name, phones[r.id], r.note)) for key, r in self._residents.items()
        ]
        self.list.set_source(SequenceSource(lines), self.list.cursor_key)

    @property
    def about(self) -> str:
        return str(self._household_id)

    def subject(self) -> tuple[str, int] | None:
        key = self.list.cursor_key
        return ("household", self._household_id) if key is None else ("resident", int(key))

    def why_not(self, action_id: str) -> str | None:
        if action_id in ("edit", "phone", "erase") and self.list.cursor_key is None:
            return _("Nobody is entered yet: press a to add somebody.")
        return None

    def do_back(self) -> None:
        self.app.pop_screen()

    def do_add(self) -> None:
        def save(values: dict[str, str]) -> str:
            households.add_resident(self._household_id, **values)
            return values["name"]

        self._ask(_("Add a resident"), ResidentRow(0, 0, "", "", ""), save)

    def do_edit(self) -> None:
        resident = self._residents[self.list.cursor_key or ""]

        def save(values: dict[str, str]) -> str:
            households.edit_resident(resident, **values)
            return values["name"]

        self._ask(_("Edit a resident"), resident, save)

    def do_phone(self) -> None:
        self.say_phones(phones.show(self._residents[self.list.cursor_key or ""].id))

    def do_erase(self) -> None:
        from tui.neighbours.erasing import erase

        erase(self, self._residents[self.list.cursor_key or ""])

    def _ask(self, title: str, resident: ResidentRow, save) -> None:
        def saved(name: str | None) -> None:
            if name is not None:
                self.done(_("Saved {name}.").format(name=name))

        fields = (
            Field("name", _("Name"), value=resident.name, limit=NAME_LENGTH),
            Field("phone", _("Phone"), value=resident.phone, limit=PHONE_LENGTH),
            Field("note", _("Note"), value=resident.note, limit=NOTE_LENGTH),
        )
        self.app.push_screen(Form(title, fields, save), saved)
