"""What is settled before Peewee is imported, so that a short command answers as soon as it can.

Peewee imports modules of Python for what no store of ours has (addresses of the internet, UUIDs,
time stamps, index names of over 64 characters), or for one small function. With OpenSSL, the
locales and the parser of Python that they bring along they are a third of its own time, 10 ms.
Stand-ins take their places here, which import the real ones as soon as anything else is asked.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

SELDOM_USED = ("calendar", "hashlib", "inspect", "json", "socket", "uuid")


class StandIn(ModuleType):
    """Stands for a module until anything is asked of it that it has not been given."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what the import statement itself looks for
            raise AttributeError(name)
        give_way(self)
        return getattr(import_module(self.__name__), name)


def import_peewee() -> None:
    """Import Peewee, and none of SELDOM_USED before it is used."""
    stand_ins = {name: StandIn(name) for name in SELDOM_USED if name not in sys.modules}
    if "inspect" in stand_ins:
        # All that Peewee has of it, just as it is there.
        stand_ins["inspect"].isclass = lambda thing: isinstance(thing, type)  # type: ignore[attr-defined]
    sys.modules.update(stand_ins)
    try:
        import peewee  # noqa: F401
    finally:
        for module in stand_ins.values():
            give_way(module)


def give_way(module: ModuleType) -> None:
    """Let whoever imports that name from now on have the real module."""
    if sys.modules.get(module.__name__) is module:
        del sys.modules[module.__name__]
