"""The money of one project: tranches, budget, what was paid, and caps that were let pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.language import N_, _
from store.programme import money
from store.programme.budget import LineRow
from store.programme.caps import OverrideRow
from store.programme.payments import PaymentRow
from store.programme.tranches import TrancheRow
from tui.programme.money_forms import SOURCE_NAMES
from tui.widgets.listing import Column, ListingRow

AMOUNT = 12  # cells
PAID, CANCELLED = "●", "×"
CAP_NAMES = {"project": N_("cap of a project"), "community": N_("cap of a community")}


def columns() -> tuple[Column, ...]:
    """The columns of the rows below."""
    return (
        Column(_("purpose"), 16, flex=1, priority=9),
        Column(_("amount"), AMOUNT, align="right", priority=8),
        Column(_("paid"), AMOUNT, align="right", priority=7),
        Column(_("day"), 10, priority=6),
        Column("", 16, flex=6, priority=5),
    )


def rows(
    tranches: Sequence[TrancheRow],
    lines: Sequence[LineRow],
    ledger: Sequence[PaymentRow],
    overrides: Sequence[OverrideRow],
) -> Iterator[ListingRow]:
    """Tranches, budget, ledger (the newest line first) and overrides."""
    yield from map(_tranche, tranches)
    yield from _budget(lines)
    reversed_ones = {row.reverses for row in ledger}
    for row in reversed(ledger):
        yield _payment(row, taken_back=row.id in reversed_ones)
    for place, override in enumerate(overrides):
        yield ListingRow(
            f"override {place}",
            (
                _(CAP_NAMES[override.cap]),
                money.say(override.up_to),
                "",
                override.day.isoformat(),
                f"{override.by}: {override.reason}",
            ),
            _("Caps that were let pass"),
            glyph="!",
        )


def _tranche(row: TrancheRow) -> ListingRow:
    if row.state == "cancelled":
        told = _("cancelled")
    elif row.milestone:
        said = _("with {milestone}, reached") if row.reached else _("with {milestone}")
        told = said.format(milestone=row.milestone)
    else:
        told = ""
    return ListingRow(
        f"tranche {row.id}",
        (
            row.name,
            money.say(row.amount),
            money.say(row.paid) if row.paid else "",
            row.due.isoformat() if row.due else "",
            told,
        ),
        _("Tranches of the grant"),
        dimmed=row.state == "cancelled",
        glyph=CANCELLED if row.state == "cancelled" else PAID if not row.left else "",
    )


def _budget(lines: Sequence[LineRow]) -> Iterator[ListingRow]:
    group = _("Budget")
    for row in lines:
        source = _(SOURCE_NAMES[row.source])
        fields = (row.name, money.say(row.amount), "", "", source)
        yield ListingRow(f"line {row.id}", fields, group)
    if len(lines) > 1:
        total = money.say(sum(row.amount for row in lines))
        yield ListingRow("total 0", (_("together"), total, "", "", ""), group, dimmed=True)


def _payment(row: PaymentRow, *, taken_back: bool) -> ListingRow:
    kind = _("taken back") if row.kind == "reversal" else ""
    note = "  ".join(filter(None, (kind, row.note)))
    fields = (
        row.tranche or _("a tranche that is gone"),
        money.say(row.amount),
        money.say(row.balance),
        row.day.isoformat(),
        note,
    )
    return ListingRow(
        f"payment {row.id}",
        fields,
        _("Ledger: the amount, and what is paid in all"),
        dimmed=taken_back or row.kind == "reversal",
    )
