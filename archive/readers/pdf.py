"""PDF: the article it shows, column by column, without what repeats on every page."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from archive.article import Article
from archive.errors import NoArticle, ReaderError
from archive.readers.columns import in_reading_order, paragraphs_of, without_repeated
from archive.readers.document import Properties, told
from archive.readers.encoding import clean, refuse_garbled
from archive.readers.headings import same
from archive.readers.paragraphs import Paragraph
from archive.readers.source import Source

MOST_PAGES = 1_000
"""Pages of what is still an article or an issue; a longer file is a book."""

LONGEST_PAGE = 200_000
"""Characters of a page; a newspaper's has 30,000."""

_HINT = "Save the article as web page or text and add that file."
_LARGER = 1.25
"""Times the size of the text that a headline has at least."""

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # its complaints are not for the terminal


def read(source: Source) -> Iterator[Article | ReaderError]:
    """Read a PDF: the article it shows, or the articles of the export it is.

    Raises NoArticle for pictures of text without text, ReaderError for a file that is damaged or locked.
    """
    reader = _opened(source)
    try:
        pages = [_lines(page) for page in reader.pages]
        headline = _largest(reader.pages[0]) if pages else None
        properties = _properties(reader)
    except Exception as error:  # a parser of broken files raises anything
        raise _damaged(source.name) from error
    if not any(line.strip() for page in pages for line in page):
        raise NoArticle(
            f"{source.name} has pictures, but no text: it is a scan.",
            hint="Recognise its text with an OCR program first, then add the result.",
        )
    ordered = [list(in_reading_order(page)) for page in without_repeated(pages)]
    texts = paragraphs_of([line for page in ordered for line in page])
    refuse_garbled("\n".join(texts), source.name)
    yield from told(_headed(texts, headline), properties, source, "pdf")


def _opened(source: Source) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(source.whole))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _locked(source.name)
        if len(reader.pages) > MOST_PAGES:
            raise NoArticle(f"{source.name} has more than {MOST_PAGES:,} pages: a book.", hint=_HINT)
    except DependencyError as error:
        raise _locked(source.name) from error
    except ReaderError:
        raise
    except Exception as error:  # a parser of broken files raises anything
        raise _damaged(source.name) from error
    return reader


def _lines(page: PageObject) -> list[str]:
    """Give the lines of a page, laid out with spaces as they stand."""
    text = page.extract_text(extraction_mode="layout", layout_mode_scale_weight=1.0)
    return clean(text[:LONGEST_PAGE]).split("\n")


def _largest(page: PageObject) -> str | None:
    """Give the text in the largest letters of a page, if they are larger than the others."""
    sizes: list[tuple[float, str]] = []

    def note(text: str, matrix: Sequence[float], place: Sequence[float], _font: Any, size: float) -> None:
        if text.strip():
            sizes.append((round(abs(size * place[3] * matrix[3]), 1), text))

    page.extract_text(visitor_text=note)
    if not sizes:
        return None
    letters = list(accumulate(len(text) for _, text in sorted(sizes)))
    middle = next(at for at, sum_ in enumerate(letters) if sum_ * 2 >= letters[-1])
    usual = sorted(sizes)[middle][0]
    largest = max(size for size, _ in sizes)
    return " ".join(text for size, text in sizes if size == largest) if largest >= usual * _LARGER else None


def _headed(texts: Sequence[str], headline: str | None) -> list[Paragraph]:
    """Mark the headline, which may have been broken into several paragraphs."""
    for start in range(min(len(texts), 12)):
        for end in range(start + 1, min(start + 5, len(texts) + 1)):
            title = " ".join(texts[start:end])
            if headline and same(title, headline):
                above = [Paragraph(text) for text in texts[:start]]
                return [*above, Paragraph(title, level=1), *(Paragraph(text) for text in texts[end:])]
    return [Paragraph(text) for text in texts]


def _properties(reader: PdfReader) -> Properties:
    """Read the document information; what is not text there is nothing."""
    try:
        said = reader.metadata
        title, author = (said.title, said.author) if said else (None, None)
    except (PyPdfError, ValueError, TypeError, AttributeError):
        return Properties()
    return Properties(clean(str(title)) if title else None, clean(str(author)) if author else None)


def _locked(name: str) -> ReaderError:
    return ReaderError(f"{name} is protected by a password.", hint="Save it without, then add that.")


def _damaged(name: str) -> ReaderError:
    return ReaderError(f"{name} is damaged: it cannot be read as PDF.", hint=_HINT)
