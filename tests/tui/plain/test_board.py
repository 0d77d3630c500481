"""The board at the gate: who does not want to stand there does not."""

from __future__ import annotations

import pytest

from store.neighbours import households
from store.neighbours.households import HouseholdRow
from tests.conftest import TODAY
from tests.store.neighbours.test_consent import borrower, edit
from tui.plain import board

__all__ = ["borrower"]


@pytest.mark.parametrize("address", ["1-101", "1-201"])
def test_the_public_board_leaves_out_lender_or_borrower(
    borrower: HouseholdRow, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    board.write(TODAY, None)
    assert "烤箱" in capsys.readouterr().out
    edit(households.find(address), on_board=False)
    board.write(TODAY, None)
    told = capsys.readouterr().out
    assert "烤箱" not in told
    assert address not in told
    assert "Overdue: 1." in told
    assert "1 more, of a household that does not want to stand here." in told
