"""A real OpenSSH server on loopback, whose keys start the desk, and people who log in to it."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import pytest

from store import database, history
from store.neighbours import compounds, households, plan
from store.sharing import inventory
from tests.bench.terminal import Terminal, Window, drawn

DOOR = Path(__file__).parents[2] / "app.py"
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
SSHD, SSH, KEYGEN = (shutil.which(name, path=PATH) for name in ("sshd", "ssh", "ssh-keygen"))

WINDOW = Window(80, 24)
# Seconds: of silence after which a screen is whole, until a key has been answered, for all else.
QUIET, ANSWERED, PATIENCE = 0.25, 3.0, 30.0

PEOPLE = {"陈秀英": "coordinator", 'O\'Brien "hu"': "helper", "vera": "viewer"}
NAMES = {role: name for name, role in PEOPLE.items()}

# Debian's own, but for the port, the keys, and variables that a careless server might let in too.
CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/authorized_keys
PidFile none
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
X11Forwarding yes
Subsystem sftp internal-sftp
AcceptEnv LANG LC_* QIAOMEN_USER QIAOMEN_DB QIAOMEN_LANG TEXTUAL_LOG
"""


@dataclass(frozen=True)
class Server:
    """The server, its folder with everybody's keys, and the store that the keys lead to."""

    port: int
    folder: Path
    db: Path

    def ssh(self, role: str, *options: str, words: tuple[str, ...] = ()) -> list[str]:
        """The command by which whoever has this role logs in."""
        return [str(SSH), *self.options(role), *options, "desk", *words]

    def options(self, role: str) -> list[str]:
        """What ssh, scp and sftp need to find the server and the key, and nothing of this user."""
        said = {
            "HostName": "127.0.0.1",
            "Port": self.port,
            "User": getpass.getuser(),
            "IdentityFile": self.folder / role,
            "IdentitiesOnly": "yes",
            "IdentityAgent": "none",
            "UserKnownHostsFile": self.folder / "known_hosts",
            "StrictHostKeyChecking": "accept-new",
            "BatchMode": "yes",
            "LogLevel": "ERROR",
        }
        return ["-F", "none", *(f"-o{name}={value}" for name, value in said.items())]

    def asked(
        self, role: str, *words: str, options: tuple[str, ...] = ()
    ) -> subprocess.CompletedProcess[str]:
        """What comes of asking for `words` without a terminal."""
        return run([*self.ssh(role, *options, words=words)])


@dataclass
class Seat:
    """Somebody at the desk, through ssh in a terminal of their own."""

    terminal: Terminal

    def press(self, *keys: str) -> str:
        """Type each of `keys` by itself; the screen once it is quiet."""
        for key in keys:
            self.terminal.send(key.encode())
            self.terminal.settle(QUIET, first=ANSWERED)
        return self.screen()

    def drop(self) -> None:
        """Lose the line, as where a cable is pulled: nothing says goodbye."""
        self.terminal.stop()
        self.terminal.ended = perf_counter()

    def leave(self) -> None:
        """Press `q`, and see that the connection ends."""
        self.terminal.send(b"q")
        self.terminal.wait()

    def screen(self) -> str:
        return "\n".join(drawn(self.terminal.chunks, WINDOW))

    def wait_for(self, text: str) -> str:
        """Read until the screen shows `text`."""
        while text not in self.screen():
            assert self.terminal.read(PATIENCE) is not None, self.screen()
        self.terminal.settle(QUIET)
        return self.screen()


def run(command: list[str], typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command to its end, without a terminal."""
    return subprocess.run(
        command, input=typed, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose keys were let in by `access add`: one person for each role."""
    if SSHD is None or SSH is None or KEYGEN is None:
        pytest.skip("no OpenSSH here: apt-get install openssh-server openssh-client")
    folder = tmp_path_factory.mktemp("ssh")
    for name in ("host", *NAMES):
        run([KEYGEN, "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)])
    db = folder / "desk.db"
    _fill(db)
    (folder / "authorized_keys").write_text("".join(_lines(folder, db)), encoding="utf-8")
    port = _free_port()
    config = folder / "sshd_config"
    config.write_text(CONFIG.format(port=port, folder=folder), encoding="utf-8")
    if os.geteuid() == 0:
        os.makedirs("/run/sshd", mode=0o755, exist_ok=True)  # where it shuts its children in
    with subprocess.Popen(
        [SSHD, "-D", "-e", "-f", str(config)], stderr=subprocess.PIPE, encoding="utf-8"
    ) as daemon:
        try:
            _wait_until_it_listens(daemon)
            yield Server(port, folder, db)
        finally:
            daemon.terminate()


@pytest.fixture
def sit(server: Server) -> Iterator[Callable[[str], Seat]]:
    """Log somebody of a role in at the desk; who is still there afterwards is put out."""
    seats: list[Seat] = []

    def down(role: str) -> Seat:
        seats.append(Seat(Terminal(server.ssh(role, "-tt"), WINDOW)))
        return seats[-1]

    yield down
    for seat in seats:
        if seat.terminal.ended is None:
            seat.drop()


def _fill(db: Path) -> None:
    database.open_store(db)
    history.act_as("tester")
    compounds.create("Test Yard", plan.parse("1: 4 x 3"))
    home = households.find("1-101")
    inventory.add_item(home.id, name="烤箱", category="厨房")
    households.add_resident(home.id, name="王芳", phone="13800131234")
    database.close_store()


def _lines(folder: Path, db: Path) -> Iterator[str]:
    """The lines of authorized_keys, as `access add` prints them."""
    for name, role in PEOPLE.items():
        key = (folder / f"{role}.pub").read_text(encoding="utf-8")
        added = run(
            [
                *(sys.executable, str(DOOR), "--db", str(db), "--lang", "en"),
                *("--user", NAMES["coordinator"], "access", "add", name),
                *("--role", role, "--key", "-"),
            ],
            key,
        )
        assert added.returncode == 0, added.stderr
        yield added.stdout


def _free_port() -> int:
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


def _wait_until_it_listens(daemon: subprocess.Popen[str]) -> None:
    assert daemon.stderr is not None
    said = []
    for line in daemon.stderr:
        said.append(line)
        if "listening" in line:
            threading.Thread(target=daemon.stderr.read, daemon=True).start()
            return
    pytest.skip(f"sshd does not start here: {''.join(said).strip()}")
