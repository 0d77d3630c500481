"""What may be shown of an address's URL, and how its secrets are kept out of everything else.

Most of such a URL is secret: where a mail server has a password, a chat robot has its key, in the
place of the host, in the path or behind the question mark. So only what is known to be harmless is
shown, and without asking the library, which would have to be loaded for it.
"""

from __future__ import annotations

import re

# Services whose URL names a real server where others have a key.
WITH_SERVER = frozenset(
    {"mailto", "mailtos", "json", "jsons", "xml", "xmls", "form", "forms", "http", "https"}
)

_SERVER = r"[a-z0-9._-]+(:\d{1,5})?|\[[0-9a-f:.]+\](:\d{1,5})?"
_BETWEEN = re.compile(r"[/:@?&=#+;,<>|\s]+")

# What is shorter than this stands in too many words to be struck out, unless it is the password.
_LEAST = 3


def scheme(url: str) -> str:
    """The service that a URL is for, as `mailto`; empty where it is no URL."""
    name, between, _rest = url.strip().partition("://")
    return name.lower() if between and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]{0,29}", name) else ""


def shown(url: str) -> str:
    """A URL as it may be shown: the service, and the server where that can be told for sure."""
    service = scheme(url)
    if service not in WITH_SERVER:
        return f"{service}://…"
    rest = url.strip().partition("://")[2]
    where = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    beyond = rest[len(where) :]
    user, at, server = where.rpartition("@")
    # An @ further on, or a second one: a password may have a character that ended it early.
    unsure = "@" in user or ("@" in beyond and not (at and service.startswith("mailto")))
    if unsure or not re.fullmatch(_SERVER, server.lower()):
        return f"{service}://…"
    return f"{service}://{server}/…"


def scrubbed(text: str, url: str) -> str:
    """`text` with every part of `url` struck out, but for the name of the service."""
    for part in _parts(url):
        text = re.sub(re.escape(part), "***", text, flags=re.IGNORECASE)
    return text


def _parts(url: str) -> list[str]:
    """Every part of a URL that may be secret, as typed and as meant, longest first."""
    from urllib.parse import quote, unquote

    rest = url.strip().partition("://")[2]
    # A password with a stroke in it ends early, and a path may have an @: both readings count.
    owners = (rest.rpartition("@")[0], re.split(r"[/?#\\]", rest)[0].rpartition("@")[0])
    passwords = {owner.partition(":")[2] for owner in owners}
    place, _mark, query = rest.partition("?")
    values = [value or name for name, _is, value in (p.partition("=") for p in query.split("&"))]
    pieces = {piece for part in (place, *values) for piece in (part, *_BETWEEN.split(part))}
    meant = {unquote(piece) for piece in pieces | passwords}
    written = {quote(piece, safe="") for piece in meant}
    found = {piece for piece in pieces | meant | written if len(piece) >= _LEAST}
    return sorted((found | passwords) - {""}, key=len, reverse=True)
