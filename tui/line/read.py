"""Reading a line: the verb first, then what that verb wants; nothing is changed by it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from store.access import rights
from store.errors import StoreError
from store.language import _
from tui.line import add, go, lend, loans, lookup, taking_back, verbs
from tui.line.reading import At, Choice, Part, Reading
from tui.line.verbs import Verb
from tui.line.words import Word, words

_READERS: dict[str, Callable[[str, Sequence[Word], At], Reading]] = {
    "lend": lend.read,
    "return": loans.read_return,
    "renew": loans.read_renew,
    "add": add.read,
    "go": go.read_go,
    "late": go.read_late,
    "rota": go.read_rota,
    "undo": taking_back.read_undo,
    "redo": taking_back.read_redo,
}


def read(line: str, at: At) -> Reading:
    """What `line` says. What the store would refuse is said in the reading; nothing is raised."""
    typed = words(line)
    if not typed:
        nothing = Word("", len(line), len(line))
        return Reading(parts=(Part(nothing, "", _verbs_like(nothing)),))
    verb, head, rest = _verb_first(typed)
    if verb is None:
        return _without_verb(line, typed, at)
    try:
        if verb.deed:
            rights.require(verb.deed)
        reading = _READERS[verb.id](line, rest, at)
    except StoreError as refused:
        reading = Reading(refusal=refused.sentence)
    others = () if rest or reading.is_whole else _verbs_like(head)
    said = Part(head, _(verb.label), others)
    return reading._replace(verb=verb, parts=(said, *reading.parts))


def verb_of(line: str) -> Verb | None:
    """The verb that a line begins with, if any; the store is not asked."""
    typed = words(line)
    return _verb_first(typed)[0] if typed else None


def _verb_first(typed: Sequence[Word]) -> tuple[Verb | None, Word, Sequence[Word]]:
    """The verb, its word, and the words behind it, which Chinese may write without a space."""
    first, *rest = typed
    if (verb := verbs.named(first.text)) is not None:
        return verb, first, rest
    if (glued := verbs.before(first.text)) is not None:
        verb, length = glued
        head, tail = first.cut(length)
        return verb, head, [tail, *rest]
    return None, first, rest


def _without_verb(line: str, typed: Sequence[Word], at: At) -> Reading:
    """A whole address goes there; what else begins with no verb may become one."""
    if len(typed) == 1 and at.compound_id is not None and lookup.household_at(typed[0].text, at):
        return go.read_go(line, typed, at)
    choices = _verbs_like(typed[0]) if len(typed) == 1 else ()
    return Reading(parts=(Part(typed[0], "", choices),))


def _verbs_like(word: Word) -> tuple[Choice, ...]:
    return tuple(
        Choice(said, said, _(verb.help), verb.words[0]) for said, verb in verbs.beginning(word.text)
    )
