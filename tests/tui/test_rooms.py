"""Rooms are imported when they are entered: the first paint pays for the grid alone."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
import tui.main, tui.sharing.inventory
print(*sorted(name for name in sys.modules if name.startswith(("tui.", "store."))))
"""


def test_the_grid_imports_no_other_room() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "tui.sharing.inventory" in loaded
    others = {name for name in loaded if name.startswith(("tui.rules", "tui.opendays", "tui.farm"))}
    others |= loaded & {"tui.sharing.overdue", "tui.sharing.closures", "tui.exchange"}
    others |= loaded & {"store.public_holidays", "store.sharing.closures"}
    assert others == set()
    assert not any(name.startswith(("store.messages", "store.farm")) for name in loaded)
