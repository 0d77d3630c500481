"""Where the nightly summary goes, and how the nightly run fares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from store import calendar, runs
from store.calendar import say_moment
from store.language import _, ngettext
from store.messages import addresses, instance, standing
from store.messages.addresses import AddressRow, LastDelivery
from store.messages.models import URL_LENGTH
from store.neighbours.models import NAME_LENGTH
from tui.rules.rule import Rule, ask
from tui.widgets.form import Field

if TYPE_CHECKING:
    from tui.rules.room import RulesRoom


def rules() -> Iterator[Rule]:
    """The addresses, then the last run and all that is wrong with it."""
    group = _("Where the nightly summary goes")
    delivered = addresses.last_deliveries()
    found = addresses.addresses()
    for address in found:
        yield _address_rule(address, delivered.get(address.id), group)
    if not found:
        name, how = _("nowhere yet"), _("a adds an address")
        yield Rule("address", group, name, how, edit=_add_address, add=_add_address, dimmed=True)
    yield from _run_rules()


def _address_rule(address: AddressRow, last: LastDelivery | None, group: str) -> Rule:
    return Rule(
        _key(address.name),
        group,
        address.name,
        address.shown,
        _say_delivery(last) if last else "",
        add=_add_address,
        remove=partial(_remove_address, address),
        fixed=_("An address cannot be changed: x removes it, a adds another."),
        glyph="!" if last and last.state == "failed" else "",
    )


def _say_delivery(last: LastDelivery) -> str:
    moment = say_moment(datetime.fromisoformat(last.at))
    if last.state == "sent":
        return _("sent {moment}").format(moment=moment)
    return _("not delivered {moment}").format(moment=moment)


def _key(name: str) -> str:
    return f"address {name}"


def _add_address(room: RulesRoom) -> None:
    def save(values: dict[str, str]) -> str:
        added = addresses.add(**values)
        return _("The summary now goes to “{address}” too: {shown}.").format(
            address=added.name, shown=added.shown
        )

    fields = (
        Field("name", _("Name"), limit=NAME_LENGTH),
        Field("url", _("Address (URL)"), limit=URL_LENGTH, secret=True),
    )
    ask(
        room,
        _("Add an address for the nightly summary"),
        fields,
        save,
        lambda values: _key(values["name"].strip()),
        _how_to_write,
    )


def _how_to_write(values: dict[str, str]) -> list[str]:
    """A few addresses to go by, and what becomes of what is typed."""
    return [
        _("By mail: {example}").format(example="mailtos://user:password@example.org?to=…"),
        _("WeCom robot: {example}").format(example="wecombot://key"),
        _("DingTalk robot: {example}").format(example="dingtalk://secret@token"),
        _("Feishu robot: {example}").format(example="feishu://token"),
        _("Webhook: {example}").format(example="jsons://example.org/path"),
        "",
        _("Once it is saved, the address is not shown in full any more, not even here."),
    ]


def _remove_address(address: AddressRow, room: RulesRoom) -> None:
    addresses.remove(address.name)
    room.done(_("Nothing more goes to “{address}”; u brings it back.").format(address=address.name))


def _run_rules() -> Iterator[Rule]:
    group = _("The nightly run")
    last = runs.last()
    if last is not None:
        failures = ngettext("{count} failure", "{count} failures", last.failures)
        yield Rule(
            "run",
            group,
            _("last run {moment}").format(moment=say_moment(last.at)),
            failures.format(count=last.failures) if last.failures else _("all went well"),
            fixed=_("This only tells how the nightly run went; there is nothing to change."),
        )
    copied = instance.trouble()
    troubles = (copied,) if copied else ()
    for number, sentence in enumerate((*troubles, *standing.troubles(calendar.moment()))):
        tell = partial(_tell, sentence)
        yield Rule(f"trouble {number}", group, _("trouble"), sentence, edit=tell, glyph="!")


def _tell(sentence: str, room: RulesRoom) -> None:
    """Say the whole of what a row may have to cut."""
    room.say(sentence)
