"""Backups by the command line, and on the nightly run."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.cli.conftest import Desk, one_sentence


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_says_where_the_backup_is_and_what_went(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    told = desk.said("backup", str(folder))
    (first,) = names(folder)
    assert told.startswith(f"Backed up to {folder / first} (0.")
    made = desk.answered("backup", str(folder), "--keep", "1d")
    assert made["removed"] == [str(folder / first)]
    assert names(folder) == [Path(made["path"]).name]


def test_where_it_cannot_be_is_told_in_a_sentence(desk: Desk, tmp_path: Path) -> None:
    assert "no folder" in desk.refused("backup", str(tmp_path / "missing" / "copy.db"))
    assert "is no backup" in desk.refused("backup", str(desk.db))
    assert "7d,4w,12m" in desk.refused("backup", str(tmp_path), "--keep", "some")


def test_the_nightly_run_makes_one_and_tells_where_it_could_not(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    desk.said("settings", "backup_folder", str(folder))
    assert "backup" not in desk.said("overdue")
    assert len(names(folder)) == 1
    (folder / names(folder)[0]).unlink()
    folder.rmdir()
    told = desk.said("overdue")
    assert "烤箱" in told
    assert f"The backup failed. {folder} is no folder." in " ".join(told.split())
    looked = {row["what"]: row for row in json.loads(desk.run("check", "--format", "json").stdout)}
    assert looked["backup"]["told"].startswith("The backup failed.")
    assert looked["nightly_run"]["ok"]


def test_a_disk_that_is_full_is_told_and_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    """The process may write no file larger than 200 kB: SQLite meets a full disk."""
    folder = tmp_path / "backups"
    folder.mkdir()
    limited = ["bash", "-c", 'ulimit -f 200; trap "" XFSZ; exec "$@"', "-"]
    ran = subprocess.run(
        [*limited, *desk.command("backup", str(folder))],
        env=desk.environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 1
    assert "could not be written" in one_sentence(ran.stderr)
    assert names(folder) == []
