"""Messages reach real servers whole, and what goes wrong is told without a secret."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from store import database
from store.messages import addresses, courier, instance, nightly, sending
from store.messages.nightly import Undelivered, Unsure
from store.messages.reasons import Attempt, undelivered
from store.messages.sending import AppriseChannel
from store.sharing import lending, summary
from store.sharing.summary import Night
from tests.receivers import PASSWORD, TOKEN, MailServer, Webhook, nobody, silence, text_of
from tests.store.sharing.conftest import Yard, yard

__all__ = ["yard"]

TODAY = date(2026, 11, 23)
TITLE = "逾期 1 件"
BODY = "1-202 王芳 借用 烤箱，逾期 39 天"


@pytest.fixture
def night(yard: Yard) -> Night:
    lending.check_out(yard.oven, yard.borrower, date(2026, 10, 1))
    return summary.night(TODAY, days_soon=7)


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with Webhook() as listening:
        yield listening


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as listening:
        yield listening


def render(night: Night, form: str) -> tuple[str, str]:
    if form == "html":
        return TITLE, f"<p>{BODY}</p>"
    return TITLE, BODY


def channel(url: str) -> AppriseChannel:
    return AppriseChannel("it", "it", url, render)


def refused(night: Night, url: str) -> Undelivered:
    """How a delivery to `url` fails, which tells no secret."""
    with pytest.raises(Undelivered) as told:
        channel(url).deliver(night, number="1", again=False)
    assert PASSWORD not in told.value.sentence
    assert TOKEN not in told.value.sentence
    return told.value


def test_a_mail_arrives_in_chinese_with_a_message_id_of_its_own(
    night: Night, mail: MailServer
) -> None:
    to = channel(mail.url + "&+Message-Id=mine")
    to.deliver(night, number="1", again=False)
    to.deliver(night, number="1", again=True)
    to.deliver(night, number="2", again=False)
    first, again, second = mail.mails
    assert first["To"] == "chen@example.org"
    assert first["Subject"] == again["Subject"] == TITLE
    assert text_of(first).strip() == BODY
    html = first.get_body(("html",))
    assert html is not None
    assert f"<p>{BODY}</p>" in html.get_content()
    assert [mail.get_all("Message-ID") for mail in (first, again)] == [
        [f"<1-{instance.token()}@127.0.0.1>"]
    ] * 2
    assert second["Message-ID"] != first["Message-ID"]


@pytest.mark.parametrize("kind", ["json", "form", "xml"])
def test_a_webhook_gets_the_same_key_with_a_repetition(
    night: Night, hook: Webhook, kind: str
) -> None:
    to = channel(hook.url.replace("json://", f"{kind}://") + "&+idempotency-key=mine")
    to.deliver(night, number="1", again=False)
    to.deliver(night, number="1", again=True)
    to.deliver(night, number="2", again=False)
    first, again, second = hook.requests
    assert first == again
    assert BODY in first["said"]
    assert TITLE in first["said"]
    assert first["key"] == f"1-{instance.token()}"
    assert second["key"] != first["key"]
    assert first["path"].startswith(f"/{TOKEN}")


def test_a_long_message_stays_one_message_where_it_may(night: Night, hook: Webhook) -> None:
    body = "烤箱\n" * 20_000
    to = AppriseChannel("it", "it", hook.url, lambda night, form: (TITLE, body))
    to.deliver(night, number="1", again=False)
    assert [request["said"].count("烤箱") for request in hook.requests] == [20_000]


@pytest.fixture
def robot(hook: Webhook, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a WeCom robot that stands on this machine."""
    from apprise.plugins.wecombot import NotifyWeComBot

    url = f"http://127.0.0.1:{hook.port}/send?key="
    monkeypatch.setattr(
        NotifyWeComBot,
        "__init__",
        _then(NotifyWeComBot.__init__, lambda plugin: setattr(plugin, "api_url", url + plugin.key)),
    )
    monkeypatch.setattr(NotifyWeComBot, "request_rate_per_sec", 0)
    hook.says = {"errcode": 0, "errmsg": "ok"}
    return f"wecombot://{TOKEN}"


def _then(first: Any, second: Any) -> Any:
    def both(self: Any, **options: Any) -> None:
        first(self, **options)
        second(self)

    return both


def test_a_robot_is_told_that_it_may_be_a_repetition(
    night: Night, hook: Webhook, robot: str
) -> None:
    channel(robot).deliver(night, number="1", again=False)
    channel(robot).deliver(night, number="1", again=True)
    assert [BODY in request["said"] for request in hook.requests] == [True, True]
    assert ["(again?)" in request["said"] for request in hook.requests] == [False, True]


def test_a_robot_gets_a_long_message_in_pieces_of_as_many_bytes_as_it_takes(
    night: Night, hook: Webhook, robot: str
) -> None:
    lines = [f"{number} 号 烤箱" for number in range(400)]
    to = AppriseChannel("it", "it", robot, lambda night, form: (TITLE, "\n".join(lines)))
    to.deliver(night, number="1", again=False)
    pieces = [request["json"]["text"]["content"] for request in hook.requests]
    assert len(pieces) > 1
    assert max(len(piece.encode()) for piece in pieces) <= 2048
    assert all(any(line in piece.splitlines() for piece in pieces) for line in lines)


