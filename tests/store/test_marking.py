"""The characters that answered are told, however they were asked for."""

from __future__ import annotations

import pytest

from store.marking import marks
from store.text import home_key, person_key, search_key, terms


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("烤箱", "烤", "[烤]箱"),
        ("烤箱", "kao", "[烤]箱"),
        ("烤箱", "kx", "[烤箱]"),
        ("烤箱", "xiang", "烤[箱]"),
        ("电烤箱", "kao箱", "电[烤箱]"),
        ("电烤箱", "dian xiang", "[电]烤[箱]"),
        ("电饭煲", "dfb", "[电饭煲]"),
        ("重庆火锅", "chongq", "[重庆]火锅"),
        ("USB 充电器", "cdq", "USB [充电器]"),
        ("USB 充电器", "us", "[US]B 充电器"),
        ("Power Drill", "dri", "Power [Dri]ll"),
        ("ＵＳＢ线", "usb", "[ＵＳＢ]线"),
        ("烤箱", "zzz", "烤箱"),
        ("烤箱", "", "烤箱"),
    ],
)
def test_a_thing(text: str, typed: str, shown: str) -> None:
    assert _shown(text, search_key(text), typed) == shown


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [("曾家", "zeng", "[曾]家"), ("曾家", "cj", "[曾家]"), ("3-502", "502", "3-[502]")],
)
def test_a_household(text: str, typed: str, shown: str) -> None:
    assert _shown(text, home_key("3-502", "曾家"), typed) == shown


def test_a_surname_by_either_sound() -> None:
    key = person_key("单小平")
    assert _shown("单小平", key, "danx") == _shown("单小平", key, "shanx") == "[单小]平"


def _shown(text: str, key: str, typed: str) -> str:
    for start, end in reversed(marks(text, key, terms(typed))):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text
