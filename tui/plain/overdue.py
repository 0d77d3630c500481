"""The nightly summary: what is overdue, what is due soon, and how much is out."""

from __future__ import annotations

import sys
from datetime import date

from store import settings
from store.calendar import say_day
from store.language import _, ngettext
from store.sharing import overdue
from tui.plain import asked, rows
from tui.plain.output import as_object, json_text, say, write_array, write_table
from tui.plain.streams import speak_utf8


def write(today: date, form: str, *, due_soon: int | None, compound: str | None) -> None:
    """Write the summary of `today`, in plain text or as JSON. Raises NotFound, Ambiguous.

    `due_soon` is how many days count as soon; None for the community's setting.
    """
    where = asked.compound_id(compound)
    days = settings.number("due_soon_days") if due_soon is None else due_soon
    if form == "json":
        _write_json(today, days, where)
    else:
        _write_text(today, days, where)


def _write_json(today: date, days: int, where: int | None) -> None:
    speak_utf8()
    fields = rows.loan(today)
    open_loans, late = overdue.open_of_compound(where, today)
    soon = overdue.count_soon(today, days, where)
    sys.stdout.write(f'{{"as_of": {json_text(today.isoformat())},\n"overdue": ')
    write_array(as_object(fields, row) for row in overdue.late_rows(today, where))
    sys.stdout.write(',\n"due_soon": ')
    write_array(as_object(fields, row) for row in overdue.soon_rows(today, days, where))
    totals = {"open": open_loans, "overdue": late, "due_soon": soon}
    sys.stdout.write(f',\n"totals": {json_text(totals)}}}\n')


def _write_text(today: date, days: int, where: int | None) -> None:
    fields = {field.key: field for field in rows.loan(today)}
    open_loans, late = overdue.open_of_compound(where, today)
    soon = overdue.count_soon(today, days, where)
    if late:
        say(_("Overdue on {day}").format(day=say_day(today)))
        say()
        write_table([fields[key] for key in rows.LATE_SHOWN], overdue.late_rows(today, where))
    else:
        say(_("Nothing is overdue on {day}.").format(day=say_day(today)))
    say()
    if soon:
        say(
            ngettext("Due today or tomorrow", "Due in the next {days} days", days).format(days=days)
            if days
            else _("Due today")
        )
        say()
        soon_fields = [fields[key] for key in rows.SOON_SHOWN]
        write_table(soon_fields, overdue.soon_rows(today, days, where))
        say()
    say(
        _("{late} overdue, {soon} due soon, {open} open in all.").format(
            late=late, soon=soon, open=open_loans
        )
    )
