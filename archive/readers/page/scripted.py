"""The text that only a page's scripts hold, for a browser to draw: in JSON-LD, or in data with markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from archive.readers.hypertext import paragraphs_of
from archive.readers.page.statements import Statements
from archive.readers.paragraphs import markdown, of_text

LONGEST_SCRIPT = 5_000_000
"""Code points of a script that is looked through."""

SHORTEST_TEXT = 300
"""Code points; a shorter text is a teaser or a notice."""

_STRING = re.compile(r'"((?:[^"\\\n]|\\.){300,})"')
_MARKED_UP = re.compile(r"(?:<|\\u003c)(?:p|br)\b", re.IGNORECASE)
_DEEPER = 2
"""Levels of JSON written as a string within JSON that are looked into."""


def scripted_text(scripts: Iterable[str], said: Statements) -> str:
    """Give the body of the article as Markdown, from JSON-LD or the longest text in a script; or nothing."""
    declared = said.article.get("articleBody")
    texts = [declared] if isinstance(declared, str) else _texts(scripts)
    text = max(texts, key=len, default="")
    body = markdown(paragraphs_of(text) if _MARKED_UP.search(text) else of_text(text))
    return body if len(body) >= SHORTEST_TEXT else ""


def _texts(scripts: Iterable[str]) -> Iterator[str]:
    for text in scripts:
        if len(text) <= LONGEST_SCRIPT and _MARKED_UP.search(text):
            yield from _strings(text)


def _strings(script: str, depth: int = 0) -> Iterator[str]:
    """Give the long strings of a script that are marked up, those inside other strings too."""
    for match in _STRING.finditer(script):
        if not _MARKED_UP.search(match[1]):
            continue
        try:
            text = json.loads(match[0], strict=False)
        except ValueError:
            continue
        if text.lstrip().startswith(("{", "[")) and depth < _DEEPER:
            yield from _strings(text, depth + 1)
        else:
            yield text
