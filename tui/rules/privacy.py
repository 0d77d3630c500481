"""The rule of privacy: when it is forgotten who had borrowed."""

from __future__ import annotations

from collections.abc import Iterator

from store.language import _
from tui.rules import numbers
from tui.rules.rule import Rule

NUMBERS = ("forget_months",)


def rules() -> Iterator[Rule]:
    """The one number."""
    for key in NUMBERS:
        yield numbers.rule(key, _("Privacy"))
