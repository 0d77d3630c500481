"""What starts the nightly run on a machine: a crontab's lines, or the files of a systemd timer.

They are printed, never put in place: that is for whoever the machine belongs to.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import NamedTuple

from store.errors import Refused
from store.language import _
from store.text import shown
from tui.plain import asked, program
from tui.plain.output import say
from tui.plain.streams import speak_utf8

# Every night at half past four, and up to half an hour later: neither when clocks are changed nor
# when every other machine calls the same server.
HOUR, MINUTE, SPREAD_MINUTES = 4, 30, 30

# Up to 1,820 seconds in any POSIX shell; without a percent sign, which cron takes for a line's end.
RANDOM_DELAY = "sleep $(( $(od -An -N2 -tu2 /dev/urandom) / 36 ))"

UNIT = "qiaomen-overdue"
UNIT_FOLDER = "~/.config/systemd/user"


class Nightly(NamedTuple):
    """The options that the nightly run is to have."""

    form: str
    due_soon: int | None
    compound: str | None
    new_only: bool
    phones: bool
    send: Sequence[str]


def write(kind: str, nightly: Nightly) -> None:
    """Print what `cron` or `systemd` needs. Raises Refused, NotFound, Ambiguous."""
    _check(nightly)
    command = [*program.program(), *_arguments(nightly)]
    for word in command:
        if not word.isprintable() or (kind == "cron" and re.search(r"\\[\\%]", word)):
            raise Refused(
                _("Not to be installed"),
                _("“{path}” cannot be written there as it is spelled. Please rename it.").format(
                    path=shown(word)
                ),
            )
    speak_utf8()
    if kind == "cron":
        _write_crontab(command, quiet=bool(nightly.send))
    else:
        _write_units(command, quiet=bool(nightly.send))


def _check(nightly: Nightly) -> None:
    """Raise what the run would refuse, and what would give secrets away."""
    asked.compound_id(nightly.compound)
    if any("://" in each for each in nightly.send):
        raise Refused(
            _("A secret"),
            _(
                "Everybody could read the URL there. Please keep it by "
                "`qiaomen addresses add NAME`, then install it with --send NAME."
            ),
        )
    if nightly.send:
        from store.messages import addresses

        addresses.channels(nightly.send, lambda _night, _form: ("", ""))


def _arguments(nightly: Nightly) -> list[str]:
    words = [*program.on_this_store(), "overdue"]
    if nightly.compound is not None:
        words.append(f"--compound={nightly.compound}")
    if nightly.form != "plain":
        words.append(f"--format={nightly.form}")
    if nightly.due_soon is not None:
        words.append(f"--due-soon={nightly.due_soon}")
    if nightly.new_only:
        words.append("--new-only")
    if nightly.phones:
        words.append("--phones")
    return words + [f"--send={each}" for each in nightly.send]


def _write_crontab(command: Sequence[str], *, quiet: bool) -> None:
    import shlex

    line = f"{RANDOM_DELAY}; {shlex.join(command)}".replace("%", r"\%")
    if quiet:
        line += " >/dev/null"
    _comment(_("Qiaomen's nightly run: add these lines to what `crontab -e` opens."))
    if quiet:
        _comment(_("The summary is sent; what went wrong, cron mails to you."))
    else:
        _comment(_("cron mails the summary to you, where this machine has a mail server."))
    _say_exactly(f"{MINUTE} {HOUR} * * * {line}")
    _comment(
        _(
            "cron does not catch up on a night when the machine was off, so it runs after a start "
            "too. Running twice a day sends nothing twice."
        )
    )
    _say_exactly(f"@reboot {line}")


def _write_units(command: Sequence[str], *, quiet: bool) -> None:
    service, timer = f"{UNIT}.service", f"{UNIT}.timer"
    _comment(_("Put each part into the file named above it, then type these two commands:"))
    _comment(f"  systemctl --user enable --now {timer}")
    why = _("so that it runs while you are not logged in")
    _comment(f"  loginctl enable-linger  # {why}")
    say()
    _comment(f"{UNIT_FOLDER}/{service}")
    _say_unit(_("Qiaomen: the nightly summary of what is late"))
    say()
    say("[Service]")
    say("Type=oneshot")
    _say_exactly(f"ExecStart={exec_line(command)}")
    if quiet:
        say("StandardOutput=null")
    say()
    _comment(f"{UNIT_FOLDER}/{timer}")
    _say_unit(_("Qiaomen: every night, also after one that was missed"))
    say()
    say("[Timer]")
    say(f"OnCalendar=*-*-* {HOUR:02}:{MINUTE:02}")
    say(f"RandomizedDelaySec={SPREAD_MINUTES}min")
    say("Persistent=true")
    say()
    say("[Install]")
    say("WantedBy=timers.target")


def exec_line(command: Sequence[str]) -> str:
    """`command` as systemd reads it: each word quoted, and nothing in it expanded."""
    words = list(command)
    if not re.fullmatch(r"[\w/.,:@=+ -]+", words[0]):  # systemd itself starts no such program
        words = ["/bin/sh", "-c", 'exec "$0" "$@"', *words]
    for plain, written in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%"), ("$", "$$")):
        words = [word.replace(plain, written) for word in words]
    return " ".join(f'"{word}"' for word in words)


def _say_unit(description: str) -> None:
    say("[Unit]")
    say(f"Description={description}")


def _comment(text: str) -> None:
    say(f"# {text}")


def _say_exactly(line: str) -> None:
    """Print a line with paths in it, which `say` might spell otherwise than the disk does."""
    sys.stdout.write(f"{line}\n")
