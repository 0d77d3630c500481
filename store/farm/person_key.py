"""Where people stand in a list by name."""

from __future__ import annotations


def sound(key: str) -> str:
    """Where a person with this key stands in a list by name: by how the name is read."""
    folded, _space, others = key.partition(" ")
    spoken = others.partition(" ")[0]
    return spoken if spoken.isalpha() and spoken[0].islower() and not folded.isascii() else folded
