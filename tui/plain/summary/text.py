"""The summary as a message of plain text: short lines that read well in any chat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tui.cells import safe
from tui.plain.summary.document import Part, Section
from tui.plain.summary.loans import Saying


def pieces(parts: Iterable[Part], saying: Saying) -> Iterator[str]:
    """The text of all `parts`, a few lines at a time."""
    before: Part | None = None
    for part in parts:
        if isinstance(part, str):
            yield ("\n" if isinstance(before, Section) else "") + f"{safe(part)}\n"
        else:
            yield ("" if before is None else "\n") + f"{safe(part.title)}\n"
            for place, rows in part.groups:
                if place:
                    yield f"[{safe(place)}]\n"
                for row in rows:
                    yield f"- {safe(' · '.join(saying(row)))}\n"
        before = part
