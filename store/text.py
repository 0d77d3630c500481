"""What text may be stored, and how it is searched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from store.errors import Refused
from store.language import _
from store.readings import is_han, other_readings, surname, syllables

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

# More marks than this on one letter no language writes; they would spill over the lines around.
MOST_COMBINING = 4

MOST_TERMS = 20  # of one search

# What stands before a token that is not the whole text; nothing folded holds a capital letter.
INITIALS, INSIDE, NUMBER = "I", "S", "P"
INSIDE_LENGTH = 12  # characters of a token behind INSIDE
TAIL = 4  # digits by which a telephone is known
_MOST_PLACES = 24  # where a search may begin within one text
_MOST_READINGS = 3  # besides the first
# One character of Chinese, kana or Hangul; letters; digits; another sign.
_ALONE = "[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff\ue815-\ue864]"
_PIECE = rf"{_ALONE}|(?:(?!{_ALONE})[^\W\d_])+|\d+|[\W_]"


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
    """What a search looks in: tokens set apart by spaces, which no folded search term holds, and
    the texts by two.

    Each text folded and in full pinyin; behind INITIALS its pinyin initials; behind INSIDE how it
    goes on from each later word or character, in the same three forms, to INSIDE_LENGTH. So `烤箱`
    is found by `烤`, `kaoxiang`, `kx`, `箱` and `xiang`, each the beginning of a token. A character
    that no phrase explains is there with its other reading, too.
    """
    return "  ".join(" ".join(_tokens(text, False)) for text in texts if text.strip())


def person_key(name: str, phone: str = "") -> str:
    """As `search_key`, of a person: 曾 is found by `zeng` first, and by `ceng`.

    A telephone is there behind NUMBER: all of it, and its last four digits.
    """
    digits = "".join(c for c in fold(phone) if c.isalnum())
    called = " ".join(_tokens(name, True)) if name.strip() else ""
    reached = " ".join((NUMBER + digits, NUMBER + digits[-TAIL:])) if digits else ""
    return f"{called}  {reached}".strip()


def home_key(address: str, name: str) -> str:
    """As `search_key`, of a household, whose name is mostly a person's."""
    return f"{search_key(address)}  {person_key(name)}".strip()


def terms(query: str) -> tuple[str, ...]:
    """The folded words of a search; a row answers when its key holds every one.

    What follows the first MOST_TERMS is left out: a database takes only so long a question.
    """
    folded = (fold(word) for word in query.split())
    return tuple(dict.fromkeys(term for term in folded if term))[:MOST_TERMS]


def pieces(text: str) -> list[str]:
    """The folded words of `text`, cut where a search may begin: at each character, and where
    letters, digits and other signs meet."""
    return [piece for word in text.split() for piece in re.findall(_PIECE, fold(word))]


@lru_cache(maxsize=8192)
def _tokens(text: str, is_person: bool) -> tuple[str, ...]:
    cut = pieces(text)
    if not any(map(is_han, cut)):
        folded = fold(text)
        later = (INSIDE + rest for rest in _onward(cut) if rest[:1].isalnum())
        return tuple(dict.fromkeys((folded, *later)))
    spoken, doubtful = _spoken(cut)
    family = surname("".join(cut)) if is_person else ()
    if family:
        given = len(family)
        usual, spoken = spoken, [*family, *spoken[given:]]
        readings = [usual, *(_instead(spoken, *each) for each in doubtful if each[0] >= given)]
    else:
        readings = [_instead(spoken, *each) for each in doubtful]
    tokens = [*_forms(cut, spoken)]
    for other in readings[:_MOST_READINGS]:
        tokens += (form for form in _forms(cut, other) if form not in tokens)
    return tuple(tokens)


def _spoken(cut: list[str]) -> tuple[list[str], list[tuple[int, str]]]:
    """How each piece is read, and what else those may be that no phrase explains."""
    spoken: list[str] = []
    doubtful: list[tuple[int, str]] = []
    for is_chinese, run in groupby(cut, is_han):
        if not is_chinese:
            spoken += run
            continue
        characters = "".join(run)
        for character, (syllable, is_sure) in zip(characters, syllables(characters), strict=True):
            if not is_sure:
                others = other_readings(character, syllable)
                doubtful += ((len(spoken), other) for other in others)
            spoken.append(fold(syllable))
    return spoken, doubtful


def _instead(spoken: list[str], place: int, other: str) -> list[str]:
    return [*spoken[:place], other, *spoken[place + 1 :]]


def _forms(cut: list[str], spoken: list[str]) -> Iterator[str]:
    """The tokens of one reading, from the whole to the last piece, three for each."""
    initials = [syllable[:1] for syllable in spoken]
    yield from ("".join(cut), "".join(spoken), INITIALS + "".join(initials))
    for forms in zip(*map(_onward, (cut, spoken, initials)), strict=True):
        yield from (INSIDE + form for form in forms)


def _onward(parts: list[str]) -> Iterator[str]:
    """How `parts` go on from each but the first."""
    for place in range(1, min(len(parts), _MOST_PLACES)):
        yield "".join(parts[place : place + INSIDE_LENGTH])[:INSIDE_LENGTH]
