"""What the nightly summary looks like in every form and language; read the dumps in a diff."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from store import language
from store.sharing.summary import Night
from tui.plain import summary

DUMPS = Path(__file__).parent / "dumps"
ENDINGS = {"plain": "txt", "markdown": "md", "html": "html", "json": "json", "csv": "csv"}

LooksLike = Callable[[str, str], None]


@pytest.fixture
def reads_like(request: pytest.FixtureRequest) -> LooksLike:
    """Compare a text with the dump of that name; `--update-dumps` writes it instead."""
    update = request.config.getoption("--update-dumps")

    def compare(text: str, name: str) -> None:
        path = DUMPS / name
        if update:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("form", summary.FORMS)
def test_the_printed_summary(
    night: Night,
    capsys: pytest.CaptureFixture[str],
    reads_like: LooksLike,
    form: str,
    spoken: str,
) -> None:
    language.speak(spoken)
    summary.write(night, form, phones=False)
    reads_like(capsys.readouterr().out, f"summary-{spoken}.{ENDINGS[form]}")


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_the_message(night: Night, reads_like: LooksLike, form: str, spoken: str) -> None:
    language.speak(spoken)
    title, body = summary.render(night, form)
    reads_like(f"{title}\n\n{body}", f"message-{form}-{spoken}.txt")
