"""The headline of a page: between what it shows above its text and the titles it declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml import html

from archive.readers.page.markup import text_of, unescaped
from archive.readers.page.statements import Statements, text_in, types_of

LONGEST = 400
"""Code points; a longer heading is a paragraph."""

MOST_PARTS = 12
"""Dashes and bars of a title that can set it apart from the name of its outlet."""

MOST_HEADINGS = 300
"""Headings looked at on one page; the headline is among the first."""

_PARTED = re.compile(r"\s+[-–—|·•»«›:/]+\s+|\s*[|｜ㅣ»]\s*|：")
_WORD = re.compile(r"\w+")
_DOMAIN = re.compile(
    r"(?:www\.)?[\w-]+\.(?:[a-z]{2,3}|com|info|news|live|online)(?:\.[a-z]{2})?", re.IGNORECASE
)
_NO_HEADLINE = re.compile(
    r"(?:log ?in|anmelden|home|startseite|menü?|suche|search|artikel|article|news|blog|404.*)\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading the page shows: its level, its text, and whether a kicker and a headline are joined in it."""

    level: int
    text: str
    joined: bool = False


def fold(text: str) -> str:
    """Reduce a text to its letters and digits, to compare it."""
    return "".join(_WORD.findall(text)).casefold()


def headline_of(tree: html.HtmlElement, said: Statements, outlets: Iterable[str]) -> str | None:
    """Choose the headline.

    What stands in <title> alone is written for search engines. Where the heading shown says the same as
    <title>, and OpenGraph or JSON-LD say otherwise, they have the editors' headline; else the heading
    shown counts, without the kicker the titles leave out.
    """
    outlet = {fold(name) for name in outlets if fold(name)}
    headings = _headings(tree)
    said_by = _titles(tree, said)
    agreed = bool(said_by[0]) and fold(said_by[0] or "") == fold(said_by[1] or "")
    linked, opened, short, page = (
        _bare(title, outlet, [] if agreed and title == said_by[0] else headings) for title in said_by
    )
    declared = [title for title in (opened, linked, short) if title]
    shown = _shown(headings, [*declared, *filter(None, [page])], outlet)
    if not shown or (linked and opened and page and _is_ticker(shown, [linked, opened, page])):
        return (
            next((title for title in declared if title == page), None) or next(iter(declared), None) or page
        )
    if linked and opened and fold(linked) != fold(opened) and _is_joined(linked, headings):
        linked = None
    return _between(shown, opened or short, linked, page)


def _is_ticker(shown: str, titles: list[str]) -> bool:
    """Tell the heading of a ticker, which says the latest, where all titles say what it is about."""
    words = [set(_WORD.findall(title.casefold())) for title in titles]
    return _likeness(shown, words) < 0.3 and all(_likeness(title, words[:1]) >= 0.8 for title in titles[1:])


def _is_joined(title: str, headings: list[Heading]) -> bool:
    """Tell a title made of a kicker and a headline that the page sets apart."""
    return any(heading.joined and fold(heading.text) == fold(title) for heading in headings)


def _titles(tree: html.HtmlElement, said: Statements) -> tuple[str | None, ...]:
    """Give the titles of JSON-LD, OpenGraph and Twitter, and <title>."""
    titles = [unescaped(text_of(element, LONGEST)) for element in islice(tree.iter("title"), 1)]
    return (
        text_in(said.article.get("headline")) or text_in(said.article.get("name")),
        said.first("og:title", "dc.title", "citation_title"),
        said.first("twitter:title", "parsely-title", "title"),
        titles[0] if titles else None,
    )


def _between(shown: str, opened: str | None, linked: str | None, page: str | None) -> str:
    """Choose between the heading shown and the titles of OpenGraph, JSON-LD and <title>."""
    for title in (opened, linked):
        # What OpenGraph has from <title> alone has its keyword in front for search engines.
        if title and _kicked(shown, title) and (linked or len(title) < len(shown) or title != page):
            return title
    own, graph, data = fold(shown), fold(opened or ""), fold(linked or "")
    searched = bool(page) and fold(page or "").startswith(own)
    if len(graph) > 20 and own.startswith(graph) and data not in (own, ""):
        graph = own  # cut off
    if graph and graph != own and data in (own, "") and searched:
        return opened or shown
    if data and data not in (own, graph) and graph in (own, "") and searched:
        return linked or shown
    if graph and graph == data != own:
        return opened if searched or len(graph) > len(own) else shown  # type: ignore[return-value]
    return shown


