"""How well a search key answers to what was typed."""

from __future__ import annotations

import pytest

from store.answering import BEGINS, EXACTLY, INITIALLY, WITHIN_IT, rank
from store.text import home_key, person_key, search_key, terms


@pytest.mark.parametrize(
    ("text", "typed", "how_well"),
    [
        ("烤箱", "烤箱", EXACTLY),
        ("烤箱", "kaoxiang", EXACTLY),
        ("烤箱", "烤", BEGINS),
        ("烤箱", "KAO", BEGINS),
        ("烤箱", "kx", INITIALLY),
        ("烤箱", "箱", WITHIN_IT),
        ("烤箱", "xiang", WITHIN_IT),
        ("烤箱", "kao xiang", BEGINS),
        ("烤箱", "kao箱", BEGINS),
        ("烤箱", "k箱", BEGINS),
        ("烤箱", "烤x", BEGINS),
        ("电烤箱", "kao箱", WITHIN_IT),
        ("电烤箱", "dk箱", BEGINS),
        ("电烤箱", "dian箱", None),
        ("USB充电器", "usb充", BEGINS),
        ("USB充电器", "充dianqi", WITHIN_IT),
        ("烤箱", "aoxiang", None),
        ("烤箱", "kao 锅", None),
        ("一二三四五六七八九十百千万亿", "二三四五六七八九十百千万亿", WITHIN_IT),
        ("一二三四五六七八九十百千万亿", "二三四五六七八九十百千万兆", None),
    ],
)
def test_a_thing(text: str, typed: str, how_well: int | None) -> None:
    assert rank(search_key(text), terms(typed)) == how_well


@pytest.mark.parametrize(
    ("typed", "how_well"),
    [
        ("3-5", BEGINS),
        ("502", WITHIN_IT),
        ("zeng", BEGINS),
        ("ceng", BEGINS),
        ("zj", INITIALLY),
        ("zeng家", BEGINS),
        ("3-5 zeng", BEGINS),
        ("3-6 zeng", None),
    ],
)
def test_a_household(typed: str, how_well: int | None) -> None:
    assert rank(home_key("3-502", "曾家"), terms(typed)) == how_well


@pytest.mark.parametrize(
    ("typed", "answers"),
    [("100555", True), ("0123", True), ("01", True), ("500123", True), ("100-5550-0123", True),
     ("5550", False), ("123", False)],
)  # fmt: skip
def test_a_telephone_by_its_front_and_its_end(typed: str, answers: bool) -> None:
    found = rank(person_key("王五", "10055500123"), terms(typed))
    assert found == (WITHIN_IT if answers else None)
