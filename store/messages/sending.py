"""Sending a night's summary to one address, by mail, to a chat robot or to a webhook.

A delivery that was interrupted is repeated, and then its receiver should be able to tell. Who can:

- mail (mailto, mailtos): the repetition has the same Message-ID, by which mail readers and servers
  know one message from another;
- webhooks (json, xml, form, and their secure kinds): it has the same Idempotency-Key header.

Nobody else can: a chat robot (WeCom, DingTalk, Feishu, Telegram and the rest) takes a text and
knows nothing of it. There the repetition says in its title that it may be one.
"""

from __future__ import annotations

from collections.abc import Callable

from store.language import _
from store.messages import courier, instance
from store.messages.nightly import Undelivered
from store.messages.secrets import scheme
from store.sharing.summary import Night

# What a night looks like in a form, `text`, `markdown` or `html`: its title and its body.
Render = Callable[[Night, str], tuple[str, str]]


class AppriseChannel:
    """One address as a channel of the nightly run; `url` is a secret, the other two are not."""

    is_message = True

    def __init__(self, key: str, label: str, url: str, render: Render) -> None:
        self.key = key
        self.label = label
        self._url = url
        self._render = render

    def deliver(self, night: Night, *, number: str, again: bool) -> None:
        """Send `night`. Raises Undelivered; Unsure where nobody knows whether it arrived."""

        def compose(form: str) -> tuple[str, str]:
            title, body = self._render(night, form)
            if again and not can_tell(self._url):
                title = _("(again?) {title}").format(title=title)
            return title, body

        _send(self._url, compose, number)


def can_tell(url: str) -> bool:
    """Whether who gets a message at `url` can tell a repetition from a new one."""
    return scheme(url) in courier.MAIL | courier.WEBHOOKS


def say_hello(url: str, number: str) -> None:
    """Send a short greeting, to try an address. Raises Undelivered."""
    title = _("Hello from Qiaomen")
    body = _("This address works: the nightly summary of what is overdue can come here.")
    _send(url, lambda form: (title, body), number)


def _send(url: str, compose: Callable[[str], tuple[str, str]], number: str) -> None:
    trouble = instance.trouble()
    if trouble is not None:
        raise Undelivered(_("A copy"), trouble)
    instance.mark()
    courier.hand_over(url, compose, f"{number}-{instance.token()}")
