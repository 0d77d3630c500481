"""A listing holds one page, and the cursor finds its row again."""

from __future__ import annotations

from collections.abc import Sequence

from tests.tui.screendump import dump
from tests.tui.widgets.stage import Stage
from tui.widgets.listing import Column, Listing, ListingRow, SequenceSource
from tui.widgets.source import page_after, page_before

COLUMNS = (
    Column("物品", 8, 1, priority=9),
    Column("状况", 6, priority=1),
    Column("天", 3, align="right", priority=5),
)


def row(number: int, group: str = "") -> ListingRow:
    return ListingRow(f"k{number}", (f"烤箱{number}", "良好", str(number)), group)


ROWS = [row(number) for number in range(1, 51)]


class Uncounted:
    """A source that knows no total, and notes how much it was asked for."""

    def __init__(self, rows: Sequence[ListingRow]) -> None:
        self.kept = SequenceSource(rows)
        self.most = 0

    def after(self, key: str | None, limit: int) -> Sequence[ListingRow]:
        self.most = max(self.most, limit)
        return self.kept.after(key, limit)

    def before(self, key: str | None, limit: int) -> Sequence[ListingRow]:
        self.most = max(self.most, limit)
        return self.kept.before(key, limit)


async def test_pages_marks_and_position() -> None:
    listing = Listing(COLUMNS, SequenceSource(ROWS), empty="没有物品")
    async with Stage(listing).run_test(size=(60, 11)) as pilot:
        listing.focus()
        await pilot.pause()
        lines = dump(pilot.app).splitlines()
        assert lines[0].split() == ["物品", "状况", "天"]
        assert lines[1].startswith("▸  烤箱1 ")
        assert listing.position_text() == "1/50 ▼"

        listing.toggle_mark()
        assert (listing.cursor_key, listing.targets) == ("k2", ("k1",))
        listing.move(0, 9)
        assert listing.cursor_key == "k11"
        assert listing.position_text() == "▲ 11/50 ▼"
        listing.move(0, -1)
        assert listing.cursor_key == "k10"
        listing.page(1)
        assert listing.cursor_key == "k20"
        listing.end()
        assert listing.position_text() == "▲ 50/50"
        listing.move(0, 1)
        assert listing.cursor_key == "k50"
        listing.home()
        listing.move(0, -1)
        listing.page(-1)
        assert listing.cursor_key == "k1"
        await pilot.pause()
        assert dump(pilot.app).splitlines()[1].startswith("▸● 烤箱1 ")

        listing.set_source(SequenceSource(ROWS), cursor="k30")
        assert (listing.cursor_key, listing.targets) == ("k30", ("k30",))
        listing.set_source(SequenceSource())
        await pilot.pause()
        assert dump(pilot.app).splitlines()[1] == "没有物品"
        assert (listing.cursor_key, listing.position_text(), listing.targets) == (None, "", ())
        listing.choose()
        listing.toggle_mark()
        listing.move(0, 1)


async def test_reload_keeps_key_else_place() -> None:
    listing = Listing(COLUMNS, SequenceSource(ROWS))
    async with Stage(listing).run_test(size=(60, 11)) as pilot:
        await pilot.pause()
        listing.cursor_key = "k14"
        listing.replace(SequenceSource([row(0), *ROWS]))
        assert listing.cursor_key == "k14"
        assert listing.position_text() == "▲ 15/51 ▼"

        listing.replace(SequenceSource([r for r in ROWS if r.key != "k14"]))
        assert listing.cursor_key == "k15"

        listing.replace(SequenceSource(ROWS[:3]))  # the page and its anchor are gone
        assert listing.cursor_key == "k3"
        listing.replace(SequenceSource())
        assert listing.cursor_key is None


async def test_a_row_near_the_end_is_shown_on_a_full_page() -> None:
    listing = Listing(COLUMNS, SequenceSource(ROWS))
    async with Stage(listing).run_test(size=(60, 11)) as pilot:
        await pilot.pause()
        listing.cursor_key = "k48"
        await pilot.pause()
        assert listing.position_text() == "▲ 48/50"
        assert len(dump(pilot.app).split("烤箱")) - 1 == 10


async def test_groups_have_headings_and_no_page_costs_more_than_another() -> None:
    source = Uncounted([row(n, f"{1 + n // 3}单元") for n in range(1, 41)])
    listing = Listing(COLUMNS, source, header=False)
    async with Stage(listing).run_test(size=(60, 10)) as pilot:
        await pilot.pause()
        names = [line.split()[0] for line in dump(pilot.app).splitlines()]
        assert " ".join(names) == "1单元 ▸ 烤箱2 2单元 烤箱3 烤箱4 烤箱5 3单元 烤箱6 烤箱7"
        listing.end()
        seen = [listing.cursor_key]
        while listing.cursor_key != "k1":
            listing.move(0, -1)
            seen.append(listing.cursor_key)
        assert seen == [f"k{n}" for n in range(40, 0, -1)]
        while listing.cursor_key != "k40":
            listing.move(0, 1)
            seen.append(listing.cursor_key)
        assert seen[39:] == [f"k{n}" for n in range(1, 41)]
        assert source.most <= 11


def test_pages_join_without_gap_in_either_direction() -> None:
    source = SequenceSource([row(n, str(n // 4)) for n in range(30)])
    page = page_after(source, None, 5)
    keys = [r.key for r in page.rows]
    while page.more:
        page = page_after(source, page.rows[-1].key, 5)
        keys += [r.key for r in page.rows]
    assert keys == [f"k{n}" for n in range(30)]
    page = page_before(source, None, 5)
    assert page.anchor == f"k{29 - len(page.rows)}"
    assert page.rows[-1].key == "k29"


def test_columns_vanish_in_a_narrow_window() -> None:
    listing = Listing(COLUMNS, SequenceSource(ROWS))
    titles = ["".join(text for text, _ in listing.draw(width, 5)[0]) for width in (14, 17, 60)]
    assert [title.split() for title in titles] == [
        ["物品"],
        ["物品", "天"],
        ["物品", "状况", "天"],
    ]


async def test_hostile_fields_and_messages() -> None:
    listing = Listing(COLUMNS, SequenceSource([ListingRow("a", ("[/]\x1b\t🇨🇳", "", ""))]))
    heard: list[str | None] = []

    class Ears(Stage):
        def on_listing_moved(self, event: Listing.Moved) -> None:
            heard.append(event.key)

        def on_listing_chosen(self, event: Listing.Chosen) -> None:
            heard.append(f"chosen {event.key}")

    async with Ears(listing).run_test(size=(60, 10)) as pilot:
        await pilot.pause()
        listing.choose()
        await pilot.pause()
        assert "▸  [/]��CN" in dump(pilot.app)
    assert heard == ["a", "chosen a"]


def test_what_answered_is_underlined_as_far_as_it_is_shown() -> None:
    cut = ListingRow(
        "a", ("电烤箱和电饭煲", "good", "12"), marks={0: [(1, 3), (6, 7)], 2: [(0, 1)]}
    )
    listing = Listing(COLUMNS)
    line = listing._row_line(cut, False, (8, 6, 3))
    assert "".join(text for text, _style in line) == "   电烤箱…  good    12"
    assert [text for text, style in line if style.underline] == ["烤箱", "1"]
