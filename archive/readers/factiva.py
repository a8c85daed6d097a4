"""Factiva: its exports as web page or RTF, with field codes (HD, BY, PD …) or without.

Without codes an article is: section, headline, author, number of words, date, time, source and its code,
edition, page, language, copyright, text, publisher, and "Document" with its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.article import Article
from archive.errors import NoArticle, ReaderError
from archive.readers.bylines import LABEL, is_name
from archive.readers.hypertext import paragraphs_of
from archive.readers.paragraphs import Paragraph, line
from archive.readers.press import (
    Clipping,
    at_time,
    each_article,
    is_date,
    language_of,
    moment_in,
    without_blank,
)
from archive.readers.source import Source

CODES = {
    "SE": "section", "HD": "headline", "BY": "byline", "CR": "credit", "WC": "length", "PD": "date",
    "ET": "time", "SN": "source", "SC": "source_code", "ED": "edition", "PG": "page", "VOL": "volume",
    "LA": "language", "CY": "copyright", "LP": "body", "TD": "body", "ART": "captions", "CT": "contact",
    "RF": "reference", "CO": "companies", "IN": "industries", "NS": "subjects", "RE": "regions",
    "IPC": "codes", "IPD": "descriptors", "PUB": "publisher", "AN": "record", "CLM": "column",
    "TI": "headline", "DE": "descriptors", "RIC": "tickers", "SP": "series", "FN": "footnote",
}  # fmt: skip
"""The codes of fields, and what they mean; those that no attribute is for are kept under that name."""

_NUMBER = re.compile(
    r"(?:document|dokument|documento)\s+(?P<id>[A-Z][A-Z0-9]{2,11}\d{4,20}[0-9a-z]{4,30})", re.IGNORECASE
)
_WORDS = re.compile(
    r"[\d.,\s']{1,9}\s(?:w.{1,2}rter|words?|wort|mots|palabras|parole|woorden)", re.IGNORECASE
)
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?:\s*[AaPp]\.?[Mm]\.?)?")
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}")
_COPYRIGHT = re.compile(r"(?:copyright\b|©|\(c\)|alle rechte)", re.IGNORECASE)
_COUNT = re.compile(r"(\d+)\)\s+")
_PAGED = re.compile(r";\s*[A-Z0-9]{1,4}$")
_PAIR = re.compile(r"\w+\s*:\s*([^|]+)")
_OF_TEXT = re.compile(r"(?:[A-Z]{2,3})(?:\t|\s{2,}|$)")
_HINT = "Download the export again, with full articles."
_BELOW_TEXT = 120
"""Characters of a publisher's name, the last line of an article."""


def read(source: Source) -> Iterator[Article | ReaderError]:
    """Read all articles of an export saved as a web page or as plain text."""
    text = source.long_text
    paragraphs = paragraphs_of(text) if text.lstrip()[:1] == "<" else _lines(text)
    yield from articles(paragraphs, source.name)


def _lines(text: str) -> list[Paragraph]:
    """Part plain text into lines, which are its paragraphs; nothing in it is wrapped."""
    return [Paragraph(line(written)) for written in text.split("\n") if written.strip()]


def is_export(paragraphs: Sequence[Paragraph]) -> bool:
    """Tell an export by the number of a document at the end of each article, and a count of words above."""
    numbers = sum(_NUMBER.fullmatch(one.text) is not None for one in paragraphs)
    return numbers > 0 and any(_WORDS.fullmatch(one.text) for one in paragraphs)


def articles(paragraphs: Sequence[Paragraph], name: str) -> Iterator[Article | ReaderError]:
    """Read the articles of an export given as its paragraphs; raises NoArticle where there is none."""
    parts = list(_parts(paragraphs))
    if not parts:
        raise NoArticle(f"{name} is an export of Factiva without an article.", hint=_HINT)
    clippings = [_coded(part, number) if _has_codes(part) else _plain(part, number) for part, number in parts]
    counts = [_COUNT.match(clipping.headline or "") for clipping in clippings]
    fitting = sum(int(count[1]) == at for at, count in enumerate(counts, start=1) if count)
    if fitting > 0.9 * len(counts):
        for clipping, count in zip(clippings, counts, strict=True):
            clipping.headline = (clipping.headline or "")[count.end() if count else 0 :] or None
    yield from each_article(name, "factiva", [part for part, _ in parts], clippings, _HINT)


def _parts(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[list[Paragraph], str]]:
    """Part an export below each number of a document, with that number."""
    part: list[Paragraph] = []
    for paragraph in paragraphs:
        number = _NUMBER.fullmatch(paragraph.text)
        if number is None:
            part.append(paragraph)
            continue
        if part := without_blank(_from_start(part)):
            yield part, number["id"]
        part = []


def _from_start(part: list[Paragraph]) -> list[Paragraph]:
    """Leave out what stands above an article: the name of the site, the form around the page."""
    marked = [
        at for at, one in enumerate(part) if one.mark.startswith("article-") or " article" in f" {one.mark} "
    ]
    starts = [at for at in marked if "articleParagraph" not in part[at].mark]
    return part[starts[-1] :] if starts else part


