"""A CSV file as rows of cells: its encoding, its delimiter, and what is wrong with its quotes."""

from __future__ import annotations

import csv
import io
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from store.errors import StoreError, system_reason
from store.language import _
from store.text import shown

MOST_BYTES = 512_000_000
_DELIMITERS = (",", ";", "\t")
_MAGIC = ((b"%PDF", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"\x1f\x8b", "GZIP"))
_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"

# A row: the line it begins on, its cells, and what is wrong with it as a row (empty if nothing).
Record = tuple[int, list[str], str]


@dataclass(frozen=True)
class Table:
    """A file's header and its rows, which are taken apart anew each time they are asked for."""

    name: str
    header: tuple[str, ...]
    rows: Iterable[Record]


def read_table(path: Path) -> Table:
    """The table in a CSV file: UTF-8 with or without BOM or GB18030, with `,` `;` or tab.

    Raises StoreError, in one sentence, for what is not there, cannot be read or is no such table.
    """
    return parse_table(shown(path.name, 80), _read(path))


def read_stream(name: str, file: BinaryIO) -> Table:
    """The table in a stream called `name`, as read_table would read it. Raises StoreError."""
    try:
        data = _whole(name, file)
    except OSError as trouble:
        raise _unreadable(name, trouble) from trouble
    return parse_table(name, data)


def parse_table(name: str, data: bytes) -> Table:
    """The table in `data`, which comes from a file called `name`. Raises StoreError."""
    text = _decoded(name, data)
    line, heading = _first_line(text)
    if not heading:
        raise StoreError(
            _("Empty file"),
            _("{file} is empty; it needs a first line that names its columns.").format(file=name),
        )
    delimiter = max(_DELIMITERS, key=lambda sign: len(_cells(heading, sign)))
    rows = _Rows(text, delimiter, line)
    header, trouble = rows.header()
    if trouble:
        raise StoreError(
            _("No header"),
            _("{file}: the first line, which names the columns, cannot be read: {reason}").format(
                file=name, reason=trouble
            ),
        )
    return Table(name, tuple(header), rows)


def _read(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise StoreError(
                _("Not a file"),
                _("{path} is a folder. Please name a file.").format(path=shown(str(path), 200)),
            )
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise StoreError(
                _("Not a file"), _("{path} is not a file.").format(path=shown(str(path), 200))
            )
        with path.open("rb") as file:
            return _whole(shown(path.name, 80), file)
    except FileNotFoundError as trouble:
        raise StoreError(
            _("No such file"),
            _("There is no file {path}.").format(path=shown(str(path), 200)),
        ) from trouble
    except (OSError, ValueError) as trouble:
        # ValueError: a NUL in the name.
        raise _unreadable(shown(str(path), 200), trouble) from trouble


def _unreadable(path: str, trouble: OSError | ValueError) -> StoreError:
    return StoreError(
        _("Not readable"),
        _("{path} cannot be read: {reason}.").format(path=path, reason=system_reason(trouble)),
    )


def _whole(name: str, file: BinaryIO) -> bytes:
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise StoreError(
            _("Too large"),
            _("{file} is larger than {most} MB. Please split it.").format(
                file=name, most=MOST_BYTES // 1_000_000
            ),
        )
    return data


def _decoded(name: str, data: bytes) -> str:
    _refuse_binary(name, data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        if data.startswith(_BOM) or _mostly_utf8(data):
            raise StoreError(
                _("Broken text"),
                _("{file} is UTF-8 with broken characters, first in line {line}.").format(
                    file=name, line=data.count(b"\n", 0, trouble.start) + 1
                ),
            ) from trouble
    try:
        return data.decode("gb18030").removeprefix("\ufeff")
    except UnicodeDecodeError as trouble:
        raise StoreError(
            _("Unknown encoding"),
            _("{file} is neither UTF-8 nor GB18030. Please save it as CSV in UTF-8.").format(
                file=name
            ),
        ) from trouble


def _refuse_binary(name: str, data: bytes) -> None:
    if data.startswith(_WORKBOOKS):
        raise StoreError(
            _("Not a CSV file"),
            _("{file} is a workbook or an archive. Please save the sheet as CSV in UTF-8.").format(
                file=name
            ),
        )
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise StoreError(
                _("Not a CSV file"),
                _("{file} is a {what} file, not a CSV table.").format(file=name, what=what),
            )
    if data.startswith(_UTF16):
        raise StoreError(
            _("Not a CSV file"),
            _("{file} is in UTF-16. Please save it as CSV in UTF-8.").format(file=name),
        )
    if b"\0" in data:
        raise StoreError(
            _("Not a CSV file"),
            _("{file} holds binary data, not a CSV table.").format(file=name),
        )


def _mostly_utf8(data: bytes) -> bool:
    """Whether so much of `data` is good UTF-8 that the rest is damage, not another encoding."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(not c.isascii() for c in text) - broken
    return good > 3 * broken


def _first_line(text: str) -> tuple[int, str]:
    """The number and the text of the first line that says anything; an empty text if none does."""
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if line.strip(" \t\r\n,;\ufeff"):
            return number, line
    return 1, ""


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


class _Rows:
    """The rows of a text behind its header, one at a time."""

    def __init__(self, text: str, delimiter: str, header_line: int) -> None:
        self._text = text
        self._delimiter = delimiter
        self._header_line = header_line
        self._width = 0

    def header(self) -> tuple[list[str], str]:
        """The cells of the header, and what is wrong with it."""
        _line, cells, trouble = next(self._records())
        self._width = len(cells)
        return [cell.strip() for cell in cells], trouble

    def __iter__(self) -> Iterator[Record]:
        width = self._width
        records = self._records()
        next(records)
        for record in records:
            line, cells, trouble = record
            if not any(cells):
                continue
            if len(cells) != width and not trouble:
                while len(cells) > width and not cells[-1].strip():
                    cells.pop()
                if len(cells) > width:
                    yield line, cells, _too_many(len(cells), width)
                    continue
                cells.extend([""] * (width - len(cells)))
            yield record

    def _records(self) -> Iterator[Record]:
        """Every row as csv reads it; after a broken one it goes on with the next line."""
        file = io.StringIO(self._text, newline="")
        for _blank in range(1, self._header_line):
            file.readline()
        before = self._header_line - 1
        reader = self._reader(file)
        while True:
            start, line = file.tell(), before + reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as trouble:
                file.seek(start)
                broken = file.readline().rstrip("\r\n")
                # Whole in one cell, so that it is refused again until somebody has mended it.
                yield line, [broken], _said(trouble)
                before, reader = line, self._reader(file)
            else:
                yield line, cells, ""

    def _reader(self, file: io.StringIO):
        return csv.reader(file, delimiter=self._delimiter, strict=True)


def _too_many(count: int, width: int) -> str:
    return _(
        "The row has {count} cells, the header only {width}. "
        "Please put a cell that holds a comma in quotes."
    ).format(count=count, width=width)


def _said(trouble: csv.Error) -> str:
    if "field larger" in str(trouble):
        return _("A cell is far too long; perhaps a quote is never closed.")
    return _("The quotes in this row are broken. Please close each one, or take them out.")
