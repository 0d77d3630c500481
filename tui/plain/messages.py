"""Where the nightly summary is sent, and whether it arrived there last."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime

from store.calendar import say_moment
from store.language import N_, _
from store.messages import addresses, instance
from store.messages.addresses import AddressRow, LastDelivery
from tui.plain.output import Field, say, write_rows

SHOWN = ("name", "url", "state", "at", "reason")

# What became of the last message, as it is told.
STATES = {"sent": N_("sent"), "failed": N_("failed"), "pending": N_("not known")}

_NONE_YET = LastDelivery("", "", "")


def write(form: str) -> None:
    """Write every address, and what became of the last message to it."""
    _write(addresses.addresses(), form)


def add(name: str, form: str) -> None:
    """Keep the URL on standard input, or one typed unseen, as an address. Raises Refused."""
    _write([addresses.add(name, _url_typed())], form)


def remove(name: str, form: str) -> None:
    """Send nothing to an address any more, and write those that are left. Raises NotFound."""
    addresses.remove(name)
    _write(addresses.addresses(), form)


def test(name: str) -> None:
    """Send a greeting to an address now, and say that it went. Raises NotFound, Undelivered."""
    addresses.greet(name)
    say(_("A greeting was sent to {address}. Has it arrived?").format(address=name))


def claim() -> None:
    """Say that this store is the real one, not a copy."""
    instance.claim()
    say(_("This is the real store now: its messages are sent."))


def _write(rows: Sequence[AddressRow], form: str) -> None:
    last = addresses.last_deliveries()
    write_rows(_fields(last), SHOWN, rows, form)


def _fields(last: dict[int, LastDelivery]) -> Sequence[Field[AddressRow]]:
    def of(row: AddressRow) -> LastDelivery:
        return last.get(row.id, _NONE_YET)

    return (
        Field("id", lambda row: row.id),
        Field("name", lambda row: row.name, N_("Name")),
        Field("url", lambda row: row.shown, N_("Sent to"), least=12),
        Field(
            "state",
            lambda row: of(row).state or None,
            N_("Last message"),
            lambda row: _say_state(of(row)),
        ),
        Field("at", lambda row: of(row).at or None, N_("When"), lambda row: _say_at(of(row))),
        Field("reason", lambda row: of(row).reason or None, N_("Why"), lambda row: of(row).reason),
    )


def _say_state(delivery: LastDelivery) -> str:
    return _(STATES[delivery.state]) if delivery.state else _("none yet")


def _say_at(delivery: LastDelivery) -> str:
    return say_moment(datetime.fromisoformat(delivery.at)) if delivery.at else ""


def _url_typed() -> str:
    """One line of standard input; never an argument, which everybody could see."""
    if sys.stdin.isatty():
        from getpass import getpass

        try:
            return getpass(_("URL (it stays hidden): "))
        except EOFError:
            return ""
    return sys.stdin.buffer.readline(8192).decode("utf-8", "surrogateescape")
