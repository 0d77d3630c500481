"""The line that does it: what is typed, what each word means, and what Enter would do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.style import Style
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from store import database
from store.errors import StoreError
from store.language import _
from tui import cells, help
from tui.line.orders import Redo, Undo
from tui.line.read import read
from tui.line.reading import At, Choice, Go, Order, Part, Reading
from tui.room import Room
from tui.widgets.bar import Bar, KeyBar, KeyHint
from tui.widgets.desk import Desk
from tui.widgets.entry import Entry
from tui.widgets.listing import Column, Listing, ListingRow, SequenceSource
from tui.widgets.painted import BOLD, PLAIN, Line, Painted

COLUMNS = (Column("", 6, priority=2), Column("", 18, priority=1), Column("", 20, flex=1))
LOW = 16  # lines; in a window lower than this fewer are left to the words
WORD = 16  # cells that a word takes at most beside its meaning


class Done(NamedTuple):
    """A deed was done, with its news; `turned` if that took another back, or did it again."""

    news: str
    turned: bool


class Chosen(NamedTuple):
    """An action of the room that was chosen by its name."""

    id: str


Answer = Done | Chosen | Go


def open_line(room: Room) -> None:
    """Ask `room` for a line, and see to what it did."""

    def answered(answer: Answer | None) -> None:
        if isinstance(answer, Done):
            (room.turned if answer.turned else room.done)(answer.news)
        elif isinstance(answer, Chosen):
            room.action_do(answer.id)
        elif answer is not None:
            with room.complaining():
                room.desk.go(answer)

    room.app.push_screen(LineScreen(room), answered)


class Meaning(Painted):
    """Each word with what it means, and beneath them what the line comes to."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: Sequence[Part] = ()
        self._verdict = ""
        self._style = PLAIN

    def show(self, parts: Sequence[Part], verdict: str, style: Style) -> None:
        """Show other words, and another verdict."""
        self._parts, self._verdict, self._style = parts, verdict, style
        self.repaint()

    def draw(self, width: int, height: int) -> list[Line]:
        """The words, then the verdict at the bottom; what does not fit stands in one line."""
        verdict = cells.wrap(self._verdict, max(width, 1))[: max(height - 1, 1)]
        room = height - len(verdict)
        said = [(part.word.text, _means(part)) for part in self._parts if part.word.text]
        if len(said) > room:
            lines = cells.wrap("  ".join(f"{word}: {means}" for word, means in said), width)[:room]
        else:
            across = min(max((cells.width(word) for word, _means in said), default=0), WORD)
            lines = [f"{cells.fit(word, across)}  {means}" for word, means in said]
        lines += [""] * (room - len(lines))
        drawn: list[Line] = [((cells.fit(line, width), PLAIN),) for line in lines]
        return drawn + [((line, self._style),) for line in verdict]


def _means(part: Part) -> str:
    return part.means or ("?" if part.trouble else "")


