"""A yard in use, and lines read in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from store.neighbours import households
from store.sharing import inventory, lending
from store.sharing.rules import refuse_vacating
from tests.conftest import TODAY
from tui.line.read import read
from tui.line.reading import At, Reading

Said = Callable[[str], Reading]


@pytest.fixture
def said(compound: int) -> Said:
    """What a line says in a yard where 1-101 and 2-201 have an oven each.

    That of 1-101 is with 2-102 (王家), where 王芳 lives. 1-101 has two drills that are alike, and
    a hair dryer.
    """
    lender, other = households.find("1-101"), households.find("2-201")
    borrower = households.find("2-102")
    households.edit(borrower, name="王家", kind="home", note="", refuse_vacating=refuse_vacating)
    households.add_resident(borrower.id, name="王芳")
    oven = inventory.add_item(lender.id, name="烤箱", category="厨房")
    inventory.add_items(lender.id, [("电钻", "工具"), ("电钻", "工具"), ("hair dryer", "浴室")])
    inventory.add_item(other.id, name="烤箱", category="厨房")
    inventory.add_item(other.id, name="烤架", category="厨房")
    lending.check_out(oven, borrower.id, TODAY)
    return lambda line: read(line, At(compound, TODAY))
