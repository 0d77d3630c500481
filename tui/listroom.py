"""A room that is one list, with something above it or not."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from tui.room import Place, Room
from tui.widgets.listing import Listing

# The actions by which one gets about in a list.
MOVES = ("up", "down", "page_up", "page_down", "home", "end", "item_down", "item_up")


class ListRoom(Room):
    """A room around `list`; the keys that move go to it."""

    def __init__(self, listing: Listing, above: Widget | None = None) -> None:
        super().__init__()
        self.list = listing
        self._above = above
        self._gone: str | None = None  # the row under the cursor that my last deed took away

    def compose(self) -> ComposeResult:
        yield self.title_bar
        if self._above is not None:
            yield self._above
        yield self.list
        yield self.news_bar
        yield self.key_bar

    def where(self) -> Place:
        return {"row": self.list.cursor_key, "marked": sorted(self.list.marked)}

    def stand_at(self, place: Place) -> None:
        self.list.cursor_key = place["row"]
        self.list.mark(place["marked"])

    def done(self, news: str) -> None:
        """A deed is done, as in every room; the row that it takes away is kept in mind."""
        was = self.list.cursor_key
        super().done(news)
        self._gone = was if self.list.cursor_key != was else None

    def turned(self, news: str) -> None:
        """As in every room; the row that comes back has the cursor again."""
        gone = self._gone
        super().turned(news)
        if self.is_current:
            self.list.cursor_key = gone

    def refill(self) -> None:
        """As in every room; the title goes on saying where in the list one stands."""
        super().refill()
        self._tell_place()

    @on(Listing.Moved)
    def _row_changed(self) -> None:
        self._tell_place()
        self.show_keys()

    def _tell_place(self) -> None:
        self.title_bar.tell("  ".join(filter(None, (self._title, self.list.position_text()))))

    def do_up(self) -> None:
        self.list.move(0, -1)

    def do_down(self) -> None:
        self.list.move(0, 1)

    do_item_up, do_item_down = do_up, do_down

    def do_page_up(self) -> None:
        self.list.page(-1)

    def do_page_down(self) -> None:
        self.list.page(1)

    def do_home(self) -> None:
        self.list.home()

    def do_end(self) -> None:
        self.list.end()