class LineScreen(Desk[Answer]):
    """A line to type; dismisses with what was done or chosen, or with None."""

    DEFAULT_CSS = """
    LineScreen Meaning { height: 7; }
    LineScreen.-low Meaning { height: 4; }
    LineScreen.-empty Meaning { display: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("tab", "complete", show=False, priority=True),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._entry = Entry()
        self._meaning = Meaning()
        self._listing = Listing(COLUMNS, SequenceSource([]), empty="", header=False)
        self._listing.can_focus = False
        self._keys = KeyBar()
        self._reading = Reading()
        self._has_chosen = False  # whether the cursor of the list was moved since a key was typed

    def compose(self) -> ComposeResult:
        """Title, the line, its words, what fits, keys."""
        yield Bar(_("Commands"), _("a line as `l oven 3-502 2w`, or a command's name"), style=BOLD)
        yield self._entry
        yield self._meaning
        yield self._listing
        yield self._keys

    def on_mount(self) -> None:
        """Begin with all that there is."""
        self._entry.focus()
        self._read()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.set_class(event.size.height < LOW, "-low")

    # Reading

    @on(Entry.Changed)
    def _typed(self) -> None:
        self._read()

    def _read(self) -> None:
        """Read the line as it is now; nothing is changed by that."""
        self._has_chosen = False
        self.set_class(not self._entry.value.strip(), "-empty")
        try:
            with database.told():
                self._reading = read(self._entry.value, self._at())
                rows = self._rows()
        except StoreError as trouble:
            self._reading, rows = Reading(refusal=trouble.sentence), []
        self._listing.set_source(SequenceSource(rows))
        self._show()

    def _at(self) -> At:
        desk = self._room.desk
        return At(None if desk.compound is None else desk.compound.id, desk.today)

    def _show(self) -> None:
        reading = self._reading
        if reading.refusal:
            verdict, style = f"! {reading.refusal}", BOLD
        elif reading.missing:
            part = reading.part_at(self._entry.cursor_position)
            question = (part.trouble if part else "") or reading.missing
            verdict, style = f"? {question}", PLAIN
        else:
            verdict, style = reading.preview, BOLD
        self._meaning.show(reading.parts, verdict, style)
        self._keys.set_hints(self._hints())

    def _rows(self) -> list[ListingRow]:
        """What the word under the cursor may mean, and the actions that are called so."""
        part = self._reading.part_at(self._entry.cursor_position)
        choices = () if part is None else part.choices
        group = "" if self._entry.value.strip() else _("In one line")
        rows = [
            ListingRow(f"c{place}", (choice.key, choice.label, choice.detail), group=group)
            for place, choice in enumerate(choices)
        ]
        return [*rows, *self._actions()] if self._may_be_a_name(choices) else rows

    def _may_be_a_name(self, choices: Sequence[Choice]) -> bool:
        """Whether what is typed may be an action's name: a line says nothing by it, or little."""
        reading = self._reading
        if reading.verb is None:
            return not reading.is_whole
        said_more = len(reading.parts) > 1 and (reading.is_whole or choices)
        return len(reading.parts[0].word.text) > 1 and not said_more

    def _actions(self) -> list[ListingRow]:
        found = help.named(self._room, self._entry.value)
        return [row._replace(key=f"a{row.key}") for row in found]

    def _hints(self) -> list[KeyHint]:
        does = _("do it") if self._reading.is_whole and not self._has_chosen else _("take")
        return [
            KeyHint("↑↓", _("choose")),
            KeyHint("Tab", _("complete")),
            KeyHint("Enter", does, always=True),
            KeyHint("Esc", _("leave"), always=True),
        ]

    # Choosing and doing

    def action_move(self, step: int) -> None:
        """Go to the choice above or below."""
        self._listing.move(0, step)
        self._chosen()

    def action_page(self, step: int) -> None:
        """Go a page of choices up or down."""
        self._listing.page(step)
        self._chosen()

    def _chosen(self) -> None:
        self._has_chosen = self._listing.cursor_key is not None
        self._show()

    def action_complete(self) -> None:
        """Write the choice under the cursor into the line."""
        key = self._listing.cursor_key
        if key is not None and key.startswith("c"):
            self._take(int(key[1:]))

    def action_leave(self) -> None:
        """Leave with nothing done."""
        self.dismiss(None)

    @on(Entry.Submitted)
    def _submitted(self) -> None:
        """Do it; where the line is not whole, or a choice was gone to, take that first."""
        key = self._listing.cursor_key
        if self._reading.is_whole and not self._has_chosen:
            self._do()
        elif key is not None and key.startswith("c"):
            self._take(int(key[1:]))
        elif key is not None:
            self.dismiss(Chosen(key[1:]))

    def _take(self, place: int) -> None:
        part = self._reading.part_at(self._entry.cursor_position)
        assert part is not None
        line, rest = self._entry.value, self._entry.value[part.word.end :]
        self._entry.put(f"{line[: part.word.start]}{part.choices[place].text}{rest or ' '}")

    def _do(self) -> None:
        """Do what is shown; where somebody else changed that meanwhile, show what it is now."""
        shown = self._reading.preview
        self._read()
        if self._reading.preview != shown:
            return
        if self._reading.go is not None:
            self.dismiss(self._reading.go)
        elif self._reading.order is not None:
            self._order(self._reading.order)

    def _order(self, order: Order) -> None:
        try:
            with database.told():
                news = order.do(self._room.desk.today)
        except StoreError as trouble:
            self._reading = self._reading._replace(refusal=trouble.sentence)
            self._show()
        else:
            self.dismiss(Done(news, isinstance(order, Undo | Redo)))
