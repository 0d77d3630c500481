"""The plots, a tab each; the one that goes with the room it was asked in is first to be seen."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from store.language import _
from tui import actions, plots
from tui.plots import PLOTS
from tui.room import Place, Room
from tui.widgets.bar import Lines
from tui.widgets.painted import PLAIN
from tui.widgets.tabs import Tab, TabStrip

# What each room's figures are; of any other, loans.
OF_ROOM = {"rota": "hours", "projects": "slip", "proposals": "slip"}

AROUND = 5  # lines: the title, the tabs, what the plot shows, the news, the keys


class PlotScreen(Room):
    """Figures of the community over time and beside each other, drawn in characters."""

    OFFERED = actions.of("previous", "next", "back")
    BINDINGS = actions.bindings(OFFERED)
    DEFAULT_CSS = "PlotScreen #plot { height: 1fr; }"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.tabs = TabStrip()
        self._first = name
        self.caption = Lines()
        self.plot = Lines(id="plot")

    def compose(self) -> ComposeResult:
        yield self.title_bar
        yield self.tabs
        yield self.caption
        yield self.plot
        yield self.news_bar
        yield self.key_bar

    def on_mount(self) -> None:
        tabs = [
            Tab("loans", _("loans")),
            Tab("participation", _("taking part")),
            Tab("hours", _("hours")),
            Tab("slip", _("late projects")),
        ]
        self.tabs.set_tabs(tabs, self._first)

    def fill(self) -> None:
        plot = PLOTS[self.tabs.selected or "loans"]
        compound = self.desk.compound if plot.is_over_time else None
        cells, free = self.app.size.width, self.app.size.height - AROUND
        rows = plots.rows_of(plot, self.desk.today, compound and compound.id, free)
        self.show_title(_("Plots"), compound.name if compound else "")
        self.caption.say([(_(plot.title), PLAIN)])
        self.plot.say([(line, PLAIN) for line in plots.lines(plot, rows, cells, free)])

    def where(self) -> Place:
        return {"plot": self.tabs.selected}

    def stand_at(self, place: Place) -> None:
        self.tabs.select(place["plot"])

    @on(TabStrip.Changed)
    def _turned_to(self) -> None:
        self.refill()

    def do_previous(self) -> None:
        self.tabs.previous()

    def do_next(self) -> None:
        self.tabs.next()

    def do_back(self) -> None:
        self.app.pop_screen()
