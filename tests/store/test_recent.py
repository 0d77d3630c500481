"""What was written last is offered again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store import opendays, recent
from store.opendays import latest_occasions
from tests.conftest import TODAY

pytestmark = pytest.mark.usefixtures("store")


def closed(*names: str) -> None:
    for place, name in enumerate(names, 1):
        opendays.set_day(TODAY + timedelta(place), "closed", name)


def test_the_newest_come_first_and_each_once() -> None:
    assert latest_occasions() == []
    closed("盘点", "", "培训", "盘点", "Stocktaking")
    assert latest_occasions() == ["Stocktaking", "盘点", "培训"]


def test_they_hold_what_is_typed_and_are_not_that_itself() -> None:
    closed("Stocktaking", "盘点", "年终盘点")
    assert latest_occasions("ＳＴＯＣＫ") == ["Stocktaking"]
    assert latest_occasions("盘点 ") == ["年终盘点"]


def test_there_are_few_and_the_whole_table_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    closed(*map(str, range(9)))
    assert latest_occasions() == ["8", "7", "6", "5", "4"]
    monkeypatch.setattr(recent, "LOOKED_AT", 2)
    assert latest_occasions() == ["8", "7"]
