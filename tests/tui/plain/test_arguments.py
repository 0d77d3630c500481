"""What arguments take, and what they say of the rest."""

from __future__ import annotations

from argparse import ArgumentTypeError

import pytest

from tui.plain.commands.arguments import number


def test_a_number_within_its_bounds_is_taken() -> None:
    assert [number(0, 366)(text) for text in ("0", "7", "366")] == [0, 7, 366]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0", "at least 1"),
        ("-1", "at least 1"),
        ("x", "at least 1"),
        ("", "at least 1"),
        ("367", "at most 366"),
        ("9" * 5000, "at most 366"),
    ],
)
def test_a_number_beyond_them_is_told_its_bound(text: str, told: str) -> None:
    with pytest.raises(ArgumentTypeError, match=told):
        number(1, 366)(text)
