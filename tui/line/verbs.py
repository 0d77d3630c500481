"""Every verb of the line, once: its words in both languages, and what follows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from store.language import N_, _
from store.text import fold


class Verb(NamedTuple):
    """A verb; `words` are all that mean it, the shortest to type first; `help` says what follows.

    Who may not do `deed` may not do it; a verb without one only goes somewhere, or asks by itself.
    """

    id: str
    words: tuple[str, ...]
    label: str
    help: str
    deed: str = ""
    goes: bool = False


VERBS = (
    Verb("lend", ("l", "lend", "借", "借出", "借给", "jie"), N_("lend"),
         N_("l THING HOUSEHOLD [UNTIL], as l oven 3-502 2w"), "lend"),
    Verb("return", ("r", "return", "还", "归还", "还回", "huan"), N_("return"),
         N_("r THING… or HOUSEHOLD, as r oven, or r 3-502"), "return"),
    Verb("renew", ("n", "renew", "续", "续借", "xujie"), N_("renew"),
         N_("n THING… or HOUSEHOLD, as n oven, or n 3-502"), "renew"),
    Verb("add", ("a", "add", "加", "添加", "添", "jia"), N_("add"),
         N_("a HOUSEHOLD THING, THING…, as a 3-502 hammer, saw"), "add_item"),
    Verb("go", ("go", "g", "去", "看", "qu"), N_("go"),
         N_("go HOUSEHOLD, THING or SCREEN, as go 6-701"), goes=True),
    Verb("late", ("late", "overdue", "逾期", "yuqi"), N_("overdue"),
         N_("What is overdue"), goes=True),
    Verb("rota", ("rota", "班表", "banbiao"), N_("rota"),
         N_("rota [WEEK], as rota next, or rota 12-7"), goes=True),
    Verb("undo", ("u", "undo", "撤销", "chexiao"), N_("undo"),
         N_("Take back my last deed"), "undo"),
    Verb("redo", ("redo", "重做", "chongzuo"), N_("redo"),
         N_("Do again what was taken back"), "redo"),
)  # fmt: skip

_BY_WORD = {word: verb for verb in VERBS for word in verb.words}


def named(word: str) -> Verb | None:
    """The verb that `word` means, if it is one."""
    return _BY_WORD.get(fold(word))


def before(text: str) -> tuple[Verb, int] | None:
    """The Chinese verb that `text` begins with, and its length: 借烤箱 begins with 借."""
    glued = [word for word in _BY_WORD if not word.isascii() and text.startswith(word)]
    longest = max(glued, key=len, default="")
    return (_BY_WORD[longest], len(longest)) if 0 < len(longest) < len(text) else None


def beginning(text: str) -> Iterator[tuple[str, Verb]]:
    """The verbs with a word that begins with `text`, each once, with that word.

    Of nothing they all begin, with the word that this language says.
    """
    typed = fold(text)
    for verb in VERBS:
        said = _(verb.label)
        words = [word for word in (said, *verb.words) if word in verb.words]
        if fitting := [word for word in words if word.startswith(typed)]:
            yield fitting[0], verb
