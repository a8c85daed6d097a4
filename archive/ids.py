"""The id of an article: readable, unique, safe as the name of a file on every system.

An id is the date and the headline (`2025-02-24-alibaba-investiert-53-milliarden-dollar`), without a date the
headline alone. It says in which folder of the corpus the article's file is put first.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from archive.article import Article
from archive.dates import day_of

MAX_SLUG: Final = 60
"""Characters of the headline in an id: enough to recognise it, short enough to be typed and shown."""

UNDATED: Final = "undated"
"""The folder of articles without a date."""

_GERMAN: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "ł": "l"}
)
_BETWEEN: Final = re.compile(r"[^a-z0-9]+")
_DATED: Final = re.compile(r"(\d{4})-(\d{2})-\d{2}-")
_DEVICES: Final = re.compile(r"con|prn|aux|nul|(?:com|lpt)\d")


def first_choice(article: Article) -> str:
    """Give the id the article gets if no other has it."""
    slug = slug_of(article.headline or article.lede or "")
    if article.published is None:
        return slug
    return f"{day_of(article.published).isoformat()}-{slug}"


@lru_cache(maxsize=8192)  # asked twice for each article of a batch
def slug_of(headline: str) -> str:
    """Give a headline in a-z, 0-9 and hyphens, cut at a word; `article` where nothing is left of it.

    Umlauts are spelled out, other accents dropped, letters of other scripts left out.
    """
    # A headline of megabytes is cut before it is looked at; even the longest words leave something to keep.
    text = unicodedata.normalize("NFC", headline[: MAX_SLUG * 20]).lower().translate(_GERMAN)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    slug = _shortened(_BETWEEN.sub("-", text).strip("-"))
    if not slug:
        return "article"
    # Windows opens a device instead of a file of this name; a year in front would pass for a date.
    return f"article-{slug}" if _DEVICES.fullmatch(slug) or _DATED.match(f"{slug}-") else slug


def numbered(id: str, number: int) -> str:
    """Give the id that the `number`th article of the same date and headline gets."""
    return id if number == 1 else f"{id}-{number}"


def folder_of(id: str) -> str:
    """Give the folder in the corpus in which the file of an article is put first: year/month or undated."""
    dated = _DATED.match(id)
    return f"{dated[1]}/{dated[2]}" if dated else UNDATED


def _shortened(slug: str) -> str:
    if len(slug) <= MAX_SLUG:
        return slug
    cut = slug[: MAX_SLUG + 1].rpartition("-")[0]
    return cut if len(cut) >= MAX_SLUG // 2 else slug[:MAX_SLUG].rstrip("-")
