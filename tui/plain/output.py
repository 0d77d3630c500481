"""Rows and sentences on standard output: aligned columns, JSON or CSV, one row at a time."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import chain, islice
from typing import Any, Generic, NamedTuple, TypeVar

from store.exchange.guard import harmless, written
from store.language import _
from tui.cells import Align, fit, safe, share, width
from tui.plain.streams import speak_utf8, terminal_width

Row = TypeVar("Row")

# So many rows settle how wide the columns are; what comes later may stand out, but is never cut.
SAMPLE = 1000
GAP = "  "

# What JSON would let through although a terminal obeys it.
_UNSEEN = "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"


class Field(NamedTuple, Generic[Row]):
    """One field of a row: its English `key` and `value` for programs, the rest for people.

    `title` is a msgid; `shown` says the value where a person would say it otherwise; `least` is the
    narrowest that the column may become on a terminal.
    """

    key: str
    value: Callable[[Row], Any]
    title: str = ""
    shown: Callable[[Row], str] | None = None
    align: Align = "left"
    least: int = 6


def write_rows(
    fields: Sequence[Field[Row]], shown: Sequence[str], rows: Iterable[Row], form: str
) -> None:
    """Write `rows` in the format asked for, `plain`, `json` or `csv`, as they come.

    A plain list has the fields named in `shown`, or says that it is empty; the others have all.
    """
    if form == "json":
        speak_utf8()
        write_array(as_object(fields, row) for row in rows)
        sys.stdout.write("\n")
    elif form == "csv":
        speak_utf8()
        _write_sheet(fields, rows)
    else:
        by_key = {field.key: field for field in fields}
        coming = iter(rows)
        first = list(islice(coming, 1))
        if first:
            write_table([by_key[key] for key in shown], chain(first, coming))
        else:
            say(_("Nothing to list."))


def write_table(fields: Sequence[Field[Row]], rows: Iterable[Row]) -> None:
    """Write aligned columns under a header, cut to the terminal's width if there is a terminal."""
    coming = iter(rows)
    sample = list(islice(coming, SAMPLE))
    columns = Columns(fields, sample)
    sys.stdout.write(columns.titles())
    for row in chain(sample, coming):
        sys.stdout.write(columns.line(row))


class Columns(Generic[Row]):
    """Aligned columns, as wide as a sample of their rows asks and the terminal allows."""

    def __init__(
        self, fields: Sequence[Field[Row]], sample: Iterable[Row], indent: int = 0
    ) -> None:
        self._fields = fields
        self._titles = [_(field.title) for field in fields]
        self._aligns = [field.align for field in fields]
        self._indent = " " * indent
        lines = ([_said(field, row) for field in fields] for row in sample)
        natural = [max(map(width, column)) for column in zip(self._titles, *lines, strict=True)]
        cells = terminal_width()
        self._cut = cells is not None
        self._widths = natural if cells is None else _narrowed(fields, natural, cells - indent)

    def titles(self) -> str:
        """The header's line."""
        return self._aligned(self._titles)

    def line(self, row: Row) -> str:
        """The line of one row."""
        return self._aligned([_said(field, row) for field in self._fields])

    def _aligned(self, line: Sequence[str]) -> str:
        columns = [
            fit(text, cells, align) if self._cut or width(text) <= cells else safe(text)
            for text, cells, align in zip(line, self._widths, self._aligns, strict=True)
            if cells
        ]
        return (self._indent + GAP.join(columns)).rstrip() + "\n"


def write_array(objects: Iterable[dict[str, Any]]) -> None:
    """Write a JSON array, an object a line."""
    between = "[\n"
    for each in objects:
        sys.stdout.write(between + json_text(each))
        between = ",\n"
    sys.stdout.write("[]" if between == "[\n" else "\n]")


def write_object(value: object) -> None:
    """Write one JSON value on one line."""
    speak_utf8()
    sys.stdout.write(json_text(value) + "\n")


def as_object(fields: Sequence[Field[Row]], row: Row) -> dict[str, Any]:
    """A row as programs read it: all `fields` by their keys, days as ISO text."""
    return {field.key: _bare(field.value(row)) for field in fields}


def json_text(value: object) -> str:
    """`value` as JSON that a terminal cannot mistake for a command; Chinese stays readable."""
    import json

    text = json.dumps(value, ensure_ascii=False)
    return re.sub(_UNSEEN, lambda found: f"\\u{ord(found[0]):04x}", text)


def say(text: str = "") -> None:
    """Print a line for a person."""
    sys.stdout.write(safe(text) + "\n")


def _said(field: Field[Row], row: Row) -> str:
    return field.shown(row) if field.shown else written(field.value(row))


def _bare(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _narrowed(fields: Sequence[Field[Any]], natural: Sequence[int], cells: int) -> Sequence[int]:
    if sum(natural) + len(GAP) * (len(natural) - 1) <= cells:
        return natural
    least = [min(most, field.least) for most, field in zip(natural, fields, strict=True)]
    flex = [most - few for most, few in zip(natural, least, strict=True)]
    return share(least, flex, [0] * len(natural), cells, len(GAP))


def _write_sheet(fields: Sequence[Field[Row]], rows: Iterable[Row]) -> None:
    import csv

    sheet = csv.writer(sys.stdout, lineterminator="\n")
    sheet.writerow([field.key for field in fields])
    sheet.writerows([harmless(_cell(field.value(row))) for field in fields] for row in rows)


def _cell(value: Any) -> str:
    """A value as a sheet holds it: several are set apart by `;`, as imports read them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return ";".join(f"{key}:{written(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return ";".join(map(written, value))
    return written(value)
