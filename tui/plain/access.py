"""The people of the desk on the command line, and the lines that let them in."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from store.access import keys, people
from store.access.people import PersonRow
from store.access.roles import ROLE_NAMES, ROLES
from store.errors import Refused, StoreError, system_reason
from store.exchange.files import readable
from store.language import N_, _
from store.text import fold, shown
from tui.plain import program, streams
from tui.plain.output import Field, write_rows

FIELDS: Sequence[Field[PersonRow]] = (
    Field("name", lambda row: row.name, N_("Name")),
    Field("role", lambda row: row.role, N_("Role"), lambda row: _(ROLE_NAMES[row.role])),
    Field("added_on", lambda row: row.added_on, N_("Since"), least=10),
    Field("key", lambda row: row.key),
)
SHOWN = ("name", "role", "added_on")


def add(name: str, role: str, key_file: str, today: date) -> None:
    """Let somebody in, and print the line for `authorized_keys`. Raises StoreErrors."""
    _write_line(people.add(name, _role(role), _read(key_file), today))


def write_line(name: str) -> None:
    """Print somebody's line for `authorized_keys` again. Raises NotFound, Refused."""
    _write_line(people.find(name))


def change_role(name: str, role: str, form: str) -> None:
    """Let somebody have another role, and write who is of the desk. Raises StoreErrors."""
    people.change_role(name, _role(role))
    write(form)


def remove(name: str, today: date, form: str) -> None:
    """Let somebody in no more, and say what is to be done besides. Raises NotFound, Refused."""
    people.remove(name, today)
    write(form)
    sentence = _("Please take the line of {name} out of authorized_keys as well.")
    streams.complain(sentence.format(name=name))


def write(form: str) -> None:
    """Write everybody who is of the desk."""
    write_rows(FIELDS, SHOWN, people.people(), form)


def _write_line(person: PersonRow) -> None:
    command = [*program.program(), *program.on_this_store(), "--user", person.name]
    for word in command:
        if not word.isprintable():
            sentence = _("“{path}” cannot be written there as it is spelled. Please rename it.")
            raise Refused(_("No line"), sentence.format(path=shown(word)))
    streams.speak_utf8()
    sys.stdout.write(keys.line(person.key, person.name, command) + "\n")


def _role(typed: str) -> str:
    """The role that was typed, in English or as it is said now."""
    for role in ROLES:
        if fold(typed) in (role, fold(_(ROLE_NAMES[role]))):
            return role
    return typed


def _read(file: str) -> str:
    """What the file of a public key holds, `-` for standard input. Raises StoreError."""
    try:
        if file == "-":
            return sys.stdin.read(keys.MOST_TEXT)
        with readable(Path(file)).open(encoding="utf-8", errors="replace") as there:
            return there.read(keys.MOST_TEXT)
    except (OSError, ValueError) as trouble:
        sentence = _("{path} cannot be read: {reason}.")
        raise StoreError(
            _("No key"), sentence.format(path=shown(file, 80), reason=system_reason(trouble))
        ) from trouble
