"""Writing out what import reads."""

from __future__ import annotations

import sys
from pathlib import Path

from store.exchange import exports
from store.exchange.files import new_file
from tui.plain import asked
from tui.plain.streams import speak_utf8


def write(kind: str, file: str, *, compound: str | None) -> None:
    """Write the table `kind` to `file`, or to standard output where that is `-`.

    Raises NotFound, Ambiguous, and StoreError where the file cannot be written.
    """
    where = asked.compound_id(compound)
    if file == "-":
        speak_utf8()
        exports.write(kind, sys.stdout, where)
        return
    with new_file(Path(file)) as out:
        exports.write(kind, out, where)
