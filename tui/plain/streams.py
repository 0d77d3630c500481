"""Standard input, output and error: what is closed, broken, or no terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from io import TextIOWrapper

from store.errors import Unusable
from store.language import _

# What Python itself writes into LC_CTYPE where the locale says nothing: no word of the terminal's.
_PUT_BY_PYTHON = "C.UTF-8"

PATIENCE = 1.0  # seconds in which a pipe that will bring nothing has ended


def open_closed() -> None:
    """Give what was closed at the start an empty place, and let no character be unprintable."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            empty = open(os.devnull, "r+" if number else "r", encoding="utf-8")  # noqa: SIM115
            setattr(sys, name, empty)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def forget_output() -> None:
    """Let what is still unwritten vanish, so that leaving cannot fail on it either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def lead_to_terminal() -> bool:
    """Whether somebody sits at a terminal on which a screen can be drawn."""
    return _capable() and sys.stdin.isatty() and sys.stdout.isatty()


def anything_to_hear() -> bool:
    """Whether somebody may type something, or a pipe or a file has a line for us."""
    if sys.stdin.isatty() or not isinstance(sys.stdin, TextIOWrapper):
        return True
    return _is_waiting() or bool(sys.stdin.buffer.peek(1))


def _is_waiting() -> bool:
    """Whether a pipe is open at its other end and has brought nothing yet."""
    if sys.stdin.seekable():
        return False
    import select

    ready, _out, _trouble = select.select([sys.stdin], [], [], PATIENCE)
    return not ready


def lead_away() -> bool:
    """Whether somebody types at a terminal, but what is printed goes elsewhere."""
    return sys.stdin.isatty() and not sys.stdout.isatty()


def errors_lead_to_terminal() -> bool:
    """Whether somebody would see on a terminal how far long work is."""
    return _capable() and sys.stderr.isatty()


def lead_nowhere() -> bool:
    """Whether what is printed is thrown away, as into /dev/null."""
    try:
        return os.fstat(sys.stdout.fileno()).st_rdev == os.stat(os.devnull).st_rdev
    except OSError:
        return False


def refuse_other_encodings(environ: Mapping[str, str]) -> None:
    """Raise Unusable where the terminal would show the desk's text as something else.

    A locale that names no encoding is trusted to sit at a terminal of today, except within GNU
    screen, which then reads every byte as a character.
    """
    named = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    if named == _PUT_BY_PYTHON and not environ.get("LC_ALL"):
        named = environ.get("LANG") or ""
    encoding = named.partition(".")[2].partition("@")[0].lower()
    if encoding in ("utf-8", "utf8"):
        return
    if encoding or "STY" in environ:
        raise Unusable(
            _("Another encoding"),
            _(
                "This terminal is not set to UTF-8 and would not show Chinese. "
                "Please set it to UTF-8 (GNU screen: `screen -U`), and then LC_ALL=C.UTF-8."
            ),
        )


def terminal_width() -> int | None:
    """How many cells the terminal has; None where the output goes to a file or a pipe."""
    if not sys.stdout.isatty():
        return None
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or None
    except OSError:
        return None


def speak_utf8() -> None:
    """Write UTF-8, whatever the locale says: JSON and CSV are for programs."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")


def hear_utf8() -> None:
    """Read UTF-8, whatever the locale says, and every line as it ends."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="strict", newline="\n")


def complain(sentence: str) -> None:
    """Say on standard error, on one line, what could not be done."""
    # 4 ms that only a complaint needs.
    from tui.cells import safe

    with suppress(OSError):  # nobody is left to tell
        sys.stderr.write(f"qiaomen: {safe(' '.join(sentence.split()))}\n")


def _capable() -> bool:
    return os.environ.get("TERM", "") not in ("", "dumb")
