"""What starts the nightly run: printed for cron or systemd, and started as those would."""

from __future__ import annotations

import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import DOOR, Desk
from tests.cli.test_addresses import add

HOOK = "json://127.0.0.1:9/secret-of-the-hook"

# All that a shell, a crontab or a unit could take for something else.
ODD = 'it\'s 50% of $HOME; "x" `y` \\z 敲门'

SCRIPT = """#!{interpreter}
import sys
sys.path.insert(0, {root!r})
from app import main
sys.exit(main())
"""

SLEEP = """#!/bin/sh
echo "$@" >>"$SLEPT"
"""


@pytest.fixture
def odd_desk(desk: Desk, tmp_path: Path) -> Desk:
    """A store whose path is hard to write down."""
    folder = tmp_path / ODD
    folder.mkdir()
    return Desk(Path(shutil.move(desk.db, folder / "desk.db")))


def crontab(said: str) -> list[str]:
    """The commands of a crontab, as cron hands them to the shell: the nightly one, the other."""
    nightly, after_start = (line for line in said.splitlines() if not line.startswith("#"))
    assert nightly.startswith("30 4 * * * ")
    assert after_start.startswith("@reboot ")
    lines = (nightly.split(" ", 5)[5], after_start.split(" ", 1)[1])
    for line in lines:
        assert "%" not in line.replace("\\%", "")
    return [line.replace("\\%", "%") for line in lines]


