"""Handing a message to the apprise library, and telling in a sentence why it was not taken.

The library is loaded by the first message, is watched from then on, and says nothing itself: what
it logs may hold secrets. What it does not look at is looked at here: a chat robot answers "200 OK"
to a message that it refuses. A message is handed over on a thread of its own, because a server that
answers a byte at a time would hold up the night for ever.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Callable
from functools import cache
from typing import Any

from store.errors import Refused
from store.language import _
from store.messages.reasons import Attempt, no_answer, undelivered
from store.messages.secrets import scheme

# Seconds that a server may take for one step, and all of a message; a message in pieces gets more.
STEP, PATIENCE, EACH_PIECE = 10.0, 30.0, 10.0

# These take a message of any length, and let its receiver tell a repetition.
MAIL = frozenset({"mailto", "mailtos"})
WEBHOOKS = frozenset({"json", "jsons", "xml", "xmls", "form", "forms"})

# What tells a receiver of webhooks that it has had a request already.
KEY = "Idempotency-Key"

# To the others a message goes in pieces. The library counts characters where these robots count
# bytes, 2,048 of UTF-8 or 20,000 of \uXXXX: so many Chinese characters they take at least.
MOST = {"wecombot": 680, "dingtalk": 3300, "feishu": 3300, "lark": 3300}

THREAD = "message"

_now = threading.local()


def check(url: str) -> None:
    """Raise Refused for a URL that the library cannot send to; the sentence holds no secret."""
    service = scheme(url)
    if not service:
        raise Refused(
            _("Nowhere to send to"),
            _("An address is a URL as mailto://user:password@example.org or wecombot://key."),
        )
    if _END.split(url.partition("://")[2])[0].count("@") > 1:
        raise Refused(
            _("Two @"),
            _("An @ in the user or the password must be written as %40, a / as %2F."),
        )
    attempt = Attempt(url)
    if _plugin(url, attempt) is None or attempt.warnings:
        raise Refused(
            _("Nowhere to send to"),
            _(
                "This is no {service}:// address that a message can be sent to ({reason}). "
                "How one is written is told on {page}"
            ).format(service=service, reason=_first_warning(attempt), page=_PAGE),
        )


# Where a URL's user, password and server end.
_END = re.compile(r"[/?#]")
_PAGE = "https://appriseit.com/services/"


def _first_warning(attempt: Attempt) -> str:
    said = attempt.warnings[0] if attempt.warnings else ""
    if not said or said.startswith(("Unsupported URL", "Unparseable")):
        return _("it is not understood")
    return attempt.quoted(said)


def hand_over(url: str, compose: Callable[[str], tuple[str, str]], number: str) -> None:
    """Send to `url` what `compose` makes of the form that is asked of it: a title and a body.

    Mail and webhooks carry `number` with them. Raises Undelivered; Unsure if it may have arrived.
    """
    attempt = Attempt(url)
    plugin = _plugin(url, attempt)
    if plugin is None or attempt.warnings:  # one recipient of two may be no address
        raise undelivered(attempt)
    _prepare(plugin, number)
    attempt.begin(plugin.schema, number)
    form = plugin.resolve_format(None).value
    title, body = compose(form)
    if plugin.title_maxlen <= 0 and form == "html":
        from html import escape

        title = escape(title)  # the library puts it on top of the body
    message = {"title": title, "body": body, "body_format": form}
    thread = threading.Thread(
        target=_send, args=(attempt, plugin, message), name=THREAD, daemon=True
    )
    thread.start()
    thread.join(PATIENCE + len(body) // plugin.body_maxlen * EACH_PIECE)
    if thread.is_alive():
        raise no_answer()
    if not attempt.taken:
        raise undelivered(attempt)


def _plugin(url: str, attempt: Attempt) -> Any:
    """The library's service for `url`, or None where it knows none."""
    library, asset = _library()
    _now.attempt = attempt
    try:
        return library.Apprise.instantiate(url, asset=asset)
    finally:
        _now.attempt = None


def _prepare(plugin: Any, number: str) -> None:
    """Set what an address does not choose: the patience, the number, and the size of a piece."""
    plugin.retry = 0
    plugin.socket_connect_timeout = min(plugin.socket_connect_timeout, STEP)
    plugin.socket_read_timeout = min(plugin.socket_read_timeout, STEP)
    if plugin.schema in MAIL:
        _number_mail(plugin)
    elif plugin.schema in WEBHOOKS:
        own = {name: value for name, value in plugin.headers.items() if name.lower() != KEY.lower()}
        plugin.headers = own | {KEY: number}
    else:
        plugin.body_maxlen = min(plugin.body_maxlen, MOST.get(plugin.schema, plugin.body_maxlen))


def _send(attempt: Attempt, plugin: Any, message: dict[str, str]) -> None:
    from warnings import catch_warnings, simplefilter

    whole = plugin.schema in MAIL | WEBHOOKS
    _now.attempt = attempt
    try:
        with catch_warnings():
            simplefilter("ignore")
            taken = plugin.notify(**message, overflow="upstream" if whole else "split")
        attempt.taken = bool(taken) and not attempt.refused
    except Exception as trouble:  # whatever one of a hundred services may raise
        attempt.trouble = trouble
    finally:
        _now.attempt = None


@cache
def _library() -> tuple[Any, Any]:
    """The library and what it is told about us; quiet and watched from here on."""
    import apprise
    import requests

    logger = logging.getLogger("apprise")
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    logger.addHandler(_Listener())
    _watch_answers(requests.Session)
    return apprise, apprise.AppriseAsset(app_id="Qiaomen", app_desc="Qiaomen", async_mode=False)


class _Listener(logging.Handler):
    """Keeps what the library logs with the attempt of this thread, and lets nothing through."""

    def emit(self, record: logging.LogRecord) -> None:
        attempt = getattr(_now, "attempt", None)
        if attempt is None:
            return
        # The library logs inside its `except`, and forgets what it caught.
        attempt.trouble = sys.exc_info()[1] or attempt.trouble
        if record.levelno in (logging.WARNING, logging.ERROR, logging.CRITICAL):
            attempt.warnings.append(record.getMessage())


def _watch_answers(session: Any) -> None:
    """Let every attempt see what its server answered."""
    plain_send = session.send

    def send(self: Any, request: Any, **options: Any) -> Any:
        answer = plain_send(self, request, **options)
        attempt = getattr(_now, "attempt", None)
        if attempt is not None:
            attempt.note_answer(answer)
        return answer

    session.send = send


def _number_mail(plugin: Any) -> None:
    """Let every mail of an attempt have the attempt's number as its Message-ID.

    A header given in the URL would stand beside the library's own, and servers refuse two.
    """
    plugin.headers = {
        name: value for name, value in plugin.headers.items() if name.lower() != "message-id"
    }
    for kind in type(plugin).__mro__:
        module = sys.modules[kind.__module__]
        plain_id = getattr(module, "make_msgid", None)
        if plain_id is not None and plain_id not in _numbering:
            module.make_msgid = _numbered(plain_id)  # type: ignore[attr-defined]


_numbering: set[Callable[..., str]] = set()


def _numbered(plain_id: Callable[..., str]) -> Callable[..., str]:
    def make_msgid(idstring: str | None = None, domain: str | None = None) -> str:
        attempt = getattr(_now, "attempt", None)
        if attempt is None or not attempt.number:
            return plain_id(idstring, domain)
        return f"<{attempt.number}@{domain or 'qiaomen'}>"

    _numbering.add(make_msgid)
    return make_msgid
