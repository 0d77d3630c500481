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
        ["overdue", "--format", "json"],
        ["stats"],
        ["list", "items"],
        ["list", "households", "--format", "json"],
        ["return", "1"],
        ["lend", "2", "2-201"],
        ["loan", "1"],
        ["calendar"],
    ],
    ids=" ".join,
)
def test_nothing_heavy_is_loaded(desk: Desk, arguments: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        env=desk.environment(PYTHONPATH=str(DOOR.parent)),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    loaded = set(ran.stderr.split())
    assert "peewee" in loaded
    assert loaded.isdisjoint(HEAVY)
