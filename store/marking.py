"""Which characters of a text answered to a search, so that they can be shown so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from store.readings import SURNAMES, TWO_WAYS, is_han
from store.text import INITIALS, INSIDE, fold, pieces


class Mark(NamedTuple):
    """Characters of a text, from `start` to before `end`."""

    start: int
    end: int


class _Piece(NamedTuple):
    """A folded piece of a text, and how it may be read."""

    folded: str
    sounds: tuple[str, ...]


def marks(text: str, key: str, words: Sequence[str]) -> tuple[Mark, ...]:
    """What of `text`, whose search key is (or is a part of) `key`, answers to the folded words.

    Also where a word is its pinyin or initials: then the characters that are read so.
    """
    places = _places(text)
    if not words or not places:
        return ()
    cut = _read(text, key)
    found = [mark for word in words if (mark := _mark(word, cut, places)) is not None]
    joined: list[Mark] = []
    for mark in sorted(found):
        if joined and mark.start <= joined[-1].end:
            joined[-1] = Mark(joined[-1].start, max(mark.end, joined[-1].end))
        else:
            joined.append(mark)
    return tuple(joined)


def _places(text: str) -> list[int]:
    """For each folded character the character of `text` that it comes from; none if unclear."""
    places = [place for place, character in enumerate(text) for _folded in fold(character)]
    return places if len(places) == len(fold(text)) else []


def _mark(word: str, cut: Sequence[_Piece], places: Sequence[int]) -> Mark | None:
    start = 0
    for at, piece in enumerate(cut):
        taken = _taken(word, cut, at)
        if taken:
            return Mark(places[start], places[start + taken - 1] + 1)
        start += len(piece.folded)
    return None


def _taken(word: str, cut: Sequence[_Piece], at: int) -> int:
    """How many folded characters from a piece on the whole of `word` takes; 0 if it does not fit.

    As characters before pinyin, as whole syllables before initials.
    """
    if at >= len(cut):
        return 0
    piece = cut[at]
    if piece.folded.startswith(word):
        return len(word)
    whole = len(piece.folded)
    if any(sound.startswith(word) for sound in piece.sounds):
        return whole
    for form in (piece.folded, *piece.sounds, *(sound[:1] for sound in piece.sounds)):
        if form and word.startswith(form):
            rest = _taken(word[len(form) :], cut, at + 1)
            if rest:
                return whole + rest
    return 0


def _read(text: str, key: str) -> list[_Piece]:
    """The pieces of a text with their sounds, which its tokens in `key` tell."""
    cut = pieces(text)
    tokens = next(
        (tokens for each in key.split("  ") if (tokens := each.split(" "))[0] == fold(text)), []
    )
    spoken = [token.removeprefix(INSIDE) for token in tokens[1::3]]
    is_spoken = len(tokens) > 2 and tokens[2].startswith(INITIALS)
    read = []
    for at, piece in enumerate(cut):
        sounds: tuple[str, ...] = ()
        if is_han(piece):
            others = (*TWO_WAYS.get(piece, ()), *SURNAMES.get(piece, ()))
            own = _first_syllable(spoken[at : at + 2]) if is_spoken else ""
            sounds = tuple(sound for sound in (own, *others) if sound)
        read.append(_Piece(piece, sounds))
    return read


def _first_syllable(spoken: Sequence[str]) -> str:
    """How a character is read, where the text goes on in pinyin as `spoken` from it and the next.

    What follows may be cut, so the shortest beginning that leaves the two the same is meant.
    """
    if len(spoken) < 2:
        return spoken[0] if spoken else ""
    here, after = spoken
    for length in range(1, len(here)):
        rest = here[length:]
        if after.startswith(rest) or rest.startswith(after):
            return here[:length]
    return here
