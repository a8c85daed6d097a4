"""The rows of a file of records, read as a stream: JSON lines, JSON lists and objects, tables."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from archive.errors import NoArticle, ReaderError
from archive.readers.encoding import STRAY, decode_line
from archive.readers.metadata import attribute_of
from archive.readers.source import MAX_ARTICLE_BYTES

MAX_RECORD = MAX_ARTICLE_BYTES
"""A record above this many bytes is no article; it is passed over without being held in memory."""

MOST_EMPTY = 1_000_000
"""Empty lines one after the other; a file of more was made to keep a reader busy."""

_BLOCK = 1 << 20
_DELIMITERS = ",;\t|"
_LISTS = ("articles", "items", "records", "results", "documents", "docs", "data", "entries", "posts", "hits")
_WIDE = ("utf-16", "utf-32")
_TOO_LONG = f"the record is longer than {MAX_RECORD // 1_000_000} MB"
_EXCESSIVE = "not valid JSON (too many digits, or too deep)"
_NOT_KEYS = "the record is not a list of keys and values"


@dataclass(frozen=True, slots=True)
class Row:
    """A record as it was read: where it stands, its values or what is wrong, its bytes (JSON lines)."""

    where: str
    values: dict[str, Any] | None = None
    raw: bytes | None = None
    problem: str | None = None


def one_a_line(start: str) -> bool:
    """Tell JSON lines from JSON that is laid out over several lines, by how the file starts."""
    return start.startswith("{") and (_loaded(start.split("\n", 1)[0])[1] is None or "\n" not in start)


def json_lines(stream: BinaryIO, encoding: str) -> Iterator[Row]:
    """Read a record a line; only LF ends a line, since texts hold U+2028 and the like."""
    wide = encoding.startswith(_WIDE)
    lines = (
        (line.encode("utf-8", "replace") for line in _decoded(stream, encoding)) if wide else _lines(stream)
    )
    empty = 0
    for number, line in enumerate(lines, start=1):
        where = f"line {number}"
        empty = 0 if line is None or not line.isspace() else empty + 1
        if empty > MOST_EMPTY:
            yield Row(where, problem=f"{MOST_EMPTY:,} lines above it are empty; the rest is not read")
            return
        if line is None:
            yield Row(where, problem=_TOO_LONG)
        elif raw := line.strip().removeprefix(codecs.BOM_UTF8):
            values, problem = _loaded(decode_line(raw, "utf-8" if wide else encoding))
            listed = _listed(values) if number == 1 else None
            if listed is not None:
                yield from _rows(listed)
            elif problem is None and not isinstance(values, dict):
                yield Row(where, problem=_NOT_KEYS)
            else:
                yield Row(where, values, raw, problem)


def json_values(stream: BinaryIO, encoding: str) -> Iterator[Row]:
    """Read the objects of a JSON list, or objects one after the other; one alone may hold a list of them."""
    window = _Window(stream, encoding)
    in_list = window.skip("[")
    number = 0
    while window.skip(",") or not window.at_end():
        if in_list and window.skip("]"):
            break
        number += 1
        value, problem = window.value()
        where = f"record {number}"
        if problem is not None:
            yield Row(where, problem=problem)
            return
        if number == 1 and not in_list and window.at_end():
            yield from _rows(_listed(value) or [value])
        else:
            yield _row(where, value)


def table(stream: BinaryIO, encoding: str, name: str) -> Iterator[Row]:
    """Read the rows of a table whose first line names its columns; raises NoArticle where none is text."""
    lines = _decoded(stream, encoding)
    first = next(lines, "")
    if first.lower().startswith("sep="):  # Excel's own first line
        first = next(lines, "")
    delimiter = _delimiter(first)
    csv.field_size_limit(MAX_RECORD)
    reader = csv.reader(_with_first(first, lines), delimiter=delimiter, skipinitialspace=True)
    columns = [column.strip() for column in next(reader, [])]
    if not {"body", "headline"} & {attribute_of(column)[0] for column in columns}:
        raise NoArticle(
            f"{name} has no column for the text or the headline (its columns: {', '.join(columns)[:200]}).",
            hint="Name one `text` or `headline` in the first line.",
        )
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(f"line {line}", problem=f"the row is not valid ({error})")
            continue
        if any(cells):
            yield _table_row(f"line {line}", columns, cells)


def _table_row(where: str, columns: list[str], cells: list[str]) -> Row:
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        return Row(
            where, problem=f"the row has {len(cells)} cells, the first line names {len(columns)} columns"
        )
    return Row(where, dict(zip(columns, cells, strict=False)))


def _delimiter(line: str) -> str:
    """Choose the delimiter that gives the most columns whose meaning is known."""

    def known(delimiter: str) -> tuple[int, int]:
        cells = line.split(delimiter)
        return sum(attribute_of(cell.strip().strip('"'))[0] is not None for cell in cells), len(cells)

    return max(_DELIMITERS, key=known)


def _with_first(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _row(where: str, value: Any) -> Row:
    return Row(where, value) if isinstance(value, dict) else Row(where, problem=_NOT_KEYS)


def _rows(values: list[Any]) -> Iterator[Row]:
    return (_row(f"record {number}", value) for number, value in enumerate(values, start=1))


def _listed(value: Any) -> list[Any] | None:
    """Give the records of an object that is no article but holds a list of them ({"articles": [ … ]})."""
    if not isinstance(value, dict) or any(attribute_of(key)[0] == "body" for key in value):
        return None
    lists = (value[key] for key in _LISTS if isinstance(value.get(key), list))
    return next((rows for rows in lists if rows and isinstance(rows[0], dict)), None)


def _loaded(text: str) -> tuple[Any, str | None]:
    """Load JSON: its value and None, or None and what is wrong with it."""
    try:
        return json.loads(text), None
    except json.JSONDecodeError as error:
        return None, _not_json(error)
    except (ValueError, RecursionError):  # a number of thousands of digits, or as many brackets
        return None, _EXCESSIVE


def _not_json(error: json.JSONDecodeError) -> str:
    said = error.msg[:1].lower() + error.msg[1:].removesuffix(" at").removesuffix(" starting")
    return f"not valid JSON ({said}, character {error.colno})"


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Give the lines of a stream as bytes; None for one that is too long, whatever its length."""
    while line := stream.readline(MAX_RECORD + 1):
        if len(line) <= MAX_RECORD:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_BLOCK)
        yield None


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(encoding)("surrogateescape" if encoding == "utf-8" else "replace")


