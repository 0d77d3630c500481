"""How this program is started from anywhere."""

from __future__ import annotations

import os
import sys

from store import database
from store.language import current


def program() -> list[str]:
    """The script that runs now, or its interpreter and where it lies."""
    script = os.path.abspath(sys.argv[0])
    if os.path.isfile(script) and os.access(script, os.X_OK) and not script.endswith(".py"):
        return [script]
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    return [os.path.abspath(sys.executable), os.path.join(root, "app.py")]


def on_this_store() -> list[str]:
    """The options that name this store and the language spoken now."""
    language = "zh" if current() == "zh_CN" else "en"
    return [f"--db={database.file_path()}", f"--lang={language}"]
