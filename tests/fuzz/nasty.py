"""Hostile texts: what files, terminals, spreadsheets, shells and databases have been fooled by."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

PIECES: dict[str, tuple[str, ...]] = {
    "escapes": (
        "\x1b[2J", "\x1b]0;title\x07", "\x1b]52;c;cm0gLXJm\x1b\\", "\x1b[31m", "\x9b31m", "\x1bc",
        "\x90q\x9c", "\x1b[?1049l", "\x1b[200~", "\x08\x08", "\x7f", "\x05", "\x0e", "\x85", "\x07",
    ),
    "line ends": ("\r", "\n", "\r\n", "\x0b", "\x0c", "\u2028", "\u2029", "\t", "\x1c", "a\rb"),
    "nothing": ("", " ", "\0", "a\0b", "\u3000", "\ufeff", "\u200b", "\u2060", "\u00ad", "\u180e"),
    "bidi": ("\u202etxt.exe", "\u2066a\u2069", "\u200f", "\u200e", "\u061c", "\u202b", "\u2069"),
    "right to left": ("שלום", "مرحبا", "ﷺ", "܀", "a שלום 1"),
    "piles": ("a" + "\u0301" * 30, "\u0301", "ก็็็็็็", "Z" + "\u0334\u035b\u0322" * 9, "\u20dd"),
    "emoji": (
        "👩‍👩‍👧", "🏳️‍🌈", "🇨🇳", "👍🏽", "\ufe0f", "🔥", "\U000e0041\U000e007f", "1\ufe0f\u20e3",
    ),
    "odd": (
        "\ue000", "\uffff", "\U0010ffff", "\ufffd", "𠮷", "ß", "İ", "ﬁ", "Å", "①", "㍿", "ﾊﾝｶｸ",
    ),
    "surrogates": ("\ud800", "\udc80", "\udcff", "a\udfffb", "\ud83d"),
    "markup": (
        "[/", "[/]", "[red]", "[bold red]x[/]", "[@click=app.quit]x[/]", "[link=file:///]x", "\\[",
        "[$primary]", "[[", "]]", "[/red]", ":warning:", "`x`", "**x**", "<b>", "</table>",
        "<script>alert(1)</script>", "&lt;", "<img src=x onerror=y>", "![x](y)", "|", "_x_", "\\",
    ),
    "formulas": (
        "=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", "\t=1", "＝1+1", "＋1", "－1",
        "＠A1", " =1+1", "\u200b=1+1", "\ufeff=1", "x;=1+1", "x\t=1+1", "'=1", "''",
        "=HYPERLINK(\"h\")", "\u3000=1", ";=1+1;", ";'=1", "\u00ad@x", "%0A=1",
    ),
    "sql": (
        "'; DROP TABLE item; --", "' OR '1'='1", '"', "'", "%", "_", "*", "[a-z]", "\\%", "?1",
        ":x",
    ),
    "shell": (
        "$(touch owned)", "`touch owned`", "; touch owned", "| touch owned", "&& touch owned",
        "${IFS}", "$HOME", "~", "~root", "!!", ">owned", "%n", "a b", "'\"'", "\\\n",
    ),
    "paths": (
        "../owned", "..", ".", "a/b", "../../owned.csv", "owned.csv", "-", "~/owned", "con",
        "a\\..\\owned", "..\u2215owned", "／", "C:\\owned", "x.db-wal", ".qiaomen-x", "owned/",
    ),
    "words": (
        "--help", "--db=owned.db", "-", "--", "-x", "=", "all", "none", "default", "today", "#1",
        "#",
    ),
    "formats": (
        "{}", "{0}", "{name}", "{item.__class__}", "{", "}", "%s", "%(x)s", "%d", "%", "$x",
        "{0:>9999}",
    ),
    "numbers": (
        "9" * 5000, "-1", "0", "1e999", "NaN", "inf", "²", "٣", "１２", "1_0", "0x10", "1.5", "½",
        "99999999999999999999", "1,000", "-0", "9223372036854775808", "四", "1:99", "#" + "9" * 30,
    ),
    "days": (
        "0000-00-00", "9999-12-31", "0001-01-01", "2026-02-30", "12-3", "+99999w", "周六", "fri",
        "2026-W01", "-1d", "月底", "10000-01-01", "2026-13-01", "+0w", "99-99",
    ),
    "hours": (
        "25:00", "7:00-6:00", "24:00", "7点", "-1:00", "FREQ=SECONDLY", "FREQ=DAILY;COUNT=99999999",
        "FREQ=WEEKLY;BYDAY=XX", "RRULE:FREQ=DAILY\nDTSTART:1", "26 7 2 4",
    ),
    "calendars": ("\r\nBEGIN:VEVENT", "END:VCALENDAR", "a;b,c\\n", "\\", "X:Y"),
    "records": (
        '{"a":', "[]", "null", "[" * 3000, "true", '"\\ud800"', "META", "VOTES;", ";;;", "1;2", ",",
    ),
    "plans": (
        "1-999999: 99 x 99", "1: 7 x 3", "1: 0 x 0", "Z-A: 1 x 1", "1:1x1;1:1x1",
        "1-4: 7 x 3, 101 vacant",
    ),
    "long": (
        "x" * 5000, "长" * 3000, " x" * 2000, "\u0301" * 3000, "a" * 255, "🔥" * 500, "x" * 61,
        "/" * 300,
    ),
}  # fmt: skip
ALL = tuple(piece for pieces in PIECES.values() for piece in pieces)

# What a hostile text may hide in.
PLAIN = ("烤箱", "1-101", "x", "2026-12-01", "陈素芬", "98000.50", "a b", "-", " ", "，", "1")


class Texts:
    """Gives hostile texts out, the same ones for the same seed, and counts them."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.given = 0

    def one(self, usual: str = "") -> str:
        """The next text; now and then what is `usual` in its place, with something put into it."""
        self.given += 1
        random = self.random
        if random.random() < 0.25:
            at = random.randint(0, len(usual))
            return usual[:at] + random.choice(ALL) + usual[at:]
        parts = [random.choice(ALL if random.random() < 0.8 else PLAIN)]
        while random.random() < 0.35:
            parts.append(random.choice(ALL if random.random() < 0.6 else PLAIN))
        return "".join(parts)

    def typed(self, usual: str = "") -> str:
        """The next text as an argument, a name of a file or a variable can hold it: without NUL.

        What is half of a character comes as the byte that an undecodable one stands for.
        """
        return held_by_system(self.one(usual))

    def line(self, usuals: Sequence[str]) -> list[str]:
        """As many texts as there are usual ones, of which most stay as usual."""
        hit = self.random.randrange(len(usuals))
        return [
            self.one(usual) if place == hit or self.random.random() < 0.1 else usual
            for place, usual in enumerate(usuals)
        ]


def held_by_system(text: str) -> str:
    """`text` as the operating system would hand it over."""
    bare = text.replace("\0", "")
    return bare.encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")
