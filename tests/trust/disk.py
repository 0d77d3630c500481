"""A disk that loses power: what of a process's writes would be there, from a trace of its calls.

Only what was synced is sure to be there. Of what was written since, each sector of 512 bytes may
have arrived or not, in any order; a file that was made or removed may be there or not until its
folder is synced.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

SECTOR = 512
TRACED = "openat,pwrite64,write,ftruncate,fsync,fdatasync,unlink"
# As strace writes a call with -y and -xx: the number of the process, the call, what it came to.
_CALL = re.compile(r"^\d+\s+(\w+)\((.*)\)\s+=\s+\d+(?:<(.*)>)?$")
_HANDLE = re.compile(r"^\d+<(.*?)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


class Call(NamedTuple):
    """One call: `open`, `write`, `truncate`, `sync`, `remove`, or `said`, on standard output."""

    kind: str
    path: str
    data: bytes = b""
    at: int = 0


def read_trace(trace: Path) -> Iterator[Call]:
    """The calls of a process, in the order in which they were made."""
    for line in trace.read_text().splitlines():
        found = _CALL.match(line)
        if found is None:
            continue
        name, given, opened = found.groups()
        texts = [_plain(text) for text in _TEXT.findall(given)]
        handle = _HANDLE.match(given)
        path = _plain(handle[1]).decode() if handle and handle[1].startswith("\\x") else ""
        if name == "openat" and "O_CREAT" in given:
            yield Call("open", _plain(opened).decode())
        elif name == "unlink":
            yield Call("remove", texts[0].decode())
        elif name == "pwrite64":
            yield Call("write", path, texts[0], int(given.rsplit(",", 1)[1]))
        elif name == "ftruncate":
            yield Call("truncate", path, at=int(given.rsplit(",", 1)[1]))
        elif name in ("fsync", "fdatasync"):
            yield Call("sync", path)
        elif name == "write" and given.startswith("1<"):
            yield Call("said", "", texts[0])


def _plain(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))


class Disk:
    """The files of one folder, as they surely are, and what is still on its way to them."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._sure = {str(path): path.read_bytes() for path in folder.iterdir()}
        self._named = set(self._sure)  # the files whose names are surely there
        self._removed: set[str] = set()  # those that may still be there
        self._coming: dict[str, list[Call]] = {}

    def take(self, call: Call) -> None:
        """One more call is made."""
        if call.kind == "sync" and call.path == self._folder:
            self._named = set(self._sure) - self._removed
            for path in self._removed:
                self._sure.pop(path, None)
            self._removed.clear()
        elif call.kind == "sync":
            sure, coming = self._sure.get(call.path, b""), self._coming.pop(call.path, [])
            self._sure[call.path] = _with(sure, coming)
        elif call.kind == "open":
            if call.path in self._removed:  # a new file of the same name
                self._removed.discard(call.path)
                self._sure[call.path] = b""
            self._sure.setdefault(call.path, b"")
        elif call.kind == "remove":
            self._coming.pop(call.path, None)
            self._removed.add(call.path)
        elif call.kind in ("write", "truncate"):
            self._coming.setdefault(call.path, []).append(call)

    def lose_power(self, folder: Path, draw: random.Random) -> None:
        """Leave in `folder` what might be there if the power went off now."""
        for path, sure in self._sure.items():
            known = path in self._named and path not in self._removed
            if known or draw.random() < 0.5:
                coming = self._coming.get(path, [])
                arrived = [part for call in coming for part in _arrived(call, draw)]
                (folder / Path(path).name).write_bytes(_with(sure, arrived))


def _arrived(call: Call, draw: random.Random) -> Sequence[Call]:
    """The parts of a write that reached the disk: all, none, or some of its sectors."""
    chance = draw.choice((0.0, 0.5, 1.0))
    if call.kind == "truncate":
        return [call] if draw.random() < chance else []
    ends = range(call.at - call.at % SECTOR, call.at + len(call.data), SECTOR)
    parts = [(max(end, call.at), min(end + SECTOR, call.at + len(call.data))) for end in ends]
    return [
        call._replace(data=call.data[first - call.at : last - call.at], at=first)
        for first, last in parts
        if draw.random() < chance
    ]


def _with(content: bytes, calls: Sequence[Call]) -> bytes:
    """What a file holds after some calls."""
    held = bytearray(content)
    for call in calls:
        end = call.at + len(call.data)
        if call.kind == "truncate":
            del held[call.at :]
        held.extend(bytes(max(end - len(held), 0)))
        held[call.at : end] = call.data
    return bytes(held)
