"""Every help of the command line fits into 80 columns, in both languages."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import pytest

from store import language
from tui import cells
from tui.plain import commands, usage

WIDTH = 80


def ways() -> Iterator[list[str]]:
    """What may stand before `--help`: nothing, each command, each deed of a command."""
    yield []
    for name in commands.COMMANDS:
        yield [name]
        parser = argparse.ArgumentParser()
        commands.add_arguments(name, parser)
        for action in parser._actions:
            if action.nargs == argparse.PARSER:
                yield from ([name, deed] for deed in action.choices or ())


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_no_line_of_any_help_is_wider_than_the_window(
    spoken: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    language.speak(spoken)
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    looked_at = 0
    for way in ways():
        with pytest.raises(SystemExit):
            usage.parse([*way, "--help"], {}, "0")
        lines = capsys.readouterr().out.splitlines()
        assert [line for line in lines if cells.width(line) > WIDTH] == [], way
        looked_at += len(lines)
    assert looked_at > 1000
