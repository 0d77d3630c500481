"""Real servers on loopback that take messages: a mail server, and a listener for webhooks."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote_plus

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

PASSWORD = "Pa55wort-of-the-mail"
TOKEN = "tok3n-of-the-hook"


class Webhook:
    """A listener for webhooks; what it does with a request is set by `answer` and `holds`."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.answer = 200
        self.says: dict[str, Any] = {}
        self.holds = False
        self.arrived, self.released = threading.Event(), threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]

    @property
    def url(self) -> str:
        return f"json://u:{TOKEN}-password@127.0.0.1:{self.port}/{TOKEN}?+X-Key={TOKEN}-header"

    @property
    def by_key(self) -> dict[str, dict[str, Any]]:
        """What a receiver keeps who honours the key: the first request under each."""
        return {each["key"]: each for each in reversed(self.requests)}

    def __enter__(self) -> Webhook:
        threading.Thread(target=self._server.serve_forever, args=[0.02], daemon=True).start()
        return self

    def __exit__(self, *_trouble: object) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                body = self.rfile.read(length)
                hook.requests.append(
                    {
                        "key": self.headers["Idempotency-Key"],
                        "path": self.path,
                        "said": _text_of_request(body, self.headers["Content-Type"] or ""),
                        "json": json.loads(body) if body[:1] == b"{" else None,
                    }
                )
                hook.arrived.set()
                if hook.holds:
                    hook.released.wait(60)
                said = json.dumps(hook.says).encode()
                with suppress(ConnectionError):  # who asked may have been killed meanwhile
                    self.send_response(hook.answer)
                    self.send_header("Content-Length", str(len(said)))
                    self.end_headers()
                    self.wfile.write(said)

            def log_message(self, format: str, *values: object) -> None:
                """Nobody wants to read it."""

        return Handler


class MailServer:
    """A mail server; `refuses` is what it answers to every message instead of taking it."""

    def __init__(self, *, password: str = PASSWORD) -> None:
        self.mails: list[EmailMessage] = []
        self.refuses = ""
        self.holds = False
        self.arrived, self.released = threading.Event(), threading.Event()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            authenticator=_authenticator(password),
            auth_require_tls=False,
        )

    @property
    def url(self) -> str:
        people = "from=desk%40example.org&to=chen%40example.org"
        return f"mailto://desk:{PASSWORD}@127.0.0.1:{self.port}?{people}"

    @property
    def by_id(self) -> dict[str, EmailMessage]:
        """What a mail reader shows who honours the Message-ID."""
        return {mail["Message-ID"]: mail for mail in self.mails}

    def __enter__(self) -> MailServer:
        self._controller.start()
        return self

    def __exit__(self, *_trouble: object) -> None:
        self.released.set()
        self._controller.stop()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refuses:
            return self.refuses
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.arrived.set()
        if self.holds:
            await asyncio.to_thread(self.released.wait, 60)
        return "250 taken"


def _text_of_request(body: bytes, kind: str) -> str:
    """Everything that a request says, as one text."""
    if "json" in kind:
        return json.dumps(json.loads(body), ensure_ascii=False)
    text = body.decode()
    return unquote_plus(text) if "urlencoded" in kind else unescape(text)


def text_of(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    return body.get_content()


def _authenticator(password: str) -> Any:
    def authenticate(server: Any, session: Any, envelope: Any, mechanism: Any, data: Any) -> Any:
        right = data.password == password.encode()
        return AuthResult(success=right, handled=False, auth_data=data)

    return authenticate


@contextmanager
def nobody() -> Iterator[int]:
    """A port at which nobody answers: it is taken, but not listened at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@contextmanager
def silence() -> Iterator[int]:
    """A port at which a connection is taken and nothing is ever said."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]
