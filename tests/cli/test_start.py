"""What a command must not load: the nightly job pays for nothing that it does not use."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.conftest import DOOR, Desk

HEAVY = (
    "textual",
    "rich.console",
    "rich.text",
    "openpyxl",
    "apprise",
    "holidays",
    "dateutil",
    "pypinyin",
    "platformdirs",
    "csv",
    "playhouse.migrations",
    "store.exchange.kinds",
    "store.exchange.tables",
    "fixtures",
)

# What costs the nightly command a millisecond or more, and is none of its business. Some of it is
# Peewee's own import, which is made to do without (store/start.py).
SPARED = (
    "calendar",
    "dataclasses",
    "hashlib",
    "inspect",
    "json",
    "locale",
    "pathlib",
    "requests",
    "rich",
    "shutil",
    "socket",
    "store.history",
    "urllib.parse",
    "uuid",
)

LOADED = """
import sys
from app import main
status = main(sys.argv[1:])
print(*sorted(sys.modules), sep="\\n", file=sys.stderr)
sys.exit(status)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["overdue"],
        ["addresses"],
        ["overdue", "--format", "json"],
        ["overdue", "--format", "markdown"],
        ["overdue", "--counts"],
        ["overdue", "--dry-run"],
        ["stats"],
        ["list", "items"],
        ["list", "households", "--format", "json"],
        ["return", "1"],
        ["lend", "2", "2-201"],
        ["loan", "1"],
        ["calendar"],
        ["--plain"],
    ],
    ids=" ".join,
)
def test_nothing_heavy_is_loaded(desk: Desk, arguments: list[str]) -> None:
    if "overdue" in arguments:
        desk.said("overdue")  # the first run of a year's end looks up the next year's holidays
    loaded = _loaded(desk, arguments)
    assert "peewee" in loaded
    assert loaded.isdisjoint(HEAVY)


@pytest.mark.parametrize(
    "arguments", [["overdue"], ["overdue", "--counts"], ["--lang", "zh", "overdue"]], ids=" ".join
)
def test_the_nightly_command_is_thrifty(desk: Desk, arguments: list[str]) -> None:
    desk.said("overdue")  # the first run of a year's end looks up the next year's holidays
    loaded = _loaded(desk, arguments)
    assert "store.messages.nightly" in loaded
    assert loaded.isdisjoint(SPARED)


def _loaded(desk: Desk, arguments: list[str]) -> set[str]:
    """The modules that a command has loaded in its end."""
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        env=desk.environment(PYTHONPATH=str(DOOR.parent)),
        input="o\nw\n\nm\n\nh\n\n烤\n",  # what --plain asks for
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    return set(ran.stderr.split())
