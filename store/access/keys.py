"""Public SSH keys, and the line by which OpenSSH lets one in to the desk and to nothing else."""

from __future__ import annotations

import base64
import binascii
import shlex
from collections.abc import Iterator, Sequence

from store.errors import Refused
from store.language import _

# The kinds of keys that OpenSSH takes, and how many parts follow the kind's name in each.
_PARTS = {
    "ssh-ed25519": 1,
    "ecdsa-sha2-nistp256": 2,
    "ecdsa-sha2-nistp384": 2,
    "ecdsa-sha2-nistp521": 2,
    "sk-ssh-ed25519@openssh.com": 2,
    "sk-ecdsa-sha2-nistp256@openssh.com": 3,
    "ssh-rsa": 2,
}
_LEAST_RSA_BYTES = 256  # 2048 bits

MOST_TEXT = 20_000  # characters of a file that may hold a key


def check(text: str) -> str:
    """The key in the text of a public key file: its kind and its base64, without the comment.

    Raises Refused for what is no public key, or not exactly one, or too weak.
    """
    if "PRIVATE KEY" in text:
        sentence = _("That is a private key, which nobody should have: please give the .pub file.")
        raise _refused(sentence)
    lines = [line.split() for line in text.splitlines() if line.strip()]
    if len(lines) != 1:
        raise _refused(_("Please give one public key, on one line, as in id_ed25519.pub."))
    kind, coded, *_comment = [*lines[0], ""]
    if kind not in _PARTS:
        raise _refused(_("That is no public SSH key. It begins with its kind, like ssh-ed25519."))
    parts = list(_parts(coded))
    if [part.decode("ascii", "replace") for part in parts[:1]] != [kind]:
        raise _refused(_("The key is broken. Please copy the whole line of the .pub file."))
    if len(parts) != 1 + _PARTS[kind] or not all(parts):
        raise _refused(_("The key is broken. Please copy the whole line of the .pub file."))
    if kind == "ssh-rsa" and len(parts[2].lstrip(b"\0")) < _LEAST_RSA_BYTES:
        raise _refused(_("This RSA key is too short. Please make one: ssh-keygen -t ed25519."))
    return f"{kind} {coded}"


def line(key: str, name: str, command: Sequence[str]) -> str:
    """The line of `authorized_keys` that starts `command` for who has `key`, and nothing else.

    The account's shell reads the command, and sshd a line in which a quote has a backslash.
    """
    quoted = shlex.join(command).replace('"', r"\"")
    return f'restrict,pty,command="{quoted}" {key} {name}'


def _parts(coded: str) -> Iterator[bytes]:
    """The length-prefixed parts of a key; ends early where it is cut off."""
    try:
        rest = base64.b64decode(coded, validate=True)
    except (binascii.Error, ValueError):
        return
    while len(rest) >= 4:
        size = int.from_bytes(rest[:4])
        part, rest = rest[4 : 4 + size], rest[4 + size :]
        if len(part) < size:
            return
        yield part
    if rest:
        yield b""


def _refused(sentence: str) -> Refused:
    return Refused(_("No key"), sentence)
