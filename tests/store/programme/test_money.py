"""Amounts of money as people type and say them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import Refused
from store.programme import money
from store.programme.models import MOST_FEN

AMOUNTS = st.integers(0, MOST_FEN)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1,200.50", "¥1,200.50"),
        ("１２００元", "¥1,200"),
        ("¥1200.5", "¥1,200.50"),
        ("1.2万", "¥12,000"),
        ("1.2万元", "¥12,000"),
        ("3千", "¥3,000"),
        ("2.5k", "¥2,500"),
        ("50块钱", "¥50"),
        ("一万二", "¥12,000"),
        ("三千五百元", "¥3,500"),
        ("0.0123万", "¥123"),
    ],
)
def test_an_amount_is_understood_however_it_is_typed(typed: str, said: str) -> None:
    assert money.say(money.parse(typed)) == said


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("1,20", "is no amount"),
        ("12 34", "is no amount"),
        ("万", "is no amount"),
        ("-3", "is negative"),
        ("0.005", "not in whole fen"),
        ("9" * 30, "more money than there is room for"),
    ],
)
def test_what_is_no_amount_says_why(typed: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        money.parse(typed)


@given(AMOUNTS)
def test_what_is_said_of_an_amount_is_it_when_it_is_typed(fen: int) -> None:
    assert money.parse(money.say(fen)) == money.parse(money.written(fen)) == fen


@given(AMOUNTS, st.integers(0, 2**40))
def test_an_amount_below_the_least_is_refused(fen: int, least: int) -> None:
    if fen >= least:
        assert money.parse(money.written(fen), least) == fen
    else:
        with pytest.raises(Refused, match="too little"):
            money.parse(money.written(fen), least)
