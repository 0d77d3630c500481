"""Why a message was not taken, as a sentence without any secret."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from store.errors import system_reason
from store.language import _
from store.messages.nightly import Undelivered, Unsure
from store.messages.secrets import scrubbed
from store.text import shown

# Robots that answer "200 OK" to a message that they refuse, and where they say so.
ROBOTS = {
    "wecombot": ("errcode", "errmsg"),
    "dingtalk": ("errcode", "errmsg"),
    "feishu": ("code", "msg"),
    "lark": ("code", "msg"),
    "schan": ("code", "message"),
}
LONGEST = 200


Told = tuple[type[Undelivered], str]
Quote = Callable[[object], str]


class Attempt:
    """One message on its way: to whom, under which number, and what was heard of it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.service = ""
        self.number = ""
        self.taken = False
        self.refused = False
        self.answer = ""
        self.warnings: list[str] = []
        self.trouble: BaseException | None = None

    def begin(self, service: str, number: str) -> None:
        """From here on, what is heard is about the message."""
        self.service, self.number = service, number
        self.warnings, self.trouble = [], None

    def note_answer(self, answer: Any) -> None:
        """Keep what a server has against the message; `answer` is one of requests'."""
        if answer.status_code >= 400:
            self.answer = f"{answer.status_code} {answer.reason or ''}".strip()
        elif answer.status_code < 300 and self.service in ROBOTS:
            self._note_robot(answer)

    def quoted(self, said: object) -> str:
        """What somebody else said, as a sentence may hold it: no secret, and not too long."""
        # Struck out before it is cut: half a secret would not be found any more.
        text = " ".join(str(said).split())
        return shown(scrubbed(text, self.url).rstrip("."), LONGEST)

    def _note_robot(self, answer: Any) -> None:
        code, told = ROBOTS[self.service]
        try:
            said = answer.json()
        except ValueError:
            return
        if isinstance(said, dict) and said.get(code) not in (0, "0", None):
            self.refused = True
            self.answer = f"{said[code]} {said.get(told) or ''}".strip()


def undelivered(attempt: Attempt) -> Undelivered:
    """What an attempt that failed is told as: Unsure where the message may have arrived."""
    kind, sentence, quote = Undelivered, "", attempt.quoted
    if attempt.answer:
        sentence = _("The server answered “{answer}”.").format(answer=quote(attempt.answer))
    for trouble in _behind(attempt.trouble):
        if not sentence:
            kind, sentence = _of_mail(trouble, quote) or _of_connection(trouble, quote)
    if not sentence:
        said = attempt.warnings[0] if attempt.warnings else attempt.trouble or ""
        sentence = _("The service did not take the message ({reason}).").format(
            reason=quote(said) or _("without a reason")
        )
    return kind(_("Not delivered"), sentence)


def no_answer() -> Unsure:
    """The server did not answer in time."""
    return Unsure(_("Not delivered"), _("The server did not answer in time."))


def _behind(trouble: BaseException | None) -> list[BaseException]:
    """An exception and what caused it, the cause first."""
    chain: list[BaseException] = []
    while trouble is not None and trouble not in chain:
        chain.insert(0, trouble)
        trouble = trouble.__cause__ or trouble.__context__
    return chain


def _of_mail(trouble: BaseException, quote: Quote) -> Told | None:
    """What a mail server has against the message, and how sure it is."""
    import smtplib

    if isinstance(trouble, smtplib.SMTPAuthenticationError):
        return Undelivered, _("The server refused the user or the password.")
    if isinstance(trouble, smtplib.SMTPResponseException):
        answer = quote(f"{trouble.smtp_code} {_text(trouble.smtp_error)}")
        return Undelivered, _("The server answered “{answer}”.").format(answer=answer)
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(trouble.recipients.values()))
        answer = quote(f"{code} {_text(text)}")
        return Undelivered, _("The server answered “{answer}”.").format(answer=answer)
    if isinstance(trouble, smtplib.SMTPServerDisconnected):
        return Unsure, _("The connection broke off.")
    return None


def _of_connection(trouble: BaseException, quote: Quote) -> Told:
    """Why no connection came about, or none held; no sentence where that is not the trouble."""
    import socket
    import ssl

    import requests

    if isinstance(trouble, socket.gaierror):
        return Undelivered, _("The server's name is not known. Is there a connection?")
    if isinstance(trouble, ssl.SSLError):
        return Undelivered, _("No secure connection came about ({reason}).").format(
            reason=quote(trouble.reason or "TLS")
        )
    if isinstance(trouble, ConnectionRefusedError):
        return Undelivered, _("The connection was refused. Is the server running?")
    if isinstance(trouble, requests.ConnectTimeout):
        return Undelivered, _("The server did not answer in time.")
    if isinstance(trouble, (TimeoutError, requests.Timeout)):
        return Unsure, _("The server did not answer in time.")
    if isinstance(trouble, ConnectionError):
        return Unsure, _("The connection broke off.")
    if isinstance(trouble, OSError) and trouble.errno:
        return Undelivered, _("It could not be sent: {reason}.").format(
            reason=quote(system_reason(trouble))
        )
    return Undelivered, ""


def _text(said: object) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
