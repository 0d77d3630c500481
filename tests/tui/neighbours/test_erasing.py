"""Erasing a resident at the desk: the name is asked for, and the receipt is shown."""

from __future__ import annotations

from store.neighbours import households
from tests.tui.screendump import dump
from tui.main import QiaomenApp
from tui.neighbours.erasing import ReceiptRoom
from tui.neighbours.residents import Residents


async def test_the_name_must_be_typed_and_the_receipt_stands_at_the_end(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        home = households.find("1-101").id
        desk.push_screen(Residents(home))
        before = [resident.name for resident in households.residents(home)]
        await pilot.press("D", "x", "ctrl+s")
        assert "Nobody can take this back" in dump(desk)
        assert "That is not the name" in dump(desk)
        assert [resident.name for resident in households.residents(home)] == before
        await pilot.press("backspace", *before[0], "ctrl+s")
        assert isinstance(desk.screen, ReceiptRoom)
        assert "Erased: a resident of 1-101" in dump(desk)
        assert before[0] not in dump(desk)
        await pilot.press("escape")
        assert [resident.name for resident in households.residents(home)] == before[1:]


async def test_who_is_not_to_be_called_shows_no_telephone(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        home = households.find("1-102")
        phones = [r.phone for r in households.residents(home.id) if r.phone]
        await pilot.press("down", "right", "p")
        assert phones
        desk.push_screen(Residents(home.id))
        await pilot.pause()
        assert phones[0] in dump(desk)
        households.edit(
            home,
            name="周家",
            kind="home",
            note="",
            by_phone=False,
            refuse_vacating=lambda _id: None,
        )
        desk.screen.refill()
        assert phones[0] not in dump(desk)
        assert "no calls" in dump(desk)
