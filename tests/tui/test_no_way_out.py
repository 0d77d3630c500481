"""Nothing in the app leads to a shell, a pager or an editor."""

from __future__ import annotations

import ast
import gc
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

from textual.app import App
from textual.dom import DOMNode

import tui
from tui import start
from tui.widgets.terminal import LeanApp

PROJECT = Path(tui.__file__).parents[1]
OURS = [PROJECT / "app.py", *(PROJECT / "store").rglob("*.py"), *(PROJECT / "tui").rglob("*.py")]

# What starts other programs, or hands the terminal to one.
PROGRAMS = {"subprocess", "pty", "webbrowser", "pydoc", "pdb", "runpy"}
STARTING = re.compile(
    "system|popen|fork|forkpty|startfile|suspend|run_process|posix_spawnp?|(exec|spawn)[lv]p?e?"
)

# Textual's own actions that lead out, or write files.
LEADING_OUT = {
    "suspend_process", "screenshot", "command_palette", "change_theme", "show_help_panel",
    "open_url", "deliver_text", "deliver_screenshot", "save_screenshot",
}  # fmt: skip


def subclasses(of: type) -> Iterator[type[DOMNode]]:
    for each in of.__subclasses__():
        yield each
        yield from subclasses(each)


def test_no_key_does_what_leads_out() -> None:
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        importlib.import_module(module.name)
    ours = {each for each in subclasses(DOMNode) if each.__module__.startswith("tui.")}
    assert LeanApp in ours
    done = {
        binding.action.partition("(")[0].rpartition(".")[2]
        for each in ours
        for bindings in each._merge_bindings().key_to_bindings.values()
        for binding in bindings
    }
    assert {"do", "quit"} <= done
    assert done & LEADING_OUT == set()


def test_what_leads_out_is_still_called_so() -> None:
    assert callable(App.action_suspend_process)
    assert callable(App.action_screenshot)
    assert LeanApp.ENABLE_COMMAND_PALETTE is False


def names(path: Path) -> Iterator[str]:
    """The modules that a module imports, and what it uses of others."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]
        elif isinstance(node, ast.Attribute):
            yield node.attr


def _tree(path: Path) -> ast.AST:
    gc.disable()  # collected meanwhile, Python 3.11 may lose count of how deep it is, and raise
    try:
        return ast.parse(path.read_text(encoding="utf-8"))
    finally:
        gc.enable()


def test_no_module_starts_another_program() -> None:
    found = {
        (str(path.relative_to(PROJECT)), name)
        for path in OURS
        for name in names(path)
        if name in PROGRAMS or STARTING.fullmatch(name)
    }
    # Before anything else is done the program starts itself once more, to hide a secret it got.
    assert found == {("tui/plain/hidden.py", "execve")}


def test_variables_for_developers_of_textual_are_forgotten() -> None:
    environ = {"TEXTUAL_LOG": "/srv/x", "TEXTUAL_DRIVER": "os:system", "TEXTUAL": "devtools"}
    environ |= {"TERM": "xterm"}
    start.forget_developers(environ)
    assert environ == {"TERM": "xterm"}
