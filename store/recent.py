"""What was written last, to be offered where the same is written again."""

from __future__ import annotations

from itertools import islice

from peewee import Field, fn

from store.text import fold

MOST = 5
# Rows looked at from the newest back: enough to find what comes again, and never a whole table.
LOOKED_AT = 500


def texts(column: Field, typed: str = "") -> list[str]:
    """Up to MOST texts of the newest rows that hold what is typed, each once, the newest first."""
    model = column.model
    newest = model.select(fn.MAX(model.id)).scalar() or 0
    query = (
        model.select(column)
        .where(model.id > newest - LOOKED_AT, column != "")
        .order_by(model.id.desc())
    )
    wanted = fold(typed)
    found = dict.fromkeys(text for (text,) in query.tuples())
    answers = (text for text in found if text != typed.strip() and wanted in fold(text))
    return list(islice(answers, MOST))
