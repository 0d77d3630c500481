"""How far long work is, on a terminal at which somebody waits."""

from __future__ import annotations

import sys
from collections.abc import Callable

from tui.plain import streams


class Progress:
    """Tells sentences on one line of a terminal, and wipes it after; None where there is none."""

    def __init__(self) -> None:
        self._told = False

    def __enter__(self) -> Callable[[str], None] | None:
        return self._tell if streams.errors_lead_to_terminal() else None

    def __exit__(self, *trouble: object) -> None:
        if self._told:
            sys.stderr.write("\r\x1b[K")

    def _tell(self, sentence: str) -> None:
        self._told = True
        sys.stderr.write("\r" + sentence)
        sys.stderr.flush()
