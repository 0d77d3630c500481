"""Peewee is imported without what it seldom uses, and lacks nothing for it."""

from __future__ import annotations

import subprocess
import sys

from tests.cli.conftest import DOOR

SPARED = """
import sys
from store import start
start.import_peewee()
assert not set(start.SELDOM_USED) & set(sys.modules), sorted(sys.modules)
"""

USED = """
import inspect, json, peewee
assert inspect.signature and json.loads("1") == 1
assert inspect.isclass(peewee.Model) and peewee.isclass(peewee.Model)
assert not peewee.isclass(peewee.SQL("1"))
assert peewee.json.loads("[1]") == [1]
assert peewee.hashlib.md5(b"").hexdigest() == "d41d8cd98f00b204e9800998ecf8427e"
assert peewee.UUIDField().db_value("00000000-0000-0000-0000-000000000001") == "0" * 31 + "1"
assert peewee.IPField().db_value("0.0.1.2") == 258
assert sys.modules["json"] is json
"""


def run(code: str) -> None:
    """Run `code` in an interpreter of its own, in the project's folder."""
    subprocess.run([sys.executable, "-c", code], cwd=DOOR.parent, timeout=60, check=True)


def test_what_is_seldom_used_is_not_imported() -> None:
    run(SPARED)


def test_it_is_there_when_it_is_used() -> None:
    run(SPARED + USED)


def test_what_was_there_before_stays() -> None:
    run("import json, sys\nfrom store import start\nstart.import_peewee()\n" + USED)
