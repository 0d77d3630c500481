"""Each command by its name: what it takes from the command line, and who answers.

Every module is imported by the command that uses it, so that the nightly one starts fast.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tui.plain import usage

# Exit statuses.
DONE, COULD_NOT = 0, 1


def _lend(asked: Namespace, today: date) -> int:
    from tui.plain import desk

    desk.lend(
        asked.item,
        asked.household,
        today,
        asked.format,
        compound=asked.compound,
        on=asked.on,
        due=asked.due,
        resident=asked.resident,
        note=asked.note,
    )
    return DONE


def _return(asked: Namespace, today: date) -> int:
    from tui.plain import desk

    desk.take_back(
        asked.items,
        today,
        asked.format,
        compound=asked.compound,
        on=asked.on,
        condition=asked.condition,
    )
    return DONE


def _renew(asked: Namespace, today: date) -> int:
    from tui.plain import desk

    desk.renew(asked.items, today, asked.format, compound=asked.compound)
    return DONE


def _undo(asked: Namespace, today: date) -> int:
    from tui.plain import deeds

    deeds.undo(asked.deed, asked.format)
    return DONE


def _history(asked: Namespace, today: date) -> int:
    from tui.plain import deeds

    deeds.write(asked.limit, asked.format)
    return DONE


def _list(asked: Namespace, today: date) -> int:
    from tui.plain import lists

    lists.write(
        asked.kind,
        today,
        asked.format,
        compound=asked.compound,
        address=asked.household,
        open_only=asked.open,
    )
    return DONE


def _overdue(asked: Namespace, today: date) -> int:
    from tui.plain import overdue

    overdue.write(today, asked.format, due_soon=asked.due_soon, compound=asked.compound)
    return DONE


def _stats(asked: Namespace, today: date) -> int:
    from tui.plain import stats

    stats.write(today, asked.format, compound=asked.compound)
    return DONE


def _bring_in(asked: Namespace, today: date) -> int:
    from tui.plain import imports

    whole = imports.bring_in(
        asked.kind,
        Path(asked.file),
        today,
        asked.format,
        compound=asked.compound,
        dry_run=asked.dry_run,
        all_or_nothing=asked.all_or_nothing,
        rejects=Path(asked.rejects) if asked.rejects else None,
    )
    return DONE if whole else COULD_NOT


def _export(asked: Namespace, today: date) -> int:
    from tui.plain import exports

    exports.write(asked.kind, asked.file, compound=asked.compound)
    return DONE


def _new_compound(asked: Namespace, today: date) -> int:
    from tui.plain import setup

    setup.new_compound(asked.name, asked.units, asked.format, community=asked.community)
    return DONE


def _settings(asked: Namespace, today: date) -> int:
    from tui.plain import rules

    rules.settings_asked(asked.key, asked.value, asked.format)
    return DONE


def _categories(asked: Namespace, today: date) -> int:
    from tui.plain import rules

    rules.categories_asked(asked.name, usage.rules_changed(asked), asked.format)
    return DONE


BY_NAME: dict[str, Callable[[Namespace, date], int]] = {
    "lend": _lend,
    "return": _return,
    "renew": _renew,
    "undo": _undo,
    "history": _history,
    "list": _list,
    "overdue": _overdue,
    "stats": _stats,
    "import": _bring_in,
    "export": _export,
    "new-compound": _new_compound,
    "settings": _settings,
    "categories": _categories,
}
