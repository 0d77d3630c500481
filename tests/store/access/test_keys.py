"""Public keys as they are typed, and the line that lets one in."""

from __future__ import annotations

import re
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.access import keys
from store.errors import Refused
from tests.store.access.making import key, public

RSA = b"\1\0\1"


def test_a_key_is_kept_without_its_comment() -> None:
    kind, coded, _comment = key(7).split()
    assert keys.check(f"\n{key(7)}\n") == f"{kind} {coded}"


@pytest.mark.parametrize(
    "text",
    [
        public("ssh-rsa", RSA, b"\0" + b"\xff" * 256),
        public("ecdsa-sha2-nistp256", b"nistp256", b"\4" * 65),
        public("sk-ssh-ed25519@openssh.com", b"\1" * 32, b"ssh:"),
    ],
)
def test_every_kind_that_openssh_takes_is_taken(text: str) -> None:
    assert keys.check(text) == " ".join(text.split()[:2])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "one public key"),
        (key(1) + key(2), "one public key"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz\n", "private key"),
        ('command="sh" ' + key(1), "no public SSH key"),
        ("ssh-dss AAAA", "no public SSH key"),
        ("ssh-ed25519", "broken"),
        ("ssh-ed25519 not/base64!", "broken"),
        ("ssh-ed25519 " + key(1).split()[1][:-8], "broken"),
        (public("ssh-ed25519", b"\1" * 32, b"more"), "broken"),
        ("ssh-rsa " + key(1).split()[1], "broken"),
        (public("ssh-rsa", RSA, b"\0" + b"\xff" * 128), "too short"),
    ],
)
def test_what_is_no_good_key_is_refused(text: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        keys.check(text)


def read_by_sshd(line: str) -> tuple[str, str]:
    """The command and what follows the options, as sshd's own reader finds them."""
    found = re.fullmatch(r'restrict,pty,command="((?:\\"|[^"])*)" (.*)', line)
    assert found is not None
    return found[1].replace(r"\"", '"'), found[2]


@given(name=st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=60))
def test_the_line_starts_exactly_the_command_for_every_name(name: str) -> None:
    words = ["/opt/it's here/qiaomen", "--db=/srv/a b.db", "--user", name]
    command, key_and_name = read_by_sshd(keys.line("ssh-ed25519 AAAA", name, words))
    assert shlex.split(command) == words
    assert key_and_name == f"ssh-ed25519 AAAA {name}"
