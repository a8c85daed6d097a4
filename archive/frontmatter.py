r"""The format of an article's file: YAML front matter between `---` lines, a blank line, a Markdown body.

::

    ---
    headline: Alibaba investiert 53 Milliarden Dollar
    authors:
      - Oleg Tkachenko
    published: 2025-02-24
    provenance:
      original: ~/Downloads/alibaba.txt
      sha256: 3fdba35f04dc8c462986c992bcf875546257113072a909c162f7e470e581e278
    rating: 5
    ---

    The body.

Keys come in the order of `Article`, then those this program does not know (`Article.extra`), as they were.
What is unknown or empty is left out. Comments in the front matter are lost when an article is written anew;
keys and values are not. What is written is normal: Unicode NFC, \n for newlines, no blank lines at the ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from archive import mapping
from archive.article import Article, Provenance
from archive.dates import Moment, read_date
from archive.errors import DamagedArticle
from archive.frozen import replace

LINES: Final = ("headline", "byline", "source", "section", "language", "url")
"""Fields of one line."""

PARAGRAPHS: Final = ("dek", "disclaimer")
"""Fields of one or more paragraphs."""

LISTS: Final = ("authors", "tags", "captions")
MOMENTS: Final = ("published", "updated")
ORIGIN: Final = ("original", "sha256", "reader", "added", "record")

KEYS: Final = (
    *("headline", "dek", "authors", "byline", "published", "updated", "source", "section", "language", "url"),
    *("tags", "captions", "disclaimer", "provenance"),
)
"""The keys of the front matter this program knows, in the order they are written."""

_FENCE: Final = re.compile(r"(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_UNWRITABLE: Final = re.compile("[\0\ud800-\udfff]")
_SPACES: Final = re.compile(r"\s+")


def split(text: str, path: Path) -> tuple[dict[str, Any], str]:
    """Take a text apart into its front matter and its body (as it stands, without blank lines around it).

    A text that does not begin with `---` is all body. Raises DamagedArticle, with the line, where the front
    matter is not closed or is not a YAML mapping.
    """
    if not text.startswith("---") or not _FENCE.match(text):
        return {}, text.strip("\n")
    start = text.index("\n") + 1 if "\n" in text else len(text)
    end = _closing(text, start)
    if end is None:
        raise DamagedArticle(f"{path}: the front matter is not closed by a line of `---`.", path, 1)
    try:
        known = mapping.read(text[start : end.start()])
    except mapping.Misread as problem:
        line = problem.line + 2
        raise DamagedArticle(f"{path}, line {line}: {problem}.", path, line) from problem
    return known, text[end.end() :].strip("\n")


def read(text: str, path: Path) -> Article:
    """Read an article from the text of its file; its id is the stem of `path`.

    Raises DamagedArticle, with the line, where a key that this program knows has a value it cannot have.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    known, body = split(text, path)
    try:
        fields = {key: _value(key, known.pop(key)) for key in KEYS if key in known}
    except mapping.Misread as problem:
        line = _line_of(text, problem.key)
        raise DamagedArticle(f"{path}, line {line}: {problem}.", path, line) from problem
    given = {key: value for key, value in fields.items() if value is not None}
    return Article(**given, body=body, extra=known, id=path.stem)


def write(article: Article) -> str:
    """Write an article as the text of its file; reading that gives `normal(article)`."""
    return write_normal(normal(article))


def write_normal(article: Article) -> str:
    """Write an article that is normal already."""
    return f"---\n{mapping.write(_pairs(article))}---\n\n{article.body}\n"


def normal(article: Article) -> Article:
    """Give the article as its file keeps it: Unicode NFC, tidy newlines and spaces, nothing that is empty."""
    values: dict[str, Any] = {key: _line(getattr(article, key)) for key in LINES}
    values |= {key: _paragraphs(getattr(article, key)) for key in PARAGRAPHS}
    values |= {key: tuple(filter(None, map(_line, getattr(article, key)))) for key in LISTS}
    origin = article.provenance
    return replace(
        article,
        **values,
        provenance=Provenance(**{key: _line(getattr(origin, key)) for key in ORIGIN}),
        body=clean(article.body).strip("\n"),
        extra={clean(str(key)): _tidy(value) for key, value in article.extra.items() if key not in KEYS},
    )


def clean(text: str) -> str:
    """Give a text in Unicode NFC with newlines alone between lines, without what no file of text can hold."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text or not (text.isascii() or _encodes(text)):
        text = _UNWRITABLE.sub("\ufffd", text)
    return unicodedata.normalize("NFC", text)


def _encodes(text: str) -> bool:
    """Tell whether a text is free of surrogates: many times as fast as to look for them."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _closing(text: str, start: int) -> re.Match[str] | None:
    return next((fence for fence in _FENCE.finditer(text, start) if _begins_line(text, fence)), None)


def _begins_line(text: str, fence: re.Match[str]) -> bool:
    return text[fence.start() - 1] == "\n"


def _line(text: str | None) -> str | None:
    if not text:
        return None
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip() or None
    return _SPACES.sub(" ", clean(text)).strip() or None


def _paragraphs(text: str | None) -> str | None:
    return clean(text).strip() or None if text else None


def _tidy(value: Any) -> Any:
    """Clean the texts in a value of any shape."""
    if type(value) is str:
        return clean(value)
    if isinstance(value, Mapping):
        return {_tidy(key): _tidy(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_tidy(item) for item in value]
    return value


def _pairs(article: Article) -> Iterator[tuple[str, Any]]:
    for key in KEYS:
        value = getattr(article, key)
        if key == "provenance":
            value = {name: part for name in ORIGIN if (part := getattr(value, name))}
            if "added" in value:
                value["added"] = _stamp(value["added"])
        elif key in MOMENTS and value is not None:
            value = mapping.Plain(value.isoformat())
        if value:
            yield key, value
    yield from article.extra.items()


def _stamp(text: str) -> str:
    return mapping.Plain(text) if text[:4].isdigit() else text


def _value(key: str, value: Any) -> Any:
    """Read the value of a key this program knows; None where it is empty."""
    if value is None or value == "":
        return None
    if key in LISTS:
        return tuple(_text(key, item) for item in (value if isinstance(value, list) else [value]))
    if key in MOMENTS:
        return _moment(key, value)
    if key == "provenance":
        return _provenance(value)
    return _text(key, value)


def _text(key: str, value: Any) -> str:
    if isinstance(value, bool | int | float):
        return str(value).lower()
    if not isinstance(value, str):
        raise mapping.Misread(f"`{key}` is not a text", key=key)
    return str(value)


def _moment(key: str, value: Any) -> Moment:
    text = _text(key, value)
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        moment = read_date(text)
    if moment is None:
        raise mapping.Misread(f"`{key}: {text[:40]}` is no date (write it as 2025-02-24)", key=key)
    return moment


def _provenance(value: Any) -> Provenance:
    if not isinstance(value, Mapping):
        raise mapping.Misread("`provenance` is not a list of keys and values", key="provenance")
    parts = {name: value[name] for name in ORIGIN if value.get(name) is not None}
    return Provenance(**{name: _text("provenance", part) for name, part in parts.items()})


def _line_of(text: str, key: str | None) -> int:
    for number, line in enumerate(text.split("\n"), start=1):
        if key is not None and line.lstrip("'\"").startswith(key):
            return number
    return 1
