"""How wide text is on a terminal: the only place that measures it.

Whatever goes to a terminal passes `safe`, so that every terminal, Textual and this module agree on
its width. What nearly all text is made of is measured here, and only the rest by `rich.cells`: the
command line's lists start without it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Literal

Align = Literal["left", "right", "centre"]
ELLIPSIS = "…"
PLACEHOLDER = "\N{REPLACEMENT CHARACTER}"
MOST_MARKS = 2  # on one letter: enough for Vietnamese, too few for a pile

# What is safe and one cell wide beyond ASCII; safe and two cells wide are Chinese and its signs.
_NARROW = frozenset("·×–—‘’“”…←↑→↓─│●○▷▸▲▼✓‹›⏎␣")
# Other text that needs no closer look: Latin, drawing glyphs, kana, Korean, full width. To compile
# it takes a millisecond.
_PLAIN = "[ -~¡-¬®-ʯ‐-‗†-‧‰-⁞←-⌙⌜-⓪─-⟿、-〩〰-〿ぁ-ゖァ-ヿ㐀-鿿가-힣！-｠]*"
# Of this all terminals of this century know the same width.  Not of emoji, which became wide one by
# one, nor of marks, which some set beside their letter.
_AGREED = (
    "[ -~¡-¬®-ʯͰ-ҁ\u05d0-\u05ea\u0621-\u063f\u0641-\u064a"
    "‐-‗†-‧‰-⁞←-⇿−⏎␣─-◼✓、-〩〰-〿ぁ-ゖァ-ヿ㐀-鿿가-힣！-｠]*"
)
# Embeddings, overrides and isolates turn the order of their neighbours, so they are shown for what
# they are.  Right-to-left letters stay: a terminal that orders them keeps to their run of letters,
# and the isolates that would fence them in take up cells on many others.
_TURNS_ORDER = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FIRST_FLAG_LETTER, _LAST_FLAG_LETTER = 0x1F1E6, 0x1F1FF
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0), range(0x180B, 0x1810))
_VIRAMA = 9  # the combining class that fuses Indic letters, differently wide everywhere


@lru_cache(maxsize=4096)
def safe(text: str) -> str:
    """`text` with whatever could disturb a terminal replaced or left out.

    Control characters, surrogates, private and unknown characters and bidi controls become
    PLACEHOLDER; joiners, variation selectors and skin tones are dropped, so that an emoji family
    stands as its members; flags become their letters; a letter keeps at most two marks.
    """
    if _common_width(text) is not None or re.fullmatch(_PLAIN, text):
        return text
    kept: list[str] = []
    marks = MOST_MARKS  # a mark with nothing to stand on is not shown
    for character in unicodedata.normalize("NFC", text):
        shown = _shown(character)
        if shown and unicodedata.category(shown) == "Mn":
            marks += 1
            if marks > MOST_MARKS:
                continue
        elif shown:
            marks = 0
        kept.append(shown)
    return "".join(kept)


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    """What stands on the screen for one character: itself, a stand-in, or nothing."""
    category = unicodedata.category(character)
    code = ord(character)
    if category == "Cf":
        return PLACEHOLDER if character in _TURNS_ORDER else ""
    if code in _SKIN_TONES or any(code in selectors for selectors in _VARIATION_SELECTORS):
        return ""
    if category == "Mn" and unicodedata.combining(character) not in (0, _VIRAMA):
        return character
    if _FIRST_FLAG_LETTER <= code <= _LAST_FLAG_LETTER:
        return chr(ord("A") + code - _FIRST_FLAG_LETTER)
    if category[0] in "CM" or category in ("Zl", "Zp") or _cells(character) == 0:
        return PLACEHOLDER
    return character


def width(text: str) -> int:
    """How many cells `text` takes once it is safe."""
    return _cells(safe(text))


def _cells(text: str) -> int:
    """How many cells a safe `text` takes."""
    size = _common_width(text)
    if size is None:
        from rich.cells import cell_len

        size = cell_len(text)
    return size


@lru_cache(maxsize=8192)
def _common_width(text: str) -> int | None:
    """How many cells `text` takes if it is of the commonest characters, which all are safe."""
    if text.isascii():
        return len(text) if text.isprintable() else None
    size = 0
    for character in text:
        if "一" <= character <= "鿿" or "、" <= character <= "〟" or "！" <= character <= "｠":
            size += 2
        elif " " <= character <= "~" or character in _NARROW:
            size += 1
        else:
            return None
    return size


def clusters(text: str) -> Iterator[tuple[str, int]]:
    """What may not be torn apart in a safe `text`, piece by piece, with its width (1 or 2)."""
    piece, size = "", 0
    for character in text:
        cells = _cells(character)
        if cells and piece:
            yield piece, size
            piece, size = "", 0
        piece += character
        size += cells
    if piece:
        yield piece, size


@lru_cache(maxsize=8192)
def is_agreed(text: str) -> bool:
    """Whether all terminals agree how wide a safe `text` is."""
    return _common_width(text) is not None or re.fullmatch(_AGREED, text) is not None


def by_agreement(text: str) -> Iterator[tuple[str, int, bool]]:
    """A safe `text` in pieces with their widths: what terminals agree on, and single doubts."""
    if is_agreed(text):
        if text:
            yield text, _cells(text), True
        return
    for agreed, pieces in groupby(clusters(text), lambda piece: is_agreed(piece[0])):
        if agreed:
            yield _joined(pieces)
        else:
            for piece, size in pieces:
                yield piece, size, False


def _joined(pieces: Iterable[tuple[str, int]]) -> tuple[str, int, bool]:
    texts, sizes = zip(*pieces, strict=True)
    return "".join(texts), sum(sizes), True


@lru_cache(maxsize=8192)
def fit(text: str, cells: int, align: Align = "left") -> str:
    """`text` in exactly `cells` cells: cut with an ellipsis, or padded with spaces."""
    if cells <= 0:
        return ""
    shown = safe(text)
    size = _cells(shown)
    if size > cells:
        shown = _shortened(shown, cells)
        size = _cells(shown)
    spare = cells - size
    before = {"left": 0, "right": spare, "centre": spare // 2}[align]
    return " " * before + shown + " " * (spare - before)


def _shortened(text: str, cells: int) -> str:
    """A safe `text` cut with an ellipsis, which gives way to the beginning of a next word."""
    kept = _cut(text, cells - 1)
    if kept.endswith(" ") and not (whole := _cut(text, cells)).endswith(" "):
        return whole
    return kept + ELLIPSIS


def _cut(text: str, cells: int) -> str:
    """As much of a safe `text` as `cells` hold."""
    taken, length = 0, 0
    for piece, size in clusters(text):
        taken += size
        if taken > cells:
            break
        length += len(piece)
    return text[:length]


def wrap(text: str, cells: int) -> list[str]:
    """`text` in lines of up to `cells` cells, broken at blanks and between wide characters.

    No line begins with what ends a sentence or closes a bracket, unless it has no room elsewhere.
    """
    lines = [""]
    taken = 0
    for word in re.findall(r"[“‘（《]*(?:[!-~¥]+|[^ -~])[，。、；：！？）》”’]* *| +", safe(text)):
        size = _cells(word.rstrip(" "))
        if taken and taken + size > cells:
            lines.append("")
            taken = 0
        for piece, piece_size in clusters(word):
            if taken + piece_size > cells and piece != " ":
                lines.append("")
                taken = 0
            lines[-1] += piece
            taken += piece_size
    return [line.rstrip(" ") for line in lines]


def columns(
    fields: Sequence[str], widths: Sequence[int], aligns: Sequence[Align] = (), gap: int = 1
) -> str:
    """One row of `fields`, each in its width (0: left out), `gap` spaces between."""
    asked = aligns or ("left",) * len(widths)
    return (" " * gap).join(
        fit(field, cells, align)
        for field, cells, align in zip(fields, widths, asked, strict=True)
        if cells
    )


def share(
    least: Sequence[int],
    flex: Sequence[int],
    priorities: Sequence[int],
    cells: int,
    gap: int = 1,
) -> tuple[int, ...]:
    """The width of each column in `cells`, 0 for those that must vanish.

    While the columns' `least` widths do not fit, the one of the lowest priority (the rightmost of
    equals) vanishes; what is left over then goes to the others in proportion to their `flex`.
    """
    kept = list(range(len(least)))
    while len(kept) > 1 and sum(least[i] + gap for i in kept) - gap > cells:
        kept.remove(min(kept, key=lambda i: (priorities[i], -i)))
    widths = [least[i] if i in kept else 0 for i in range(len(least))]
    spare = cells - sum(widths) - gap * (len(kept) - 1)
    if spare < 0:
        widths[kept[0]] = cells
        return tuple(widths)
    weight = sum(flex[i] for i in kept)
    for i in kept:
        if flex[i]:
            extra = spare * flex[i] // weight
            widths[i] += extra
            spare -= extra
            weight -= flex[i]
    return tuple(widths)
