"""What is asked through a key that starts the desk: `ssh desk list items`.

OpenSSH starts the command that stands beside the key, whatever its owner asks for, and leaves their
words in a variable. They are read as words, by no shell. Only what reads is done for them, in the
store and the name that stand beside the key.
"""

from __future__ import annotations

import shlex
from argparse import Namespace
from collections.abc import Mapping, Sequence

from store import language
from store.errors import Refused
from store.language import _
from store.text import shown
from tui.plain import commands, usage
from tui.plain.commands import COMMANDS

# What OpenSSH calls it.
VARIABLE = "SSH_ORIGINAL_COMMAND"

# What may be asked of the program itself.
_ABOUT = ("-h", "--help", "--version")


def parse(arguments: Sequence[str], environ: Mapping[str, str], version: str) -> Namespace:
    """What was asked from afar, where `arguments` stand beside the key.

    Raises Refused for what is no command that only reads; SystemExit as usage.parse does. Where a
    command stands beside the key already, nothing else is listened to.
    """
    beside = usage.parse(arguments, environ, version)
    words = _words(environ[VARIABLE])
    if beside.command is not None or not words:
        return beside
    if words[0] not in (*COMMANDS, *_ABOUT):
        raise _not_here(words[0])
    language.speak(usage.language([*arguments, *words], environ))
    asked = usage.parse(words, {}, version)
    if asked.db is not None or asked.user is not None:
        sentence = _("--db and --user cannot be chosen from here: your key says who you are.")
        raise Refused(_("Your key says"), sentence)
    if beside.user is None:
        sentence = _("The line of this key names nobody: --user is missing in authorized_keys.")
        raise Refused(_("Your key says"), sentence)
    if not commands.only_reads(asked):
        raise _not_here(" ".join(words))
    asked.db, asked.user = beside.db, beside.user
    asked.today = asked.today or beside.today
    return asked


def _words(typed: str) -> list[str]:
    """The words that were sent; the program's own name may stand before them. Raises Refused."""
    try:
        words = shlex.split(typed)
    except ValueError:
        raise _not_here(typed) from None
    if not all(map(usage.is_text, words)):
        raise _not_here(typed)
    return words[1:] if words[:1] == ["qiaomen"] else words


def _not_here(asked: str) -> Refused:
    sentence = _(
        "“{command}” cannot be done from here: only what reads can, as `list items`. "
        "Open the desk with `ssh -t` and no command."
    )
    return Refused(_("Only reading"), sentence.format(command=shown(asked, 40)))
