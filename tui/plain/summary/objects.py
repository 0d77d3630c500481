"""The summary as JSON, written loan by loan."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from store.farm.evening import Evening, evening
from store.programme import late_milestones
from store.sharing.summary import Night, NightRow
from tui.plain import rows
from tui.plain.output import Field, as_object, json_text, write_array, write_object
from tui.plain.streams import speak_utf8
from tui.plain.summary.loans import phone_teller
from tui.plain.summary.milestones import milestone_object
from tui.plain.summary.rota import cancelled_object, lacking_object


def write(night: Night, phones: bool) -> None:
    """Write a night as one object."""
    speak_utf8()
    loan: Sequence[Field[Any]] = rows.loan(night.today)
    soon_fields = (*loan, Field("stage", _nothing), Field("new", _never))
    late_fields = (*loan, *_late_fields(phones))
    soon = () if night.new_only else night.soon_rows()
    sys.stdout.write(f'{{"as_of": {json_text(night.today.isoformat())},\n"overdue": ')
    write_array(as_object(late_fields, row) for row in night.late_rows())
    sys.stdout.write(',\n"due_soon": ')
    write_array(as_object(soon_fields, row) for row in soon)
    late = () if night.new_only else late_milestones.late(night.today, night.compound_id)
    sys.stdout.write(',\n"late_milestones": ')
    write_array(map(milestone_object, late))
    coming = Evening() if night.new_only else evening(night.today)
    sys.stdout.write(',\n"shifts": ')
    write_array(map(lacking_object, coming.lacking))
    sys.stdout.write(',\n"cancelled_shifts": ')
    write_array(map(cancelled_object, coming.cancelled))
    sys.stdout.write(f',\n"totals": {json_text(_totals(night))}}}\n')


def write_counts(night: Night) -> None:
    """Write the closing counts alone."""
    write_object({"as_of": night.today.isoformat(), "totals": _totals(night)})


def _late_fields(phones: bool) -> Sequence[Field[Any]]:
    phone = phone_teller(phones)
    return (
        Field("stage", lambda row: row.stage or None),
        Field("new", lambda row: row.new),
        Field("phone", lambda row: phone(row.phone) or None),
        Field("last_contact", _contact),
    )


def _contact(row: NightRow) -> dict[str, str | None] | None:
    if row.contact_day is None:
        return None
    return {
        "kind": row.contact,
        "day": row.contact_day.isoformat(),
        "until": _iso(row.contact_until),
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _totals(night: Night) -> dict[str, Any]:
    totals = night.totals
    stages: Counter[str] = Counter()
    for step, count in totals.stages:
        stages[step.name] += count
    return {
        "open": totals.open,
        "overdue": totals.overdue,
        "due_soon": totals.due_soon,
        "new": totals.new,
        "promised": totals.promised,
        "stages": dict(stages),
        "late_milestones": late_milestones.count(night.today, night.compound_id),
    }


def _nothing(_row: Any) -> None:
    """Nobody has to do anything about what is not late."""


def _never(_row: Any) -> bool:
    return False
