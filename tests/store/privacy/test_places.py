"""The table of places is whole: no column of text can hold a person without being in it."""

from __future__ import annotations

from pathlib import Path

from store.database import db
from store.journal import UNJOURNALLED
from store.privacy import texts
from store.privacy.places import PLACES

# Columns of text that hold words of the program's own, days, or what is derived.
NO_PERSON = {
    "attendance", "cap", "cast_as", "choice", "closed_days", "condition", "country", "dimensions",
    "door", "due_moves", "edited", "ends_at", "first", "key", "kind", "last", "outcome", "role",
    "rule", "source", "starts_at", "state", "status", "tally", "uid",
}  # fmt: skip
# Derived from the names beside it.
DERIVED = "search_key"


def test_every_text_is_in_the_inventory(store: Path) -> None:
    known = {
        (table, column)
        for each in (texts.FREE, texts.CALLED, texts.DOERS)
        for table, columns in each.items()
        for column in columns
    }
    known |= {(place.table, column) for place in PLACES for column in place.emptied}
    known |= {("resident", column) for column in ("name", "phone", "note")}
    known |= {("project_person", column) for column in ("name", "phone")}
    missing = [
        (table, column.name)
        for table in sorted(set(db.get_tables()) - UNJOURNALLED)
        for column in db.get_columns(table)
        if column.data_type == "TEXT" and column.name not in {*NO_PERSON, DERIVED}
        if (table, column.name) not in known
    ]
    assert missing == []


def test_every_place_is_there(store: Path) -> None:
    for place in PLACES:
        columns = {column.name for column in db.get_columns(place.table)}
        assert columns >= place.emptied.keys()
    for each in (texts.FREE, texts.CALLED, texts.DOERS):
        for table, names in each.items():
            assert {column.name for column in db.get_columns(table)} >= set(names)
