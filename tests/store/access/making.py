"""People and keys for the tests of who may."""

from __future__ import annotations

import base64

from store import history
from store.access import people
from store.access.roles import COORDINATOR, HELPER, VIEWER
from tests.conftest import TODAY


def key(number: int) -> str:
    """The text of a public key file, another for each number."""
    return public("ssh-ed25519", number.to_bytes(32))


def public(kind: str, *parts: bytes) -> str:
    """A public key of this kind with these parts."""
    blob = b"".join(len(part).to_bytes(4) + part for part in (kind.encode(), *parts))
    return f"{kind} {base64.b64encode(blob).decode()} somebody@home\n"


def register() -> None:
    """Let in chen, a coordinator, hu, a helper, and vera, a viewer; chen acts."""
    people.add("chen", COORDINATOR, key(1), TODAY)
    history.act_as("chen")
    people.add("hu", HELPER, key(2), TODAY)
    people.add("vera", VIEWER, key(3), TODAY)
