"""The desk line by line as a process: in a pipe, and on a terminal that can do nothing else."""

from __future__ import annotations

import os
import pty
import subprocess

import pytest

from tests.cli.conftest import Desk, all_said

LENT = "Lent drill (2) of 1-101 to 2-201 until Mon 2026-12-07.\n"


def test_lines_in_a_pipe_are_a_session(desk: Desk) -> None:
    said = desk.said(typed="\ufeffl\n2\r\n　2-201\ny\n\nｑ\nnever heard\n")
    assert said == (
        "Qiaomen, Test Yard. Mon 2026-11-23, tester.\n"
        "Overdue: 1. Lent now: 1.\n"
        "?: what can be done here. q: end.\n"
        "What next? l\n"
        "Lend what? 2\n"
        "drill (2) of 1-101, available\n"
        "To which household? 2-201\n"
        "2-201\n"
        "drill (2) to 2-201 until Mon 2026-12-07\n"
        "y, another due date, who takes it, or Enter: y\n"
        f"{LENT}"
        "What next? \n"
        "?: what can be done here. q: end.\n"
        "What next? ｑ\n"
        "Goodbye.\n"
    )
    assert desk.said("--plain", "--lang", "zh", typed="u") == (
        "敲门，Test Yard。2026年11月23日 周一，tester。\n"
        "逾期 1 件，借出未还 2 件。\n"
        "?：看这里能做什么。q：结束。\n"
        "要做什么？ u\n"
        "要撤销“借出 drill 给 2-201”吗？输入 y，或直接按 Enter： \n"
        "再见。\n"
    )


def test_nothing_in_the_pipe_is_the_board(desk: Desk) -> None:
    board = desk.said()
    assert board.startswith("Test Yard · Mon 2026-11-23\n")
    assert "What next?" not in board
    assert desk.said("--plain") == board


def test_bytes_that_are_no_text_are_refused_where_they_would_be_stored(desk: Desk) -> None:
    ran = subprocess.run(
        desk.command("--plain"),
        env=desk.environment(),
        input=b"a\n1-101\n1\nsaw\xff\n\xfe\n",
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert "a broken character at place 4" in ran.stdout.decode()
    assert len(desk.answered("list", "items")) == 4


@pytest.mark.long
@pytest.mark.parametrize(("arguments", "terminal"), [([], "dumb"), (["--plain"], "xterm")])
def test_on_a_terminal_not_one_escape_is_written(
    desk: Desk, arguments: list[str], terminal: str
) -> None:
    """A person types when asked, with Ctrl+C at a question and Ctrl+D at the end."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        desk.command(*arguments),
        env=desk.environment(TERM=terminal),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=_take_terminal,
    )
    os.close(theirs)
    said = b""
    for key in (b"?\n", b"f\n", "烤箱\n".encode(), b"h\n", b"\n", b"\n", b"l\n", b"\x03", b"l\n",
                b"2\n", b"2-201\n", b"y\n", b"\x1b[A\n", b"w\n", b"\n", b"\x04"):  # fmt: skip
        said += _until_asked(ours)
        os.write(ours, key)
    said += all_said(ours)
    os.close(ours)
    assert process.wait(timeout=60) == 0
    # The terminal may drop its own ^C with what was not read yet.
    told = said.decode().replace("\r\n", "\n")
    assert LENT in told
    assert "Left.\n" in told
    assert told.endswith("Goodbye.\n")
    assert {character for character in told if not character.isprintable()} <= {"\n", "\b"}


@pytest.mark.long
def test_who_types_but_reads_elsewhere_gets_the_board(desk: Desk) -> None:
    ours, theirs = pty.openpty()
    ran = subprocess.run(
        desk.command(),
        env=desk.environment(TERM="xterm"),
        stdin=theirs,
        capture_output=True,
        timeout=60,
        check=True,
    )
    os.close(theirs)
    os.close(ours)
    assert ran.stdout.decode() == desk.said()


def _take_terminal() -> None:
    """Let the terminal of a new session be its own, so that Ctrl+C reaches it."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _until_asked(terminal: int) -> bytes:
    """What is said up to the end of the next question."""
    said = b""
    while not said.endswith((b"? ", b": ")):
        said += os.read(terminal, 4096)
    return said
