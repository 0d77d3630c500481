"""One thing by itself: a line per fact for a person, an object for a program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from store.exchange.guard import written
from store.language import _
from tui.cells import fit, width
from tui.plain.output import Field, Row, as_object, say, write_object


def write_facts(
    fields: Sequence[Field[Row]], row: Row, form: str, more: dict[str, Any] | None = None
) -> None:
    """Write the fields of one row: all of them and `more` as JSON, those with a title for people.

    A fact that is empty is left out for people.
    """
    if form == "json":
        write_object(as_object(fields, row) | (more or {}))
        return
    titled = [(_(field.title), _said(field, row)) for field in fields if field.title]
    widest = max(width(title) for title, _text in titled)
    for title, text in titled:
        if text:
            say(f"{fit(title, widest, 'left')}  {text}")


def _said(field: Field[Row], row: Row) -> str:
    return field.shown(row) if field.shown else written(field.value(row))
