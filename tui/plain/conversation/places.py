"""Turning to another compound, and speaking another language."""

from __future__ import annotations

from store import language
from store.language import _
from store.neighbours import compounds
from store.neighbours.compounds import CompoundRow
from tui.plain.conversation import choosing
from tui.plain.conversation.choosing import choose_letter
from tui.plain.conversation.desk import Desk
from tui.plain.conversation.talk import together
from tui.plain.output import say

# What each language calls itself, whatever is spoken now, by the letters that choose it.
SPOKEN = {"zh": ("zh_CN", "中文"), "en": ("en", "English")}


def choose_compound(desk: Desk) -> None:
    """Ask which compound the desk is about from now on."""
    help = (_("A part of its name, or of its community's."),)
    found = choosing.find(_("Which compound?"), help, compounds.compounds, _said)
    if found is not None:
        desk.compound = found
        say(_("This is {compound} now.").format(compound=found.name))


def choose_language(_desk: Desk) -> None:
    """Ask which language is to be spoken from now on."""
    letter = choose_letter({key: name for key, (_code, name) in SPOKEN.items()})
    if letter is not None:
        language.speak(SPOKEN[letter][0])
        say(_("English it is."))


def _said(row: CompoundRow) -> str:
    return together(dict.fromkeys((row.name, row.community)))
