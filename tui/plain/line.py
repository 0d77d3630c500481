"""`qiaomen do "l kx 3-502 2w"`: the line of the screen's `:` for scripts and quick hands."""

from __future__ import annotations

from datetime import date

from store.errors import Ambiguous, NotFound, Refused
from store.language import _, listed
from store.text import shown
from tui.line.read import read, verb_of
from tui.line.reading import At, Choice, Go, Part, Reading
from tui.line.verbs import VERBS
from tui.plain import asked
from tui.plain.output import say

MOST = 10  # choices that are named


def only_goes(line: str) -> bool:
    """Whether a line only shows something."""
    verb = verb_of(line)
    return verb is not None and verb.goes


def do(line: str, today: date, compound: str | None, *, dry_run: bool) -> Go | None:
    """Do what a line says, and say what was done; with `dry_run` say what would be.

    Answers with where it goes, if it only goes somewhere. Raises Ambiguous, naming the choices,
    NotFound for what is missing, Refused for what cannot be done.
    """
    reading = read(line, At(_compound(compound), today))
    if not reading.is_whole:
        raise _trouble(line, reading)
    if dry_run:
        say(reading.preview)
    elif reading.order is not None:
        say(reading.order.do(today))
    else:
        return reading.go
    return None


def _compound(name: str | None) -> int | None:
    """The compound that is named, else the only one. Raises Ambiguous where there are several."""
    from store.neighbours import compounds

    if name is not None:
        return asked.compound_id(name)
    known = compounds.compounds(limit=2)
    if len(known) > 1:
        raise Ambiguous(
            _("Which compound?"),
            _("There are several compounds. Please name one with --compound."),
        )
    return known[0].id if known else None


def _trouble(line: str, reading: Reading) -> Ambiguous | NotFound | Refused:
    if reading.refusal:
        return Refused(_("Refused"), reading.refusal)
    unclear = next((part for part in reading.parts if part.trouble and part.choices), None)
    if unclear is not None:
        return _ambiguous(unclear)
    if reading.missing:
        return NotFound(_("Something is missing"), reading.missing)
    sentence = _("“{line}” begins with no verb. There are: {verbs}.")
    verbs = listed(f"{_(verb.label)} ({verb.words[0]})" for verb in VERBS)
    return NotFound(_("No such verb"), sentence.format(line=shown(line, 40), verbs=verbs))


def _ambiguous(part: Part) -> Ambiguous:
    named = [_named(choice) for choice in part.choices[:MOST]]
    more = "…" if len(part.choices) > MOST else ""
    return Ambiguous(
        _("Which one?"),
        _("“{typed}” may be any of these: {choices}.").format(
            typed=shown(part.word.text, 20), choices=listed(named) + more
        ),
    )


def _named(choice: Choice) -> str:
    more = " ".join(choice.detail.split())
    return f"{choice.text} ({more})" if more else choice.text
