"""What an article tells, below its masthead: body, dek, captions, disclaimer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.readers.headlines import fold
from archive.readers.lines import Kind, Line
from archive.readers.masthead import Masthead

_GLUED = re.compile(r"([.!?])(?<=[^\W\d_A-ZÄÖÜ]{3}.)(?=[A-ZÄÖÜ][a-zäöüß]+\s[a-zäöüß])")
_SENTENCE = re.compile(r"(?:[^\W\d_]{2,}\W+){3,}.*[.!?…][\"“”»«›’')\]]*$")
_TELLING = (Kind.PROSE, Kind.HEADING, Kind.NAME, Kind.ROLE, Kind.DATE, Kind.SIGNATURE)
_MOST_OF_IT = 0.5
"""What closes an article closes it only when this share of its prose has gone before."""


@dataclass(frozen=True, slots=True)
class Story:
    """The parts of an article below its masthead; `body` is Markdown, paragraphs apart by a blank line."""

    body: str = ""
    dek: str | None = None
    captions: tuple[str, ...] = ()
    disclaimer: str | None = None


def story_of(lines: Sequence[Line], masthead: Masthead) -> Story:
    """Read what stands below the headline; without a headline, all of the page."""
    start = 0 if masthead.headline_at is None else masthead.headline_at + 1
    end = _end(lines, start)
    dek_at = _dek(lines, masthead, start, end)
    headline = fold(masthead.headline or "")
    captions: dict[str, None] = {}
    told: list[Line] = []
    reading_on = False
    for at in range(start, end):
        line = lines[at]
        reading_on = line.kind is Kind.READ_ON or (reading_on and line.kind is not Kind.PROSE)
        if at in masthead.lines or at == dek_at or reading_on:
            continue
        caption = _caption(line, headline, lines[at + 1 : at + 2])
        if caption is not None:
            captions.update(dict.fromkeys(filter(None, [caption])))
        elif line.kind in _TELLING:
            told.append(line)
    notes = [line.text for line in lines if line.kind is Kind.DISCLAIMER]
    dek = lines[dek_at].text if dek_at is not None else None
    return Story(_body(told), dek, tuple(captions), "\n\n".join(dict.fromkeys(notes)) or None)


def _caption(line: Line, headline: str, below: Sequence[Line]) -> str | None:
    """Give the caption a line holds: "" for a mere repetition of the headline, None for no caption."""
    if line.kind is Kind.CAPTION:
        return line.text
    if headline and len(line.text) < 400 and fold(line.text).startswith(headline):
        return _past(line.text, headline)
    if line.kind in (Kind.HEADING, Kind.PROSE) and len(line.text) < 300 and below and _is_credit(below[0]):
        return line.text
    return None


def _is_credit(line: Line) -> bool:
    return line.kind is Kind.CAPTION and len(line.text) < 80 and not line.after_blank


def _past(text: str, folded: str) -> str:
    """Give what stands in a text past a beginning known only in folded form."""
    for at in range(len(text) + 1):
        if fold(text[:at]) == folded:
            return text[at:].strip()
    return ""


def _tells(line: Line) -> bool:
    """Tell whether a line is a paragraph: prose, or a short text that is a sentence."""
    return line.kind is Kind.PROSE or (line.kind is Kind.HEADING and bool(_SENTENCE.search(line.text)))


def _end(lines: Sequence[Line], start: int) -> int:
    """Find where the article ends: its last paragraph, or what closes it once most has been told."""
    total = sum(len(line.text) for line in lines[start:] if _tells(line))
    told, last = 0, start
    for at in range(start, len(lines)):
        line = lines[at]
        if _tells(line):
            told += len(line.text)
            last = at + 1
        elif line.kind is Kind.CLOSING and total and told >= _MOST_OF_IT * total:
            break
    return last if total else len(lines)


def _dek(lines: Sequence[Line], masthead: Masthead, start: int, end: int) -> int | None:
    """Find the dek: a text between the headline and the names or the date below it."""
    below = [at for at in masthead.lines if at >= start]
    if masthead.headline_at is None or not below:
        return None
    between = [at for at in range(start, min(*below, end)) if lines[at].kind in (Kind.PROSE, Kind.HEADING)]
    told = [
        at
        for at in between
        if len(lines[at].text) >= 40 and fold(lines[at].text) != fold(masthead.headline or "")
    ]
    return told[0] if len(told) == 1 else None


def _body(told: Sequence[Line]) -> str:
    """Join what is told: a short line above prose is a section heading, several are a list."""
    paragraphs: list[str] = []
    telling = [_tells(line) for line in told]
    prose = any(telling)
    for at, line in enumerate(told):
        if telling[at]:
            paragraphs.append(_GLUED.sub(r"\1 ", line.text))
        elif prose and at + 1 == len(told):
            break
        elif (
            all(telling[max(at - 1, 0) : at])
            and all(telling[at + 1 : at + 2])
            and line.kind is not Kind.DATE
            and line.text[-1] not in ",;"
        ):
            paragraphs.append(f"## {line.text.lstrip('# ')}")
        else:
            paragraphs.append(line.text)
    return "\n\n".join(_plain(paragraph) for paragraph in paragraphs)


def _plain(paragraph: str) -> str:
    """Keep a paragraph of the page from being read as a Markdown heading of ours."""
    return paragraph if paragraph.startswith("## ") else re.sub(r"^(#+)(?=\s)", r"\\\1", paragraph)
