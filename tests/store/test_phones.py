"""How much of a telephone number is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.phones import is_masked, masked, whole


@pytest.mark.parametrize(
    ("phone", "told"),
    [
        ("13800131234", "138····1234"),
        ("+86 138-0013-1234", "138····1234"),
        ("１３８００１３１２３４", "１３８····１２３４"),
        ("028 8765 4321", "028····4321"),
        ("87654321", "87····21"),
        ("8765432", "····"),
        ("120", "····"),
        ("wx: lao_wang", "····"),
        ("", ""),
    ],
)
def test_a_masked_number(phone: str, told: str) -> None:
    assert masked(phone) == told


@given(st.text(alphabet="0123456789-+ /()一二三１２３abc", max_size=20))
def test_at_least_four_digits_stay_hidden_and_nothing_but_digits_is_told(phone: str) -> None:
    digits = [sign for sign in phone if sign.isnumeric()]
    told = [sign for sign in masked(phone) if sign != "·"]
    assert len(told) <= max(0, min(7, len(digits) - 4))
    assert all(sign.isnumeric() for sign in told)


@given(st.text(alphabet="0123456789-+ abc", min_size=1, max_size=20))
def test_what_is_shown_of_a_number_is_never_taken_for_the_number(phone: str) -> None:
    assert is_masked(masked(phone))
    assert not is_masked(phone)
    assert whole("phone", phone) == ()
    assert [error.field for error in whole("phone", masked(phone))] == ["phone"]
