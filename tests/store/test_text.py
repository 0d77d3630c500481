"""What may be stored, and how it is found."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from store.errors import Refused
from store.text import MOST_TERMS, clean, fold, person_key, search_key, terms


@pytest.mark.parametrize(
    "text", ["[/]", "[bold]x[/bold]", "=cmd()", 'O\'Brien "x"', "🛵👨‍👩‍👧", "é", "مرحبا"]
)
def test_odd_but_honest_text_is_kept(text: str) -> None:
    assert clean(text, 60, "Name") == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "text",
    [
        "a\x1b[31mb",
        "a\x00b",
        "a\u202eb",
        "a\u2066b",
        "a\x85b",
        "a\u2028b",
        "a\ud800b",
        "z" + "\u0301" * 9,
    ],
)
def test_hidden_and_broken_characters_are_refused(text: str) -> None:
    with pytest.raises(Refused, match="type it again"):
        clean(text, 60, "Name")


def test_too_long_is_refused_with_both_numbers() -> None:
    with pytest.raises(Refused, match=r"5000 characters; at most 60"):
        clean("长" * 5000, 60, "Name")


def test_space_is_made_single() -> None:
    assert clean("  a \u3000  b\ufeff", 60, "Name") == "a b"


@given(st.text(max_size=30))
def test_clean_text_stays_clean(text: str) -> None:
    try:
        once = clean(text, 500, "Name")
    except Refused:
        return
    assert clean(once, 500, "Name") == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize("query", ["烤", "烤箱", "kx", "kaoxiang", "KAO", "ｋｘ", "kao xiang"])
def test_an_oven_is_found_by(query: str) -> None:
    key = search_key("烤箱")
    assert all(term in key for term in terms(query))


def test_a_search_of_very_many_words_asks_for_the_first_of_them() -> None:
    assert terms("a a A b") == ("a", "b")
    assert len(terms(" ".join(map(str, range(200))))) == MOST_TERMS


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=9))
@example("重庆银行行长长大了")
def test_pinyin_is_what_pypinyin_says_of_the_whole(text: str) -> None:
    folded, pinyin, _initials, *_later = search_key(text).split()
    assert pinyin == fold("".join(lazy_pinyin(folded)))


@pytest.mark.parametrize(
    ("text", "found_by"),
    [
        ("电饭煲", "电饭 饭煲 煲 dianfan fanbao bao"),
        ("重庆火锅", "chongqing huoguo"),
        ("重量", "zhongliang"),
        ("重", "zhong chong"),
        ("USB充电器", "usb usbchong 充电 chongdian"),
        ("power drill", "power powerdr drill"),
        ("3-502", "3-5 502"),
    ],
)
def test_a_thing_is_found_by_the_beginning_of_each_part(text: str, found_by: str) -> None:
    tokens = [token.lstrip("ISP") for token in search_key(text).split()]
    for sought in found_by.split():
        assert any(token.startswith(sought) for token in tokens), sought


def test_a_phrase_says_which_reading_is_meant() -> None:
    assert "zhong" not in search_key("重庆")
    assert "chong" not in search_key("重量")


@pytest.mark.parametrize(
    ("name", "spoken", "also"),
    [
        ("曾小平", "zengxiaoping", "cengxiaoping"),
        ("单立人", "shanliren", "danliren"),
        ("仇英", "qiuying", "chouying"),
        ("解珍", "xiezhen", "jiezhen"),
        ("查良镛", "zhaliangyong", "chaliangyong"),
    ],
)
def test_a_surname_is_read_as_one_first(name: str, spoken: str, also: str) -> None:
    tokens = person_key(name).split()
    assert tokens[1] == spoken
    assert also in tokens


def test_a_telephone_is_found_from_its_front_and_by_its_last_digits() -> None:
    assert person_key("王", "100-5550 0123").split()[-2:] == ["P10055500123", "P0123"]


def test_folding_knows_no_case_width_or_accent() -> None:
    assert fold("Ｃafé Ⅱ") == fold("cafe ii") == "cafeii"


def test_a_term_does_not_reach_over_two_texts() -> None:
    assert "101ke" not in search_key("1-101", "客厅")
