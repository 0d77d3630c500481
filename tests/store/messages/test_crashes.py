"""A nightly run that is killed while it sends: on the next one nothing is lost, nothing doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from store import database, history
from store.messages import addresses
from store.messages.models import Delivery
from store.sharing import lending
from store.sharing.models import Loan, Notice
from tests.receivers import PASSWORD, TOKEN, MailServer, Webhook, text_of
from tests.store.sharing.conftest import Yard, yard

__all__ = ["yard"]

# Each a few processes; `.ci/run` asks for them by name.
pytestmark = pytest.mark.long

TODAY = "2026-11-23"
TOMORROW = "2026-11-24"

# A nightly run in a process of its own: every address is told the items that are late.
NIGHT = """
import sys
from datetime import date
from pathlib import Path
from store import database, history
from store.messages import addresses, nightly

def render(night, form):
    late = [f"{row.borrower} {row.item} {'new' if row.new else ''}" for row in night.late_rows()]
    return "逾期", "\\n".join(late) or "-"

database.open_store(Path(sys.argv[1]))
history.act_as("cron")
today = date.fromisoformat(sys.argv[2])
outcome = nightly.run(today, addresses.channels(["all"], render), days_soon=7)
print(*(f"{row.label}: {row.state}" for row in outcome.deliveries), sep=", ")
"""


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with Webhook() as listening:
        yield listening


@pytest.fixture
def late(yard: Yard, store: Path) -> Path:
    """A store in which the oven is late, closed."""
    lending.check_out(yard.oven, yard.borrower, date(2026, 10, 1))
    database.close_store()
    return store


@contextmanager
def opened(path: Path) -> Iterator[None]:
    database.open_store(path)
    history.act_as("tester")
    try:
        yield
    finally:
        database.close_store()


def keep(path: Path, **urls: str) -> None:
    """Keep addresses; they are sent to by the order of their names."""
    with opened(path):
        for name, url in urls.items():
            addresses.add(name, url)


def start(path: Path, today: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", NIGHT, str(path), today],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[3])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def run(path: Path, today: str) -> str:
    with start(path, today) as night:
        said, complaint = night.communicate(timeout=60)
    assert complaint == ""
    return said.strip()


def kill(path: Path, today: str, arrived: threading.Event) -> None:
    """Start a run, and kill it while a receiver holds its answer back."""
    with start(path, today) as night:
        assert arrived.wait(60)
        night.send_signal(signal.SIGKILL)
        said, complaint = night.communicate(timeout=60)
    assert said == ""
    assert TOKEN not in complaint
    assert PASSWORD not in complaint


def settled(path: Path) -> tuple[set[str], set[str]]:
    """The states of all deliveries and of all notices in force."""
    with opened(path):
        deliveries = {row[0] for row in Delivery.select(Delivery.state).tuples()}
        notices = Notice.select(Notice.state).where(Notice.state != "skipped")
        return deliveries, {row[0] for row in notices.tuples()}


@pytest.mark.parametrize("next_night", [TODAY, TOMORROW])
def test_a_kill_between_the_request_and_its_record_leaves_one_message_for_who_honours_the_key(
    late: Path, hook: Webhook, next_night: str
) -> None:
    keep(late, hook=hook.url)
    hook.holds = True
    kill(late, TODAY, hook.arrived)
    assert settled(late) == ({"pending"}, {"pending"})
    hook.holds = False
    run(late, next_night)
    told = [request for request in hook.by_key.values() if "烤箱 new" in request["said"]]
    assert len(told) == 1
    assert len([request for request in hook.requests if "烤箱 new" in request["said"]]) == 2
    assert settled(late) == ({"sent"}, {"sent"})


def test_a_kill_before_the_request_loses_nothing(late: Path, hook: Webhook) -> None:
    with Webhook() as second:
        keep(late, a=hook.url, b=second.url)
        hook.holds = True
        kill(late, TODAY, hook.arrived)
        assert second.requests == []
        hook.holds = False
        assert run(late, TODAY).count("sent") == 2
        for receiver in (hook, second):
            assert ["烤箱 new" in each["said"] for each in receiver.by_key.values()] == [True]
    assert settled(late) == ({"sent"}, {"sent"})
    assert run(late, TODAY) == "a: nothing, b: nothing"


def test_a_kill_while_mail_is_taken_leaves_one_mail_for_who_honours_the_message_id(
    late: Path,
) -> None:
    with MailServer() as mail:
        keep(late, mail=mail.url)
        mail.holds = True
        kill(late, TODAY, mail.arrived)
        mail.holds = False
        mail.released.set()
        assert run(late, TODAY).startswith("mail: sent")
        assert len(mail.mails) == 2
        (shown,) = mail.by_id.values()
        assert "烤箱 new" in text_of(shown)
    assert settled(late) == ({"sent"}, {"sent"})


def test_a_loan_that_came_back_after_the_kill_is_not_mentioned_again(
    late: Path, hook: Webhook
) -> None:
    keep(late, hook=hook.url)
    hook.holds = True
    kill(late, TODAY, hook.arrived)
    hook.holds = False
    with opened(late):
        lending.check_in([Loan.get().id], date(2026, 11, 23))
    run(late, TOMORROW)
    assert not any("烤箱" in request["said"] for request in hook.requests[1:])
