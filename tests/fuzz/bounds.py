"""What must hold of whatever comes out, whoever put in whatever."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from html.parser import HTMLParser
from typing import Any

from textual.app import App

from tests.tui.screendump import sent

# What turns the order of what stands beside it.
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Marks of a direction, which text of right-to-left languages needs: in a file they stay.
MARKS = frozenset("\u061c\u200e\u200f")
SEPARATORS = ";,\t|"
FORMULA = frozenset("=+-@＝＋－＠")
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
HTML_TAGS = frozenset(
    {"html", "head", "meta", "title", "body", "h1", "h2", "h3", "p", "ul", "li", "b", "bdi"}
)
HTML_ATTRIBUTES = frozenset({"lang", "charset", "name", "content", "dir"})
OWN_SEQUENCES = re.compile(r"\x1b\[[0-9;]*[mHGKXJ]")


def commands_a_terminal(character: str) -> bool:
    """Whether a terminal would obey `character` instead of showing it."""
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in TURNING


def quiet(text: str, but: str = "\n") -> None:
    """See to it that nothing in `text` but the characters `but` is a command to a terminal."""
    heard = {c for c in set(text) - set(but) if commands_a_terminal(c)}
    assert not heard, f"{heard} in {text[:2000]!r}"


def one_sentence(complaint: str) -> None:
    """See to it that a complaint is one line of ours."""
    assert complaint.startswith("qiaomen: "), complaint
    assert complaint.count("\n") == 1, complaint
    assert "Traceback" not in complaint, complaint


def harmless_sheet(text: str) -> None:
    """See to it that a spreadsheet runs nothing of `text`, wherever it lets a cell begin."""
    quiet(text, but="\t\n" + "".join(MARKS))
    for row in csv.reader(io.StringIO(text, newline=""), strict=True):
        for cell in row:
            for piece in re.split("[;\t]", cell):
                seen = first_seen(piece)
                assert seen[:1] not in FORMULA or NUMBER.fullmatch(piece), (cell, row)


def first_seen(cell: str) -> str:
    """`cell` from the first character on that anybody sees."""
    for place, character in enumerate(cell):
        if not character.isspace() and unicodedata.category(character) not in ("Cf", "Cc"):
            return cell[place:]
    return ""


def whole_json(text: str) -> None:
    """See to it that `text` is JSON, and no command to a terminal."""
    quiet(text)
    json.loads(text)


def harmless_calendar(text: str) -> None:
    """See to it that a calendar file has only what is ours, each thing begun and ended once."""
    quiet(text, but="\r\n" + "".join(MARKS))
    lines = text.replace("\r\n ", "").split("\r\n")
    assert lines.pop() == ""
    names = [re.match(r"[A-Z-]+(?=[;:])", line) for line in lines]
    assert all(names), lines
    begun = [line.partition(":")[2] for line in lines if line.startswith("BEGIN:")]
    ended = [line.partition(":")[2] for line in lines if line.startswith("END:")]
    assert sorted(begun) == sorted(ended)
    assert begun.count("VCALENDAR") == 1
    assert begun.count("VEVENT") == sum(line.startswith("UID:") for line in lines)


class _Tags(HTMLParser):
    """What a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(name for name, _value in attrs if name not in HTML_ATTRIBUTES)}


def own_page(text: str) -> None:
    """See to it that a page has no elements and attributes but ours."""
    quiet(text)
    tags = _Tags()
    tags.feed(text)
    tags.close()
    assert tags.found <= HTML_TAGS, tags.found - HTML_TAGS


def quiet_screen(app: App[Any]) -> None:
    """See to it that what the app sends for its whole screen is its own and plain text."""
    quiet(OWN_SEQUENCES.sub("", sent(app)), but="")
