"""A person's own data, as they read it and as programs do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.store.privacy.conftest import NAME, PHONE, Neighbour, neighbour
from tui.plain import own_data, usage

__all__ = ["neighbour"]
WHO = f"1-201 {NAME}"


def test_a_person_reads_it(neighbour: Neighbour, capsys: pytest.CaptureFixture[str]) -> None:
    own_data.write(WHO, "-", "plain", compound=None)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"What is kept of {NAME}, 1-201"
    assert f"  household: 1-201 · its name: {NAME} · phone: {PHONE} · note: 有狗" in lines
    assert f"  item 烤箱: {NAME}修过" in lines
    assert any(line.endswith(f"tester: added {NAME} to 1-201") for line in lines)


def test_a_program_reads_it_from_a_file(neighbour: Neighbour, tmp_path: Path) -> None:
    file = tmp_path / "own.json"
    own_data.write(WHO, str(file), "plain", compound=None)
    own = json.loads(file.read_text("utf-8"))
    assert own["kept"]["loan"][0]["item"] == "烤箱"
    assert {mention["table"] for mention in own["named_in"]} >= {"household", "item", "shift"}
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_follows_a_person_is_the_file() -> None:
    asked = usage.parse(["export", "--person", WHO, "own.json"], {}, "1")
    assert (asked.person, asked.kind, asked.file) == (WHO, None, "own.json")
    assert usage.parse(["export", "--person", WHO], {}, "1").file == "-"


@pytest.mark.parametrize(
    "wrong",
    [["people"], [], ["items", "--format", "json"], ["--person", WHO, "items", "own.json"]],
)
def test_what_does_not_fit_together_is_refused(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        usage.parse(["export", *wrong], {}, "1")
    assert refused.value.code == 2
