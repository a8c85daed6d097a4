"""What a page says about itself for machines: JSON-LD, OpenGraph, Dublin Core and other meta elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import html

from archive.readers.page.markup import line, unescaped

MAX_SCRIPT = 2_000_000
"""Code points of one JSON-LD script; longer ones list a whole shop."""

MAX_NODES = 5_000
"""JSON-LD nodes looked at on one page."""

DEEPEST = 12
"""JSON-LD nested deeper than this describes no article."""

ARTICLE = re.compile(
    r"(?:\w*(?:News|Scholarly|Tech|Medical)?Article|BlogPosting|LiveBlogPosting|SocialMediaPosting|Report|"
    r"Review|"
    r"DiscussionForumPosting|Recipe|HowTo|CreativeWork|VideoObject|AudioObject|PodcastEpisode|QAPage|"
    r"Question|Interview)$"
)
"""The schema.org types that an article's node can have."""

_BEST_TYPE = re.compile(r"\w*Article$|BlogPosting$|LiveBlogPosting$|Report$")
_COMMENT = re.compile(
    r"^\s*(?:<!--|<!\[CDATA\[|//\s*<!\[CDATA\[|/\*.*?\*/)+|(?:-->|\]\]>|//\s*\]\]>)+\s*;?\s*$", re.DOTALL
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_STRAY_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")


@dataclass(frozen=True, slots=True)
class Statements:
    """What a page declares: its JSON-LD node for the article, all nodes, and its meta elements by name.

    The names of `meta` are lower case; each has its contents in the order of the page.
    """

    article: Mapping[str, Any]
    page: Mapping[str, Any]
    nodes: tuple[Mapping[str, Any], ...]
    by_id: Mapping[str, Mapping[str, Any]]
    meta: Mapping[str, tuple[str, ...]]

    def first(self, *names: str) -> str | None:
        """Give the first content of the first of these meta elements that has one."""
        for name in names:
            for content in self.meta.get(name, ()):
                return content
        return None

    def resolved(self, value: Any) -> Any:
        """Follow a JSON-LD reference ({"@id": …}) to its node."""
        if isinstance(value, Mapping) and "@id" in value and len(value) <= 3:
            return self.by_id.get(str(value["@id"]), value)
        return value


def statements_of(tree: html.HtmlElement) -> Statements:
    """Collect what a page declares about itself."""
    meta = _meta(tree)
    nodes: list[Mapping[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and len(nodes) < MAX_NODES:
            nodes.extend(_flat(_parsed(script.text or "")))
    by_id: dict[str, Mapping[str, Any]] = {}
    for node in nodes:
        key = node.get("@id")
        if isinstance(key, str) and len(node) > len(by_id.get(key, ())):
            by_id[key] = node
    page = next((node for node in nodes if "WebPage" in types_of(node)), {})
    return Statements(_article(nodes, meta), page, tuple(nodes), by_id, meta)


def types_of(node: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the schema.org types of a node."""
    value = node.get("@type")
    values = value if isinstance(value, list) else [value]
    return tuple(kind.rpartition("/")[2] for kind in values if isinstance(kind, str))


def text_in(value: Any) -> str | None:
    """Give the text in a JSON-LD value: a string, or what a node is named."""
    if isinstance(value, list):
        return next(filter(None, map(text_in, value[:20])), None)
    if isinstance(value, Mapping):
        return text_in(next((value[key] for key in ("name", "@value", "headline") if value.get(key)), None))
    if isinstance(value, str):
        return unescaped(value) or None
    return None


def _meta(tree: html.HtmlElement) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = unescaped(element.get("content") or element.get("value") or "")
        if not content:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            for name in (element.get(attribute) or "").lower().split()[:4]:
                found.setdefault(name, []).append(content)
    return {name: tuple(dict.fromkeys(contents)) for name, contents in found.items()}


def _parsed(text: str) -> Any:
    """Parse a JSON-LD script, with the slips pages make: comments, raw newlines, stray commas and escapes."""
    if len(text) > MAX_SCRIPT:
        return None
    text = _COMMENT.sub("", text).strip().rstrip(";")
    for mended in (_as_is, _less_comma, _less_escape):
        try:
            return json.loads(mended(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _as_is(text: str) -> str:
    return text


def _less_comma(text: str) -> str:
    return _TRAILING_COMMA.sub("", text)


def _less_escape(text: str) -> str:
    return _STRAY_ESCAPE.sub(r"\\\\", _less_comma(text))


def _flat(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Give the nodes of a JSON-LD value: itself, those in its graph, and those it is the page of."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for item in value[:MAX_NODES]:
            yield from _flat(item, depth + 1)
    elif isinstance(value, Mapping):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "author", "publisher"):
            yield from _flat(value.get(key), depth + 1)


def _article(nodes: list[Mapping[str, Any]], meta: Mapping[str, tuple[str, ...]]) -> Mapping[str, Any]:
    """Choose the node that describes the article: by type, by the page's title, by how much it says."""
    titles = {line(text).casefold() for name in ("og:title", "twitter:title") for text in meta.get(name, ())}
    best: tuple[int, Mapping[str, Any]] = (0, {})
    for node in nodes:
        kinds = types_of(node)
        if not any(map(ARTICLE.match, kinds)):
            continue
        score = 4 if any(map(_BEST_TYPE.match, kinds)) else 1
        score += 2 * ((text_in(node.get("headline")) or "").casefold() in titles)
        score += sum(bool(node.get(key)) for key in ("headline", "author", "datePublished"))
        if score > best[0]:
            best = (score, node)
    return best[1]
