"""One deed: who did it and when, and every field of every row before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from store import chronicle, differences
from store.chronicle import Entry
from store.differences import Difference
from store.language import N_, _, ngettext
from tui import actions
from tui.history import OfDeeds, offered
from tui.historywords import EVENTS, lines_of, say_entry, say_number, say_time
from tui.widgets.bar import Lines
from tui.widgets.listing import Column, Listing, ListingRow
from tui.widgets.painted import BOLD, PLAIN


class Fields:
    """The fields that an entry changed, as a source of rows; a row of the store is never cut."""

    def __init__(self, key: int) -> None:
        self._key = key

    def after(self, key: str | None, limit: int) -> Sequence[ListingRow]:
        """Up to `limit` fields behind `key`."""
        change, place = _parts(key)
        found = differences.after(self._key, change and change - 1, limit + 1)
        rows = list(_rows(found))
        return _behind(rows, change, place)[:limit]

    def before(self, key: str | None, limit: int) -> Sequence[ListingRow]:
        """Up to `limit` fields before `key`; of None the last."""
        change, place = _parts(key)
        found = differences.before(self._key, change and change + 1, limit + 1)
        rows = list(_rows(found))
        behind = _behind(rows, change, place - 1)
        return rows[: len(rows) - len(behind)][-limit:] if key is not None else rows[-limit:]


def _parts(key: str | None) -> tuple[int | None, int]:
    """The change and the place of its field."""
    if key is None:
        return None, 0
    change, _colon, place = key.partition(":")
    return int(change), int(place)


def _behind(rows: Sequence[ListingRow], change: int | None, place: int) -> Sequence[ListingRow]:
    """The rows behind the field at `place` of `change`."""
    if change is None:
        return rows
    return [row for row in rows if _parts(row.key) > (change, place)]


def _rows(found: Iterable[Difference]) -> Iterable[ListingRow]:
    for difference in found:
        for place, line in enumerate(lines_of(difference)):
            yield ListingRow(
                f"{difference.change_id}:{place}",
                (line.field, line.before, line.after),
                group=f"{_(EVENTS[line.event])}: {line.what}",
            )


class DeedScreen(OfDeeds):
    """What one deed changed, row by row."""

    OFFERED = offered()
    BINDINGS = actions.bindings(OFFERED)
    COLUMNS: ClassVar = ((N_("Field"), 14), (N_("Before"), 20), (N_("After"), 20))

    def __init__(self, key: int) -> None:
        columns = [Column(_(title), width, flex=1) for title, width in self.COLUMNS]
        super().__init__(
            Listing(columns, Fields(key), empty=_("This deed changed no row.")), Lines()
        )
        self._key = key
        self._entry: Entry | None = None

    def fill(self) -> None:
        entry = self._entry = chronicle.entry(self._key)
        count = differences.count(self._key)
        rows = ngettext("{count} row", "{count} rows", count).format(count=count)
        self.show_title(_("Deed {number}").format(number=say_number(entry)))
        said = (entry.who, say_time(entry.at), rows)
        assert isinstance(self._above, Lines)
        self._above.say([(say_entry(entry), BOLD), (" · ".join(filter(None, said)), PLAIN)])
        self.list.reload()

    def entry(self) -> Entry | None:
        return self._entry
