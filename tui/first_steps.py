"""The first steps: lending and taking back in the real screens, on a sample, told what to press."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, NamedTuple

from textual.actions import SkipAction
from textual.binding import Binding, BindingType

from store import history
from store.language import N_, _
from tui import cells
from tui.main import QiaomenApp
from tui.sharing.inventory import GridRoom
from tui.widgets.bar import Notice
from tui.widgets.look import OWN, Look
from tui.widgets.painted import REVERSE, Line
from tui.widgets.picker import Picker

STEPS = 4


class Saying(NamedTuple):
    """What to press next, after how many of the STEPS; `answered` is the row that Enter takes."""

    done: int
    sentence: str
    answered: str = ""


MOVE = Saying(0, N_("This is the board: a cell for each door. ↓ or → goes to another one."))
NOTHING_HERE = Saying(1, N_("✓ So one goes about. Now to a door with a number: it has things."))
LEND = Saying(1, N_("✓ Its things are listed below or beside it. l lends the one at ▸."))
WHO = Saying(2, N_("Who borrows it? Type 3-5, or a bit of a name, as zhang."))
NOBODY = Saying(2, N_("Nobody answers to that. Backspace deletes it; try 3-5."))
TAKE = N_("✓ ▸ stands at {household}. ↓ goes to another one, Enter lends.")
BRING_BACK = Saying(3, N_("✓ Lent: ▷ marks it, and says until when. r takes it back."))
GO_BACK = Saying(3, N_("✓ Lent. j and k go to what is marked with ▷; r takes it back."))
BACK = Saying(1, N_("Esc goes back to the board."))
ELSEWHERE = Saying(1, N_("1 goes back to the board."))
END = Saying(4, N_("✓ Back again. u takes back what went wrong, ? tells all keys. That is all!"))


def tell(saying: Saying) -> str:
    """What to press next, in the language spoken now."""
    return _("First steps {done}/{steps} (Esc ends them). {sentence}").format(
        done=saying.done,
        steps=STEPS,
        sentence=_(saying.sentence).format(household=saying.answered),
    )


class Guide(Notice):
    """Two lines above the screen: what to press next."""

    DEFAULT_CSS = "Guide { dock: top; }"

    def draw(self, width: int, height: int) -> list[Line]:
        """The sentence, on a ground of its own over the whole width."""
        lines = super().draw(width, height)
        return [((cells.fit(text, width), REVERSE),) for ((text, _style),) in lines]


class FirstSteps(QiaomenApp):
    """The desk on a sample, with a guide on every screen; Esc on the board ends it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "end", show=False, priority=True),
    ]

    def __init__(self, today: date | None, look: Look = OWN) -> None:
        super().__init__(today, None, _no_sample, look)
        self._began: str | None = None  # the door at which the cursor stood first

    def on_ready(self) -> None:
        super().on_ready()
        self.typed()

    def action_end(self) -> None:
        """End it, unless Esc leaves what stands on top of a room."""
        if len(self.screen_stack) > 1:
            raise SkipAction
        self.exit()

    def typed(self) -> None:
        """Say what comes next, on the screen that is there now."""
        if not self.is_running or not self.screen_stack:
            return
        text = tell(self._next())
        guides = self.screen.query(Guide)
        guide = guides.first() if guides else Guide()
        if not guides:
            self.screen.mount(guide)
        guide.say(text)

    def _next(self) -> Saying:
        """What to press next, as everything stands now."""
        last = history.last_verb()
        grid = self.room_of("grid")
        if last == "return" or not isinstance(grid, GridRoom):
            return END
        asks = grid.step is not None and grid.step.action == "lend"
        if isinstance(self.screen, Picker) and asks:
            return _asked(self.screen)
        if not grid.is_active:
            return BACK if len(self.screen_stack) > 1 else ELSEWHERE
        if last == "lend":
            return GO_BACK if grid.refusal("return") else BRING_BACK
        self._began = self._began or grid.grid.cursor_key
        if grid.grid.cursor_key == self._began:
            return MOVE
        return NOTHING_HERE if grid.refusal("lend") else LEND


def _asked(picker: Picker) -> Saying:
    """What to do where it is asked who borrows."""
    if not picker.typed:
        return WHO
    row = picker.under_cursor
    return NOBODY if row is None else Saying(2, TAKE, row.fields[0])


def _no_sample(_today: date) -> None:
    """It is there already."""
