"""Whole sessions on the sample, as they are said and typed; read them in a diff."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from store import language
from tests.tui.plain.conversation.conftest import SESSIONS, Talk

# Who brought the sample in, and when: that is now.
LOADED = re.compile(r"sample[,，] ?[-0-9]{10} [:0-9]{5}")

# An empty line goes back, or asks for more of a list that has more.
MORE = BACK = ""

LENDING = [
    "?",
    "l", "计算器", "?", "3-302", "+3w", "李", "李敏", "y",
    "u", "U",
    "lkx", BACK, "kx", "b",
    "r", "3-302", "1", "r", "3-302 卡车", BACK, "l", "3-501 烤箱", BACK,
    "n", "6-101", "n", "9-999", BACK,
    "f", "3-302", "a", "2", "九齿钉耙", "晾衣杆", BACK,
    "10", "R", "昨天", "磨损", "R", "今天", "磨损", BACK,
]  # fmt: skip

LINES = [
    "l 烤箱 3-502 2w", "2", BACK, "l 烤箱@6-401 3-502 2w", "y", "r 烤箱@6-401", "y",
    "l 烤箱@6-401", BACK, "l 烤箱@6-401", "3-502", BACK, "go 6-401",
    "a 3-502 榔头, 改刀", "y", "u", "r 天涯", "undo", BACK,
]  # fmt: skip

LATE = [
    "2", "1", "?", "y", "m", "N", "下周再问", "i", "f", "昨天", "+5", BACK, BACK,
    "s", "1", "#", "n", BACK, BACK,
    "h", "4", BACK, "1", "u", MORE, "b",
    "u", "U",
]  # fmt: skip

COMMUNITY = [
    "ｗ", "】", "［", "１", "?", "m", "１", "n", BACK, "9", "m", BACK, "b",
    "４", "1", "2026-11-30", "今天", "没有这个", "#99999", "#2", BACK, "b",
    "c", "晋", "c", "天涯", BACK,
    "z", "en", "z", "中文", "zh",
    "q",
]  # fmt: skip


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize(
    ("name", "typed"),
    [("lending", LENDING), ("lines", LINES), ("late", LATE), ("community", COMMUNITY)],
)
def test_a_session(
    sample: Path,
    clock: Callable[[str], None],
    talk: Talk,
    reads_like: Callable[[str, str], None],
    name: str,
    typed: list[str],
    spoken: str,
) -> None:
    language.speak(spoken)
    reads_like(LOADED.sub("sample", talk(typed)), f"{name}-{spoken}")


def test_nothing_that_a_terminal_obeys_and_no_frame_is_ever_said() -> None:
    said = "".join(path.read_text(encoding="utf-8") for path in SESSIONS.glob("*.txt"))
    assert len(said) > 10_000
    obeyed = {character for character in said if unicodedata.category(character) == "Cc"}
    framed = {character for character in said if "─" <= character <= "▟"}
    assert (obeyed, framed) == ({"\n"}, set())