def test_a_robot_that_refuses_with_an_ok_is_heard(night: Night, hook: Webhook, robot: str) -> None:
    hook.says = {"errcode": 93000, "errmsg": f"invalid webhook url, hint: {TOKEN}"}
    assert "93000 invalid webhook url" in refused(night, robot).sentence


@pytest.mark.parametrize(
    ("url", "tells"),
    [
        ("mailto://u:p@h", True),
        ("JSONS://h", True),
        ("form://h", True),
        ("wecombot://k", False),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k", False),
    ],
)
def test_who_can_tell_a_repetition_is_known(url: str, tells: bool) -> None:
    assert sending.can_tell(url) is tells


def test_what_a_server_has_against_a_message_is_told(
    night: Night, hook: Webhook, mail: MailServer
) -> None:
    hook.answer = 500
    assert refused(night, hook.url).sentence == "The server answered “500 Internal Server Error”."
    mail.refuses = f"554 no mail with {PASSWORD} from you"
    assert (
        refused(night, mail.url).sentence == "The server answered “554 no mail with *** from you”."
    )
    with MailServer(password="another") as strict:
        told = refused(night, strict.url).sentence
        assert told == "The server refused the user or the password."
        assert strict.mails == []
    with nobody() as port:
        for url in (
            f"json://127.0.0.1:{port}/{TOKEN}",
            f"mailto://d:{PASSWORD}@127.0.0.1:{port}?from=a@example.org&to=b@example.org",
        ):
            assert refused(night, url).sentence.startswith("The connection was refused.")


def test_a_server_that_says_nothing_does_not_hold_up_the_night(
    night: Night, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "STEP", 0.2)
    with silence() as port:
        for url in (f"json://127.0.0.1:{port}", f"mailto://127.0.0.1:{port}?from=a@example.org"):
            assert isinstance(refused(night, url), Unsure)
    monkeypatch.setattr(courier, "STEP", 60.0)
    monkeypatch.setattr(courier, "PATIENCE", 0.3)
    hook.holds = True
    begun = time.monotonic()
    assert refused(night, hook.url + "&rto=50").sentence == "The server did not answer in time."
    assert time.monotonic() - begun < 10


def test_a_url_that_is_none_any_more_is_told_when_it_is_sent_to(night: Night) -> None:
    assert refused(night, f"nothing://{TOKEN}").sentence.startswith("The service did not take")
    told = refused(night, "mailto://127.0.0.1/nobody/b@example.org?from=a@example.org").sentence
    assert "Dropped invalid" in told


def test_whatever_the_library_raises_is_told_without_the_secret() -> None:
    attempt = Attempt(f"json://127.0.0.1/{TOKEN}")
    attempt.trouble = ValueError("x" * 195 + TOKEN)
    told = undelivered(attempt).sentence
    assert TOKEN[:4] not in told
    assert "***" in told


def test_nothing_is_printed(night: Night, hook: Webhook, capfd: pytest.CaptureFixture[str]) -> None:
    channel(hook.url).deliver(night, number="1", again=False)
    hook.answer = 404
    refused(night, hook.url)
    refused(night, f"nothing://{TOKEN}")
    assert capfd.readouterr() == ("", "")


def test_one_address_failing_does_not_stop_the_other_and_is_tried_again_the_next_night(
    night: Night, hook: Webhook, mail: MailServer
) -> None:
    addresses.add("hook", hook.url)
    addresses.add("mail", mail.url)
    hook.answer = 503
    outcome = nightly.run(TODAY, addresses.channels(["all"], render), days_soon=7)
    assert [(row.label, row.state) for row in outcome.deliveries] == [
        ("hook", "failed"),
        ("mail", "sent"),
    ]
    last = addresses.last_deliveries()
    assert {each.state: each.reason for each in last.values()} == {
        "failed": "The server answered “503 Service Unavailable”.",
        "sent": "",
    }
    hook.answer = 200
    assert not nightly.run(TODAY, addresses.channels(["all"], render), days_soon=7).failed
    assert len(hook.by_key) == 2
    assert len(mail.by_id) == 1


def test_a_copy_sends_nothing_until_it_is_claimed(night: Night, hook: Webhook) -> None:
    channel(hook.url).deliver(night, number="1", again=False)
    path = database.db.database
    database.close_store()
    copy = shutil.copy(path, f"{path}-copy")
    database.open_store(Path(copy))
    assert "addresses claim" in refused(night, hook.url).sentence
    assert len(hook.requests) == 1
    instance.claim()
    channel(hook.url).deliver(night, number="1", again=False)
    assert len(hook.requests) == 2
    assert len(hook.by_key) == 2


def test_a_greeting_tries_an_address(yard: Yard, hook: Webhook) -> None:
    addresses.add("hook", hook.url)
    addresses.greet("hook")
    assert "Hello from Qiaomen" in hook.requests[0]["said"]
    hook.answer = 401
    with pytest.raises(Undelivered, match="401"):
        addresses.greet("hook")


def test_threads_that_are_given_up_disturb_nobody_else(
    night: Night, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "PATIENCE", 0.3)
    hook.holds = True
    refused(night, hook.url + "&rto=50")
    monkeypatch.undo()
    hook.holds = False
    channel(hook.url).deliver(night, number="2", again=False)
    waiting = [thread for thread in threading.enumerate() if thread.name == courier.THREAD]
    hook.released.set()
    for thread in waiting:
        thread.join(10)
    assert [request["key"][0] for request in hook.requests] == ["1", "2"]
