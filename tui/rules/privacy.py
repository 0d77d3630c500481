"""The rule of privacy: when it is forgotten who had borrowed."""

from __future__ import annotations

from collections.abc import Iterator

from store.language import _
from store.privacy.forgetting import SETTING
from tui.rules import numbers
from tui.rules.rule import Rule


def rules() -> Iterator[Rule]:
    """The one number."""
    yield numbers.rule(SETTING, _("Privacy"))
