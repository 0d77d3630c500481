"""A desk in use: two items on the board of 1-101."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from store.neighbours import households
from store.sharing import inventory


@dataclass(frozen=True)
class Yard:
    """Ids of what the tests talk about."""

    compound: int
    lender: int
    borrower: int
    other: int
    vacant: int
    oven: int
    drill: int


@pytest.fixture
def yard(compound: int) -> Yard:
    lender = households.find("1-101").id
    return Yard(
        compound,
        lender,
        households.find("1-202").id,
        households.find("2-301").id,
        households.find("2-103").id,
        inventory.add_item(lender, name="烤箱", category="厨房"),
        inventory.add_item(lender, name="电钻", category="工具"),
    )
