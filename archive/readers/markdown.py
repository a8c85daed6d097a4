"""Markdown as people keep it: front matter (YAML or TOML) written by hand, then the text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from textwrap import dedent
from typing import Any

from archive import mapping
from archive.article import Article
from archive.dates import read_date
from archive.errors import NoArticle, ReaderError
from archive.readers.headings import arrange
from archive.readers.metadata import article_from, attribute_of
from archive.readers.source import Source

_YAML = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_PAIR = re.compile(r"([^\s#'\"\[{&*!|>%@`-][^:\n]{0,60}|\"[^\"\n]+\"|'[^'\n]+'):(?=\s|$)[ \t]*(.*)")
_COMMENT = re.compile(r"\s+#.*$")
_DAY_IN_NAME = re.compile(r"(?<!\d)(\d{4}-\d\d-\d\d)(?!\d)")
_HINT = "Mend the front matter (`key: value` lines between two lines of `---`) and add the file again."


def read(source: Source) -> Iterator[Article | ReaderError]:
    """Read the one article of a Markdown file.

    What the front matter does not say may come from the text (a headline: its first heading) or from the
    file's name (a date: `2022-12-21-….md`). Front matter that YAML refuses is read key by key; raises
    ReaderError with the line where that cannot be done either, NoArticle where no text follows it.
    """
    values, body = _parts(source.text, source.name)
    if not body.strip():
        raise NoArticle(
            f"{source.name} has front matter, but no text.", hint="Add the text below the second `---`."
        )
    article = article_from(values, body="")
    if article.published is None:
        day = _DAY_IN_NAME.search(PurePath(source.name).name)
        article = replace(article, published=read_date(day[1]) if day else None)
    yield arrange(article, body)


def _parts(text: str, name: str) -> tuple[dict[str, Any], str]:
    """Take a text apart into its front matter and its body."""
    if text.startswith("+++"):
        toml = _TOML.match(text)
        if toml:
            return _toml(toml[1], name), text[toml.end() :]
    yaml = _YAML.match(text)
    if yaml and any(_PAIR.match(line.lstrip()) for line in yaml[1].split("\n")):
        return _yaml(yaml[1], name), text[yaml.end() :]
    lines = text.split("\n", 2)
    if not yaml and lines[0].rstrip() in ("---", "+++") and len(lines) > 1 and _PAIR.match(lines[1]):
        raise ReaderError(
            f"{name}, line 1: the front matter is not closed by a line of `{lines[0][:3]}`.", hint=_HINT
        )
    return {}, text


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ReaderError(f"{name}: the front matter is not valid TOML ({error}).", hint=_HINT) from error


def _yaml(text: str, name: str) -> dict[str, Any]:
    """Read YAML; where it is broken, read each key by itself, so that one slip does not hide the others."""
    for attempt in (text, text := dedent(text.expandtabs(4))):
        try:
            return mapping.read(attempt)
        except mapping.Misread:
            continue
    values: dict[str, Any] = {}
    for line, block in _blocks(text):
        try:
            values |= mapping.read(block)
        except mapping.Misread as problem:
            values |= _slip(block, problem, f"{name}, line {line}")
    return values


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Give each key with the lines that belong to it, and the line of the file it starts in (from 1)."""
    start, block = 2, ""
    for number, line in enumerate(text.split("\n"), start=2):
        if _PAIR.match(line) and block.strip():
            yield start, block
            start, block = number, ""
        elif not block.strip():
            start = number
        block += line + "\n"
    if block.strip():
        yield start, block


def _slip(block: str, problem: mapping.Misread, where: str) -> dict[str, Any]:
    """Read a key whose value YAML refuses as its lines stand, unless a quote or bracket is open.

    What lies in several lines is kept as it stands where the key is not known here; else it is an error.
    """
    lines = [
        line.rstrip() for line in block.split("\n") if line.strip() and not line.lstrip().startswith("#")
    ]
    if not lines:
        return {}
    pair = _PAIR.fullmatch(lines[0])
    if pair is not None:
        key, value = pair[1].strip("\"'"), _COMMENT.sub("", pair[2]).strip()
        if len(lines) == 1 and not _is_open(value):
            quoted = value[:1] in ("'", '"') and value.count(value[0]) == 2 and value.endswith(value[0])
            return {key: value[1:-1] if quoted else value}
        if len(lines) > 1 and attribute_of(key)[0] is None:
            return {key: "\n".join([value, *lines[1:]]).strip("\n")}
    raise ReaderError(f"{where}: the front matter is {problem}.", hint=_HINT)


def _is_open(value: str) -> bool:
    """Tell a value whose quote or bracket is not closed."""
    if value[:1] in ("'", '"'):
        return value.count(value[0]) % 2 == 1
    return value.count("[") != value.count("]") or value.count("{") != value.count("}")
