"""What an empty room says: what it is for, and which key fills it."""

from __future__ import annotations

from fixtures.loader import load_sample
from store import language
from tests.conftest import TODAY
from tests.tui.screendump import dump
from tui.main import QiaomenApp

EMPTY = {
    "1": ("press a to add something", "按 a 添加"),
    "2": ("What comes late will stand here", "到期没还的会列在这里"),
    "3": ("p adds a team and its members, I imports them", "按 p 添加队伍和队员，或按 I 导入"),
    "4": ("a adds one, I brings in CSV files", "按 a 添加，按 I 导入 CSV 文件"),
    "5": ("a adds one, [ and ] go to other years", "表决通过后转为项目"),
    "8": ("a closes one, L loads the holidays", "按 a 设置一天，按 L 查法定节假日"),
}


async def test_every_room_with_nothing_in_it_says_how_to_fill_it(compound: int) -> None:
    app = QiaomenApp(TODAY, None, load_sample)
    async with app.run_test(size=(80, 24)) as pilot:
        for key, said in EMPTY.items():
            await pilot.press(key)
            await pilot.pause()
            assert said[0] in dump(app).replace("\n", " "), key
        await pilot.press("f2")
        await app.workers.wait_for_complete()
        assert language.current() == "zh_CN"
        for key, said in EMPTY.items():
            await pilot.press(key)
            await pilot.pause()
            assert said[1] in dump(app).replace("\n", ""), key
