"""Numbers as a Chinese input method leaves them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import numerals

SIGNS = "零一二三四五六七八九"
UNITS = ("千", "百", "十", "")


def written(number: int) -> str:
    """A number up to 99,999,999 as it is written in full."""
    wan, rest = divmod(number, numerals.WAN)
    if wan:
        gap = "零" if rest and rest < 1000 else ""
        return written(wan) + "万" + gap + (written(rest) if rest else "")
    said, gap = "", ""
    for digit, unit in zip(f"{number:04}", UNITS, strict=True):
        if digit != "0":
            said, gap = said + gap + SIGNS[int(digit)] + unit, ""
        elif said:
            gap = "零"
    return said or "零"


@given(st.integers(0, 99_999_999))
def test_a_number_that_is_written_in_full_is_read(number: int) -> None:
    assert numerals.counted(written(number)) == number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("十", 10), ("十五", 15), ("一万二", 12_000), ("三千五", 3_500), ("两百五", 250),
     ("两万零五", 20_005), ("一百零五", 105), ("三十五万", 350_000), ("", None), ("万", None),
     ("一二", None), ("x", None)],
)  # fmt: skip
def test_a_number_as_it_is_spoken(typed: str, meant: int | None) -> None:
    assert numerals.counted(typed) == meant


@given(st.integers(0, 99))
def test_figures_are_those_of_the_number(number: int) -> None:
    assert numerals.figures(written(number)) == str(number)