def _decoded(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Give the lines of a stream as text, every end of line as LF; one that is too long comes in pieces."""
    decoder = io.IncrementalNewlineDecoder(_decoder(encoding), translate=True)
    rest, mark = "", "\ufeff"
    while block := stream.read(_BLOCK):
        text = (rest + decoder.decode(block).translate(STRAY)).lstrip(mark)
        *lines, rest = text.split("\n")
        yield from (f"{line}\n" for line in lines)
        if len(rest) > MAX_RECORD:
            yield rest
            rest = ""
        mark = ""
    if rest := rest + decoder.decode(b"", final=True).translate(STRAY):
        yield rest


class _Window:
    """The part of a long JSON text that is being read."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._incremental = _decoder(encoding)
        self._decode = json.JSONDecoder().raw_decode
        self._text = ""
        self._at = 0
        self._ended = False
        self._more()

    def at_end(self) -> bool:
        """Move to the next character that is no space; tell whether there is none."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n\ufeff\x1e":
                self._at += 1
            if self._at < len(self._text) or not self._more():
                return self._at >= len(self._text)

    def skip(self, character: str) -> bool:
        """Move past the next character if it is this one."""
        if self.at_end() or self._text[self._at] != character:
            return False
        self._at += 1
        return True

    def value(self) -> tuple[Any, str | None]:
        """Read the next value: it and None, or None and what is wrong with it."""
        while True:
            try:
                value, self._at = self._decode(self._text, self._at)
                return value, None
            except json.JSONDecodeError as error:
                problem = _not_json(error)
            except (ValueError, RecursionError):
                return None, _EXCESSIVE
            if len(self._text) - self._at > MAX_RECORD:
                return None, _TOO_LONG
            if not self._more():
                return None, problem

    def _more(self) -> bool:
        """Read on, at least as much again as is still unread, so that no value is tried too often."""
        if self._ended:
            return False
        rest = self._text[self._at :]
        block = self._stream.read(max(_BLOCK, len(rest)))
        self._ended = not block
        self._text = rest + self._incremental.decode(block, final=self._ended).translate(STRAY)
        self._at = 0
        return not self._ended


def limited(stream: io.BufferedIOBase, limit: int, name: str) -> BinaryIO:
    """Let no more than `limit` bytes be read from what is being unpacked; then raise ReaderError."""
    return io.BufferedReader(_Limited(stream, limit, name), _BLOCK)


class _Limited(io.RawIOBase):
    def __init__(self, stream: io.BufferedIOBase, limit: int, name: str) -> None:
        self._stream, self._left, self._name = stream, limit, name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        block = self._stream.read1(len(buffer))  # not more than is there: the rest may be damaged
        self._left -= len(block)
        if self._left < 0:
            raise ReaderError(
                f"{self._name} unpacks to far more than articles would, so it is not read on.",
                hint="Unpack it and look at it before adding it.",
            )
        buffer[: len(block)] = block
        return len(block)
