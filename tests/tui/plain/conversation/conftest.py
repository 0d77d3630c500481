"""Conversations as one would overhear them: what is typed stands behind its question."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path

import pytest

from tests.conftest import TODAY
from tui.plain.conversation import opening

SESSIONS = Path(__file__).parent / "sessions"
CTRL_C = "^C"

Talk = Callable[[Sequence[str]], str]


class Typed(StringIO):
    """What somebody types, where CTRL_C as a line is the key."""

    def readline(self, *limit: int) -> str:  # type: ignore[override]
        line = super().readline()
        if line.rstrip("\n") == CTRL_C:
            raise KeyboardInterrupt
        return line


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Talk:
    """Hold a conversation in which these lines are typed; answers with all that was said."""

    def hold(typed: Sequence[str]) -> str:
        monkeypatch.setattr(sys, "stdin", Typed("".join(f"{line}\n" for line in typed)))
        opening.hold(None, TODAY)
        return capsys.readouterr().out

    return hold


@pytest.fixture
def reads_like(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a conversation with the session of that name; `--update-dumps` writes it instead."""
    update = request.config.getoption("--update-dumps")

    def compare(said: str, name: str) -> None:
        path = SESSIONS / f"{name}.txt"
        if update:
            path.write_text(said, encoding="utf-8")
        assert said == path.read_text(encoding="utf-8")

    return compare
