"""The addresses that the nightly summary goes to, kept by name; their URLs are secrets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from peewee import fn

from store import calendar, history
from store.access import rights
from store.database import transaction
from store.errors import NotFound, Refused
from store.language import _, listed
from store.messages import instance, secrets
from store.messages.models import URL_LENGTH, Address, Delivery
from store.neighbours.models import NAME_LENGTH
from store.text import clean
from store.text import shown as quoted

if TYPE_CHECKING:
    from store.messages.nightly import Channel
    from store.messages.sending import Render

# What stands for every address, and so is no name of one.
EVERY = "all"


class AddressRow(NamedTuple):
    """One address; `shown` is its URL without its secrets."""

    id: int
    name: str
    shown: str


class LastDelivery(NamedTuple):
    """What became of the newest message on a channel, and when (UTC)."""

    state: str
    at: str
    reason: str


def addresses() -> tuple[AddressRow, ...]:
    """Every address, by its name."""
    return tuple(AddressRow(row[0], row[1], secrets.shown(row[2])) for row in _rows())


def keys() -> list[str]:
    """The keys of the channels to every address."""
    return [_key(row[0]) for row in _rows()]


def last_deliveries() -> dict[int, LastDelivery]:
    """The newest delivery to each address that had one, by the address's id."""
    newest = Delivery.select(fn.MAX(Delivery.id)).group_by(Delivery.channel)
    query = Delivery.select(Delivery.channel, Delivery.state, Delivery.at, Delivery.reason)
    found = {
        row[0]: LastDelivery(*row[1:]) for row in query.where(Delivery.id.in_(newest)).tuples()
    }
    return {row[0]: found[_key(row[0])] for row in _rows() if _key(row[0]) in found}


def add(name: str, url: str) -> AddressRow:
    """Keep an address under a name. Raises Refused, repeating nothing of the URL."""
    name = clean(name, NAME_LENGTH, _("Name"))
    if not name or name == EVERY or "://" in name:
        raise Refused(
            _("No name"),
            _("Please give the address a name; “all” stands for every address, and a URL is none."),
            "name",
        )
    url = _checked(url)
    with transaction():
        if Address.select().where(Address.name == name).exists():
            raise Refused(
                _("Name taken"),
                _("There is an address “{name}” already. Please remove it first.").format(
                    name=name
                ),
                "name",
            )
        if not Address.select().exists():
            instance.mark()
        with history.deed("add_address", address=name):
            address_id = Address.insert(name=name, url=url).execute()
    return AddressRow(address_id, name, secrets.shown(url))


def remove(name: str) -> None:
    """Send nothing more to the address called `name`. Raises NotFound."""
    with transaction():
        address_id, known, _url = _find(name)
        with history.deed("remove_address", address=known):
            Address.delete().where(Address.id == address_id).execute()


def channels(named: Sequence[str], render: Render) -> list[Channel]:
    """The channels that were asked for, each once: `all`, the name of an address, or a URL.

    `render(night, form)` makes a title and a body. Raises NotFound for a name that is not known, or
    where no address is kept. What is wrong with a URL is found out when something is sent there.
    """
    from store.messages.sending import AppriseChannel

    kept = {url: AppriseChannel(_key(row), name, url, render) for row, name, url in _rows()}
    found: dict[str, Channel] = {}
    for each in named:
        if each == EVERY and kept:
            chosen = list(kept.values())
        elif secrets.scheme(each):
            url, label = each.strip(), secrets.shown(each)
            chosen = [kept.get(url) or AppriseChannel(_key_of_url(url), label, url, render)]
        else:
            chosen = [kept[_find(each)[2]]]
        found |= {channel.key: channel for channel in chosen}
    return list(found.values())


def greet(name: str) -> None:
    """Send a short greeting to the address called `name`.

    Raises NotFound, Undelivered, or Refused where who acts may not send.
    """
    from store.messages import sending

    rights.require("send")
    address_id, _name, url = _find(name)
    sending.say_hello(url, f"{calendar.now()}-hello-{address_id}".replace(":", ""))


def _rows() -> list[tuple[int, str, str]]:
    query = Address.select(Address.id, Address.name, Address.url).order_by(Address.name)
    return list(query.tuples())


def _find(name: str) -> tuple[int, str, str]:
    rows, wanted = _rows(), clean(name, NAME_LENGTH, _("Name"))
    for row in rows:
        if row[1] == wanted:
            return row
    if not rows:
        raise NotFound(
            _("No address"),
            _("No address is kept yet. Please add one with `qiaomen addresses add NAME`."),
        )
    raise NotFound(
        _("Nowhere to send to"),
        _("There is no address “{name}”; there are {known}.").format(
            name=quoted(wanted), known=listed(row[1] for row in rows)
        ),
    )


def _checked(url: str) -> str:
    """`url` as it is kept. Raises Refused for what nothing can be sent to."""
    from store.messages import courier

    url = url.strip()
    if clean(url, URL_LENGTH, "URL") != url or " " in url:
        raise Refused(
            _("Nowhere to send to"),
            _("A space in an address must be written as %20."),
            "url",
        )
    courier.check(url)
    return url


def _key(address_id: int) -> str:
    return f"address:{address_id}"


def _key_of_url(url: str) -> str:
    from hashlib import sha256

    return "url:" + sha256(url.encode()).hexdigest()[:12]
