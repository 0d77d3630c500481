"""Whether a search key (store/text.py) answers to some words, and how well."""

from __future__ import annotations

import re
from collections.abc import Sequence

from store.text import INITIALS, INSIDE, INSIDE_LENGTH, NUMBER, TAIL

# How well something answers, the best first.
EXACTLY, BEGINS, INITIALLY, WITHIN_IT = range(4)

_NOT_ASCII = re.compile("[^\0-\x7f]+")
_RUNS = re.compile("[^\0-\x7f]+|[\0-\x7f]+")


def rank(key: str, words: Sequence[str]) -> int | None:
    """How well a row answers to the first of these folded words; None, if not to every one."""
    texts = [text.split(" ") for text in key.split("  ")]
    first: int | None = None
    for word in words:
        ranks = [found for text in texts if (found := _rank(text, word)) is not None]
        if not ranks:
            return None
        if first is None:
            first = min(ranks)
    return first


def is_mixed(word: str) -> bool:
    """Whether a word is part Chinese and part letters, as `kao箱`."""
    return not word.isascii() and any(c.isascii() and c.isalpha() for c in word)


def chinese_in(word: str) -> str:
    """The longest part of a mixed word that is no letters."""
    return max(_NOT_ASCII.findall(word), key=len)


def digits_of(word: str) -> str:
    """The digits of a word that may be part of a telephone number, typed in groups; else none."""
    digits = word.replace("-", "")
    return digits if digits.isascii() and digits.isdigit() else ""


def _rank(tokens: Sequence[str], word: str) -> int | None:
    best: int | None = None
    begun, digits = word[:INSIDE_LENGTH], digits_of(word)
    for token in tokens:
        mark = token[:1]
        if mark == INSIDE:
            fits, how_well = token.startswith(begun, 1), WITHIN_IT
            if fits and len(word) > INSIDE_LENGTH:
                fits = any(word in whole for whole in tokens)
        elif mark == INITIALS:
            fits, how_well = token.startswith(word, 1), INITIALLY
        elif mark == NUMBER:
            is_tail = len(digits) > TAIL and token.endswith(digits)
            fits, how_well = bool(digits) and (token.startswith(digits, 1) or is_tail), WITHIN_IT
        else:
            fits, how_well = token.startswith(word), EXACTLY if token == word else BEGINS
        if fits and (best is None or how_well < best):
            best = how_well
    if best is None and is_mixed(word):
        return _mixed_rank(tokens, word)
    return best


def _mixed_rank(tokens: Sequence[str], word: str) -> int | None:
    """How well a text answers to a word of Chinese and pinyin or initials, one after the other."""
    places = _places(tokens)
    runs = _RUNS.findall(word)
    for start in range(len(places)):
        if _goes_on(places, start, runs):
            return BEGINS if start == 0 else WITHIN_IT
    return None


def _places(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    """How a text goes on from each place: folded, in pinyin and in initials."""
    bare = [token.removeprefix(INITIALS).removeprefix(INSIDE) for token in tokens]
    return [tuple(bare[place : place + 3]) for place in range(0, len(bare) - 2, 3)]


def _goes_on(places: Sequence[tuple[str, ...]], at: int, runs: Sequence[str]) -> bool:
    """Whether the text goes on from this place with these runs, each in one of the forms."""
    run, *rest = runs
    for form, here in enumerate(places[at]):
        if here.startswith(run) and not rest:
            return True
        if here.startswith(run) and len(here) > len(run):
            later = range(at + 1, min(len(places), at + 1 + len(run)))
            if any(
                _are_one(here, run + places[after][form]) and _goes_on(places, after, rest)
                for after in later
            ):
                return True
    return False


def _are_one(text: str, other: str) -> bool:
    """Whether two texts are the same as far as both go; long ones are cut."""
    both = min(len(text), len(other))
    return text[:both] == other[:both]
