"""F1 in a form tells its keys, and leads back to what was typed."""

from __future__ import annotations

from tests.tui.screendump import dump
from tests.tui.widgets.stage import Stage
from tui.widgets.form import Field, Form
from tui.widgets.keyhelp import KeyHelp


async def test_a_form_tells_its_keys_and_how_a_day_can_be_typed() -> None:
    form = Form("Loan", [Field("due", "Due on", kind="day"), Field("note", "Note")], dict)
    stage = Stage(form)
    async with stage.run_test(size=(60, 24)) as pilot:
        await pilot.press(*"12-3", "f1")
        assert isinstance(stage.screen, KeyHelp)
        assert "Ctrl+S         Save; all that is wrong is said at once" in dump(stage)
        assert "A day can be typed as" in dump(stage)
        await pilot.press(*"month")
        assert dump(stage).splitlines()[2].strip() == "▸  eom  月底      The last day of the month"
        await pilot.press("enter")
        assert stage.screen is form
        assert form.values() == {"due": "12-3", "note": ""}
        await pilot.press("f1", "escape", "escape")
    assert stage.answer is None