def _has_codes(part: Sequence[Paragraph]) -> bool:
    codes = {one.text.strip() for one in part}
    return "HD" in codes and ("TD" in codes or "LP" in codes or "PD" in codes)


def _coded(part: Sequence[Paragraph], number: str) -> Clipping:
    """Read an article whose fields are told by their codes."""
    clipping = Clipping(number)
    code = ""
    clock = ""
    for paragraph in part:
        if paragraph.text.strip() in CODES:
            code = paragraph.text.strip()
            continue
        meaning = CODES.get(code)
        if meaning == "body":
            clipping.body.append(paragraph)
        elif meaning == "time":
            clock = paragraph.text
        elif code == "NS":
            clipping.tags += [tag for name in _PAIR.findall(paragraph.text) if (tag := line(name))]
        elif meaning == "date":
            clipping.published = moment_in(line(paragraph.text))
        elif meaning and meaning != "record":
            clipping.put(meaning, meaning, paragraph.text)
    clipping.published = at_time(clipping.published, clock)
    return clipping


def _plain(part: Sequence[Paragraph], number: str) -> Clipping:
    """Read an article whose fields are told by their order around the count of words."""
    clipping = Clipping(number)
    at = next((at for at, one in enumerate(part) if _WORDS.fullmatch(one.text)), 0)
    _above(clipping, part[:at])
    start = _below(clipping, part, at)
    end = len(part)
    if end - start > 1 and len(part[-1].text) < _BELOW_TEXT and "articleParagraph" not in part[-1].mark:
        end -= 1
        clipping.extra["publisher"] = line(part[end].text)
    clipping.body = list(part[start:end])
    return clipping


def _above(clipping: Clipping, head: Sequence[Paragraph]) -> None:
    """Read what stands above the count of words: section, headline, author."""
    titled = _titled(head)
    for at, one in enumerate(head):
        if at == titled:
            clipping.headline = line(one.text)
        elif at == titled - 1 and not _COPYRIGHT.match(one.text):
            clipping.put("section", "section", one.text)
        elif clipping.byline is None and (at == titled + 1 or one.mark == "author"):
            clipping.byline = line(one.text)
        elif at > titled:
            clipping.put("extra", "credit", one.text)


def _titled(head: Sequence[Paragraph]) -> int:
    """Tell which paragraph is the headline: marked or counted, else that above the author, or the last."""
    for tells in (_is_headline, _is_counted):
        titles = [at for at, one in enumerate(head) if tells(one)]
        if titles:
            return titles[-1]
    signed = [at for at, one in enumerate(head) if at and LABEL.match(one.text)]
    if not signed and len(head) > 1 and _is_byline(head[-1].text) and not _PAGED.search(head[-2].text):
        signed = [len(head) - 1]
    return max(0, signed[0] - 1 if signed else len(head) - 1)


def _is_counted(paragraph: Paragraph) -> bool:
    return _COUNT.match(paragraph.text) is not None


def _is_byline(text: str) -> bool:
    """Tell names and nothing else: one, or several with commas between them."""
    names = [name for part in text.split(",") for name in re.split(r"\s+(?:und|and|et|y|e)\s+", part.strip())]
    return all(is_name(line(name)) for name in names)


def _is_headline(paragraph: Paragraph) -> bool:
    return paragraph.bold or paragraph.level > 0 or "headline" in paragraph.mark.casefold()


def _below(clipping: Clipping, part: Sequence[Paragraph], at: int) -> int:
    """Read what stands below the count of words, to the copyright; gives where the text begins."""
    clipping.extra["length"] = line(part[at].text) if at < len(part) else ""
    at += 1
    if at < len(part) and is_date(part[at].text):
        clipping.published = moment_in(line(part[at].text))
        at += 1
    names: list[str] = []
    while at < len(part) and "articleParagraph" not in part[at].mark:
        text = line(part[at].text)
        at += 1
        if _COPYRIGHT.match(text):
            clipping.extra["copyright"] = text
            break
        if len(names) > 12 or len(text) > 200:
            at -= 1
            break
        names.append(text)
    _place(clipping, names)
    return at


def _place(clipping: Clipping, names: list[str]) -> None:
    """Read time, source, its code, edition, page and language, in the order they stand in."""
    if names and (language := language_of(names[-1])):
        clipping.language = language
        del names[-1]
    for clock in [name for name in names if _CLOCK.fullmatch(name)][:1]:
        clipping.published = at_time(clipping.published, clock)
        names.remove(clock)
    if names:
        clipping.source = names.pop(0)
    if names and _CODE.fullmatch(names[0]):
        clipping.extra["source_code"] = names.pop(0)
    pages = [name for name in names if name.isdigit()]
    editions = [name for name in names if not name.isdigit()]
    if pages and pages[0] != "0":
        clipping.extra["page"] = pages[0]
    if editions:
        clipping.extra["edition"] = "; ".join(editions)
