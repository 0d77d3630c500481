"""The catalogues: whole, with the same blanks to fill as the code, and spoken."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from store import deeds, history, language
from store.errors import Refused
from store.locale import build
from store.neighbours import households, plan
from store.sharing import inventory, lending
from tests.conftest import TODAY

CATALOGUES = sorted(build.HERE.glob("*/LC_MESSAGES/*.po"))
PERCENT = re.compile(r"%(?:\(\w+\))?[a-z]")
# A Chinese character or a number, and right behind it a mark of English punctuation.
ENGLISH_MARK = re.compile(
    r"[\u4e00-\u9fff][,;:!?](?!\w)|[\u4e00-\u9fff]\.(?: |$)|\d,[\u4e00-\u9fff]|\d\([\u4e00-\u9fff]"
)
# Words of other programs, or that say to whom else one is talking.
NOT_OURS = ("签入", "签出", "你", "回车", "日志", "缺省", "点击")


def read(path: Path) -> Catalog:
    return read_po(BytesIO(path.read_bytes()), locale=path.parent.parent.name)


def messages(catalogue: Catalog) -> dict[str | tuple[str, ...], Message]:
    """The messages by what the code says, without the header."""
    return {message.id: message for message in catalogue if message.id}


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def blanks(text: str | tuple[str, ...]) -> set[str]:
    """What is filled in when the text is said."""
    named = {
        f"{{{name}}}" for form in forms(text) for _text, name, *_ in Formatter().parse(form) if name
    }
    return named | {found for form in forms(text) for found in PERCENT.findall(form)}


@pytest.fixture(params=CATALOGUES, ids=lambda path: path.parent.parent.name)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return read(request.param)


def test_every_language_but_english_has_a_catalogue() -> None:
    there = {path.parent.parent.name for path in CATALOGUES}
    assert there == set(language.LANGUAGES) - {"en"}


def test_it_holds_what_the_code_says_and_nothing_else(catalogue: Catalog) -> None:
    said = messages(build.strings_in_code()).keys()
    held = messages(catalogue).keys()
    assert sorted(map(str, said - held)) == [], "run `python store/locale/build.py update`"
    assert sorted(map(str, held - said)) == [], "run `python store/locale/build.py update`"


def test_everything_is_translated(catalogue: Catalog) -> None:
    open_ones = [
        message.id
        for message in messages(catalogue).values()
        if message.fuzzy or not all(forms(message.string))
    ]
    assert open_ones == []


def test_the_same_blanks_are_filled_in(catalogue: Catalog) -> None:
    wrong = [
        (message.id, form)
        for message in messages(catalogue).values()
        for form in forms(message.string)
        if blanks(form) != blanks(message.id)
    ]
    assert wrong == []


def test_a_translation_begins_and_ends_as_the_text_does(catalogue: Catalog) -> None:
    """A line break that was forgotten would run two messages into one line."""
    for message in messages(catalogue).values():
        for form in forms(message.string):
            assert form == form.strip(" ")
            assert form.endswith("\n") == forms(message.id)[0].endswith("\n"), form


def test_chinese_is_punctuated_in_chinese() -> None:
    chinese = read(build.HERE / "zh_CN/LC_MESSAGES/qiaomen.po")
    said = [form for message in messages(chinese).values() for form in forms(message.string)]
    assert [form for form in said if ENGLISH_MARK.search(form)] == []


def test_chinese_has_one_word_for_a_thing() -> None:
    """The words of the design, spoken to somebody who is called 您."""
    chinese = read(build.HERE / "zh_CN/LC_MESSAGES/qiaomen.po")
    said = [form for message in messages(chinese).values() for form in forms(message.string)]
    assert [form for form in said for word in NOT_OURS if word in form] == []
    assert [form for form in said if re.search("(?<!资料)库里没有", form)] == []


def test_the_examples_of_a_plan_can_be_typed(catalogue: Catalog) -> None:
    examples = [
        re.sub(r"^.*?(?=1-4)|[”“].*$", "", text)
        for message in messages(catalogue).values()
        for text in (*forms(message.id), *forms(message.string))
        if "1-4" in text
    ]
    assert len(examples) >= 6
    for example in examples:
        assert plan.parse(example.removesuffix(" 这样"))


def test_only_plain_texts_are_marked() -> None:
    """A text put together before it is looked up would never be found in a catalogue."""
    marked = [
        (f"{path.relative_to(build.ROOT)}:{call.lineno}", argument)
        for path in _sources()
        for call, argument in _marked(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert len(marked) > 200
    assert [where for where, argument in marked if not _is_plain(argument)] == []


def _sources() -> Iterator[Path]:
    for room in build.ROOMS:
        place = build.ROOT / room
        yield from [place] if place.is_file() else sorted(place.rglob("*.py"))


def _marked(tree: ast.AST) -> Iterator[tuple[ast.Call, ast.expr]]:
    """Each call that marks or looks up a text, with what it is given for one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id
            texts = {"_": 1, "N_": 1, "ngettext": 2}.get(name, 0)
            yield from ((node, argument) for argument in node.args[:texts])


def _is_plain(argument: ast.expr) -> bool:
    """A literal; or a name for one, which `N_` has marked elsewhere."""
    if isinstance(argument, ast.Constant):
        return isinstance(argument.value, str)
    return isinstance(argument, ast.Name | ast.Attribute | ast.Subscript)


def test_it_is_spoken_in_chinese(compound: int) -> None:
    language.speak("zh_CN")
    owner, borrower = households.find("1-301").id, households.find("2-202").id
    oven = inventory.add_item(owner, name="烤箱", category="厨具", condition="good", note="")
    with pytest.raises(Refused) as refused:
        lending.check_out(oven, owner, TODAY)
    assert refused.value.sentence == "“烤箱”就是 1-301 的，不用向自己借。"
    lending.check_out(oven, borrower, TODAY, due_on=date(2026, 12, 7))
    assert history.latest(1)[0].label == "借出 烤箱 给 2-202"
    assert history.undo().label == "撤销了：借出 烤箱 给 2-202"
    assert deeds.tell("return_many", {"count": 3}) == "收回 3 件物品"


def test_a_count_needs_no_plural_in_chinese() -> None:
    language.speak("zh_CN")
    for count in (1, 5):
        told = language.ngettext("{count} item is back.", "{count} items are back.", count)
        assert told.format(count=count) == f"{count} 件物品已归还。"
