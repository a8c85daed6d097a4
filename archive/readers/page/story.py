"""The text of a page: body in paragraphs under their headings, dek and captions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass

import trafilatura
from lxml import etree, html

from archive.readers.page.headline import fold
from archive.readers.page.markup import line, text_of
from archive.readers.page.statements import Statements, text_in

_BLOCKS = frozenset(("p", "head", "list", "quote", "table", "code", "item", "row"))


@dataclass(frozen=True, slots=True)
class Story:
    """The parts of an article below its headline; `body` is Markdown, paragraphs apart by a blank line."""

    body: str = ""
    dek: str | None = None
    captions: tuple[str, ...] = ()


def story_of(tree: html.HtmlElement, said: Statements, headline: str | None) -> Story:
    """Read the text of the page; empty where there is none."""
    captions = tuple(dict.fromkeys(filter(None, (text_of(one, 600) for one in tree.iter("figcaption")))))[
        :100
    ]
    dek = text_in(said.article.get("description")) or said.first("og:description", "description")
    document = trafilatura.bare_extraction(copy(tree), include_comments=False)
    if document is None or document.body is None:
        return Story(dek=dek, captions=captions)
    paragraphs = list(_paragraphs(document.body))
    wanted = fold(headline or "")
    while paragraphs and wanted and fold(paragraphs[0]) == wanted:
        del paragraphs[0]
    return Story("\n\n".join(paragraphs), dek, captions)


def _paragraphs(body: etree._Element) -> Iterator[str]:
    for element in body:
        text = _text(element)
        if not text:
            continue
        if element.tag == "head":
            yield f"## {line(text)}"
        else:
            yield text


def _text(element: etree._Element) -> str:
    if element.tag == "list":
        return "\n".join(f"- {text}" for item in element if (text := line("".join(item.itertext()))))
    if element.tag == "table":
        return "\n".join(
            " | ".join(line("".join(cell.itertext())) for cell in row) for row in element.iter("row")
        )
    if element.tag == "quote":
        return "\n".join(f"> {text}" for text in _lines(element))
    return "\n".join(_lines(element))


def _lines(element: etree._Element) -> list[str]:
    for newline in element.iter("lb"):
        newline.tail = "\n" + (newline.tail or "")
    text = "".join(element.itertext())
    return [one for part in re.split(r"\n+", text) if (one := line(part))]
