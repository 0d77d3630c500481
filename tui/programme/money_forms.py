"""The forms of money: the grant with its caps, tranches, payments and the lines of the budget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from store.calendar import say_day
from store.language import N_, _, listed, ngettext
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH
from store.programme import budget, grants, milestones, money, payments, tranches
from store.programme.budget import LineRow
from store.programme.caps import Meter, Override
from store.programme.models import SOURCES, TITLE_LENGTH
from store.programme.payments import PaymentRow
from store.programme.projects import ProjectRow
from store.programme.tranches import TrancheRow
from tui.days import day_field
from tui.programme.grant_form import GrantForm
from tui.reading import Reading, Values, ask, note_field, understood
from tui.room import Room
from tui.widgets.form import Field, Form, Suggestion

SOURCE_NAMES = {"grant": N_("the grant"), "own": N_("money of its own")}
AMOUNT_LENGTH = 24


def grant(room: Room, project: ProjectRow) -> None:
    """Ask how much a project gets; what the caps say stands beneath as one types."""
    today = room.desk.today
    is_new = project.status == "proposed"

    def save(values: Values) -> str:
        read = Reading(_("Grant"))
        amount = read_amount(read, values, least=1)
        override = None
        if values.get("by", "").strip() or values.get("reason", "").strip():
            override = Override(values.get("by", ""), values.get("reason", ""))
        give = grants.award if is_new else grants.change
        read.do(lambda: give(project.id, amount, today, override))
        told = _("{project} has a grant of {amount}; u takes it back.")
        return told.format(project=project.name, amount=money.say(amount))

    def meter(typed: str) -> Meter | None:
        return grants.meter(project.id, money.parse(typed)) if typed.strip() else None

    def saved(news: str | None) -> None:
        if news is not None:
            room.done(news)

    fields = (
        Field(
            "amount",
            _("Grant"),
            value=money.written(project.granted) if not is_new else "",
            limit=AMOUNT_LENGTH,
            hint=understood_amount,
            guess=True,
        ),
        Field("by", _("Let pass by"), value=room.desk.user, limit=NAME_LENGTH, guess=True),
        Field("reason", _("Reason"), limit=NOTE_LENGTH),
    )
    title = _("How much does {project} get?").format(project=project.name)
    planned = sum(line.amount for line in budget.lines(project.id) if line.source == "grant")
    room.app.push_screen(GrantForm(title, fields, save, meter, planned), saved)


def add_tranche(room: Room, project: ProjectRow) -> None:
    """Ask for a new part of the grant."""
    left = project.granted - tranches.shared_out(project.id)

    def save(values: Values) -> str:
        read = Reading(_("Tranche"))
        amount = read_amount(read, values, least=1)
        due = _read_due(read, values, room)
        read.do(lambda: tranches.add(project.id, values["name"], amount, **due))
        told = _("Added the tranche “{tranche}” of {amount}; u takes it back.")
        return told.format(tranche=values["name"].strip(), amount=money.say(amount))

    title = _("A new tranche of {project}; {left} of the grant is not shared out").format(
        project=project.name, left=money.say(max(left, 0))
    )
    ask(room, title, _tranche_fields(room, project.id, None, max(left, 0)), save)


def edit_tranche(room: Room, row: TrancheRow) -> None:
    """Ask for what changes in a tranche."""

    def save(values: Values) -> str:
        read = Reading(_("Tranche"))
        amount = read_amount(read, values, least=1)
        due = _read_due(read, values, room)
        read.do(lambda: tranches.edit(row, name=values["name"], amount=amount, **due))
        told = _("Changed the tranche “{tranche}”; u takes it back.")
        return told.format(tranche=values["name"].strip())

    title = _("Tranche of {project}").format(project=row.project)
    ask(room, title, _tranche_fields(room, row.project_id, row, row.amount), save)


def pay(room: Room, rows: Sequence[TrancheRow]) -> None:
    """Ask when these were paid, and of a single one how much; Enter alone says all of it today."""
    today = room.desk.today
    alone = len(rows) == 1

    def save(values: Values) -> str:
        read = Reading(_("Payment"))
        day = read.needed_day("day", values["day"], today, past=True)
        asked = read_amount(read, values, least=1) if alone else None
        ids = [row.id for row in rows]
        paid = read.do(lambda: payments.pay(ids, day, today, amount=asked, note=values["note"]))
        told = _("Paid {amount} on {day} for {tranches}; the ledger has it.")
        return told.format(
            amount=money.say(paid),
            day=say_day(day),
            tranches=listed(f"“{row.name}”" for row in rows),
        )

    def saved(news: str | None) -> None:
        if news is not None:
            room.done(news)

    left = sum(row.left for row in rows)
    early = [row for row in rows if row.milestone_id is not None and not row.reached]
    below = [
        _("“{milestone}” is not reached yet, with which “{tranche}” is due.").format(
            milestone=row.milestone, tranche=row.name
        )
        for row in early
    ]
    amount = Field(
        "amount",
        _("Amount"),
        value=money.written(left),
        limit=AMOUNT_LENGTH,
        hint=understood_amount,
        guess=True,
    )
    day = day_field("day", _("Paid on"), today, today, past=True)
    fields = (day, amount, note_field()) if alone else (day, note_field())
    title = ngettext("Pay “{tranche}”: {left}", "Pay {count} tranches: {left}", len(rows)).format(
        tranche=rows[0].name, count=len(rows), left=money.say(left)
    )
    room.app.push_screen(
        Form(title, fields, save, enter_saves=True, below=lambda _values: below), saved
    )


def reverse(room: Room, row: PaymentRow) -> None:
    """Ask why a payment is taken back; the ledger keeps both lines."""

    def save(values: Values) -> str:
        payments.reverse(row.id, values["note"], room.desk.today)
        told = _("Took back the payment of {amount}; the ledger keeps both lines.")
        return told.format(amount=money.say(row.amount))

    title = _("Take back the payment of {amount} on {day}").format(
        amount=money.say(row.amount), day=say_day(row.day)
    )
    ask(room, title, (Field("note", _("Reason"), limit=NOTE_LENGTH),), save)


def set_line(room: Room, project: ProjectRow, row: LineRow | None) -> None:
    """Ask for a line of the budget, or for another amount of the one given."""

    def save(values: Values) -> str:
        read = Reading(_("Budget"))
        amount = read_amount(read, values)
        with_other_name = row is not None and (values["name"].strip(), values["source"]) != (
            row.name,
            row.source,
        )
        instead_of = row.id if row and with_other_name else None
        read.do(lambda: _set(project.id, values, amount, instead_of))
        told = _("The budget has {amount} for “{line}”; u takes it back.")
        return told.format(amount=money.say(amount), line=values["name"].strip())

    fields = (
        Field("name", _("For what"), value=row.name if row else "", limit=TITLE_LENGTH),
        Field(
            "amount",
            _("Amount"),
            value=money.written(row.amount) if row else "",
            limit=AMOUNT_LENGTH,
            hint=understood_amount,
            guess=True,
        ),
        Field(
            "source",
            _("Source"),
            kind="choice",
            value=row.source if row else SOURCES[0],
            choices=[Suggestion(source, _(SOURCE_NAMES[source])) for source in SOURCES],
        ),
    )
    title = _("The budget of {project}").format(project=project.name)
    ask(room, title, fields, save)


def understood_amount(typed: str) -> str:
    """The amount that is understood; what is wrong with it otherwise."""
    return understood(typed, lambda text: money.say(money.parse(text)))


def read_amount(read: Reading, values: Values, least: int = 0) -> int:
    """The fen that are typed into the field `amount`."""
    return read.of("amount", lambda: money.parse(values["amount"], least), money.YUAN)


def _set(project_id: int, values: Values, amount: int, instead_of: int | None) -> None:
    from store.database import transaction

    with transaction():
        if instead_of is not None:
            budget.remove_line(instead_of)
        budget.set_line(project_id, values["name"], amount, values["source"])


def _tranche_fields(
    room: Room, project_id: int, row: TrancheRow | None, amount: int
) -> tuple[Field, ...]:
    today = room.desk.today
    known = milestones.of_project(project_id)

    def suggest(typed: str) -> list[Suggestion]:
        wanted = typed.strip().casefold()
        return [
            Suggestion(str(each.id), each.name, each.day.isoformat())
            for each in known
            if wanted in each.name.casefold()
        ]

    return (
        Field("name", _("Name"), value=row.name if row else "", limit=TITLE_LENGTH),
        Field(
            "amount",
            _("Amount"),
            value=money.written(amount),
            limit=AMOUNT_LENGTH,
            hint=understood_amount,
            guess=True,
        ),
        Field(
            "milestone_id",
            _("Due with"),
            kind="pick",
            value=str(row.milestone_id) if row and row.milestone_id else "",
            shown=row.milestone if row else "",
            suggest=suggest,
            hint=lambda typed: "" if typed else _("a milestone; or nothing, and a day beneath"),
        ),
        day_field("due_on", _("Or on"), row.due_on if row else None, today),
    )


def _read_due(read: Reading, values: Values, room: Room) -> dict[str, Any]:
    """The milestone with which a tranche is due, or the day."""
    due_on = read.day("due_on", values["due_on"], room.desk.today)
    typed = values["milestone_id"].strip()
    milestone_id = int(typed) if typed.isdecimal() and len(typed) < 19 else None
    if typed and milestone_id is None:
        sentence = _("Please choose one of the milestones, or leave it empty.")
        read.refuse("milestone_id", sentence)
    return {"milestone_id": milestone_id, "due_on": due_on}
