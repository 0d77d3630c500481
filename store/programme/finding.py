"""One thing meant by a few letters: its number, its name, how that begins, or its pinyin."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from store.errors import Ambiguous, NotFound
from store.language import _, listed
from store.text import fold, shown

_MOST_NAMED = 5
_NUMBER = re.compile(r"#\s*(\d{1,12})")


class Named(NamedTuple):
    """Something that has a name; `said` tells it from others of the same name."""

    id: int
    name: str
    key: str
    said: str


def number(text: str) -> int | None:
    """The number that `#12` names; None for anything else."""
    found = _NUMBER.fullmatch(text.strip())
    return int(found[1]) if found else None


def choose(text: str, named: Iterable[Named], missing: NotFound) -> int:
    """The id of the one that `text` means best.

    Raises `missing` where it means none, and Ambiguous, naming the candidates.
    """
    by_rank: defaultdict[int, list[Named]] = defaultdict(list)
    for one in named:
        by_rank[_rank(text, one)].append(one)
    best = by_rank[min(by_rank)] if by_rank else []
    if not best:
        raise missing
    if len(best) > 1:
        told = [f"#{one.id} {shown(one.said)}" for one in best[:_MOST_NAMED]]
        raise Ambiguous(
            _("Which one?"),
            _("“{name}” may be {listed}. Please type more of it, or its number.").format(
                name=shown(text.strip()),
                listed=listed(told) + ("…" if len(best) > len(told) else ""),
            ),
        )
    return best[0].id


def _rank(text: str, one: Named) -> int:
    wanted = fold(text)
    if one.name == text.strip():
        return 0
    if fold(one.name) == wanted:
        return 1
    if fold(one.name).startswith(wanted):
        return 2
    return 3 if any(word.startswith(wanted) for word in one.key.split()) else 4
