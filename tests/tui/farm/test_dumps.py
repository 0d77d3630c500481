"""What the rota looks like, in both languages and three sizes; read the dumps in a diff."""

from __future__ import annotations

import pytest

from fixtures.loader import load_sample
from store import language, opendays
from store.farm import shift_changes
from store.language import LANGUAGES
from tests.conftest import TODAY
from tests.store.farm.conftest import Village
from tests.tui.screendump import EverySize
from tui.main import QiaomenApp

# One after another in one session: what is pressed, and what is then on the screen.
SCREENS: dict[str, tuple[str, ...]] = {
    "rota": ("3", "right", "down"),
    "rota-month": ("v",),
    "rota-list": ("v", "down"),
    "rota-draft": ("escape", "g", "ctrl+s"),
}


@pytest.fixture
def busy(village: Village) -> Village:
    """The village in a week of work: some shifts full, some not, one cancelled, a holiday."""
    every_day = range(24, 30)
    for day in every_day:
        village.shifts[f"compost{day}"] = village.add_shift("翻堆肥", f"2026-11-{day}T15:30")
    village.shifts["market"] = village.add_shift(
        "周末市集", "2026-11-28T09:30", 180, (2, 2, 3), team=village.squad
    )
    village.shifts["ditch"] = village.add_shift("水渠清淤", "2026-11-29T14:00", 180, (3, 8, 9))
    for shift, names in {
        "past": ("李秀兰", "王建国"),
        "now": ("李秀兰", "张伟"),
        "watering": ("王建国",),
        "harvest": ("张伟", "陈静", "赵敏"),
        "compost24": ("王建国", "李秀兰"),
        "compost26": ("赵敏",),
        "market": ("刘洋",),
        "ditch": ("李秀兰", "王建国", "张伟", "陈静"),
    }.items():
        for name in names:
            noted = "present" if shift in ("past", "now") else None
            village.place(village.shifts[shift], name, attendance=noted)
    village.place(village.watering, "赵敏", state="standby")
    shift_changes.cancel([village.shifts["compost27"]], "雨", TODAY)
    opendays.set_day(TODAY.replace(day=28), "closed", "村里办席")
    return village


@pytest.mark.parametrize("spoken", LANGUAGES)
async def test_the_rota(busy: Village, in_every_size: EverySize, spoken: str) -> None:
    language.speak(spoken)
    app = QiaomenApp(TODAY, None, load_sample)
    async with app.run_test(size=(80, 24)) as pilot:
        for name, keys in SCREENS.items():
            await pilot.press(*keys)
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause()
            await in_every_size(pilot, name)
