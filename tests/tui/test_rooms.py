"""Rooms are imported when they are entered: the first paint pays for the grid alone."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
from tui import start
start.prepare()
import tui.main, tui.sharing.inventory
print(*sorted(sys.modules))
"""
# What the first screen is made with. Textual brings Rich, which brings what it measures text with.
LIBRARIES = {"peewee", "platformdirs", "rich", "textual", "typing_extensions"}
# What Textual or Peewee would bring that no desk needs before its first screen.
SPARED = {"ssl", "pdb", "unittest", "markdown_it", "pygments", "xml", "http", "email"}


def test_the_grid_imports_no_other_room() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    everything = set(done.stdout.split())
    loaded = {name for name in everything if name.startswith(("tui.", "store."))}
    assert "tui.sharing.inventory" in loaded
    others = {name for name in loaded if name.startswith(("tui.rules", "tui.opendays", "tui.farm"))}
    others |= loaded & {"tui.sharing.overdue", "tui.sharing.closures", "tui.exchange"}
    others |= loaded & {"store.public_holidays", "store.sharing.closures"}
    assert others == set()
    assert not any(name.startswith(("store.messages", "store.farm")) for name in loaded)
    packages = {name.partition(".")[0] for name in everything} - {"tui", "store"}
    assert {name for name in packages - sys.stdlib_module_names if name[0] != "_"} == LIBRARIES
    assert packages & SPARED == set()
