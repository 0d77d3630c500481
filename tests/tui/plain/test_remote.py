"""What may be asked through a key that starts the desk, and what may not."""

from __future__ import annotations

from argparse import Namespace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.errors import Refused
from tui.plain import remote
from tui.plain.commands import COMMANDS

BESIDE = ("--db=/srv/desk.db", "--user", "hu")

READING = [
    "list items", "list loans --open --format json", "list members", "stats", "history --limit 3",
    "check", "loan 3", "overdue --dry-run", "overdue --counts", "calendar --year 2026",
    "settings", "settings loan_days", "categories", "categories 厨房", "steps", "addresses",
    "export items", "rota week", "rota fairness", "rota shift 3", "rota why 3 李", "rota swaps",
    "rota stand-ins 3", "rota export -", "project show 3", "money show 3", "money meter 3 100",
    "review show 3", "review ranking 2026", "review criteria 2026", "programme year 2026",
    "programme what-if 2026", "proposal show 3", "vote result 3", "vote roll 3", "vote missing 3",
    "vote tally 3", "vote recount -", "funding select", "access list", "access line hu",
    "phone 3-502", "do late", "do 'rota next'", "do go 3-502", "do --dry-run 'l oven 3-502'",
    "qiaomen list items",
]  # fmt: skip

REFUSED = [
    "sh", "bash -c 'qiaomen list items'", "/bin/sh", "scp -t /srv", "sftp-server",
    "/usr/lib/openssh/sftp-server", "internal-sftp", "rsync --server . /srv", "list items; sh",
    "list items | sh", "list items > /tmp/x", "$(sh)", "`sh`", "QIAOMEN_USER=chen list items",
    "--user chen list items", "lend 3 1-101", "return 3", "renew 3", "undo", "contact 3 called",
    "overdue", "overdue --dry-run --send all", "overdue --install cron", "calendar close 12-3",
    "closure 12-3 12-4", "settings loan_days 3", "categories 厨房 --days 3", "steps 3 call",
    "steps --remove 3", "addresses add x", "addresses test x", "addresses claim",
    "import items /etc/passwd", "import items -", "export items /tmp/x", "rota export /tmp/x.ics",
    "rota export --per-member /tmp", "rota draft --from 12-1", "rota join 3 李",
    "programme year 2026 --seed x", "review criteria 2026 a=1", "vote tally 3 /tmp/x",
    "vote recount /etc/passwd", "vote close 3", "funding select --pb /etc/passwd",
    "funding accept", "demo --fresh", "new-compound x --units 1:1x1", "access add x --role viewer"
    " --key /etc/passwd", "access role hu coordinator", "access remove chen", "list 'items",
    "do 'l oven 3-502'", "do undo", "do 还烤箱", "do 3-502", "do 'a 3-502 late'",
    "list items --db /etc/passwd", "list items --user chen", "list items --db= --user=chen",
]  # fmt: skip


def parse(typed: str) -> Namespace:
    return remote.parse(BESIDE, {remote.VARIABLE: typed, "QIAOMEN_USER": "env"}, "0")


@pytest.mark.parametrize("typed", READING)
def test_what_only_reads_is_done_in_the_name_beside_the_key(typed: str) -> None:
    asked = parse(typed)
    assert (asked.db, asked.user) == ("/srv/desk.db", "hu")
    assert asked.command is not None


@pytest.mark.parametrize("typed", ["--version", "qiaomen --help", "lend --help"])
def test_the_program_tells_of_itself(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        parse(typed)
    assert "qiaomen" in capsys.readouterr().out


@pytest.mark.parametrize("typed", REFUSED)
def test_what_writes_or_is_no_command_is_refused(
    typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a sentence; where a word is too many, as a mistyped command is."""
    with pytest.raises((Refused, SystemExit)) as refusal:
        parse(typed)
    if isinstance(refusal.value, SystemExit):
        assert refusal.value.code == 2
        assert "error" in capsys.readouterr().err


@pytest.mark.parametrize("typed", ["", "  ", "qiaomen"])
def test_nothing_asked_opens_the_desk(typed: str) -> None:
    asked = parse(typed)
    assert (asked.command, asked.user) == (None, "hu")


def test_a_key_beside_which_nobody_is_named_is_nobody_and_not_the_machine() -> None:
    with pytest.raises(Refused, match="names nobody"):
        remote.parse(BESIDE[:1], {remote.VARIABLE: "overdue --dry-run"}, "0")


def test_where_a_command_stands_beside_the_key_nothing_else_is_listened_to() -> None:
    environ = {remote.VARIABLE: "list items --user chen"}
    asked = remote.parse((*BESIDE, "overdue", "--send", "all"), environ, "0")
    assert (asked.command, asked.user, asked.send) == ("overdue", "hu", ["all"])


@settings(max_examples=40, deadline=None)
@given(
    typed=st.one_of(st.text(), st.lists(st.sampled_from([*COMMANDS, "-", "x", "--"])).map(" ".join))
)
@example("\ud800")
def test_whatever_is_typed_the_store_and_the_name_stay(typed: str) -> None:
    try:
        asked = parse(typed)
    except (Refused, SystemExit):
        return
    assert (asked.db, asked.user) == ("/srv/desk.db", "hu")
