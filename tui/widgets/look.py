"""The look of the desk: what a style is in a terminal's codes, and which glyphs its font lacks.

By itself the desk draws on the terminal's own grounds with bold, dim and reverse, and two of the
sixteen colours that every terminal has.  A theme brings its own grounds: for a terminal whose dim
or red cannot be read, or for eyes that need more.  (The command line asks for the themes' names,
so that nothing heavy is imported here.)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Look(NamedTuple):
    """SGR codes of plain text, the two accents and what is dim; and whether glyphs are few."""

    ground: str = ""
    red: str = "31"
    magenta: str = "35"
    dim: str = "2"
    few_glyphs: bool = False


# A bright colour follows the usual one, which stays where a terminal knows only eight.
THEMES = {
    "own": Look(),
    "dark": Look(ground="37;40", red="31;91", magenta="35;95"),
    "light": Look(ground="30;47;107"),
    "contrast": Look(ground="37;97;40", red="33;93", magenta="36;96", dim=""),
}
OWN = THEMES["own"]

# The fonts of a Linux console, which hold 256 or 512 glyphs, lack most of these; and where signs
# are as wide as Chinese each would cover what stands behind it. What is shown instead is narrow.
_INSTEAD = str.maketrans(
    "…✓●○◆‹›◁▷▸⏎⇄“”‘’‐–—−×·␣▏←↑→↓▲▼─│█░±²÷\ufffd",
    "~v*o*<><>><=\"\"''----x._|<^>v^v-|#:+2/?",
)


def on_terminal(theme: Look, environ: Mapping[str, str]) -> Look:
    """A theme as the terminal that the environment tells of can show it, or is asked to."""
    terminal = environ.get("TERM", "")
    if environ.get("NO_COLOR") or terminal.startswith("vt") or terminal.endswith(("-m", "-mono")):
        theme = theme._replace(ground="", red="", magenta="")
    return theme._replace(few_glyphs=terminal == "linux")


def in_font(text: str, look: Look) -> str:
    """`text` in the glyphs that the terminal has, in their places."""
    return text.translate(_INSTEAD) if look.few_glyphs else text
