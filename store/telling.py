"""How a deed of the journal is told, also one that takes another back."""

from __future__ import annotations

from typing import Any

from store import deeds
from store.journal_models import Deed

# Deeds that take another back, or do it again.
UNDO, REDO = "undo", "redo"


def original(deed: Deed) -> Deed:
    """The deed behind a chain of undoing and doing again."""
    while deed.undoes_id:
        deed = Deed.get_by_id(deed.undoes_id)
    return deed


def tell_original(deed: Deed) -> str:
    """How the deed behind a chain of undoing and doing again is told."""
    first = original(deed)
    return deeds.tell(first.verb, words_of(first))


def tell(deed: Deed) -> str:
    """How a deed is told in the language spoken now."""
    words = {"deed": tell_original(deed)} if deed.undoes_id else words_of(deed)
    return deeds.tell(deed.verb, words)


def words_of(deed: Deed) -> dict[str, Any]:
    """What the deed's verb is told with; nothing where that was erased."""
    import json  # 1 ms that the nightly command has no use for

    return json.loads(deed.words)
