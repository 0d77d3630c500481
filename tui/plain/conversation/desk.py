"""What a conversation is about: a compound and a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from store import calendar
from store.language import _
from store.neighbours import compounds
from store.neighbours.compounds import CompoundRow
from tui.plain.output import say


@dataclass
class Desk:
    """The compound at hand, if any, and the day, which goes on at midnight unless it was given."""

    compound: CompoundRow | None
    fixed_today: date | None

    @property
    def today(self) -> date:
        """The day the desk works on."""
        return self.fixed_today or calendar.today()

    @property
    def compound_id(self) -> int:
        """The number of the compound. Raises NotFound where the store holds none."""
        return (self.compound or compounds.find(None)).id

    def done(self, sentence: str) -> None:
        """Confirm a deed of which the `sentence` does not say the day."""
        day = calendar.say_day(self.today)
        say(_("{day}: {sentence}").format(day=day, sentence=sentence))
