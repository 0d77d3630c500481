"""Where the summary is sent, from the command line: no secret is seen by anybody."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.conftest import Desk, one_sentence
from tests.receivers import TOKEN, Webhook

HOOK = f"json://user:{TOKEN}@127.0.0.1:9/{TOKEN}"


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with Webhook() as listening:
        yield listening


def add(desk: Desk, name: str, url: str) -> subprocess.CompletedProcess[str]:
    """Add an address as a person would from a file or a pipe."""
    return subprocess.run(
        desk.command("addresses", "add", name),
        env=desk.environment(),
        input=url,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_addresses_are_added_listed_and_removed_without_their_secrets(desk: Desk) -> None:
    added = add(desk, "邻里群", HOOK + "\n")
    assert (added.returncode, added.stderr) == (0, "")
    assert "json://127.0.0.1:9/…" in added.stdout
    (listed,) = desk.answered("addresses")
    assert listed == {
        "id": 1,
        "name": "邻里群",
        "url": "json://127.0.0.1:9/…",
        "state": None,
        "at": None,
        "reason": None,
    }
    assert desk.said("addresses", "--format", "csv").splitlines()[0] == (
        "id,name,url,state,at,reason"
    )
    removed = desk.said("addresses", "remove", "邻里群")
    told = desk.said("history") + desk.said("undo") + desk.said("addresses")
    assert "removed the address 邻里群" in told
    assert TOKEN not in added.stdout + removed + told


def test_what_is_no_address_is_refused_without_repeating_it(desk: Desk) -> None:
    for url in (TOKEN, f"nothing://{TOKEN}", f"mailto://u:{TOKEN}@h/nobody?from=a@b.org", ""):
        refused = add(desk, "it", url)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert TOKEN not in one_sentence(refused.stderr)
    assert desk.answered("addresses") == []


def test_bytes_that_spell_nothing_are_refused(desk: Desk) -> None:
    refused = subprocess.run(
        desk.command("addresses", "add", "it"),
        env=desk.environment(),
        input=b"json://127.0.0.1/\xff\n",
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert refused.returncode == 1
    one_sentence(refused.stderr.decode())


def test_on_a_terminal_the_url_is_typed_unseen(desk: Desk) -> None:
    master, slave = pty.openpty()
    with subprocess.Popen(
        desk.command("addresses", "add", "群"),
        env=desk.environment(),
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    ) as asked:
        os.close(slave)
        screen = b""
        while b"hidden" not in screen:
            screen += os.read(master, 1000)
        os.write(master, HOOK.encode() + b"\n")
        with suppress(OSError):  # the terminal is hung up at the end
            while more := os.read(master, 1000):
                screen += more
        assert asked.wait(30) == 0
    os.close(master)
    assert "json://127.0.0.1:9/…" in screen.decode()
    assert TOKEN.encode() not in screen


def test_an_address_is_tried_with_a_greeting(desk: Desk, hook: Webhook) -> None:
    add(desk, "hook", hook.url)
    assert "A greeting was sent to hook" in desk.said("addresses", "test", "hook")
    assert "Hello from Qiaomen" in hook.requests[0]["said"]
    hook.answer = 403
    assert desk.refused("addresses", "test", "hook") == "The server answered “403 Forbidden”."
    assert "there are hook" in desk.refused("addresses", "test", "chen")


def test_a_copy_sends_only_once_it_is_claimed(desk: Desk, hook: Webhook) -> None:
    add(desk, "hook", hook.url)
    copy = Desk(Path(f"{desk.db}-copy"))
    copy.db.write_bytes(desk.db.read_bytes())
    assert f"qiaomen --db {copy.db} addresses claim" in copy.refused("addresses", "test", "hook")
    assert hook.requests == []
    copy.said("addresses", "claim")
    copy.said("addresses", "test", "hook")
    desk.said("addresses", "test", "hook")
    assert len(hook.by_key) == 2


@pytest.mark.parametrize("words", [["add"], ["test"], ["remove"], ["claim", "x"], ["send", "x"]])
def test_what_does_not_fit_together_is_wrong_usage(desk: Desk, words: list[str]) -> None:
    ran = desk.run("addresses", *words)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Traceback" not in ran.stderr


def test_what_is_sent_to_leaves_the_process_list_at_once(desk: Desk) -> None:
    shows = (
        "import app, sys; sys.argv[1:] = app._typed();"
        "print(open('/proc/self/cmdline').read().replace(chr(0), ' '), *sys.argv[1:], sep=chr(10))"
    )
    typed = ["overdue", "--send", HOOK, f"--send={HOOK}2", "--send", "all", "--due-soon", "3"]
    ran = subprocess.run(
        [sys.executable, "-c", shows, *typed],
        env=desk.environment(PYTHONPATH=str(Path(__file__).parents[2])),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    listed, *arrived = ran.stdout.splitlines()
    assert arrived == typed
    assert TOKEN not in listed
    assert "--send all --due-soon 3" in listed
