"""Figures drawn in characters: as wide as the terminal, right with Chinese, never a sequence."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.cells import width
from tui.plotting import Point, bars, columns

NAMES = st.sampled_from(["王芳", "Ali", "黄门街社区流动儿童四点半课堂", "12-28", ""])
POINTS = st.lists(
    st.builds(
        lambda name, value: Point(name, value, f"{value:.1f} 天"),
        NAMES,
        st.integers(-400, 9_000_000) | st.floats(0, 500),
    ),
    min_size=1,
    max_size=52,
)


def test_a_bar_is_as_long_as_its_value() -> None:
    drawn = bars([Point("王芳", 10, "10"), Point("Ali", 5, "5"), Point("李", 0, "0")], 50)
    assert [line.count("█") for line in drawn[1:4]] == [41, 21, 0]
    assert [line.split()[0] for line in drawn[1:4]] == ["王芳", "Ali", "李"]
    assert {width(line.split("┤")[0]) for line in drawn[1:4]} == {7}


def test_columns_stand_in_order_and_name_the_last() -> None:
    drawn = columns([Point(f"{week:02}-01", week, "") for week in range(1, 13)], 60, 12)
    heights = [sum(line[at] == "█" for line in drawn) for at in range(5, 50, 4)]
    assert heights == sorted(heights)
    assert heights[-1] > heights[0]
    assert drawn[-1].endswith("12-01")


@settings(max_examples=12)
@given(POINTS, st.sampled_from([40, 60, 80, 250]))
def test_nothing_is_wider_than_the_terminal(points: list[Point], cells: int) -> None:
    drawn = bars(points, cells)
    assert len(drawn) == len(points) + 3
    assert max(map(width, drawn)) <= cells
    drawn = columns([Point(p.label, abs(p.value), "") for p in points], cells, 14)
    assert len(drawn) == 14
    assert max(map(width, drawn)) <= max(cells, len(points) + 12)
    assert all(line.isprintable() for line in drawn)
