"""What is settled before Peewee is imported, so that a short command answers as soon as it can.

Peewee imports modules of Python that it needs for what no store of ours has: addresses of the
internet, UUIDs, time stamps, index names of over 64 characters. With OpenSSL and the locales that
they bring along they are a fifth of its own time, 6 ms. Here stand-ins take their places, which
import the real ones when anything is asked of them.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

SELDOM_USED = ("calendar", "hashlib", "json", "socket", "uuid")


class _StandIn(ModuleType):
    def __getattr__(self, name: str) -> Any:
        _give_way(self)
        return getattr(import_module(self.__name__), name)


def import_peewee() -> None:
    """Import Peewee, and none of SELDOM_USED before it is used."""
    stand_ins = [_StandIn(name) for name in SELDOM_USED if name not in sys.modules]
    sys.modules.update((module.__name__, module) for module in stand_ins)
    try:
        import peewee  # noqa: F401
    finally:
        for module in stand_ins:
            _give_way(module)


def _give_way(module: ModuleType) -> None:
    """Let whoever imports that name from now on have the real module."""
    if sys.modules.get(module.__name__) is module:
        del sys.modules[module.__name__]
