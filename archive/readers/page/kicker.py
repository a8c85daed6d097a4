"""The kicker of a page: the word or line above its headline that says what it is about."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import html

from archive.readers.page.headline import fold
from archive.readers.page.markup import marks_of, text_of

LONGEST = 80
"""Code points; what is longer is a headline of its own."""

NEAR = 12
"""Elements between a kicker and its headline."""

_MARKED = re.compile(
    r"kicker|overline|topline|catchline|dachzeile|oberzeile|vorzeile|spitzmarke|eyebrow|roofline|rubric-?line",
    re.IGNORECASE,
)


def kicker_of(tree: html.HtmlElement, headline: str | None) -> str | None:
    """Find the kicker: set apart within the heading, or marked as one right above it; else None."""
    own = fold(headline or "")
    if not own:
        return None
    marked: str | None = None
    until = 0
    for since, element in enumerate(tree.iter("h1", "h2", "h3", "p", "div", "span")):
        if _is_kicker(marks_of(element)) and (text := text_of(element, LONGEST + 1)):
            if len(text) <= LONGEST and fold(text) not in own:
                marked, until = text, since + NEAR
        elif str(element.tag).startswith("h") and fold(text_of(element, 500)).endswith(own):
            return _within(element, own) or (marked if marked and since <= until else None)
    return None


@lru_cache(maxsize=20_000)
def _is_kicker(marks: str) -> bool:
    return _MARKED.search(marks) is not None


def _within(heading: html.HtmlElement, headline: str) -> str | None:
    """Give what a heading says in its first parts, before the part that is the headline."""
    parts = [text for part in heading if fold(text := text_of(part, 500))]
    if len(parts) < 2 or fold(parts[-1]) != headline:
        return None
    kicker = " ".join(parts[:-1]).strip(" :|–—-")
    return kicker if kicker and len(kicker) <= LONGEST else None
