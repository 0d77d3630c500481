"""Whole telephone numbers on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store.access.showing import Phone
from store.language import N_
from store.neighbours import households, phones
from tui.plain import asked
from tui.plain.output import Field, write_rows

FIELDS: Sequence[Field[Phone]] = (
    Field("name", lambda row: row.name, N_("Name")),
    Field("phone", lambda row: row.phone, N_("Phone"), least=11),
)


def write(address: str, name: str | None, form: str, *, compound: str | None) -> None:
    """Write the telephone of a resident, or of all of a household. Raises StoreErrors."""
    household = households.find(address, asked.compound_id(compound))
    if name is None:
        found = phones.show_of_household(household.id)
    else:
        found = phones.show(households.resident_named(household.id, name).id)
    _write(found, form)


def write_of_member(name: str, today: date, form: str) -> None:
    """Write the telephone of a member of the team. Raises StoreErrors."""
    from store.farm import phones, team

    _write(phones.show(team.find_member(name, today).id), form)


def write_of_project(text: str, form: str) -> None:
    """Write the telephones of who is in charge of a project. Raises StoreErrors."""
    from store.programme import phones, projects

    _write(phones.show(projects.find(text).id), form)


def _write(found: Sequence[Phone], form: str) -> None:
    write_rows(FIELDS, ("name", "phone"), found, form)
