"""The fields that several of the programme's tables have."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from store.language import N_, _
from store.programme import money, terms
from tui.plain.output import Field

DIMENSIONS: Field[Any] = Field(
    "dimensions",
    lambda row: list(row.dimensions),
    N_("Dimensions"),
    lambda row: terms.say_dimensions(row.dimensions),
)
TOWN_OR_VILLAGE: Field[Any] = Field(
    "rural", lambda row: row.rural, N_("Town or village"), lambda row: _(terms.PLACES[row.rural])
)
STATUS: Field[Any] = Field(
    "status", lambda row: row.status, N_("Status"), lambda row: _(terms.STATUS_NAMES[row.status])
)


def in_fen(name: str, title: str, *, key: str = "") -> Field[Any]:
    """The field of an amount: programs read fen under `key_fen`, people read yuan.

    `name` is the row's attribute, which is the key as well unless another is given.
    """
    amount: Callable[[Any], int] = attrgetter(name)
    return Field(
        f"{key or name}_fen", amount, title, lambda row: money.say(amount(row)), align="right"
    )
