"""The pages of a SQLite file read as bytes, where its own first page leads nowhere any more.

https://www.sqlite.org/fileformat2.html says how they are laid out.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

_LEAF_OF_TABLE = 0x0D
_HEADER = 100

# What a record's serial types say of its whole numbers and floats: how many bytes they take.
_BYTES = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8, 8: 0, 9: 0}


def schema_rows(file: Path, page_size: int) -> Iterator[tuple[str, str, str, int, str]]:
    """Every row of a schema on any page: type, name, table, root page and SQL.

    Also those on pages that are in use no more.
    """
    for _number, page, start in _leaves(file, page_size):
        for _rowid, record in _cells(page, start):
            with suppress(IndexError, ValueError):
                row = _record(record, damaged="replace")
                if len(row) == 5 and row[0] in ("table", "index", "view"):
                    kind, name, table, root, sql = row
                    if isinstance(root, int) and isinstance(sql, str):
                        yield kind, name, table, root, sql


def rows(file: Path, page_size: int, wanted: Container[int]) -> Iterator[tuple[int, list[Any]]]:
    """The rows of any table whose ids are `wanted`, on any page that is in use.

    Each with its id and its values in the order of the columns; the id itself stands there as None.
    Rows that do not fit on one page are passed over.
    """
    free = _free_pages(file, page_size)
    for number, page, start in _leaves(file, page_size):
        if number not in free:
            for rowid, record in _cells(page, start):
                if rowid in wanted:
                    with suppress(IndexError, ValueError):
                        yield rowid, _record(record)


def empty_first_page(header: bytes, page_size: int, pages: int) -> bytes:
    """A first page by a store's `header`, with a schema that is still to be written."""
    first = bytearray(page_size)
    first[:_HEADER] = header[:_HEADER]
    first[16:18] = (1 if page_size == 65536 else page_size).to_bytes(2, "big")
    first[18:20] = b"\1\1"  # no WAL
    first[28:32] = pages.to_bytes(4, "big")
    first[32:40] = bytes(8)  # no list of free pages: none is given out again
    first[92:96] = first[24:28]
    first[_HEADER] = _LEAF_OF_TABLE
    first[_HEADER + 5 : _HEADER + 7] = (page_size & 0xFFFF).to_bytes(2, "big")
    return bytes(first)


def _leaves(file: Path, page_size: int) -> Iterator[tuple[int, bytes, int]]:
    """Each leaf page of a table: its number, its bytes, and where among them it begins."""
    with file.open("rb") as pages:
        for number in count(1):
            page = pages.read(page_size)
            if len(page) < page_size:
                return
            start = _HEADER if number == 1 else 0
            if page[start] == _LEAF_OF_TABLE:
                yield number, page, start


def _cells(page: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The ids and records of a leaf page, those that lie on it whole."""
    cells = int.from_bytes(page[start + 3 : start + 5], "big")
    for cell in range(cells):
        pointer = start + 8 + 2 * cell
        at = int.from_bytes(page[pointer : pointer + 2], "big")
        with suppress(IndexError, ValueError):
            length, at = _varint(page, at)
            rowid, at = _varint(page, at)
            if length <= len(page) - 35 and at + length <= len(page):
                yield rowid, page[at : at + length]


def _free_pages(file: Path, page_size: int) -> set[int]:
    """The pages that were given back, as far as the list of them can be followed."""
    free: set[int] = set()
    with file.open("rb") as pages:
        trunk = int.from_bytes(pages.read(36)[32:36], "big")
        while trunk and trunk not in free:
            free.add(trunk)
            pages.seek((trunk - 1) * page_size)
            page = pages.read(page_size)
            leaves = min(int.from_bytes(page[4:8], "big"), page_size // 4 - 2)
            free.update(
                int.from_bytes(page[8 + 4 * leaf : 12 + 4 * leaf], "big") for leaf in range(leaves)
            )
            trunk = int.from_bytes(page[:4], "big")
    return free


def _record(payload: bytes, damaged: str = "strict") -> list[Any]:
    """The values of a row; `damaged` says what Python does with text that is not UTF-8."""
    header_length, at = _varint(payload, 0)
    body = header_length
    values: list[Any] = []
    while at < header_length:
        kind, at = _varint(payload, at)
        length = _BYTES[kind] if kind in _BYTES else (kind - 12) // 2
        if body + length > len(payload) or length < 0:
            raise ValueError(kind)
        values.append(_value(kind, payload[body : body + length], damaged))
        body += length
    return values


def _value(kind: int, raw: bytes, damaged: str) -> Any:
    if kind >= 13 and kind % 2:
        return raw.decode(errors=damaged)
    if 1 <= kind <= 6:
        return int.from_bytes(raw, "big", signed=True)
    return {8: 0, 9: 1}.get(kind)


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    """A whole number of one to nine bytes, and where the next thing begins."""
    value = 0
    for place in range(9):
        byte = raw[at + place]
        if place == 8:
            return (value << 8) | byte, at + 9
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, at + place + 1
    raise ValueError(at)
