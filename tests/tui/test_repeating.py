"""`.` does the last deed again, on what is under the cursor or on all that is marked."""

from __future__ import annotations

from datetime import date

from store import history
from store.neighbours import households
from store.sharing import contacts, inventory
from store.sharing.late_loans import LateLoans
from tests.conftest import TODAY
from tests.tui.onepiece import press_at_once
from tests.tui.screendump import dump
from tui.main import QiaomenApp


async def test_a_deed_is_done_again_with_its_answers(desk: QiaomenApp) -> None:
    assert desk.compound is not None
    late = [loan.id for loan in LateLoans(desk.compound.id, TODAY).after(None, 20)]
    first, second, third, *_others = inventory.items(households.find("1-502").id, TODAY)
    async with desk.run_test(size=(80, 24)) as pilot:
        await press_at_once(pilot, ".")
        assert "! There is no deed that . could do again." in dump(desk)

        # What a picker was answered; what is lent already is refused, and nothing is done.
        await press_at_once(pilot, "down", "down", "right", "l", *"3-301", "enter", "j", ".")
        assert f"Again: Lent “{second.name}” to 3-301" in dump(desk)
        await press_at_once(pilot, ".")
        assert "Again" not in dump(desk)
        assert inventory.item(first.id, TODAY).borrower == "3-301"
        await press_at_once(pilot, "u")  # takes back the second alone
        assert inventory.item(first.id, TODAY).borrower == "3-301"
        assert inventory.item(second.id, TODAY).availability == "available"

        # Of a form only what was changed: the other item keeps its name.
        await press_at_once(pilot, "e", "tab", *"水利", "ctrl+s", "j", "j", ".")
        (edited,) = [i for i in inventory.items(households.find("1-502").id, TODAY) if i.id == 104]
        assert (edited.name, edited.category) == ("保温箱", "水利")
        assert inventory.item(third.id, TODAY).category != "水利"

        # What is not done here is not done again here.
        await press_at_once(pilot, "2", ".")
        assert "! The last deed was “edit”, and that is not done here." in dump(desk)

        # Nobody else gets the same name.
        await press_at_once(pilot, "1", "e", "end", "2", "ctrl+s")
        assert "Saved “保温箱2”." in dump(desk)
        assert ". again\n" in dump(desk)
        await press_at_once(pilot, "j", ".")  # refused: what was typed behind it would be dropped
        await press_at_once(pilot, "2")
        assert [i.name for i in inventory.items(households.find("1-502").id, TODAY)][-3:] == [
            "保温箱2",
            "三国杀",
            "小太阳取暖器",
        ]

        # A promise; then, of all that is marked, one deed.
        await press_at_once(pilot, "f", *"fri", "enter", "down", ".")
        promised = contacts.latest(late[:2], TODAY)
        assert [promised[loan_id].until for loan_id in late[:2]] == [date(2026, 11, 27)] * 2
        await press_at_once(pilot, "t", "down", "space", "space", ".")
        assert "Again: Noted for 2 loans: called 11-23." in dump(desk)
        called = [contacts.history_of(loan_id)[-1].kind for loan_id in late[1:4]]
        assert called == ["called"] * 3
        assert history.undoable().label == "called: 2 loans"

        # A milestone is reached again of other projects, never taken back where it is already.
        await press_at_once(pilot, "4", "m", "enter")
        assert "was reached on Mon 2026-11-23" in dump(desk)
        await press_at_once(pilot, "down", ".", "v", "v", ".")
        assert "Again: “" in dump(desk)
        await press_at_once(pilot, ".")
        assert "! Here this is so already: “reached”." in dump(desk)

        # What was only confirmed in a form is given too: here another status is offered first.
        await press_at_once(pilot, "v", "home", "enter", "s", "tab", "x", "ctrl+s")
        await press_at_once(pilot, "escape", "down", "down", "enter", ".")
        assert "Again: 晋阳社区厨余堆肥 is under review now" in dump(desk)
        label = history.undoable().label
        await press_at_once(pilot, "a", "escape", ".")  # a form that is left does not count
        assert history.undoable().label == label
