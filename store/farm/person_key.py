"""Who among some people is meant, and where they stand in a list by name."""

from __future__ import annotations

from collections.abc import Sequence

from store.text import person_key


def answers(words: Sequence[str], name: str, phone: str = "") -> bool:
    """Whether somebody is meant who is looked for by all of these words; without any, everybody."""
    if not words:
        return True
    key = person_key(name, phone)
    return all(word in key for word in words)


def sound(key: str) -> str:
    """Where a person with this key stands in a list by name: by how the name is read."""
    folded, _space, others = key.partition(" ")
    spoken = others.partition(" ")[0]
    return spoken if spoken.isalpha() and spoken[0].islower() and not folded.isascii() else folded