def _kicked(shown: str, title: str) -> bool:
    """Tell whether two headlines differ only in the kicker before one of them."""
    longer, shorter = sorted((fold(shown), fold(title)), key=len, reverse=True)
    return (
        longer != shorter
        and len(shorter) >= 12
        and longer.endswith(shorter)
        and fold(title) in (longer, shorter)
    )


def _headings(tree: html.HtmlElement) -> list[Heading]:
    """Give the headings of the page; what is marked as the headline counts as the first level."""
    found: list[Heading] = []
    for element in tree.iter("h1", "h2", "h3"):
        text = text_of(element, LONGEST)
        if text and len(text) < LONGEST:
            marked = "headline" in (element.get("itemprop") or "").split()
            parts = [part for part in element if len(fold(text_of(part, LONGEST))) > 2]
            joined = len(parts) > 1 and not fold(element.text or "")
            found.append(Heading(1 if marked else int(str(element.tag)[1]), text, joined))
        if len(found) >= MOST_HEADINGS:
            break
    return found


def _bare(title: str | None, outlet: set[str], headings: list[Heading]) -> str | None:
    """Take the name of the outlet, and what else the page's own heading does not say, off a title."""
    if not title:
        return None
    shown = {fold(heading.text) for heading in headings if not _is_outlet(heading.text, outlet)}
    if fold(title) in shown:
        return title
    marks = list(_PARTED.finditer(title))[:MOST_PARTS]
    parts = [part.strip() for mark in marks for part in (title[: mark.start()], title[mark.end() :])]
    said = [part for part in parts if len(fold(part)) >= 12 and fold(part) in shown]
    if said:
        return max(said, key=len)
    while marks and _is_outlet(title[marks[-1].end() :], outlet):
        title = title[: marks.pop().start()].strip()
    for mark in reversed(marks):
        if _is_outlet(title[: mark.start()], outlet):
            title = title[mark.end() :].strip()
            break
    return None if fold(title) in outlet or not fold(title) else title


def _is_outlet(part: str, outlet: set[str]) -> bool:
    folded = fold(part)
    return not folded or folded in outlet or _DOMAIN.fullmatch(part.strip()) is not None


def _shown(headings: list[Heading], titles: list[str], outlet: set[str]) -> str | None:
    """Choose the article's heading: the first of the highest level that has to do with a title."""
    texts = ((heading.level, heading.text) for heading in headings)
    able = [
        (level, text)
        for level, text in texts
        if fold(text) not in outlet and not _NO_HEADLINE.fullmatch(text) and not _DOMAIN.fullmatch(text)
    ]
    words = [set(_WORD.findall(title.casefold())) for title in titles]
    for level in (1, 2, 3):
        fitting = [(_likeness(text, words), text) for this, text in able if this == level]
        best = max((likeness for likeness, _ in fitting), default=0.0)
        if best >= (0.3 if level == 1 else 0.8):
            return next(text for likeness, text in fitting if likeness >= 0.8 * best)
    first = [text for level, text in able if level == 1]
    telling = [
        text
        for text in first
        if len(text.split()) >= 3 and not any(name in fold(text) for name in outlet if len(name) > 3)
    ]
    return next(iter(telling), None) or (first[0] if len(first) == 1 and not titles else None)


def _likeness(text: str, titles: list[set[str]]) -> float:
    own = set(_WORD.findall(text.casefold()))
    return max((2 * len(own & title) / (len(own) + len(title)) for title in titles if own), default=0.0)


def outlets_of(said: Statements, url: str | None) -> list[str]:
    """List the names a page has for its outlet: site name, publisher, the parts of its address."""
    names = [
        said.first("og:site_name"),
        said.first("application-name"),
        _publisher(said),
        said.first("dc.publisher", "citation_publisher", "publisher", "apple-mobile-web-app-title"),
    ]
    names += [text_in(node.get("name")) for node in said.nodes if _is_publisher(node)]
    host = (urlsplit(url).hostname or "") if url else ""
    labels = host.removeprefix("www.").split(".")
    names += [host.removeprefix("www."), (said.first("twitter:site") or "").lstrip("@"), *labels[:-1]]
    return list(dict.fromkeys(name for name in names if name))


def _publisher(said: Statements) -> str | None:
    publisher = said.resolved(said.article.get("publisher"))
    return None if "Person" in str(publisher)[:200] else text_in(publisher)


def _is_publisher(node: Mapping[str, Any]) -> bool:
    kinds = types_of(node)
    return "Person" not in kinds and any(
        kind in ("WebSite", "NewsMediaOrganization", "Organization") for kind in kinds
    )
