"""How a member is found by name: as other texts, and by the sound that a surname has."""

from __future__ import annotations

from collections.abc import Sequence

from store.text import search_key

# Surnames that are read otherwise than the same character is elsewhere.
_SURNAMES = {
    "万俟": ("mo", "qi"),
    "尉迟": ("yu", "chi"),
    "单": ("shan",),
    "曾": ("zeng",),
    "仇": ("qiu",),
    "解": ("xie",),
    "区": ("ou",),
    "查": ("zha",),
    "朴": ("piao",),
    "盖": ("ge",),
    "翟": ("zhai",),
    "乐": ("yue",),
    "缪": ("miao",),
    "种": ("chong",),
    "员": ("yun",),
    "折": ("she",),
    "秘": ("bi",),
    "黑": ("he",),
    "能": ("nai",),
    "覃": ("qin",),
}


def person_key(name: str, phone: str) -> str:
    """What a search for a person looks in; 曾 is found by `zeng` as well as by `ceng`."""
    key = search_key(name, phone)
    surname = next((each for each in _SURNAMES if name.startswith(each)), "")
    if not surname:
        return key
    sounds = _SURNAMES[surname]
    given = search_key(name[len(surname) :]).split(" ")
    full, initials = given[1:] if len(given) == 3 else given * 2
    folded, _space, others = key.partition(" ")
    spoken = "".join(sounds) + full, "".join(sound[0] for sound in sounds) + initials
    return " ".join((folded, *spoken, others))


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
    return spoken if spoken.isalpha() and not folded.isascii() else folded
