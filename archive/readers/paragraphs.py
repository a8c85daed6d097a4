"""The paragraphs of a document, whatever it was written in, and what their markup tells of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

BREAK = "break"
"""The mark of an empty paragraph that stands for the end of a page or section."""

LONGEST_LABEL = 40
"""Characters of a bold text that is the label of a field; a longer one is emphasis."""

LONGEST_TITLE = 120
"""Characters of a bold line that is taken for a heading."""

_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u2000-\u200a\u202f\u3000]+")
_AROUND_BREAK = re.compile(r" ?\n ?")
_WRAPPED = re.compile(r"\n[ \t]*\n")
_LIKE_MARKDOWN = re.compile(r"^(?=#{1,6}\s|[-*_]{3,}$|\+{3}$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its text (lines apart by LF), and what its markup says.

    `level` is that of a heading (0: none), `bold` that all of it is, `label` the bold words before a colon
    that open it, without the colon, and `mark` its class, id, style or bookmark.
    """

    text: str
    level: int = 0
    bold: bool = False
    label: str | None = None
    mark: str = ""


class Composer:
    """Puts paragraphs together from the runs of text that a format's markup gives one after the other."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self._runs: list[tuple[str, bool]] = []

    def write(self, text: str, bold: bool = False) -> None:
        """Add a run of text to the paragraph."""
        if text:
            self._runs.append((text, bold))

    def end(self, level: int = 0, mark: str = "") -> None:
        """Close the paragraph; an empty one is kept only where it has a mark."""
        text = tidy("".join(text for text, _ in self._runs))
        if text:
            seen = [(run, bold) for run, bold in self._runs if run.strip(" \n\t\xa0")]
            bold = all(bold for _, bold in seen)
            self.paragraphs.append(Paragraph(text, level, bold, None if bold else _label(seen), mark))
        elif mark:
            self.paragraphs.append(Paragraph("", mark=mark))
        self._runs.clear()


def tidy(text: str) -> str:
    """Give a text with single spaces, none at the ends of its lines."""
    return _AROUND_BREAK.sub("\n", _SPACES.sub(" ", text)).strip()


def line(text: str) -> str:
    """Give a text as one line."""
    return " ".join(text.split())


def of_text(text: str) -> list[Paragraph]:
    """Part plain text at its blank lines; lines that are wrapped become one."""
    return [Paragraph(joined) for block in _WRAPPED.split(text) if (joined := line(block))]


def markdown(paragraphs: Iterable[Paragraph]) -> str:
    """Write paragraphs as the body of an article: headings with two hashes or more, blank lines between.

    The highest level of the headings becomes the second, deeper ones keep their distance. A short line in
    bold above a paragraph that is not is a heading too.
    """
    told = [paragraph for paragraph in paragraphs if paragraph.text]
    highest = min((paragraph.level for paragraph in told if paragraph.level), default=2)
    written = []
    for paragraph, below in zip_longest(told, told[1:]):
        titled = below is not None and not below.bold and _is_title(paragraph)
        if paragraph.level or titled:
            deeper = max(paragraph.level - highest, 0)
            written.append(f"{'#' * min(2 + deeper, 6)} {line(paragraph.text)}")
        else:
            written.append(_LIKE_MARKDOWN.sub(r"\\", paragraph.text))
    return "\n\n".join(written)


def _is_title(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return (
        paragraph.bold
        and len(text) <= LONGEST_TITLE
        and "\n" not in text
        and not text.endswith((".", ":", ","))
    )


def _label(runs: list[tuple[str, bool]]) -> str | None:
    """Give the label that opens a paragraph: its first bold words, if they end in a colon."""
    opening = ""
    for text, bold in runs:
        if not bold:
            break
        opening += text
    label, colon, _ = line(opening).partition(":")
    return label.strip() or None if colon and len(label) <= LONGEST_LABEL else None
