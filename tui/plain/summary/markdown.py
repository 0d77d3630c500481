"""The summary as Markdown, kept to what chat robots understand: headings, bold and lists.

They do not agree on how a sign is escaped, and some know no way at all. So whatever could make
markup in a text gives way to a sign that reads the same and means nothing, as its full-width twin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tui.cells import safe
from tui.plain.summary.document import Part
from tui.plain.summary.loans import Saying

_FULL_WIDTH = ord("！") - ord("!")
_TWINS = {ord(sign): ord(sign) + _FULL_WIDTH for sign in r"\*_~^[]<>|#&$@"} | {ord("`"): ord("'")}


def pieces(heading: str, parts: Iterable[Part], saying: Saying) -> Iterator[str]:
    """The Markdown of all `parts`, a few lines at a time, below the `heading` if there is one."""
    between = ""
    if heading:
        yield f"# {plain(heading)}\n"
        between = "\n"
    for part in parts:
        if isinstance(part, str):
            yield f"{between}{plain(part)}\n"
        else:
            yield f"{between}## {plain(part.title)}\n"
            for place, rows in part.groups:
                yield f"\n{_bold(place)}\n\n" if place else "\n"
                for row in rows:
                    yield _bullet(saying(row))
        between = "\n"


def plain(text: str) -> str:
    """`text` with nothing in it that a reader of Markdown would take for markup or a link."""
    return safe(text).translate(_TWINS).replace("://", "：//")


def _bullet(told: list[str]) -> str:
    door, *rest = told
    return f"- {' · '.join([_bold(door), *map(plain, rest)])}\n"


def _bold(text: str) -> str:
    """`text` in bold; with a space inside them, its markers would stand there as such."""
    shown = plain(text).strip()
    return f"**{shown}**" if shown else ""
