"""The byline that a page marks as one, by a class, a link or an attribute."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree, html

from archive.readers.bylines import BARE_LABEL, authors_from, split_names
from archive.readers.page.beside import shown_lines
from archive.readers.page.headline import fold
from archive.readers.page.markup import marks_of, text_of

LONGEST = 250
"""Code points of an element that can be a byline."""

_MARKED = re.compile(
    r"(?:^|[\s_-]|(?-i:(?<=[a-z])(?=[A-Z])))(?:author|autor|auteur|byline|redakteur|reporter|writer|verfasser|journalist|"
    r"documentauthor|firma|firmante)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"comment|kommentar|reply|respond|related|teaser|sidebar|recommend|footer|widget|carousel|slider|"
    r"(?<!v)card|"
    r"more-|mehr-|newsletter|most-|popular|listing|avatar|biography|social|share|image|photo|caption|"
    r"copyright|video",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"^(?:https?:|www\.|\w[\w.-]*\.com/)|@|^\d+$", re.IGNORECASE)
"""What stands in the place of a name and is none."""

_WHOLE = frozenset(("html", "body", "main", "article"))
_APART = frozenset(("script", "style", "nav", "aside", "footer", "head", "svg", "noscript"))


def marked_byline(tree: html.HtmlElement, headline: str | None) -> list[str]:
    """Give the byline the page shows: the marked element next after the headline, else before it."""
    wanted = fold(headline or "")
    seen_headline = False
    before: list[str] = []
    after: list[str] = []
    for element in _parted(tree, aside=False):
        if element.tag in ("h1", "h2", "h3") and wanted and fold(text_of(element, 500)) == wanted:
            seen_headline = True
        text = _byline_in(element)
        if text:
            (after if seen_headline else before).append(text)
            if len(after) >= 3:
                break
    for texts in (after, before):
        for text in texts:
            names = authors_from(text).authors or (len(text) < 40 and split_names(text))
            if names and not (text.endswith(":") or BARE_LABEL.match(text)):
                return [text]
    return []


def lines_aside(tree: html.HtmlElement) -> set[str]:
    """Give the lines of a page that are not its article's: those of menus, comments, teasers."""
    return {line for element in _parted(tree, aside=True) for line in shown_lines(element)}


def _parted(tree: html.HtmlElement, *, aside: bool) -> Iterator[html.HtmlElement]:
    """Give the elements of the page in order without those of comments and teasers; or only these."""
    walk = etree.iterwalk(tree, events=("start",))
    for _, element in walk:
        if element.tag in _APART or (element.tag not in _WHOLE and _is_elsewhere(marks_of(element))):
            walk.skip_subtree()
            if aside:
                yield element
        elif not aside:
            yield element


@lru_cache(maxsize=20_000)
def _is_elsewhere(marks: str) -> bool:
    return _ELSEWHERE.search(marks) is not None


@lru_cache(maxsize=20_000)
def _is_byline(marks: str) -> bool:
    return _MARKED.search(marks) is not None


def _byline_in(element: html.HtmlElement) -> str | None:
    said = (element.get("rel") or "").split() + (element.get("itemprop") or "").split()
    if "author" in said or _is_byline(marks_of(element)):
        text = text_of(element, LONGEST + 50)
        if 2 < len(text) <= LONGEST and not ADDRESS.search(text.split()[0]):
            return text
    return None
