"""The desk through a real OpenSSH: each role logs in, and nothing else can be reached."""

from __future__ import annotations

import os
import select
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import one_sentence
from tests.ssh.conftest import NAMES, PATIENCE, Seat, Server, run

Sit = Callable[[str], Seat]

# Seconds for each, and an OpenSSH; `.ci/run` asks for them by name.
pytestmark = pytest.mark.long


@pytest.mark.parametrize(
    ("role", "shown", "told"),
    [
        ("coordinator", "a add", None),
        ("helper", "(a add)", "! Only a coordinator may do that, and you are here as a helper."),
        ("viewer", "(a add)", "! Only a coordinator may do that, and you are here as a viewer."),
    ],
)
def test_each_role_sits_at_the_desk_by_name(
    sit: Sit, role: str, shown: str, told: str | None
) -> None:
    seat = sit(role)
    screen = seat.wait_for("quit")
    assert NAMES[role] in screen
    assert shown in screen
    if told:
        assert told in seat.press("a")
    seat.leave()


def test_inside_no_key_leads_out_and_files_lie_in_one_folder(sit: Sit) -> None:
    seat = sit("coordinator")
    seat.wait_for("quit")
    seat.press("\x1a\x1c!")  # Ctrl+Z and Ctrl+\
    seat.press("I")
    assert "Files are read and written only in" in seat.press("/etc/passwd", "\x13")
    seat.press("\x1b")
    seat.leave()


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("viewer", ("list", "items")),
        ("helper", ("qiaomen", "history", "--limit", "1", "--format", "json")),
        ("coordinator", ("phone", "1-101")),
    ],
)
def test_what_reads_can_be_asked_without_a_terminal(
    server: Server, role: str, words: tuple[str, ...]
) -> None:
    asked = server.asked(role, *words)
    assert (asked.returncode, asked.stderr) == (0, "")
    assert asked.stdout


@pytest.mark.parametrize(
    ("role", "typed", "told"),
    [
        ("coordinator", "sh -c 'touch {folder}/was-here'", "“sh” cannot be done from here"),
        ("coordinator", "return 1", "“return 1” cannot be done from here"),
        ("viewer", "list items --user 陈秀英", "--db and --user cannot be chosen from here"),
        ("viewer", "export items {folder}/was-here", "cannot be done from here"),
        ("viewer", "export residents", "Only a coordinator may do that"),
    ],
)
def test_what_is_not_theirs_is_refused_in_a_sentence(
    server: Server, role: str, typed: str, told: str
) -> None:
    asked = server.asked(role, typed.format(folder=server.folder))
    assert (asked.returncode, asked.stdout) == (1, "")
    assert told in one_sentence(asked.stderr)
    assert not (server.folder / "was-here").exists()


def test_variables_neither_change_the_name_nor_write_files(server: Server) -> None:
    log = server.folder / "log"
    said = f"SetEnv=QIAOMEN_USER={NAMES['coordinator']} QIAOMEN_DB=/etc/passwd TEXTUAL_LOG={log}"
    asked = server.asked("viewer", "phone", "1-101", options=("-o", said))
    assert "Only a coordinator may do that, and you are here as a viewer." in asked.stderr
    assert not log.exists()


@pytest.mark.parametrize("program", ["scp", "sftp"])
def test_no_file_is_copied_either_way(server: Server, tmp_path: Path, program: str) -> None:
    options = server.options("coordinator")
    if program == "scp":
        copied = run(["scp", *options, f"desk:{server.db}", str(tmp_path / "stolen")])
    else:
        copied = run(["sftp", *options, "-b", "-", "desk"], f"get {server.db} {tmp_path}/stolen\n")
    assert copied.returncode != 0
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("how", ["-W", "-R"])
def test_no_port_is_forwarded(server: Server, how: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as inside:
        port = inside.getsockname()[1]
        inside.setblocking(False)
        if how == "-W":
            forwarded = run(server.ssh("coordinator", "-W", f"127.0.0.1:{port}"))
            assert forwarded.returncode == 255
        else:
            there = run(server.ssh("coordinator", "-R", f"0:127.0.0.1:{port}",
                                   "-o", "ExitOnForwardFailure=yes", "-N"))  # fmt: skip
            assert there.returncode == 255
        with pytest.raises(BlockingIOError):
            inside.accept()


def test_a_dropped_line_leaves_no_process_and_the_desk_opens_again(
    server: Server, sit: Sit
) -> None:
    seat = sit("helper")
    seat.wait_for("quit")
    seat.press("/", "kao")
    (desk,) = desks(server)
    watch = os.pidfd_open(desk)
    seat.drop()
    ended(watch)
    assert desks(server) == []
    again = sit("helper")
    again.wait_for("quit")
    again.leave()


def test_a_form_that_the_line_dropped_is_offered_again(server: Server, sit: Sit) -> None:
    shutil.rmtree(f"{server.db}-drafts", ignore_errors=True)  # what other tests left half typed
    seat = sit("coordinator")
    seat.wait_for("quit")
    assert "bread ma" in seat.press("a", *"bread ma")
    (desk,) = desks(server)
    watch = os.pidfd_open(desk)
    seat.drop()
    ended(watch)
    again = sit("coordinator")
    again.wait_for("quit")
    assert "bread ma" in again.press("\x0f")  # Ctrl+O
    assert "bread maker" in again.press(*"ker")
    again.press("\x1b")
    again.leave()


def desks(server: Server) -> list[int]:
    """The desks that are open on the server's store: their processes."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"--user" in words and os.fsencode(f"--db={server.db}") in words:
            found.append(int(process.name))
    return found


def ended(watch: int) -> None:
    """Wait until the process is gone."""
    assert select.select([watch], [], [], PATIENCE)[0]
    os.close(watch)
