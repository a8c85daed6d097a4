"""The text of a page: body in paragraphs under their headings, dek and captions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import trafilatura
import trafilatura.settings
from lxml import etree, html

from archive.readers.hypertext import plain
from archive.readers.lines import Kind, lines_of
from archive.readers.page.headline import fold
from archive.readers.page.markup import line, text_of
from archive.readers.page.scripted import scripted_text
from archive.readers.page.statements import Statements, text_in

SHORT = 160
"""Code points; a longer paragraph is told, whatever it begins with."""

LONGEST_HEADING = 200
"""Code points of a section heading."""

MOST_CAPTIONS = 100
"""Captions kept; a page of more is a gallery."""

DRAWN = 200
"""Code points of text below which a page may be one that its scripts draw."""

_ABOVE = frozenset((Kind.DATE, Kind.BYLINE, Kind.RELATIVE, Kind.FURNITURE, Kind.LABEL))
_BELOW = frozenset((Kind.FURNITURE, Kind.READ_ON, Kind.CLOSING, Kind.RELATIVE))
_MARKDOWN = re.compile(r"^(?=#{1,6}\s|>\s|(?:```|~~~))", re.MULTILINE)
_BOUNDS = 6
"""Paragraphs at each end of a body that can be something else."""


@dataclass(frozen=True, slots=True)
class Story:
    """The parts of an article below its headline; `body` is Markdown, paragraphs apart by a blank line."""

    body: str = ""
    dek: str | None = None
    captions: tuple[str, ...] = ()


def story_of(
    tree: html.HtmlElement,
    said: Statements,
    headline: str | None,
    lines: Sequence[str],
    scripts: Sequence[str] = (),
) -> Story:
    """Read the text of the page, with the lines it shows and its scripts; empty where there is none."""
    captions = _captions(tree)
    body = _extracted(tree)
    told = _without_ends(
        list(_paragraphs(body)) if body is not None else [],
        fold(headline or ""),
        {fold(caption) for caption in captions},
    )
    text = "\n\n".join(_with_headings(told, tree, lines))
    if len(text) < DRAWN:
        text = max(text, scripted_text(scripts, said), key=len)
    return Story(text, _dek(said, text), captions)


def _dek(said: Statements, body: str) -> str | None:
    """Give the dek a page declares, unless it is but the beginning of its text."""
    declared = text_in(said.article.get("description")) or said.first("og:description", "description")
    dek = plain(declared or "").rstrip(".… ")
    return (
        None
        if not fold(dek) or fold(body[: 2 * len(dek)]).startswith(fold(dek))
        else line(plain(declared or ""))
    )


def _captions(tree: html.HtmlElement) -> tuple[str, ...]:
    texts = (text_of(element, 600) for element in tree.iter("figcaption"))
    return tuple(dict.fromkeys(filter(None, texts)))[:MOST_CAPTIONS]


def _extracted(tree: html.HtmlElement) -> etree._Element | None:
    try:
        document = trafilatura.bare_extraction(tree, include_comments=False)
    except Exception:  # noqa: BLE001 - whatever the extractor trips over, it is this page that has no text
        return None
    return document.body if isinstance(document, trafilatura.settings.Document) else None


def _paragraphs(body: etree._Element) -> Iterator[str]:
    for element in body:
        text = _text(element)
        if text:
            yield f"## {line(text)}" if element.tag == "head" else text


def _text(element: etree._Element) -> str:
    if element.tag == "list":
        return "\n".join(f"- {text}" for item in element if (text := line("".join(item.itertext()))))
    if element.tag == "table":
        return "\n".join(
            " | ".join(line("".join(cell.itertext())) for cell in row) for row in element.iter("row")
        )
    if element.tag == "quote":
        return "\n".join(f"> {text}" for text in _lines(element))
    return _MARKDOWN.sub(r"\\", "\n".join(_lines(element)))


def _lines(element: etree._Element) -> list[str]:
    for newline in element.iter("lb"):
        newline.tail = "\n" + (newline.tail or "")
    text = "".join(element.itertext())
    return [one for part in text.split("\n") if (one := line(part))]


def _without_ends(told: list[str], headline: str, captions: set[str]) -> list[str]:
    """Take off what stands above and below the text: headline, names, date, buttons, links to read on."""
    told = [text for text in told if fold(text) not in captions]
    start, end = 0, len(told)
    while start < min(end, _BOUNDS) and (_is_headline(told[start], headline) or _kind(told[start]) in _ABOVE):
        start += 1
    while end > max(start, len(told) - _BOUNDS) and (
        told[end - 1].startswith("## ") or _kind(told[end - 1]) in _BELOW
    ):
        end -= 1
    return told[start:end]


def _is_headline(text: str, headline: str) -> bool:
    """Tell the headline at the top of a text: as it is, or in a heading with its kicker or without."""
    own = fold(text)
    if own == headline or not text.startswith("## "):
        return own == headline
    longer, shorter = sorted((own, headline), key=len, reverse=True)
    return len(shorter) > 12 and longer.endswith(shorter)


def without_names(body: str, names: Collection[str]) -> str:
    """Take off the first and the last paragraph where it is but one of these names."""
    folded = {fold(name) for name in names}
    told = body.split("\n\n")
    start = int(len(told) > 1 and fold(told[0]) in folded)
    end = len(told) - int(len(told) > 1 and fold(told[-1]) in folded)
    return "\n\n".join(told[start:end])


def _kind(text: str) -> Kind:
    lines = lines_of(text) if len(text) < SHORT and "\n" not in text else []
    return lines[0].kind if lines else Kind.PROSE


def _with_headings(told: list[str], tree: html.HtmlElement, lines: Sequence[str]) -> list[str]:
    """Put back the section headings that the extraction lost: those right above a paragraph it kept."""
    headings = {
        text for element in tree.iter("h2", "h3", "h4") if (text := text_of(element, LONGEST_HEADING))
    }
    above = {fold(below): text for text, below in pairwise(lines) if text in headings}
    kept = {fold(text) for text in told}
    written: list[str] = []
    for text in told:
        heading = above.get(fold(text.split("\n", 1)[0]))
        if heading and written and fold(heading) not in kept:
            written.append(f"## {heading}")
        written.append(text)
    return written
