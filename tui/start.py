"""What is settled before Textual is imported, so that the first screen comes as soon as it can.

`prepare` belongs before the first import of Textual, `settle` after the first frame.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import MutableMapping

from store.start import StandIn, give_way


def prepare() -> None:
    """Set what Textual reads when it is imported, and keep out what it does not need here."""
    forget_developers(os.environ)
    # With report-all-keys some terminals drop what a Chinese input method commits.
    os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
    # How long (in ms) a lone Esc waits for the rest of a sequence that a slow line tore apart.
    os.environ.setdefault("ESCDELAY", "50")
    # Nothing of what start-up makes is garbage yet; looking for it takes a tenth of the time.
    gc.disable()
    _import_asyncio_without_ssl()
    _import_textual_without_trees()


def forget_developers(environ: MutableMapping[str, str]) -> None:
    """Take out what makes Textual write files, open sockets, or import what a variable names."""
    for name in [name for name in environ if name.startswith("TEXTUAL")]:
        del environ[name]


def settle() -> None:
    """Collect garbage again, but never scan what start-up made: it lives as long as the app."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _import_asyncio_without_ssl() -> None:
    """Spare 9 ms for TLS that the desk does not speak; asyncio is made to do without it."""
    if "asyncio" in sys.modules or "ssl" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]


def _import_textual_without_trees() -> None:
    """Spare widgets of trees and of choices, which Textual brings along for a name of a type."""
    if "textual" in sys.modules:
        return
    from textual._types import IgnoreReturnCallbackType

    types = StandIn("textual.types")
    types.IgnoreReturnCallbackType = IgnoreReturnCallbackType  # type: ignore[attr-defined]
    sys.modules["textual.types"] = types
    try:
        import textual.app  # noqa: F401
    finally:
        give_way(types)
