"""Erasing by a command: told first, asked for, and a receipt for whoever wanted it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.errors import Refused, StoreError
from store.privacy import person, scrubbing
from store.privacy.scrubbing import Holding
from tests.store.privacy.conftest import NAME, Neighbour, neighbour
from tui.plain import erasing, usage

__all__ = ["neighbour"]
WHO = f"1-201 {NAME}"


def erase(**more: object) -> bool:
    asked = {"compound": None, "dry_run": False, "sure": False, "file": None, **more}
    return erasing.erase(WHO, str(asked.pop("form", "plain")), **asked)  # type: ignore[arg-type]


def test_a_dry_run_tells_and_erases_nothing(
    neighbour: Neighbour, capsys: pytest.CaptureFixture[str]
) -> None:
    assert erase(dry_run=True)
    told = capsys.readouterr().out
    assert "nobody can take it back" in told
    assert "resident 1" in told
    assert person.named(WHO).resident_id == neighbour.resident


def test_where_nobody_can_be_asked_it_must_be_said(neighbour: Neighbour) -> None:
    with pytest.raises(Refused, match="--yes"):
        erase()
    assert person.named(WHO)


@pytest.mark.parametrize(("typed", "erased"), [(NAME, True), ("yes", False), ("", False)])
def test_the_name_is_asked_for(
    neighbour: Neighbour, monkeypatch: pytest.MonkeyPatch, typed: str, erased: bool
) -> None:
    monkeypatch.setattr(erasing, "lead_to_terminal", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _prompt: typed)
    assert erase() is erased
    if erased:
        with pytest.raises(StoreError):
            person.named(WHO)
    else:
        assert person.named(WHO)


def test_the_receipt_is_written_as_well(
    neighbour: Neighbour, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = Holding("/backups/a.db", "2026-11-01T00:00:00Z", 372)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scrubbing, "copies", lambda: (held,))
        assert erase(sure=True, file=str(tmp_path / "receipt.txt"))
    written = (tmp_path / "receipt.txt").read_text("utf-8")
    assert written == capsys.readouterr().out
    assert "a resident of 1-201" in written
    assert "/backups/a.db: rotation removes it by Mon 2027-11-08" in written
    assert NAME not in written


def test_nothing_is_erased_where_the_receipt_cannot_be_written(
    neighbour: Neighbour, tmp_path: Path
) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        erase(sure=True, file=str(tmp_path / "none" / "receipt.txt"))
    assert person.named(WHO)


def test_programs_get_an_object(neighbour: Neighbour, capsys: pytest.CaptureFixture[str]) -> None:
    erase(dry_run=True, form="json")
    erase(sure=True, form="json")
    before, after = map(json.loads, capsys.readouterr().out.splitlines())
    assert before["rows"] == after["rows"]
    assert (before["deed"], after["household"], after["clean"]) == (None, "1-201", True)


@pytest.mark.parametrize("wrong", [[], ["--clean", "3-502", NAME], ["--clean", "--dry-run"]])
def test_what_does_not_fit_together_is_refused(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        usage.parse(["erase", *wrong], {}, "1")
    assert refused.value.code == 2


def test_the_file_is_written_anew_when_nobody_is_at_it(
    neighbour: Neighbour, capsys: pytest.CaptureFixture[str]
) -> None:
    assert erasing.clean()
    assert "holds nothing any more" in capsys.readouterr().out
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scrubbing, "scrub", lambda: False)
        assert not erasing.clean()
