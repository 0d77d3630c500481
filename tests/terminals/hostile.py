"""A compound whose people are called what terminals do not agree about."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from store import database, history
from store.neighbours import compounds, households, plan
from store.sharing import inventory, lending
from store.sharing.rules import refuse_vacating

NAMES = {
    "1-101": "王家👍🏽|",
    "1-102": "👨‍👩‍👧‍👦家🇨🇳|",
    "1-103": "☁️☁|❤️",
    "1-201": "e\u0301a\u0301\u0323o|",
    "1-202": "שלום|",
    "1-203": "مرحبا|",
    "1-301": "🫠🪿|",
    "1-302": "नमस्ते|",
    "1-303": "กำลัง|ﾊﾟ",
}


def fill(path: Path) -> None:
    """Make the compound's store at `path`, and lend something of everybody to their neighbour."""
    database.open_store(path)
    history.act_as("tester")
    compounds.create("晋平街26号院", plan.parse("1: 3 x 3"))
    homes = [_named(address, name) for address, name in NAMES.items()]
    for home, name, neighbour in zip(homes, NAMES.values(), homes[1:] + homes[:1], strict=True):
        item = inventory.add_item(home, name=name, category="厨房", note=name)
        lending.check_out(item, neighbour, date(2026, 10, 1))
    database.close_store()


def _named(address: str, name: str) -> int:
    seen = households.find(address)
    households.edit(seen, name=name, kind=seen.kind, note="", refuse_vacating=refuse_vacating)
    return seen.id
