"""Command lines forked from one process that has imported what nearly all of them need.

Each is a process of its own, with its own arguments, environment, folder and standard streams; all
that it is spared is the tenth of a second in which Python starts and imports Peewee.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, NoReturn

ROOT = Path(__file__).parents[2]
LONGEST = 1 << 17  # bytes of one command line with its environment
PATIENCE = 60  # seconds


def run(
    arguments: Sequence[str], environment: Mapping[str, str], folder: Path, typed: str
) -> subprocess.CompletedProcess[str]:
    """Run a command line to its end, with what is `typed` on its standard input."""
    asked = json.dumps([arguments, dict(environment), str(folder)]).encode()
    with tempfile.TemporaryFile() as put_in, tempfile.TemporaryFile() as out:
        put_in.write(typed.encode())
        put_in.seek(0)
        with tempfile.TemporaryFile() as complaints:
            streams = [stream.fileno() for stream in (put_in, out, complaints)]
            socket.send_fds(_parent(), [asked], streams)
            status = int(_parent().recv(LONGEST))
            said, complained = _read(out), _read(complaints)
    return subprocess.CompletedProcess(list(arguments), status, said, complained)


def _read(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode().replace("\r\n", "\n")


@cache
def _parent() -> socket.socket:
    """The way to the process that forks; it ends when this one does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.settimeout(PATIENCE)
    with theirs:
        subprocess.Popen(
            [sys.executable, "-m", "tests.cli.forked", str(theirs.fileno())],
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
            cwd=ROOT,
            pass_fds=[theirs.fileno()],
        )
    return ours


def _serve(channel: socket.socket) -> None:
    from store import start

    start.import_peewee()
    import app  # noqa: F401
    from store import database, history  # noqa: F401

    gc.freeze()
    while True:
        asked, streams, _flags, _address = socket.recv_fds(channel, LONGEST, 3)
        if not asked:
            return
        child = os.fork()
        if not child:
            channel.close()
            _become(*json.loads(asked), streams)
        for stream in streams:
            os.close(stream)
        _child, status = os.waitpid(child, 0)
        channel.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(
    arguments: list[str], environment: dict[str, str], folder: str, streams: list[int]
) -> NoReturn:
    import app

    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(folder)
    sys.argv = [app.__file__, *arguments]
    try:
        status = app.main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
