"""The summary on a terminal or in a pipe: aligned columns, cut to the terminal's width."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from itertools import chain, islice
from typing import Any

from store.farm.evening import ComingShift
from store.language import N_, listed
from store.programme.late_milestones import LateMilestone
from store.sharing.loans import LoanRow
from store.sharing.summary import Night, NightRow
from tui.cells import wrap
from tui.plain.output import SAMPLE, Columns, Field, say, write_table
from tui.plain.rows import named_door
from tui.plain.streams import terminal_width
from tui.plain.summary import document, rota
from tui.plain.summary.document import Section
from tui.plain.summary.loans import phone_teller, told_contact

SOON: Sequence[Field[LoanRow]] = (
    Field("due_on", lambda row: row.due_on, N_("Due"), least=10),
    Field("item", lambda row: row.item, N_("Item"), least=12),
    Field("lender", lambda row: named_door(row.lender, row.lender_name), N_("Lender"), least=8),
    Field(
        "borrower", lambda row: named_door(row.borrower, row.borrower_name), N_("Borrower"), least=8
    ),
    Field("resident", lambda row: row.resident, N_("Taken by")),
    Field("renewals", lambda row: row.renewals, N_("Renewed"), align="right", least=4),
)
MILESTONE: Sequence[Field[LateMilestone]] = (
    Field("days", lambda row: row.days, N_("Late"), align="right", least=4),
    Field("project", lambda row: row.project, N_("Project"), least=12),
    Field("milestone", lambda row: row.milestone, N_("Milestone"), least=8),
    Field("forecast", lambda row: row.forecast, N_("Forecast"), least=10),
    Field("in_charge", lambda row: listed(row.in_charge), N_("In charge"), least=8),
)


def write(night: Night, phones: bool) -> None:
    """Write a night, its overdue loans as one walks under a header."""
    late = night.late_rows()
    sample = list(islice(late, SAMPLE))
    columns = Columns(_late_fields(night.today, phones), sample, indent=1)
    if sample:
        _say(document.heading(night))
        say()
        sys.stdout.write(columns.titles())
    before: document.Part | None = None
    for part in document.parts(night, late=chain(sample, late)):
        if isinstance(part, Section):
            if before is not None:
                say()
            _write_section(part, columns, night.today)
        else:
            if isinstance(before, Section):
                say()
            _say(part)
        before = part


def write_counts(night: Night) -> None:
    """Write the closing counts alone."""
    for sentence in document.closing(night):
        _say(sentence)


def _write_section(section: Section, columns: Columns[NightRow], today: date) -> None:
    _say(section.title)
    if section.kind != "late":
        by_kind: dict[str, Sequence[Field[Any]]] = {
            "soon": SOON,
            "milestones": MILESTONE,
            "shifts": _shift_fields(today),
        }
        fields = by_kind[section.kind]
        for _place, rows in section.groups:
            write_table(fields, rows)
        return
    for place, rows in section.groups:
        if place:
            _say(f" {place}")
        for row in rows:
            sys.stdout.write(columns.line(row))


def _late_fields(today: date, phones: bool) -> Sequence[Field[NightRow]]:
    phone = phone_teller(phones)
    return (
        Field("days_overdue", lambda row: row.days_overdue, N_("Late"), align="right", least=4),
        Field("item", lambda row: row.item, N_("Item"), least=12),
        Field(
            "borrower",
            lambda row: named_door(row.borrower, row.borrower_name),
            N_("Borrower"),
            least=8,
        ),
        Field("resident", lambda row: row.resident, N_("Taken by")),
        Field("phone", lambda row: phone(row.phone), N_("Phone"), least=11),
        Field("lender", lambda row: named_door(row.lender, row.lender_name), N_("Lender"), least=8),
        Field("contact", lambda row: told_contact(row, today), N_("Last contact"), least=12),
    )


def _shift_fields(today: date) -> Sequence[Field[ComingShift]]:
    return (
        Field("at", lambda row: rota.said_start(row, today), N_("When"), least=12),
        Field("shift", lambda row: row.name, N_("Shift"), least=8),
        Field("team", lambda row: row.team, N_("Team")),
        Field("matter", rota.said_matter, N_("What is the matter"), least=16),
    )


def _say(text: str) -> None:
    """Say a sentence in as many lines as the terminal asks for."""
    cells = terminal_width()
    if cells is None:
        say(text)
    else:
        for line in wrap(text, cells):
            say(line)
