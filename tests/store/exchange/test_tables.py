"""Any file that a spreadsheet wrote is read; what is no table is refused in one sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from store.errors import StoreError
from store.exchange.tables import parse_table, read_table
from tests.store.exchange.conftest import ITEMS, table


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends(encoding: str, delimiter: str, newline: str) -> None:
    text = ITEMS.replace(",", delimiter).replace("\n", newline)
    read = table(text, encoding)
    assert read.header == ("住址", "物品", "类别", "状况", "备注")
    assert list(read.rows) == [
        (2, ["1-101", "烤箱", "厨房", "良好", ""], ""),
        (3, ["1-101", "梯子", "工具", "磨损", "三米"], ""),
        (4, ["1-102", "梯子", "工具", "良好", ""], ""),
    ]


def test_a_mark_at_the_beginning_of_gb18030_is_passed_over() -> None:
    assert table("\ufeff" + ITEMS, "gb18030").header[0] == "住址"


def test_gb18030_that_begins_like_ascii_is_told_by_its_last_line() -> None:
    text = "household,name,category\n" + "1-101,ladder,tools\n" * 20_000 + "1-101,烤箱,厨房\n"
    assert list(table(text, "gb18030").rows)[-1][1] == ["1-101", "烤箱", "厨房"]


def test_the_line_is_where_the_row_begins() -> None:
    rows = list(table('a,b\n1,"x\ny\nz"\n\n ,\n2,w\n').rows)
    assert [(line, cells) for line, cells, _trouble in rows] == [
        (2, ["1", "x\ny\nz"]),
        (6, [" ", ""]),
        (7, ["2", "w"]),
    ]


def test_blank_lines_before_the_header_are_passed_over() -> None:
    read = table("\n,,\n住址,物品\n1-101,烤箱\n")
    assert read.header == ("住址", "物品")
    assert list(read.rows) == [(4, ["1-101", "烤箱"], "")]


def test_short_rows_are_filled_and_empty_extra_cells_dropped() -> None:
    assert [cells for _line, cells, _t in table("a,b\n1\n1,2,,\n").rows] == [["1", ""], ["1", "2"]]


@pytest.mark.parametrize("broken", ['1,"open', '1,"x"y', '"1'])
def test_a_broken_quote_costs_its_own_line_only(broken: str) -> None:
    rows = list(table(f"a,b\n{broken}\n2,fine\n3,also\n").rows)
    assert [(line, bool(trouble)) for line, _cells, trouble in rows] == [
        (2, True),
        (3, False),
        (4, False),
    ]
    assert rows[1][1] == ["2", "fine"]


def test_too_many_cells_and_an_endless_cell_cost_one_row() -> None:
    rows = list(table("a,b\n1,2,3\n" + "x" * 200_000 + ",1\n4,5\n").rows)
    assert [bool(trouble) for _line, _cells, trouble in rows] == [True, True, False]


def test_rows_can_be_read_again() -> None:
    rows = table(ITEMS).rows
    assert list(rows) == list(rows)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n \n,,,\n", "empty"),
        (b"%PDF-1.4\n1 0 obj", "PDF"),
        (b"PK\x03\x04rest", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "workbook"),
        ("住址,物品\n".encode("utf-16"), "UTF-16"),
        (b"a,b\n1,\0\n", "binary"),
        (b"a,b\n1,\xff\xff\n", "neither UTF-8 nor GB18030"),
        (
            "住址,物品,类别\n1-101,烤箱".encode() + b"\xe7\x83\n",
            "broken characters, first in line 2",
        ),
        (b"\xef\xbb\xbfa,\xce\xd2\n", "broken characters"),
        (b'"a,b\n1,2\n', "cannot be read"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(StoreError) as refused:
        parse_table("file.csv", data)
    assert says in refused.value.sentence
    assert "\n" not in refused.value.sentence


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.csv", Path("/dev/null"), tmp_path / "a\0b"):
        with pytest.raises(StoreError) as refused:
            read_table(path)
        assert refused.value.sentence.isprintable()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.csv"
    path.write_text(ITEMS, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(StoreError, match="cannot be read"):
        read_table(path)


def test_a_file_name_cannot_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[2J.csv"
    path.write_text(ITEMS, encoding="utf-8")
    assert read_table(path).name == "a?[2J.csv"
