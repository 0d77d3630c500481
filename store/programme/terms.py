"""What the programme's words are called, and how dimensions are read."""

from __future__ import annotations

import re

from store.errors import Refused
from store.language import N_, _, listed
from store.programme.models import DIMENSIONS
from store.text import fold, shown

DIMENSION_NAMES = {
    "people": N_("people"),
    "culture": N_("culture"),
    "land": N_("land"),
    "industry": N_("industry"),
    "landscape": N_("landscape"),
}
# One character each, as tables in Chinese write them.
LETTERS = dict(zip(DIMENSIONS, "人文地产景", strict=True))

STATUS_NAMES = {
    "proposed": N_("proposed"),
    "funded": N_("funded"),
    "running": N_("running"),
    "under_review": N_("under review"),
    "supervised": N_("supervised"),
    "completed": N_("completed"),
    "removed": N_("removed"),
}
SUPERVISION_NAMES = {"visit": N_("visit"), "training": N_("training")}
PLACES = {False: N_("urban"), True: N_("rural")}
RULE_NAMES = {
    "majority": N_("majority"),
    "two_thirds": N_("two thirds"),
    "approval": N_("ranked by approval"),
}
PROPOSAL_STATE_NAMES = {
    "draft": N_("in preparation"),
    "open": N_("voting"),
    "closed": N_("vote over"),
    "withdrawn": N_("withdrawn"),
}
OUTCOME_NAMES = {
    "adopted": N_("adopted"),
    "rejected": N_("not adopted"),
    "no_quorum": N_("too few voted"),
    "ranked": N_("ranked"),
}
SECRECY_NAMES = {False: N_("in the open"), True: N_("secret")}
CHOICE_NAMES = {"yes": N_("yes"), "no": N_("no"), "abstain": N_("abstains")}
# What a ballot became.
CORRECTED_NAMES = {**CHOICE_NAMES, "": N_("taken back")}
CAST_NAMES = {"present": N_("in person"), "proxy": N_("by proxy"), "paper": N_("on paper")}

_APART = re.compile(r"[\s,;，；、/+|]+")


def parse_dimensions(text: str) -> tuple[str, ...]:
    """The dimensions that `people;land`, 人文 or 人、地 name, in their order. Raises Refused."""
    found = set()
    for word in filter(None, _APART.split(fold(text))):
        if word in DIMENSIONS:
            found.add(word)
        elif all(letter in LETTERS.values() for letter in word):
            found |= {key for key, letter in LETTERS.items() if letter in word}
        else:
            raise Refused(
                _("Dimension"),
                _("“{word}” is no dimension. Please choose from: {known}.").format(
                    word=shown(word), known=listed(_known())
                ),
            )
    if not found:
        raise Refused(
            _("Dimension"),
            _("A dimension is needed: one or more of {known}.").format(known=listed(_known())),
        )
    return tuple(key for key in DIMENSIONS if key in found)


def say_dimensions(dimensions: tuple[str, ...]) -> str:
    """The dimensions by their single characters, as on the board: 人文.

    A word that is none of ours, which another program has written, stands as it is.
    """
    return "".join(LETTERS.get(key, key) for key in dimensions)


def write_dimensions(kept: str, language: str) -> str:
    """The dimensions of a row as a file of `language` writes them: 人文, or `people;culture`."""
    keys = tuple(kept.split())
    return say_dimensions(keys) if language == "zh_CN" else ";".join(keys)


def _known() -> list[str]:
    return [f"{_(name)} {LETTERS[key]}" for key, name in DIMENSION_NAMES.items()]
