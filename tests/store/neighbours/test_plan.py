"""A compound in a line per unit."""

from __future__ import annotations

import pytest

from store.errors import Invalid
from store.neighbours.plan import parse


def test_a_span_of_units_shares_a_shape() -> None:
    plans = parse("1-3: 7 x 3")
    assert [plan.name for plan in plans] == ["1", "2", "3"]
    assert [len(plan.homes) for plan in plans] == [21, 21, 21]
    assert [home.door for home in plans[0].homes[:4]] == ["101", "102", "103", "201"]


def test_exceptions_follow_after_commas() -> None:
    (plan,) = parse("A栋:3×2，1=4，1商铺、-302，201空置")
    kinds = {home.door: home.kind for home in plan.homes}
    assert kinds == {
        "101": "shop",
        "102": "shop",
        "103": "shop",
        "104": "shop",
        "201": "vacant",
        "202": "home",
        "301": "home",
    }


def test_parts_are_set_apart_by_semicolons_or_lines() -> None:
    assert [plan.name for plan in parse("1: 2 x 2; 2: 3 x 3\n4,5: 1x1")] == ["1", "2", "4", "5"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "at least one unit"),
        ("seven", "write it like"),
        ("1: 0 x 3", "at most"),
        ("1: 500 x 3", "at most"),
        ("1: 2 x 2; 1: 3 x 3", "twice"),
        ("1: 2 x 2, blue", "is not clear"),
        ("1: 2 x 2, 901 vacant", "not there"),
        ("1: 2 x 2, 9 = 4", "not there"),
        ("1-9999999: 2 x 2", "too many"),
        ("1\x1b: 2 x 2", "write it like"),
    ],
)
def test_what_is_not_clear_is_said(text: str, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(text)
    (error,) = refused.value.errors
    assert error.field == "units"
    assert reason in error.sentence
    assert error.sentence.isprintable()