def run_by_cron(desk: Desk, command: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Run a crontab's command with what cron gives it: little, and from the home folder."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "sleep").write_text(SLEEP, encoding="utf-8")
    (tools / "sleep").chmod(0o755)
    given = {"HOME": str(tmp_path), "SLEPT": str(tmp_path / "slept"), "LOGNAME": "tester"}
    return subprocess.run(
        ["/bin/sh", "-c", command],
        env=given | {"PATH": f"{tools}:/usr/bin:/bin"},
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        timeout=60,
        check=False,
    )


def units(said: str) -> dict[str, str]:
    """The files that were printed, by their names."""
    found: dict[str, str] = {}
    name = ""
    for line in said.splitlines(keepends=True):
        if line.startswith("# ~/.config/systemd/user/"):
            name = line.rsplit("/", 1)[1].strip()
            found[name] = ""
        elif name:
            found[name] += line
    return found


def exec_start(service: str) -> list[str]:
    """The words of a service's command, as systemd reads them."""
    (line,) = (each for each in service.splitlines() if each.startswith("ExecStart="))
    words = shlex.split(line.removeprefix("ExecStart="))
    words = [word.replace("%%", "%").replace("$$", "$") for word in words]
    return words[3:] if words[:3] == ["/bin/sh", "-c", 'exec "$0" "$@"'] else words


def runs(desk: Desk) -> list[tuple[int | None, int]]:
    store = sqlite3.connect(desk.db)
    rows = store.execute("SELECT compound_id, finished_at IS NOT NULL FROM run").fetchall()
    store.close()
    return rows


def test_the_command_for_cron_runs_after_a_random_delay(odd_desk: Desk, tmp_path: Path) -> None:
    said = odd_desk.said("overdue", "--install", "cron", "--compound", "Test Yard", "--lang", "zh")
    assert runs(odd_desk) == []
    nightly, after_start = crontab(said)
    assert nightly == after_start
    ran = run_by_cron(odd_desk, nightly, tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "烤箱" in ran.stdout
    assert runs(odd_desk) == [(1, 1)]
    (seconds,) = (tmp_path / "slept").read_text().split()
    assert 0 <= int(seconds) <= 1820


def test_where_messages_are_sent_cron_has_nothing_to_mail(odd_desk: Desk, tmp_path: Path) -> None:
    add(odd_desk, "50% 群", HOOK)
    (nightly, _after_start) = crontab(
        odd_desk.said("overdue", "--install", "cron", "--send", "50% 群", "--new-only", "--phones")
    )
    ran = run_by_cron(odd_desk, nightly, tmp_path)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("qiaomen: 50% 群 did not get its message: ")
    assert runs(odd_desk) == [(None, 1)]


def test_the_command_has_what_was_asked_for_and_no_more(desk: Desk) -> None:
    add(desk, "chen", HOOK)
    asked = ["--due-soon", "3", "--new-only", "--phones", "--send", "chen", "--send", "all"]
    asked += ["--compound", "Test Yard", "--format", "html"]
    service = units(desk.said("overdue", "--install", "systemd", *asked))["qiaomen-overdue.service"]
    started = [sys.executable, str(DOOR), f"--db={desk.db}", "--lang=en", "overdue"]
    assert exec_start(service) == [
        *started,
        "--compound=Test Yard",
        "--format=html",
        "--due-soon=3",
        "--new-only",
        "--phones",
        "--send=chen",
        "--send=all",
    ]
    assert "StandardOutput=null" in service
    bare = units(desk.said("overdue", "--install", "systemd"))["qiaomen-overdue.service"]
    assert exec_start(bare) == started
    assert "StandardOutput" not in bare


def test_a_relative_store_is_written_down_as_absolute(desk: Desk) -> None:
    service = desk.said("overdue", "--install", "systemd", "--db", "desk.db")
    assert f'"--db={desk.db}"' in service


def test_the_script_that_runs_is_the_one_that_is_installed(odd_desk: Desk) -> None:
    script = odd_desk.db.parent / "qiaomen"
    text = SCRIPT.format(interpreter=sys.executable, root=str(DOOR.parent))
    script.write_text(text, encoding="utf-8")
    script.chmod(0o755)
    ran = subprocess.run(
        ["./qiaomen", "overdue", "--install", "systemd"],
        env=odd_desk.environment(),
        capture_output=True,
        encoding="utf-8",
        cwd=script.parent,
        timeout=60,
        check=True,
    )
    written = units(ran.stdout)
    assert exec_start(written["qiaomen-overdue.service"])[:2] == [
        str(script),
        f"--db={odd_desk.db}",
    ]
    verify(written, script.parent)


def verify(written: dict[str, str], folder: Path) -> None:
    """Let systemd itself read the units, where there is one."""
    checker = shutil.which("systemd-analyze")
    if checker is None:
        pytest.skip("there is no systemd here")
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")
    checked = subprocess.run(
        [checker, "--user", "verify", *(f"./{name}" for name in written)],
        env={"PATH": os.environ["PATH"], "XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)},
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        timeout=60,
        check=False,
    )
    # It reads the machine's own units as well, and may have something against those.
    ours = [line for line in checked.stderr.splitlines() if "qiaomen-overdue" in line]
    assert (checked.returncode, ours) == (0, [])


def test_the_timer_catches_up_and_starts_at_no_fixed_moment(desk: Desk) -> None:
    said = desk.said("overdue", "--install", "systemd")
    written = units(said)
    assert list(written) == ["qiaomen-overdue.service", "qiaomen-overdue.timer"]
    assert {"Persistent=true", "RandomizedDelaySec=30min"} <= set(
        written["qiaomen-overdue.timer"].splitlines()
    )
    head = said.partition("[Unit]")[0]
    assert "systemctl --user enable --now qiaomen-overdue.timer" in head
    assert "loginctl enable-linger" in head
    verify(written, desk.db.parent)


@pytest.mark.parametrize("kind", ["cron", "systemd"])
def test_a_url_is_refused_because_everybody_could_read_it(desk: Desk, kind: str) -> None:
    refused = desk.refused("overdue", "--install", kind, "--send", HOOK)
    assert "qiaomen addresses add NAME" in refused
    assert "secret-of" not in refused


def test_what_the_run_would_refuse_is_not_installed(desk: Desk) -> None:
    assert "No address is kept" in desk.refused("overdue", "--install", "cron", "--send", "all")
    add(desk, "chen", HOOK)
    assert "there are chen" in desk.refused("overdue", "--install", "cron", "--send", "wang")
    assert desk.refused("overdue", "--install", "cron", "--compound", "No Yard")


def test_a_path_that_cannot_be_written_down_is_refused(desk: Desk, tmp_path: Path) -> None:
    for kind, name in (("cron", "a\nb"), ("systemd", "a\nb"), ("cron", "a\\%b")):
        there = tmp_path / name
        shutil.copy(desk.db, there)
        assert "rename" in desk.refused("overdue", "--install", kind, "--db", str(there))


@pytest.mark.parametrize("more", ["--counts", "--dry-run"])
def test_what_is_installed_runs(desk: Desk, more: str) -> None:
    assert desk.run("overdue", "--install", "cron", more).returncode == 2
