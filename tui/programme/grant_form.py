"""The form of a grant: the caps as a live meter, and who lets them pass where they are over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from store.errors import Clash, StoreError
from store.language import _
from store.programme import caps, money
from store.programme.caps import Meter
from tui import cells
from tui.widgets.field import FieldRow
from tui.widgets.form import Field, Form
from tui.widgets.keeper import HalfTyped

GAUGE = 36  # cells
FULL, EMPTY, OVER = "█", "░", "!"


class GrantForm(Form[str]):
    """Amount, and while it is over a cap also by whom that is let pass, and why."""

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        save: Callable[[dict[str, str]], str],
        meter: Callable[[str], Meter | None],
        planned: int,
    ) -> None:
        super().__init__(title, fields, save, below=self._say)
        self._meter = meter
        self._planned = planned
        self._all: list[FieldRow] = []

    def on_mount(self) -> None:
        """Begin with the amount alone, unless that is over already."""
        self._all = list(self._rows)
        super().on_mount()

    def go_on_with(self, half: HalfTyped, clashes: Sequence[Clash] = ()) -> bool:
        """Fill in the override too, which is there only while the amount is over a cap."""
        self._show_override(True)
        changed = super().go_on_with(half, clashes)
        self._say_below()
        return changed

    def _say(self, values: dict[str, str]) -> list[str]:
        """What the caps say, as one types; the fields of an override come and go with it."""
        meter: Meter | None = None
        told: list[str] = []
        with suppress(StoreError):  # the field itself says what is wrong with the amount
            meter = self._meter(values["amount"])
        if meter is not None:
            told = list(gauge(meter))
        self._show_override(bool(meter and meter.over))
        if self._planned:
            sentence = _("The budget plans {amount} from the grant.")
            told.append(sentence.format(amount=money.say(self._planned)))
        return told

    def _show_override(self, over: bool) -> None:
        if not self._all:
            return
        self._rows = self._all if over else self._all[:1]
        for row in self._all[1:]:
            for widget in row.widgets():
                widget.display = over


def gauge(meter: Meter) -> list[str]:
    """Both caps with how full they would be, and in a sentence what that means."""
    lines = []
    for name, committed, limit in (
        (_("project"), meter.project_committed, meter.project_limit),
        (meter.community, meter.community_committed, meter.community_limit),
    ):
        lines.append(f"{cells.fit(name, 14)} {_bar(committed, limit)}")
    told = [*lines, caps.say(meter)]
    if meter.over:
        told.append(f"{OVER} {caps.OverCap(meter).sentence}")
    return told


def _bar(committed: int, limit: int) -> str:
    percent = committed * 100 // limit if limit else 100
    filled = min(GAUGE, committed * GAUGE // limit) if limit else GAUGE
    over = f" {OVER}" if committed > limit else ""
    return f"{FULL * filled}{EMPTY * (GAUGE - filled)} {percent} %{over}"
