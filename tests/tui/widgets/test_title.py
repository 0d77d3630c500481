"""A title says at the right as much as there is room for."""

from __future__ import annotations

import pytest

from tui.widgets.title import TitleBar


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (40, "Desk  板子12           nightly 05:31  me"),
        (30, "Desk  板子12 nightly 05:31  me"),
        (29, "Desk  板子12         05:31 me"),
        (21, "Desk  板子12 05:31 me"),
        (20, "板子12      05:31 me"),
        (15, "板子12 05:31 me"),
        (14, "板子… 05:31 me"),
        (8, "05:31 me"),
        (5, "05:3…"),
    ],
)
def test_the_fullest_text_that_fits_stands_at_the_right(width: int, shown: str) -> None:
    bar = TitleBar("Desk")
    bar.tell("板子12", ("nightly 05:31  me", "05:31 me"))
    (line,) = bar.draw(width, 1)
    assert "".join(text for text, _style in line) == shown
