"""The summary as one small HTML document: no style sheet, no picture, nothing to be loaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from store.language import current
from tui.cells import safe
from tui.plain.summary.document import Part
from tui.plain.summary.loans import Saying

_BODY = "font-family:sans-serif;line-height:1.5;max-width:45em;margin:1em auto;padding:0 1em"
_SECTION = "font-size:1.15em;margin:1.2em 0 .2em;border-bottom:1px solid #999"
_PLACE = "font-size:1em;margin:.8em 0 0"
_LIST = "margin:.2em 0;padding-left:1.2em"


def pieces(heading: str, parts: Iterable[Part], saying: Saying) -> Iterator[str]:
    """The document of all `parts`, a few lines at a time, below the `heading` if there is one."""
    yield (
        f'<!DOCTYPE html>\n<html lang="{current().replace("_", "-")}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{plain(heading or "Qiaomen")}</title>\n</head>\n<body style="{_BODY}">\n'
    )
    if heading:
        yield f'<h1 style="font-size:1.3em">{plain(heading)}</h1>\n'
    for part in parts:
        if isinstance(part, str):
            yield f"<p>{plain(part)}</p>\n"
            continue
        yield f'<h2 style="{_SECTION}">{plain(part.title)}</h2>\n'
        for place, rows in part.groups:
            if place:
                yield f'<h3 style="{_PLACE}">{plain(place)}</h3>\n'
            yield f'<ul style="{_LIST}">\n'
            for row in rows:
                yield _bullet(saying(row))
            yield "</ul>\n"
    yield "</body>\n</html>\n"


def plain(text: str) -> str:
    """`text` as it stands in a document or an attribute, with no markup of its own."""
    return escape(safe(text))


def _bullet(told: list[str]) -> str:
    # Each text keeps to its own direction: an Arabic name does not turn the phone behind it.
    door, *rest = (f"<bdi>{plain(each)}</bdi>" for each in told)
    return f"<li>{' · '.join([f'<b>{door}</b>', *rest])}</li>\n"
