"""The nightly command sends to real servers: in Chinese, once each, and without a secret."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Desk
from tests.cli.test_addresses import add
from tests.receivers import PASSWORD, TOKEN, MailServer, Webhook, nobody, text_of

# Real servers, some seconds each; `.ci/run` asks for them by name.
pytestmark = pytest.mark.long


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with Webhook() as listening:
        yield listening


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as listening:
        yield listening


def start(desk: Desk, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        desk.command(*arguments),
        env=desk.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def hold_no_secret(*texts: str) -> bool:
    return not any(secret in text for text in texts for secret in (TOKEN, PASSWORD))


def test_the_summary_arrives_by_mail_and_at_a_webhook_and_no_secret_is_seen(
    desk: Desk, hook: Webhook, mail: MailServer
) -> None:
    add(desk, "mail", mail.url)
    hook.holds = True
    sent = ("overdue", "--send", hook.url, "--send=mail", "--lang", "zh")
    with start(desk, *sent) as night:
        assert hook.arrived.wait(60)
        listed = Path(f"/proc/{night.pid}/cmdline").read_text()
        hook.released.set()
        said, complaint = night.communicate(timeout=60)
    assert (night.returncode, complaint) == (0, "")
    assert "烤箱" in hook.requests[0]["said"]
    (arrived,) = mail.mails
    assert "烤箱" in text_of(arrived)
    seen = [desk.run(asked).stdout for asked in ("addresses", "history", "check")]
    assert hold_no_secret(said, listed, *seen)
    # Told once, nobody is told the same again the same day.
    desk.said(*sent)
    assert (len(hook.requests), len(mail.mails)) == (1, 1)


def test_one_that_fails_is_told_and_tried_again_and_does_not_stop_the_other(
    desk: Desk, hook: Webhook, mail: MailServer
) -> None:
    add(desk, "群", hook.url)
    hook.answer = 500
    failed = desk.run("overdue", "--send", "all", "--send", mail.url)
    assert failed.returncode == 1
    assert "烤箱" in failed.stdout
    assert "群" in failed.stderr
    assert "500 Internal Server Error" in failed.stderr
    assert hold_no_secret(failed.stdout, failed.stderr)
    assert len(mail.mails) == 1
    (listed,) = desk.answered("addresses")
    assert listed["state"] == "failed"
    assert "500" in listed["reason"]
    owed = desk.run("check")
    assert owed.returncode == 1
    assert "群" in owed.stdout + owed.stderr
    hook.answer = 200
    desk.said("overdue", "--send", "all", "--send", mail.url)
    assert len(hook.requests) == 2
    assert len(mail.mails) == 1
    (listed,) = desk.answered("addresses")
    assert (listed["state"], listed["reason"]) == ("sent", None)


def test_whatever_is_wrong_with_an_address_is_told_in_one_line(desk: Desk) -> None:
    with nobody() as port, MailServer(password="another") as strict:
        for url in (
            f"json://u:{TOKEN}@127.0.0.1:{port}/{TOKEN}",
            strict.url,
            f"nothing://{TOKEN}",
        ):
            ran = desk.run("overdue", "--send", url)
            assert ran.returncode == 1
            assert "烤箱" in ran.stdout
            assert ran.stderr.count("\n") == 1
            assert hold_no_secret(ran.stdout, ran.stderr)


def test_a_run_that_is_killed_is_made_good_by_the_next(desk: Desk, hook: Webhook) -> None:
    with Webhook() as second:
        add(desk, "a", hook.url)
        add(desk, "b", second.url)
        hook.holds = True
        with start(desk, "overdue", "--send", "all") as night:
            assert hook.arrived.wait(60)
            night.send_signal(signal.SIGKILL)
            _said, complaint = night.communicate(timeout=60)
        assert complaint == ""
        assert second.requests == []
        hook.holds = False
        desk.said("overdue", "--send", "all")
        assert len(hook.requests) == 2
        for receiver in (hook, second):
            assert ["烤箱" in each["said"] for each in receiver.by_key.values()] == [True]


def test_a_copy_prints_but_sends_nothing(desk: Desk, hook: Webhook, tmp_path: Path) -> None:
    add(desk, "hook", hook.url)
    copy = Desk(Path(shutil.copy(desk.db, tmp_path / "copy.db")))
    ran = copy.run("overdue", "--send", "all")
    assert ran.returncode == 1
    assert "烤箱" in ran.stdout
    assert "addresses claim" in ran.stderr
    assert hook.requests == []


def test_a_rehearsal_sends_nothing(desk: Desk, hook: Webhook) -> None:
    add(desk, "hook", hook.url)
    ran = desk.run("overdue", "--dry-run", "--send", "all", "--send", hook.url)
    assert "烤箱" in ran.stdout
    assert hold_no_secret(ran.stdout, ran.stderr)
    assert hook.requests == []
