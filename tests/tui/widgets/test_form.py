"""A form keeps what is typed, says every error, and answers with a typed value."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.geometry import Offset

from store.errors import FieldError, Invalid, Refused
from tests.tui.screendump import dump
from tests.tui.widgets.stage import Stage
from tui import cells
from tui.widgets.entry import Entry
from tui.widgets.form import Field, Form, Suggestion

HOUSES = [Suggestion("17", "3-502 王家", "2件"), Suggestion("18", "3-503 [/]", "")]


@dataclass(frozen=True)
class Thing:
    name: str
    condition: str
    house: str


def check(values: dict[str, str]) -> Thing:
    errors = []
    if not values["name"]:
        errors.append(FieldError("name", "缺名称 [/]"))
    if not values["house"].isdigit():
        errors.append(FieldError("house", "没有这一户"))
    if errors:
        raise Invalid("不能保存", tuple(errors))
    if values["name"] == "枪":
        raise Refused("不行", "这个不借")
    if values["name"] == "刀":
        raise Refused("不行", "刀不借", "name")
    return Thing(values["name"], values["condition"], values["house"])


FIELDS = (
    Field("name", "名称", limit=20, hint=lambda text: f"{len(text)} 字" if text else ""),
    Field(
        "condition",
        "状况",
        "choice",
        "good",
        choices=(Suggestion("good", "良好"), Suggestion("worn", "磨损"), Suggestion("bad", "Bad")),
        sticky=True,
    ),
    Field(
        "house",
        "住户",
        "pick",
        suggest=lambda text: [house for house in HOUSES if text in house.label],
    ),
)


def form(**options: object) -> Form[Thing]:
    return Form("添加物品 [/]", FIELDS, check, **options)  # type: ignore[arg-type]


async def test_filled_in_by_keys_and_saved_by_the_last_enter() -> None:
    stage = Stage(form())
    async with stage.run_test(size=(80, 24)) as pilot:
        await pilot.press("烤", "箱", "enter", "right", "down", "5", "0", "3")
        assert dump(stage).splitlines()[:9] == [
            "添加物品 [/]",
            "名称  烤箱",
            "      2 字",
            "状况     良好 [磨损] Bad",
            "",
            "住户  503",
            "",
            "▸  3-503 [/]",
            "",
        ]
        await pilot.press("enter")
    assert stage.answer == Thing("烤箱", "worn", "18")


async def test_all_errors_stand_under_their_fields_and_nothing_is_lost() -> None:
    screen = form()
    stage = Stage(screen)
    async with stage.run_test(size=(60, 20)) as pilot:
        await pilot.press("tab", "b", "tab", "x", "ctrl+s")
        lines = dump(stage).splitlines()
        assert lines[2] == "      ! 缺名称 [/]"
        assert lines[3].endswith("[Bad]")
        assert lines[5:7] == ["住户  x", "      ! 没有这一户"]
        assert screen.focused is screen._rows[0].input
        assert screen.draft() == {
            "name": "",
            "condition": "bad",
            "house": "x",
            "house.shown": "x",
        }
        await pilot.press("枪", "tab", "tab", "backspace", "down", "ctrl+s")
        lines = dump(stage).splitlines()
        assert lines[5] == "住户  3-503 [/]"
        assert lines[-3] == "! 这个不借"
        await pilot.press("shift+tab", "shift+tab", "backspace", "刀", "tab", "ctrl+s")
        lines = dump(stage).splitlines()
        assert (lines[2], lines[-3]) == ("      ! 刀不借", "")
        assert screen.focused is screen._rows[0].input
        await pilot.press("escape")
    assert stage.answer is None


async def test_an_error_that_does_not_fit_is_told_whole_where_one_stands() -> None:
    def refuse(values: dict[str, str]) -> None:
        raise Invalid("No", tuple(FieldError(name, " ".join(name * 35)) for name in values))

    stage = Stage(Form("Two", (Field("a", "A"), Field("b", "B")), refuse))
    async with stage.run_test(size=(60, 20)) as pilot:
        await pilot.press("ctrl+s")
        assert "".join(dump(stage).splitlines()[-3:-1]).count("a") == 35
        await pilot.press("tab")
        assert "".join(dump(stage).splitlines()[-3:-1]).count("b") == 35


async def test_one_after_another() -> None:
    saved: list[Thing] = []

    def save(thing: Thing) -> str:
        saved.append(thing)
        return f"已添加 {thing.name}"

    draft = {"name": "梯子", "condition": "worn", "house": "17", "house.shown": "3-502 王家"}
    screen = form(on_save=save, draft=draft, enter_saves=True)
    stage = Stage(screen)
    async with stage.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        assert dump(stage).splitlines()[-3] == "已添加 梯子"
        assert screen.values() == {"name": "", "condition": "worn", "house": ""}
        assert screen.focused is screen._rows[0].input
    assert saved == [Thing("梯子", "worn", "17")]


async def test_what_is_said_below_follows_what_is_typed() -> None:
    def below(values: dict[str, str]) -> list[str]:
        return [f"{values['name']}, {values['condition']}", "[/]"]

    stage = Stage(Form("添加物品", FIELDS[:2], check, below=below))
    async with stage.run_test(size=(60, 20)) as pilot:
        await pilot.press("梯", "tab", "right")
        assert dump(stage).splitlines()[5:7] == ["梯, worn", "[/]"]


async def test_a_long_chinese_line_scrolls_by_cells_and_a_paste_becomes_one_line() -> None:
    note = Field("note", "备注", limit=60, joint="; ", kept=str.upper)
    screen = Form("备注", (note,), lambda values: values["note"])
    stage = Stage(screen)
    async with stage.run_test(size=(60, 20)) as pilot:
        await pilot.press(*"烤箱")
        entry = screen.focused
        assert isinstance(entry, Entry)
        assert stage.cursor_position == Offset(entry.region.x + 4, entry.region.y)
        entry.insert_text_at_cursor("一二三四五六七八九十" * 4)
        await pilot.pause()
        line = dump(stage).splitlines()[1]
        assert line.rstrip().endswith("九十")
        assert cells.width(line.rstrip()) <= 59
        assert stage.cursor_position.x == cells.width(line.rstrip())
        await pilot.press("home", "ctrl+k")
        entry.post_message(events.Paste("1-4: 7 x 3 \n\n5:\t6 x 4\r\n"))
        await pilot.pause()
        assert entry.value == "1-4: 7 x 3; 5: 6 x 4"
        assert screen.draft() == {"note": "1-4: 7 X 3; 5: 6 X 4"}
        assert "2 lines became one." in dump(stage)
        entry.post_message(events.Paste("很" * 99))
        await pilot.pause()
        assert entry.value == "1-4: 7 x 3; 5: 6 x 4" + "很" * 40
        assert "Only 60 characters fit here." in dump(stage)
