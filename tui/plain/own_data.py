"""Writing out a person's own data, to be handed over to them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from store.exchange.files import new_file
from store.language import _
from store.privacy import own_data, person
from store.privacy.own_data import OwnData
from store.rowwords import say_table
from tui.cells import safe
from tui.plain import asked
from tui.plain.output import json_text
from tui.plain.streams import speak_utf8


def write(who: str, file: str, form: str, *, compound: str | None) -> None:
    """Write what is kept of whom an address and a name mean, to `file` or standard output, `-`.

    A file called `….json` is for programs, whatever `form` says. Raises NotFound, Ambiguous, and
    StoreError where the file cannot be written.
    """
    whom = person.named(who, asked.compound_id(compound))
    for_programs = form == "json" or file.lower().endswith(".json")

    def text() -> str:
        own = own_data.hand_over(whom)
        if for_programs:
            return json_text(_as_object(own)) + "\n"
        return "".join(f"{safe(line)}\n" for line in _lines(own))

    if file == "-":
        speak_utf8()
        sys.stdout.write(text())
        return
    with new_file(Path(file), "utf-8") as out:
        out.write(text())


def _lines(own: OwnData) -> Iterator[str]:
    yield _("What is kept of {name}, {household}").format(name=own.name, household=own.address)
    for table, facts in groupby(own.facts, key=lambda fact: fact.table):
        yield ""
        yield say_table(table)
        for fact in facts:
            yield "  " + " · ".join(f"{name}: {said}" for name, said in fact.fields)
    if own.mentions:
        yield ""
        yield _("Named in notes")
        for mention in own.mentions:
            yield f"  {say_table(mention.table)} {mention.what}: {mention.text}"
    yield ""
    yield _("What was done, and by whom")
    for deed in own.history:
        yield f"  {deed.id}  {deed.at[:10]}  {deed.who}: {deed.label}"


def _as_object(own: OwnData) -> dict[str, Any]:
    kept: dict[str, list[Any]] = {}
    for fact in own.facts:
        kept.setdefault(fact.table, []).append(dict(fact.values))
    return {
        "household": own.address,
        "name": own.name,
        "kept": kept,
        "named_in": [mention._asdict() for mention in own.mentions],
        "deeds": [
            {"deed": deed.id, "at": deed.at, "who": deed.who, "label": deed.label}
            for deed in own.history
        ],
    }
