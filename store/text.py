"""What text may be stored, and how it is searched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from store.errors import Refused
from store.language import _

# C0 and C1 controls, line and paragraph separators, bidi embeddings, overrides and isolates.
_FORBIDDEN_RANGES = (
    ("\x01", "\x1f"),
    ("\x7f", "\x9f"),
    ("\u2028", "\u202e"),
    ("\u2066", "\u2069"),
    ("\ufff9", "\ufffb"),
)
_FORBIDDEN = frozenset(
    chr(code) for first, last in _FORBIDDEN_RANGES for code in range(ord(first), ord(last) + 1)
) | {"\0"}

# The same ranges as a SQLite GLOB, for the tables' own constraints (NUL is checked apart).
FORBIDDEN_GLOB = "*[" + "".join(f"{first}-{last}" for first, last in _FORBIDDEN_RANGES) + "]*"

# What stands where a character could not be read; the tables let it be, it is no command.
BROKEN = "\N{REPLACEMENT CHARACTER}"

# What most names are made of: visible ASCII, Chinese, and its punctuation, each word one space from
# the next. None of it is a mark or changes under NFC.
_TIDY_WORD = (
    "[!-~\u00b7\u2014\u2018\u2019\u201c\u201d\u2026\u3001\u3002\u3008-\u3011"
    "\u4e00-\u9fff\uff01-\uff5e]+"
)
_TIDY = f"(?:{_TIDY_WORD}(?: {_TIDY_WORD})*)?"

_HAN = "([\u3007\ue815-\ue864\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)"

# More marks than this on one letter no language writes; they would spill over the lines around.
MOST_COMBINING = 4

MOST_TERMS = 20  # of one search


def clean(text: str, most: int, field: str) -> str:
    """`text` as it may be stored: NFC, with the white space around and between words made single.

    `most` is the largest number of characters; `field` is the name of the field, for the sentence.
    Raises Refused for hidden control characters, bidi overrides, broken characters, a pile of
    combining marks, or too many characters.
    """
    tidy = text if _is_tidy(text) else _tidied(text, field)
    if len(tidy) > most:
        raise Refused(
            _("Too long"),
            _("{field} has {count} characters; at most {most} fit. Please shorten it.").format(
                field=field, count=len(tidy), most=most
            ),
        )
    return tidy


def shown(text: str, most: int = 40) -> str:
    """Somebody's text as a sentence may quote it: nothing hidden in it, cut with an ellipsis."""
    visible = "".join(c if c.isprintable() else "?" for c in text[: most + 1])
    return visible if len(visible) <= most else visible[: most - 1] + "…"


def legible(text: str, but: str = "") -> str:
    """`text` with each character that may not be stored, except those in `but`, as U+FFFD.

    For what goes into files: only a damaged store, or another program's hand in it, has such.
    """
    if text.isprintable():
        return text
    return "".join(
        BROKEN if (c in _FORBIDDEN and c not in but) or "\ud800" <= c <= "\udfff" else c
        for c in text
    )


def _is_tidy(text: str) -> bool:
    if text.isascii():  # without the pattern, which takes a millisecond to compile
        return text.isprintable() and text == " ".join(text.split())
    return re.fullmatch(_TIDY, text) is not None


def _tidied(text: str, field: str) -> str:
    tidy = unicodedata.normalize("NFC", text.strip("\ufeff \t\r\n"))
    if not tidy.isprintable() or not tidy.isascii():
        _refuse_unstorable(tidy, field)
    # A byte order mark behind a wide space is uncovered only now.
    return " ".join(tidy.split()).strip("\ufeff ")


def _refuse_unstorable(text: str, field: str) -> None:
    marks = 0
    for place, character in enumerate(text, 1):
        category = unicodedata.category(character)
        if character in _FORBIDDEN or category == "Cs":
            raise Refused(
                _("Hidden character"),
                _(
                    "{field} has a hidden control character at place {place}. "
                    "Please type it again without it."
                ).format(field=field, place=place),
            )
        if character == BROKEN:
            raise Refused(
                _("Broken character"),
                _("{field} has a broken character at place {place}. Please type it again.").format(
                    field=field, place=place
                ),
            )
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > MOST_COMBINING:
            raise Refused(
                _("Too many marks"),
                _(
                    "{field} has a pile of marks on one letter at place {place}. "
                    "Please type it again without them."
                ).format(field=field, place=place),
            )


def fold(text: str) -> str:
    """`text` as it is compared: NFKC, no case, no accents, no spaces."""
    if text.isascii():
        return "".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return "".join(unicodedata.normalize("NFKC", bare).split())


def search_key(*texts: str) -> str:
    """What a search looks in: each text folded, in full pinyin and in pinyin initials.

    `烤箱` is found by `烤`, `kaoxiang` and `kx`. The forms are set apart by spaces, which no folded
    search term holds.
    """
    return " ".join(form for text in texts if text for form in _forms(text))


def terms(query: str) -> tuple[str, ...]:
    """The folded words of a search; a row answers when its key holds every one.

    What follows the first MOST_TERMS is left out: a database takes only so long a question.
    """
    folded = (fold(word) for word in query.split())
    return tuple(dict.fromkeys(term for term in folded if term))[:MOST_TERMS]


@lru_cache(maxsize=8192)
def _forms(text: str) -> tuple[str, ...]:
    folded = fold(text)
    if not any("\u3400" <= c <= "\u9fff" or c >= "\U00020000" for c in folded):
        return (folded,)
    pieces = [piece for piece in re.split(_HAN, folded) if piece]
    syllables = [
        syllable
        for piece in pieces
        for syllable in (_syllables(piece) if re.match(_HAN, piece) else (piece,))
    ]
    initials = "".join(syllable[:1] for syllable in syllables)
    return (folded, fold("".join(syllables)), fold(initials))


def _syllables(run: str) -> Iterator[str]:
    # 120 ms and 20 MB, which only saving a Chinese text needs.
    from pypinyin.seg import mmseg

    # Cut as pypinyin would do it, so that a phrase that comes again is worked out once.
    for phrase in mmseg.seg.cut(run):
        yield from _of_phrase(phrase)


@lru_cache(maxsize=8192)
def _of_phrase(phrase: str) -> tuple[str, ...]:
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(phrase, style=Style.NORMAL))
